#pragma once
#include "kernels/math.hpp"

// Viscosity of a suspension over that of its liquid [-], from the solids fraction phi [-].
namespace riser {

/// phi/phi_max, held below 0.999 so that a packed bed gives a large, finite viscosity.
RISER_HD inline Real packing_ratio(Real phi, Real maximum_packing) { return clamp(phi / maximum_packing, 0, 0.999); }

/// Thomas: 1 + 2.5 phi + 10.05 phi^2 + 0.00273 exp(16.6 phi). phi < 0.6. Source: Thomas 1965, J. Colloid Sci. 20 267.
struct ThomasViscosity {
  RISER_HD Real operator()(Real phi) const {
    return 1 + phi * (2.5 + 10.05 * phi) + 0.00273 * math::exp(16.6 * phi);
  }
};

/// Krieger-Dougherty: (1 - phi/phi_max)^(-[eta] phi_max). Source: Krieger & Dougherty 1959, Trans. Soc. Rheol. 3 137.
struct KriegerDougherty {
  Real maximum_packing;            // [-], 0.58 to 0.68
  Real intrinsic_viscosity = 2.5;  // [-], 2.5 for spheres
  RISER_HD Real operator()(Real phi) const {
    return math::pow(1 - packing_ratio(phi, maximum_packing), -intrinsic_viscosity * maximum_packing);
  }
};

/// Maron-Pierce: (1 - phi/phi_max)^-2. Source: Maron & Pierce 1956, J. Colloid Sci. 11 80.
struct MaronPierce {
  Real maximum_packing;  // [-]
  RISER_HD Real operator()(Real phi) const { return 1 / square(1 - packing_ratio(phi, maximum_packing)); }
};
}  // namespace riser
