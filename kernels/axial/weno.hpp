#pragma once
#include "kernels/portable.hpp"

// Fifth-order WENO-Z reconstruction of a face value from cell averages.
// Source: Borges, Carmona, Costa & Don, J. Comput. Phys. 227, 2008; Jiang & Shu 1996 for the smoothness indicators.
namespace riser {

/// Keeps the weights defined on constant data; small against any concentration squared.
inline constexpr Real weno_epsilon = 1e-40;

/// Blend of three candidates q with smoothness b and linear weights d, with a single division:
/// alpha_k = d_k (1 + (tau/b_k)^2) is multiplied through by the product of the b^2.
RISER_HD inline Real weno_blend(const Real q[3], const Real beta[3], const Real d[3]) {
  const Real tau = square(beta[0] - beta[2]);
  const Real b0 = square(beta[0] + weno_epsilon), b1 = square(beta[1] + weno_epsilon),
             b2 = square(beta[2] + weno_epsilon);
  const Real a0 = d[0] * (b0 + tau) * (b1 * b2);
  const Real a1 = d[1] * (b1 + tau) * (b0 * b2);
  const Real a2 = d[2] * (b2 + tau) * (b0 * b1);
  return (a0 * q[0] + a1 * q[1] + a2 * q[2]) / (a0 + a1 + a2);
}

/// Value at the face between c and d of equal cells a..e, seen from c (upwind side a).
RISER_HD inline Real weno5(Real a, Real b, Real c, Real d, Real e) {
  const Real q[3] = {(2 * a - 7 * b + 11 * c) * (1.0 / 6), (5 * c - b + 2 * d) * (1.0 / 6),
                     (2 * c + 5 * d - e) * (1.0 / 6)};
  const Real beta[3] = {13.0 / 12 * square(a - 2 * b + c) + 0.25 * square(a - 4 * b + 3 * c),
                        13.0 / 12 * square(b - 2 * c + d) + 0.25 * square(b - d),
                        13.0 / 12 * square(c - 2 * d + e) + 0.25 * square(3 * c - 4 * d + e)};
  const Real linear[3] = {0.1, 0.6, 0.3};
  return weno_blend(q, beta, linear);
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
  Real q[3], beta[3];
  for (int r = 0; r < 3; ++r) {
    const Real* v = stencil.value[r];
    const Real* m = stencil.smoothness[r];
    const Real dx = u[r] - u[r + 1], dz = u[r + 2] - u[r + 1];
    q[r] = u[r + 1] + v[0] * dx + v[1] * dz;
    beta[r] = m[0] * dx * dx + m[1] * dx * dz + m[2] * dz * dz;
  }
  return weno_blend(q, beta, stencil.linear);
}
}  // namespace riser
