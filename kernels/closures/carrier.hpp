#pragma once
#include "kernels/portable.hpp"

namespace riser {
/// What moves as one fluid in the pipe: the liquid, with the carrier class (mud) mixed in.
/// Newtonian: yield_stress 0, index 1, consistency = dynamic viscosity.
struct CarrierFluid {
  Real density;       // [kg/m3]
  Real yield_stress;  // [Pa]
  Real consistency;   // [Pa s^index]
  Real index;         // [-], 1 Newtonian or Bingham, < 1 shear thinning
};
}  // namespace riser
