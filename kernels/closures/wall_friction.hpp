#pragma once
#include "kernels/math.hpp"

// Darcy friction factor f = 8 tau_w/(rho V^2) of a Newtonian liquid in a pipe, from the Reynolds number rho V D/mu and the
// relative roughness e/D. Every law but the constant one is 64/Re in laminar flow; Re is held above 1e-9 so that no flow gives a finite factor.
namespace riser {
inline constexpr Real least_reynolds = 1e-9;
inline constexpr Real laminar_reynolds_limit = 2000, turbulent_reynolds_limit = 4000;

RISER_HD inline Real laminar_darcy(Real reynolds) { return 64 / max(reynolds, least_reynolds); }

/// Weight of turbulent flow for the laws that have no transition of their own: a smooth step from Re 2000 to 4000.
RISER_HD inline Real turbulent_weight(Real reynolds) {
  return math::smooth_step((reynolds - laminar_reynolds_limit) / (turbulent_reynolds_limit - laminar_reynolds_limit));
}

RISER_HD inline Real blend_with_laminar(Real reynolds, Real turbulent_darcy) {
  const Real weight = turbulent_weight(reynolds);
  return (1 - weight) * laminar_darcy(reynolds) + weight * turbulent_darcy;
}

/// Churchill's turbulent term A = (2.457 ln(1/((7/Re)^0.9 + 0.27 e/D)))^16, from ln(1/Re).
RISER_HD inline Real churchill_a_of_log(Real log_inverse_reynolds, Real relative_roughness) {
  constexpr Real log_of_7 = 1.945910149055313305;
  return math::power_16(2.457 * math::log(math::exp(0.9 * (log_of_7 + log_inverse_reynolds)) + 0.27 * relative_roughness));
}

/// The same from 1/Re.
RISER_HD inline Real churchill_a(Real inverse_reynolds, Real relative_roughness) {
  return churchill_a_of_log(math::log(inverse_reynolds), relative_roughness);
}

/// Churchill's transition term B = (37530/Re)^16, from 1/Re.
RISER_HD inline Real churchill_b(Real inverse_reynolds) { return math::power_16(37530 * inverse_reynolds); }

/// Churchill: f = 8 ((8/Re)^12 + (A + B)^-1.5)^(1/12), one formula for laminar, transitional and turbulent flow.
/// Range: any Re, e/D 0 to 0.05; no branch, vectorises. Source: Churchill 1977, Chem. Eng. 84(24) 91.
struct Churchill {
  RISER_HD Real operator()(Real reynolds, Real relative_roughness) const {
    const Real inverse = 1 / max(reynolds, least_reynolds);
    const Real resistance = churchill_a(inverse, relative_roughness) + churchill_b(inverse);
    const Real turbulent = 1 / (resistance * math::sqrt(resistance));
    return 8 * math::pow(math::power_12(8 * inverse) + turbulent, 1.0 / 12.0);
  }
};

/// Swamee-Jain: f = 0.25/log10(e/(3.7 D) + 5.74/Re^0.9)^2, blended with 64/Re.
/// Range: Re 5e3 to 1e8, e/D 1e-6 to 0.05. Source: Swamee & Jain 1976, J. Hydraul. Div. 102 657.
struct SwameeJain {
  RISER_HD Real operator()(Real reynolds, Real relative_roughness) const {
    const Real re = max(reynolds, laminar_reynolds_limit);
    const Real turbulent = 0.25 / square(math::log10(relative_roughness / 3.7 + 5.74 * math::pow(re, -0.9)));
    return blend_with_laminar(reynolds, turbulent);
  }
};

/// Colebrook: 1/sqrt(f) = -2 log10(e/(3.7 D) + 2.51/(Re sqrt(f))), blended with 64/Re.
/// Newton on x = 1/sqrt(f), started from Haaland 1983; four steps reach machine precision.
/// Range: Re above 4e3, e/D 0 to 0.05. Source: Colebrook 1939, J. Inst. Civ. Eng. 11 133.
struct Colebrook {
  RISER_HD Real operator()(Real reynolds, Real relative_roughness) const {
    const Real re = max(reynolds, laminar_reynolds_limit);
    const Real rough = relative_roughness / 3.7, slope = 2.51 / re;
    constexpr Real factor = 2 / math::log_of_10;
    Real x = -1.8 * math::log10(math::pow(rough, 1.11) + 6.9 / re);
    for (int step = 0; step < 4; ++step) {
      const Real argument = rough + slope * x;
      x -= (x + factor * math::log(argument)) / (1 + factor * slope / argument);
    }
    return blend_with_laminar(reynolds, 1 / square(x));
  }
};

/// A given factor [-] at any Reynolds number, in laminar flow as well, where 64/Re may be more: the run then warns.
struct ConstantDarcy {
  Real darcy;  // [-]
  RISER_HD Real operator()(Real, Real) const { return darcy; }
};
}  // namespace riser
