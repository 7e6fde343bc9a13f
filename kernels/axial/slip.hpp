#pragma once
#include "kernels/portable.hpp"

namespace riser {
inline constexpr int max_classes = 6;
inline constexpr int settling_terms = 10, dilute_terms = 6;
/// Part of the maximum packing up to which a suspension is dilute: fewer terms do there.
inline constexpr Real dilute_part = 1.0 / 3;

/// w (1 - phi)^(n - 2) [m/s] of N classes on 0 <= phi <= top as polynomials in x = per_half phi/(1 + bend phi) - 1 from -1 to 1 (no pow in
/// the step). Fitted by solver/build at Chebyshev nodes; a bend other than 0 serves low exponents at high packings. The error of v is below
/// 1e-6 w for the usual classes, below 1e-3 w for any, or the case is refused. What is dilute needs no bend.
template <int N, int terms>
struct SettlingFit {
  Real coefficient[N > 0 ? N : 1][terms];
  Real per_half;  // [-] 2 (1 + bend top)/top
  Real bend;      // [-]
  RISER_HD Real place(Real phi) const {
    if constexpr (terms == dilute_terms) return min(phi * per_half - 1, 1);
    return min(phi * per_half / (1 + bend * phi) - 1, 1);
  }
  /// By pairs of terms: shorter chains of dependent operations than one by one.
  RISER_HD Real at(int k, Real x) const {
    const Real *c = coefficient[k], x2 = x * x;
    Real value = c[terms - 2] + c[terms - 1] * x;
    RISER_UNROLL
    for (int j = terms - 4; j >= 0; j -= 2) value = (c[j] + c[j + 1] * x) + value * x2;
    return value;
  }
};

/// The law's own fit, or the same without the division of its bend where that is 0.
template <int N, bool Straight>
struct FitView {
  const SettlingFit<N, settling_terms>* fit;
  RISER_HD Real place(Real phi) const { return Straight ? min(phi * fit->per_half - 1, 1) : fit->place(phi); }
  RISER_HD Real at(int k, Real x) const { return fit->at(k, x); }
};

/// How the N classes slip. A carrier class has terminal velocity 0 and does not count as coarse.
template <int N>
struct SlipLaw {
  SettlingFit<N, settling_terms> settling;  // up to the maximum packing
  Real terminal_velocity[N > 0 ? N : 1];    // [m/s] > 0 settles
  Real exponent[N > 0 ? N : 1];             // [-] n of w (1 - phi)^n, 0 of the carrier class
  Real buoyancy[N > 0 ? N : 1];             // [m3/kg] 1/(rho_k - rho_carrier)
  Real excess_density[N > 0 ? N : 1];       // [kg/m3] rho_k - rho_carrier, 0 for the carrier class
  Real coarse[N > 0 ? N : 1];               // 1 slips, 0 carrier
  Real crowd[N > 0 ? N : 1];                // [-] largest (1 - phi)^(n - 2) up to the packing
  Real maximum_packing;                     // [-]
};

/// Masliyah-Lockett-Bassoon: slip velocity of each class over the liquid, downward positive, s_k = w_k (1-phi)^(n_k-2) (rho_k - rho_mix)/(rho_k - rho_l)
/// [m/s], by `fit`, the law's own or the one for what is dilute. phi, slip: N values. Returns what all of them carry, sum phi_m s_m [m/s].
/// One class: s = w (1-phi)^(n-1). Source: Masliyah 1979; Lockett & Bassoon 1979.
template <int N, class Fit>
RISER_HD inline Real slip_to_liquid(const SlipLaw<N>& law, const Fit& fit, const Real* phi, Real* slip) {
  Real coarse = 0, excess = 0, carried = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    coarse += law.coarse[k] * phi[k];
    excess += law.excess_density[k] * phi[k];
  }
  const Real x = fit.place(coarse);
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    slip[k] = fit.at(k, x) * (1 - excess * law.buoyancy[k]);
    carried += phi[k] * slip[k];
  }
  return carried;
}

/// No class moves faster against the mixture [m/s] in a pipe whose largest fraction of each class is `largest`, and of all coarse ones
/// `coarse`: a light class among heavy grains rises faster than it would alone.
template <int N>
RISER_HD inline Real fastest_slip(const SlipLaw<N>& law, const Real* largest, Real coarse) {
  Real heavy = 0, light = 0, up = 0, down = 0;
  for (int k = 0; k < N; ++k) {
    heavy += max(largest[k] * law.excess_density[k], 0);
    light += min(largest[k] * law.excess_density[k], 0);
  }
  for (int k = 0; k < N; ++k) {
    const Real alone = law.terminal_velocity[k] * law.crowd[k], in_heavy = alone * (1 - heavy * law.buoyancy[k]);
    const Real in_light = alone * (1 - light * law.buoyancy[k]);
    down = max(down, max(alone, max(in_heavy, in_light)));
    up = max(up, max(-alone, max(-in_heavy, -in_light)));
  }
  return up > 0 && down > 0 ? (1 + coarse) * max(up, down) : max(up, down);
}

/// Velocity of each class relative to the volume flux j, upward positive, times -1: u_k = j - v_k [m/s], v_k = s_k - sum_m phi_m s_m.
template <int N>
RISER_HD inline void slip_velocity(const SlipLaw<N>& law, const Real* phi, Real* v) {
  const Real carried = slip_to_liquid(law, law.settling, phi, v);
  RISER_UNROLL
  for (int k = 0; k < N; ++k) v[k] -= carried;
}
}  // namespace riser
