#pragma once
#include "kernels/math.hpp"

namespace riser {
/// Heat transfer coefficient from the flow to the pipe wall [W/m2/K]: h = Nu k/D.
/// Turbulent Nu = (f/8)(Re - 1000) Pr/(1 + 12.7 sqrt(f/8) (Pr^(2/3) - 1)), laminar 3.66 (constant wall temperature), linear
/// in Re between 2300 and 4000. darcy: f of the flow [-], conductivity k [W/m/K]. No branch.
/// Range: Re < 5e6, Pr 0.5 to 2000. Source: Gnielinski 1976; the step between regimes after Gnielinski 2013.
struct Gnielinski {
  RISER_HD Real operator()(Real reynolds, Real prandtl, Real darcy, Real conductivity, Real bore) const {
    const Real re = max(reynolds, 2300), pr = max(prandtl, 0.5);
    const Real eighth = 0.125 * min(darcy, 0.2);  // laminar factors are not used: weight 0
    const Real third = math::pow(pr, 1.0 / 3.0);
    const Real turbulent = eighth * (re - 1000) * pr / (1 + 12.7 * math::sqrt(eighth) * (square(third) - 1));
    const Real weight = clamp((reynolds - 2300) / 1700, 0, 1);
    return (3.66 + weight * (turbulent - 3.66)) * conductivity / bore;
  }
};
}  // namespace riser
