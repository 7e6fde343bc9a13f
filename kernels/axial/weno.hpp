#pragma once
#include "kernels/math.hpp"

// Fifth-order WENO-Z reconstruction of a face value from cell averages.
// Source: Borges, Carmona, Costa & Don, J. Comput. Phys. 227, 2008; Jiang & Shu 1996 for the smoothness indicators.
namespace riser {

/// Keeps the weights defined on constant data; small against any concentration squared.
inline constexpr Real weno_epsilon = 1e-40;

/// Weighted mean of three corrections q with smoothness b > 0 and linear weights d. The weights d (1 + (tau/b)^2), tau = |b0 - b2|, are
/// multiplied through by the product of the b^2, so that one division is left. With the first power of tau/b fronts that travel 6 km at
/// Courant number 0.8 overshoot by 7 % of their jump, with the second by 1e-7.
RISER_HD inline Real weno_blend(Real q0, Real q1, Real q2, Real b0, Real b1, Real b2, Real d0, Real d1, Real d2) {
  const Real tau = b0 - b2, tau2 = tau * tau, s0 = b0 * b0, s1 = b1 * b1, s2 = b2 * b2;
  const Real a0 = d0 * (s0 + tau2) * (s1 * s2);
  const Real a1 = d1 * (s1 + tau2) * (s0 * s2);
  const Real a2 = d2 * (s2 + tau2) * (s0 * s1);
  return (a0 * q0 + a1 * q1 + a2 * q2) / (a0 + a1 + a2);
}

/// Value at the face between c and d of equal cells a..e, seen from c (upwind side a). Written in differences of
/// neighbours: constant data stay constant to the bit. Smoothness indicators times 12/13.
RISER_HD inline Real weno5(Real a, Real b, Real c, Real d, Real e) {
  constexpr Real slope_weight = 3.0 / 13;
  const Real d1 = b - a, d2 = c - b, d3 = d - c, d4 = e - d;
  const Real s1 = d2 - d1, s2 = d3 - d2, s3 = d4 - d3;
  const Real g0 = 2 * d2 + s1, g1 = d2 + d3, g2 = 2 * d3 - s3;
  const Real b0 = (slope_weight * g0) * g0 + (s1 * s1 + weno_epsilon);
  const Real b1 = (slope_weight * g1) * g1 + (s2 * s2 + weno_epsilon);
  const Real b2 = (slope_weight * g2) * g2 + (s3 * s3 + weno_epsilon);
  const Real correction = weno_blend(3 * d2 + 2 * s1, 3 * d3 - s2, 3 * d3 - s3, b0, b1, b2, 1, 6, 3);
  return c + (1.0 / 6) * correction;
}

/// The same with the linear weights, 1/10, 6/10 and 3/10: the fifth-order value where the data are smooth. The two values differ
/// by less than the larger third difference of the stencil; that of b..e is `third`, that of a..d is the one of the face below.
RISER_HD inline Real linear5(Real a, Real b, Real c, Real d, Real e, Real& third) {
  const Real d1 = b - a, d2 = c - b, d3 = d - c, d4 = e - d;
  third = (d2 + d4) - 2 * d3;
  return (c + (18.0 / 60) * d3) + ((14.0 / 60) * d2 - ((2.0 / 60) * d1 + (3.0 / 60) * third));
}

/// The same on unequal cells (a bore or cell-length change near): coefficients in the volume coordinate, from solver/grid.
/// All act on differences to the candidate's middle cell, so that constant data stay constant to the bit.
struct UnequalStencil {
  Real value[3][2];       // candidate r = y + value[0] (x - y) + value[1] (z - y), x y z = u[r..r+2]
  Real linear[3];         // linear weights
  Real smoothness[3][3];  // of (x-y)^2, (x-y)(z-y), (z-y)^2
};

/// Cells u[0..4] in the upwind order a..e.
RISER_HD inline Real weno5(const UnequalStencil& stencil, const Real u[5]) {
  Real q[3], b[3];
  for (int r = 0; r < 3; ++r) {
    const Real *v = stencil.value[r], *m = stencil.smoothness[r];
    const Real dx = u[r] - u[r + 1], dz = u[r + 2] - u[r + 1];
    q[r] = (u[r + 1] - u[2]) + v[0] * dx + v[1] * dz;
    b[r] = m[0] * dx * dx + m[1] * dx * dz + m[2] * dz * dz + weno_epsilon;
  }
  const Real* d = stencil.linear;
  return u[2] + weno_blend(q[0], q[1], q[2], b[0], b[1], b[2], d[0], d[1], d[2]);
}
}  // namespace riser
