#pragma once
#include "kernels/math.hpp"

namespace riser {
/// Nusselt number h D/k of the flow in a pipe, from Re, Pr, Pr^(2/3) and sqrt(f/8) with f the Darcy factor.
/// Turbulent (f/8)(Re - 1000) Pr/(1 + 12.7 sqrt(f/8) (Pr^(2/3) - 1)), laminar 3.66 (constant wall temperature), linear in Re
/// between 2300 and 4000. Laminar factors are held below 0.2: their weight is 0. No branch.
/// Range: Re < 5e6, Pr 0.5 to 2000. Source: Gnielinski 1976; the step between regimes after Gnielinski 2013.
struct Gnielinski {
  RISER_HD Real operator()(Real reynolds, Real prandtl, Real prandtl_two_thirds, Real root_eighth_darcy) const {
    const Real root = min(root_eighth_darcy, 0.158);
    const Real turbulent = square(root) * (max(reynolds, 2300) - 1000) * prandtl / (1 + 12.7 * root * (prandtl_two_thirds - 1));
    const Real weight = clamp((reynolds - 2300) * (1.0 / 1700), 0, 1);
    return 3.66 + weight * (turbulent - 3.66);
  }
};
}  // namespace riser
