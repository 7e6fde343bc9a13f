#pragma once
#include "kernels/math.hpp"

// Turbulence of pipe flow by Prandtl's mixing length: eddy viscosity [m2/s] = (l D)^2 |shear rate|.
namespace riser {

/// Length l [m] over a smooth pipe's section: l/R = 0.14 - 0.08 (r/R)^2 - 0.06 (r/R)^4. Source: Nikuradse 1932, VDI-Forschungsheft
/// 356, as Schlichting, Boundary-Layer Theory, ch. 20. Re above 1e5; below, lengths grow by some percent.
RISER_HD inline Real nikuradse_length(Real radius, Real pipe_radius) {
  const Real x = square(radius / pipe_radius);
  return pipe_radius * (0.14 - 0.08 * x - 0.06 * x * x);
}

/// Damping factor on l next to the wall, 1 - exp(-y+/26), y+ = y u*/nu. Source: van Driest 1956, J. Aeronaut. Sci. 23 1007.
RISER_HD inline Real van_driest(Real wall_units) { return 1 - math::exp(-wall_units * (1.0 / 26)); }
}  // namespace riser
