#pragma once
#include "kernels/portable.hpp"

namespace riser {
inline constexpr int max_classes = 6;
inline constexpr int hindrance_terms = 10;

/// (1 - phi)^(n - 2) on 0 <= phi <= phi_max as a polynomial in x = 2 phi/phi_max - 1 (no pow in the step).
/// Fitted by solver/build at Chebyshev nodes; the test bounds its relative error by 1e-6.
struct HindrancePolynomial {
  Real coefficient[hindrance_terms];
  /// Estrin's scheme: short chains of dependent operations.
  RISER_HD Real operator()(Real x) const {
    const Real* c = coefficient;
    const Real x2 = x * x, x4 = x2 * x2;
    const Real low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2, high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    return low + x4 * (high + x4 * (c[8] + c[9] * x));
  }
};

/// How the N classes slip. A carrier class has terminal velocity 0 and does not count as coarse.
template <int N>
struct SlipLaw {
  HindrancePolynomial hindrance[N > 0 ? N : 1];
  Real terminal_velocity[N > 0 ? N : 1];   // [m/s] > 0 settles
  Real buoyancy[N > 0 ? N : 1];            // [m3/kg] 1/(rho_k - rho_carrier)
  Real excess_density[N > 0 ? N : 1];      // [kg/m3] rho_k - rho_carrier, 0 for the carrier class
  Real coarse[N > 0 ? N : 1];              // 1 slips, 0 carrier
  Real maximum_packing, per_half_packing;  // [-], 2/maximum_packing
};

/// Velocity of each class relative to the volume flux j, upward positive, times -1: u_k = j - v_k [m/s].
/// Masliyah-Lockett-Bassoon: slip to the liquid s_k = w_k (1-phi)^(n_k-2) (rho_k - rho_mix)/(rho_k - rho_l),
/// v_k = s_k - sum_m phi_m s_m. One class: v = w (1-phi)^n. Source: Masliyah 1979; Lockett & Bassoon 1979.
template <int N>
RISER_HD inline void slip_velocity(const SlipLaw<N>& law, const Real* phi, Real* v) {
  Real coarse = 0, excess = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    coarse += law.coarse[k] * phi[k];
    excess += law.excess_density[k] * phi[k];
  }
  const Real x = min(coarse, law.maximum_packing) * law.per_half_packing - 1;
  Real mean = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    v[k] = law.terminal_velocity[k] * law.hindrance[k](x) * (1 - excess * law.buoyancy[k]);
    mean += phi[k] * v[k];
  }
  RISER_UNROLL
  for (int k = 0; k < N; ++k) v[k] -= mean;
}
}  // namespace riser
