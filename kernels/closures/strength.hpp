#pragma once
#include "kernels/portable.hpp"

// What pressure difference a pipe's wall holds. Used at set-up; nothing in a step.
namespace riser {

/// Inside over outside pressure [Pa] at which the mean hoop stress reaches yield: 2 f_y t/D, D outer diameter (Barlow).
struct Barlow {
  Real yield_strength;  // [Pa]
  RISER_HD Real operator()(Real outer_diameter, Real wall) const { return 2 * yield_strength * wall / outer_diameter; }
};

/// Outside over inside pressure [Pa] at which a pipe collapses: the root p of (p - p_el)(p^2 - p_p^2) = p p_el p_p f D/t between elastic
/// collapse p_el = 2 E (t/D)^3/(1 - nu^2) and plastic collapse p_p = 2 f_y t/D, with ovality f = (D_max - D_min)/D >= 0.005.
/// Range: D/t 15 to 45, seamless. Source: DNV-OS-F101 2013, section 5 D 400, eqs. 5.10 to 5.13.
struct Collapse {
  Real yield_strength, youngs_modulus;  // [Pa]
  Real ovality = 0.005, poisson = 0.3;  // [-], assumed: the standard's least; steel
  RISER_HD Real operator()(Real outer_diameter, Real wall) const {
    const Real slender = outer_diameter / wall;
    const Real elastic = 2 * youngs_modulus / (slender * slender * slender * (1 - poisson * poisson)), plastic = 2 * yield_strength / slender;
    Real low = 0, high = elastic < plastic ? elastic : plastic;  // the left side falls from + to -, the right one rises from 0
    for (int i = 0; i < 60; ++i) {
      const Real p = 0.5 * (low + high);
      const bool below = (p - elastic) * (p * p - plastic * plastic) > p * elastic * plastic * ovality * slender;
      (below ? low : high) = p;
    }
    return 0.5 * (low + high);
  }
};
}  // namespace riser
