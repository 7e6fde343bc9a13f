#pragma once
#include "kernels/math.hpp"

// Values on faces from cell values on both sides.
namespace riser {

RISER_HD inline Real minmod(Real a, Real b) { return a * b > 0 ? (math::abs(a) < math::abs(b) ? a : b) : 0; }

/// Third-order value between b and c, seen from b (upwind side a), limited so that it stays between its neighbours.
/// Source: Koren 1993, in Numerical Methods for Advection-Diffusion Problems, p. 117.
RISER_HD inline Real limited_face(Real a, Real b, Real c) {
  const Real from = b - a, to = c - b;
  return b + 0.5 * minmod(minmod(2 * from, 2 * to), (2 * to + from) * (1.0 / 3));
}

/// Flux of a smooth field q between b and c by the velocity there: third-order upwind, the central value of fourth order less a
/// third difference. Source: Leonard 1979, with Kawamura & Kuwahara's way of writing it (AIAA 84-0340).
RISER_HD inline Real upwind3_flux(Real velocity, Real a, Real b, Real c, Real d) {
  const Real central = 7 * (b + c) - (a + d), third = (d - a) - 3 * (c - b);
  return (1.0 / 12) * (velocity * central + math::abs(velocity) * third);
}
}  // namespace riser
