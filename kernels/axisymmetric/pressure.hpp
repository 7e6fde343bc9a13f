#pragma once
#include "kernels/axisymmetric/view.hpp"

// The increment of the pressure that makes the flow free of divergence. Where the density varies the increment is taken with the constant
// lightest one: (1/rho) grad p = (1/rho) grad p_forward + (1/rho_0) grad (p - p_forward), p_forward extrapolated in time (Dodd & Ferrante
// 2014, J. Comput. Phys. 273 416). So one Poisson equation of constant coefficients is left, solved directly: a cosine transform along
// the pipe (a Fourier transform where the ends are periodic), a tridiagonal system across it for each mode.
//
// Two rows of reals make one row of complex numbers: row q holds rings 2q and 2q + 1. The cosine transform is the Fourier transform of
// the slices in the order 0, 2, 4 ... 5, 3, 1, turned by exp(-i pi m/2 nz) (Makhoul 1980, IEEE Trans. ASSP 28 27).
namespace riser {

/// What the increment has to take away: its Laplacian [Pa/m2], in `correction`.
template <int N>
struct Divergence {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    const Real radial = (v.r_face[i + 1] * v.ur_new[at + v.stride] - v.r_face[i] * v.ur_new[at]) * v.per_ring[i];
    v.correction[at] = v.clock->now * v.liquid_density / v.clock->step * (radial + (v.uz_new[at + 1] - v.uz_new[at]) * v.per_dz);
  }
};

/// Row of a pair in `spectrum`, nz pairs of real and imaginary parts.
template <int N>
RISER_HD inline Real* complex_row(const SectionView<N>& v, int pair) { return v.spectrum + 2 * static_cast<long>(pair) * v.nz; }

/// Rows of the pressure increment into pairs; i counts pairs.
template <int N>
struct Pair {
  SectionView<N> v;
  RISER_HD void operator()(int pair, int k) const {
    Real* to = complex_row(v, pair) + 2 * v.mode_place[k];
    const int at = v.at(2 * pair, k);
    to[0] = v.correction[at], to[1] = v.correction[at + v.stride];
  }
};

/// Real coefficients of the two rings from the transformed pair, into the rows of `correction`.
template <int N>
struct Unmix {
  SectionView<N> v;
  RISER_HD void operator()(int pair, int m) const {
    const Real *row = complex_row(v, pair), *z = row + 2 * m, *mirror = row + 2 * (m > 0 ? v.nz - m : 0);
    const Real c = v.mode_weight[2 * m], s = v.mode_weight[2 * m + 1];  // multiply by c + i s, keep the real part
    const Real first_re = 0.5 * (z[0] + mirror[0]), first_im = 0.5 * (z[1] - mirror[1]);
    const Real second_re = 0.5 * (z[1] + mirror[1]), second_im = 0.5 * (mirror[0] - z[0]);
    const int at = v.at(2 * pair, m);
    v.correction[at] = c * first_re - s * first_im;
    v.correction[at + v.stride] = c * second_re - s * second_im;
  }
};

/// A mode's system across the pipe: face areas over distances, less the mode's own curvature.
template <int N>
struct AcrossModes {
  SectionView<N> v;
  RISER_HD Real coupling(int i) const { return v.r_face[i] * v.per_distance[i]; }
  RISER_HD void forward(int i, int m) const {
    const int at = v.at(i, m);
    const Real inner = i > 0 ? v.correction[at - v.stride] : 0;
    v.correction[at] = (coupling(i) * inner - v.correction[at] / v.per_ring[i]) * v.inverse_pivot[static_cast<long>(i) * v.nz + m];
  }
  RISER_HD void back(int i, int m) const {
    const int at = v.at(i, m);
    if (i + 1 < v.nr) v.correction[at] += coupling(i + 1) * v.inverse_pivot[static_cast<long>(i) * v.nz + m] * v.correction[at + v.stride];
  }
};

/// Back to pairs of complex rows, scaled for the inverse transform.
template <int N>
struct Mix {
  SectionView<N> v;
  RISER_HD void operator()(int pair, int m) const {
    Real* to = complex_row(v, pair) + 2 * m;
    const int at = v.at(2 * pair, m), mirror = v.at(2 * pair, m > 0 ? v.nz - m : 0);
    const Real scale = 1.0 / v.nz, c = v.mode_weight[2 * m] * scale, s = -v.mode_weight[2 * m + 1] * scale, mix = v.mode_mix[m];
    const Real a = v.correction[at], b = mix * v.correction[mirror], e = v.correction[at + v.stride], f = mix * v.correction[mirror + v.stride];
    const Real first_re = c * a - s * b, first_im = c * b + s * a, second_re = c * e - s * f, second_im = c * f + s * e;
    to[0] = first_re - second_im, to[1] = first_im + second_re;
  }
};

template <int N>
struct Unpair {
  SectionView<N> v;
  RISER_HD void operator()(int pair, int k) const {
    const Real* from = complex_row(v, pair) + 2 * v.mode_place[k];
    const int at = v.at(2 * pair, k);
    v.correction[at] = from[0], v.correction[at + v.stride] = from[1];
  }
};

/// Velocity and pressure at the end of the step; the last ones become the old.
template <int N>
struct Correct {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k), in = at - v.stride;
    const Real pace = v.clock->step / (v.clock->now * v.liquid_density), delta = v.correction[at];
    const Real uz = v.uz_new[at] - pace * v.per_dz * (delta - v.correction[at - 1]);
    const Real ur = i > 0 ? v.ur_new[at] - pace * v.per_distance[i] * (delta - v.correction[in]) : 0;
    v.uz_old[at] = v.uz[at], v.uz[at] = uz;
    v.ur_old[at] = v.ur[at], v.ur[at] = ur;
    const Real before = v.p[at];
    v.p[at] = before + v.clock->ratio * (before - v.p_old[at]) + delta;
    v.p_old[at] = before;
  }
};
}  // namespace riser
