#pragma once
#include "kernels/axisymmetric/classes.hpp"

// rho c (dT/dt + j.grad T) = div(k grad T), with the turbulent conductivity; the wall's temperature or a film to the sea outside.
namespace riser {

template <int N>
RISER_HD inline Real forward_temperature(const SectionView<N>& v, int at) {
  return v.temperature[at] + 0.5 * v.clock->ratio * (v.temperature[at] - v.temperature_old[at]);
}

/// Heat capacity of the mixture [J/m3/K].
template <int N>
RISER_HD inline Real heat_capacity(const SectionView<N>& v, int at) {
  Real solids = 0, heat = 0;
  RISER_UNROLL
  for (int c = 0; c < N; ++c) solids += v.phi[c][at], heat += v.phi[c][at] * v.class_density[c] * v.class_heat[c];
  return heat + (1 - solids) * v.liquid_density * v.heat_capacity;
}

/// [W/m/K]; eddy [m2/s].
template <int N>
RISER_HD inline Real conductivity(const SectionView<N>& v, Real eddy) {
  return v.conductivity + v.liquid_density * v.heat_capacity * v.per_prandtl * eddy;
}

template <int N>
struct AxialHeatFlux {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    const Real velocity = half_step(v.uz[at], v.uz_next[at]), a = forward_temperature(v, at - 2), b = forward_temperature(v, at - 1);
    const Real d = forward_temperature(v, at), e = forward_temperature(v, at + 1);
    v.flux_z[N][at] = velocity * (velocity > 0 ? limited_face(a, b, d) : limited_face(e, d, b));
  }
};

template <int N>
struct RadialHeatFlux {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k), in = at - v.stride;
    const Real velocity = half_step(v.ur[at], v.ur_next[at]), a = forward_temperature(v, in - v.stride), b = forward_temperature(v, in);
    const Real d = forward_temperature(v, at), e = forward_temperature(v, at + v.stride);
    v.flux_r[N][at] = velocity * (velocity > 0 ? limited_face(a, b, d) : limited_face(e, d, b));
  }
};

/// The temperature after a step, from the values before it; then the radial conduction's implicit part in each slice.
template <int N>
struct HeatUpdate {
  SectionView<N> v;
  /// Conductance [W/m2/K] times face over volume [1/m]: of the face under ring i as its cell `ring` sees it; the wall's at i = nr.
  RISER_HD Real conductance(int i, int k, int ring) const {
    const int at = v.at(i, k);
    const Real within = conductivity(v, 0.5 * (v.eddy[at] + v.eddy[at + 1])) * v.per_distance[i], through = i == v.nr ? v.wall_conductance : within;
    return through * v.r_face[i] * v.per_ring[ring];  // 0 on the axis
  }
  /// The same weight seen from both cells of the face.
  RISER_HD Real weight(Real step, int i, int k) const {
    const int in = i > 0 ? i - 1 : 0, out = i < v.nr ? i : v.nr - 1;  // the rings on both sides
    const Real inner = conductance(i, k, in) / heat_capacity(v, v.at(in, k)), outer = conductance(i, k, out) / heat_capacity(v, v.at(out, k));
    return implicit_weight(step * max(inner, outer));
  }
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k), out = at + v.stride;
    const Real step = v.clock->step;
    const Real axial = conductivity(v, 0.25 * (v.eddy[at] + v.eddy[at + 1] + v.eddy[out] + v.eddy[out + 1]));
    const Real* t = v.temperature;
    const Real sea = v.outside_temperature[k], next = t[out], outside = i + 1 == v.nr ? sea : next;
    Real heat = axial * square(v.per_dz) * (t[at + 1] - 2 * t[at] + t[at - 1]);
    heat += (1 - weight(step, i + 1, k)) * conductance(i + 1, k, i) * (outside - t[at]) - (1 - weight(step, i, k)) * conductance(i, k, i) * (t[at] - t[at - v.stride]);
    const Real radial = (v.r_face[i + 1] * v.flux_r[N][out] - v.r_face[i] * v.flux_r[N][at]) * v.per_ring[i];
    v.correction[at] = t[at] + step * (heat / heat_capacity(v, at) - (v.flux_z[N][at + 1] - v.flux_z[N][at]) * v.per_dz - radial);
  }
  RISER_HD void forward(int i, int k) const {
    const int at = v.at(i, k), in = at - v.stride;
    const Real step = v.clock->step, pace = step / heat_capacity(v, at), outer = pace * weight(step, i + 1, k) * conductance(i + 1, k, i);
    const Real lower = pace * weight(step, i, k) * conductance(i, k, i), at_wall = i + 1 == v.nr ? 1 : 0, wall = at_wall * outer * v.outside_temperature[k];
    const Real before = i > 0 ? v.upper[in] : 0, inner = i > 0 ? v.correction[in] : 0;
    const Real pivot = 1 / (1 + lower + outer - lower * before);
    v.upper[at] = (1 - at_wall) * outer * pivot;
    v.correction[at] = (v.correction[at] + wall + lower * inner) * pivot;
  }
  RISER_HD void back(int i, int k) const {
    const int at = v.at(i, k);
    if (i + 1 < v.nr) v.correction[at] += v.upper[at] * v.correction[at + v.stride];
    v.temperature_old[at] = v.temperature[at];
    v.temperature[at] = v.correction[at];
  }
};
}  // namespace riser
