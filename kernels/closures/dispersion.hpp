#pragma once
#include "kernels/math.hpp"

namespace riser {
/// Axial dispersion [m2/s] of turbulent pipe flow: 10.1 (D/2) u*, u* the friction velocity sqrt(|tau_w|/rho). 0 at rest.
/// Range: turbulent, dissolved matter or grains that follow the liquid. Source: Taylor 1954, Proc. R. Soc. A 223 446.
struct TaylorTurbulent {
  RISER_HD Real operator()(Real bore, Real friction_velocity) const { return 10.1 * 0.5 * bore * friction_velocity; }
};
}  // namespace riser
