#pragma once
#include "kernels/axisymmetric/faces.hpp"
#include "kernels/axisymmetric/view.hpp"

// rho (dj/dt + j.grad j) = -grad p + div(2 mu S) + rho g + drive. Backward differences of second order in time; advection, the pressure
// and the axial part of friction at values extrapolated to the end of the step, the radial part implicit: a tridiagonal system for each
// slice. Pressure here is what is left after the drive and the weight of the liquid and of each slice's mean density: a column that is
// the same all over each slice needs none, and stays at rest to round-off while its grains settle.
namespace riser {

/// Velocity extrapolated to the end of the step; the sum of two fields without divergence has none.
template <int N>
struct Extrapolate {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    const Real ratio = v.clock->ratio;
    v.uz_next[at] = v.uz[at] + ratio * (v.uz[at] - v.uz_old[at]);
    v.ur_next[at] = v.ur[at] + ratio * (v.ur[at] - v.ur_old[at]);
  }
};

/// Viscosity of the explicit terms [Pa s]: no more than they can carry in this step; SectionClock::viscous_share says what was held back.
template <int N>
RISER_HD inline Real carried_viscosity(const SectionView<N>& v, int at) {
  return min(v.viscosity[at], explicit_viscosity * v.liquid_density * square(v.dz) / v.clock->step);
}

/// In the cell: the mean of its four edges, as it is or as the explicit terms take it.
template <int N>
RISER_HD inline Real cell_viscosity(const SectionView<N>& v, int at) {
  const int out = at + v.stride;
  return 0.25 * (v.viscosity[at] + v.viscosity[at + 1] + v.viscosity[out] + v.viscosity[out + 1]);
}
template <int N>
RISER_HD inline Real carried_cell_viscosity(const SectionView<N>& v, int at) {
  const int out = at + v.stride;
  return 0.25 * (carried_viscosity(v, at) + carried_viscosity(v, at + 1) + carried_viscosity(v, out) + carried_viscosity(v, out + 1));
}

/// Pressure extrapolated to the end of the step.
template <int N>
RISER_HD inline Real forward_pressure(const SectionView<N>& v, int at) {
  return v.p[at] + v.clock->ratio * (v.p[at] - v.p_old[at]);
}

/// Value of the extrapolated axial velocity on an edge.
template <int N>
RISER_HD inline Real edge_uz(const SectionView<N>& v, int i, int at) {
  return v.uz_next[at - v.stride] + v.outer_weight[i] * (v.uz_next[at] - v.uz_next[at - v.stride]);
}

/// Weight [Pa/m] on slice k's lower face of what is heavier than the slices around it.
template <int N>
RISER_HD inline Real weight_excess(const SectionView<N>& v, Real density, int k) {
  const Real mean = 0.5 * (v.mean_density[k] + v.mean_density[k - 1]);
  return (density - mean + v.clock->mean_excess) * gravity * v.cosine[k];
}

/// Force [Pa/m] on slice k's lower face by the drive and by what is heavier than the slices around it.
template <int N>
RISER_HD inline Real axial_force(const SectionView<N>& v, Real density, int k) {
  return v.clock->gradient - weight_excess(v, density, k);
}

template <int N>
struct AxialMomentum {
  SectionView<N> v;
  /// Flux of axial velocity through the edge's radial face.
  RISER_HD Real radial_flux(int i, int at) const { return 0.5 * (v.ur_next[at] + v.ur_next[at - 1]) * edge_uz(v, i, at); }
  RISER_HD Real axial_flux(int at) const {
    const Real* u = v.uz_next + at;
    return upwind3_flux(0.5 * (u[0] + u[1]), u[-1], u[0], u[1], u[2]);
  }
  RISER_HD Real advection(int i, int at) const {
    const Real radial = v.r_face[i + 1] * radial_flux(i + 1, at + v.stride) - v.r_face[i] * radial_flux(i, at);
    return (axial_flux(at) - axial_flux(at - 1)) * v.per_dz + radial * v.per_ring[i];
  }
  /// Stress by the axial slopes [Pa/m].
  RISER_HD Real friction(int i, int at) const {
    const int out = at + v.stride;
    const Real *u = v.uz_next + at, *w = v.ur_next;
    const Real stretch = carried_cell_viscosity(v, at) * (u[1] - u[0]) - carried_cell_viscosity(v, at - 1) * (u[0] - u[-1]);
    const Real outer = v.r_face[i + 1] * carried_viscosity(v, out) * (w[out] - w[out - 1]), inner = v.r_face[i] * carried_viscosity(v, at) * (w[at] - w[at - 1]);
    return 2 * stretch * square(v.per_dz) + (outer - inner) * v.per_ring[i] * v.per_dz;
  }
  /// Coefficient of the neighbour beyond the face under ring i [kg/m3/s].
  RISER_HD Real coupling(int i, int k, int ring) const { return v.r_face[i] * v.viscosity[v.at(i, k)] * v.per_distance[i] * v.per_ring[ring]; }

  RISER_HD Real density(int at) const { return 0.5 * (v.density[at] + v.density[at - 1]); }
  /// What the former steps leave of the velocity's change [m/s2].
  RISER_HD Real past(int at, Real per_step) const { return -(v.clock->before * v.uz[at] + v.clock->older * v.uz_old[at]) * per_step; }
  /// Friction by the axial slopes and pressure [Pa/m].
  RISER_HD Real force(int i, int at) const { return friction(i, at) - (forward_pressure(v, at) - forward_pressure(v, at - 1)) * v.per_dz; }
  /// All that is known before the step, without drive and weight [Pa/m].
  RISER_HD Real explicit_part(int i, int at, Real density) const {
    const Real source = v.source_z ? v.source_z[at] : 0;
    return density * (past(at, 1 / v.clock->step) - advection(i, at)) + force(i, at) + source;
  }

  RISER_HD void forward(int i, int k) const {
    const SectionClock& clock = *v.clock;
    const int at = v.at(i, k), in = at - v.stride;
    const Real density = this->density(at), per_step = 1 / clock.step, past = this->past(at, per_step);
    Real force = this->force(i, at);
    force += axial_force(v, density, k);
    if (v.source_z) force += v.source_z[at];
    const Real lower = coupling(i, k, i), upper = coupling(i + 1, k, i);
    const Real before = i > 0 ? v.upper[in] : 0, inner = i > 0 ? v.uz_new[in] : 0;
    const Real pivot = 1 / (clock.now * density * per_step + lower + upper - lower * before);
    v.upper[at] = i + 1 == v.nr ? 0 : upper * pivot;
    v.uz_new[at] = (density * (past - advection(i, at)) + force + lower * inner) * pivot;
  }
  RISER_HD void back(int i, int k) const {
    const int at = v.at(i, k);
    v.uz_new[at] += v.upper[at] * v.uz_new[at + v.stride];  // the wall's row is 0
  }
};

template <int N>
struct RadialMomentum {
  SectionView<N> v;
  RISER_HD Real axial_flux(int i, int at) const {
    const Real* u = v.ur_next + at;
    return upwind3_flux(edge_uz(v, i, at), u[-2], u[-1], u[0], u[1]);
  }
  RISER_HD Real advection(int i, int at) const {
    const Real outer = square(0.5 * (v.ur_next[at] + v.ur_next[at + v.stride])), inner = square(0.5 * (v.ur_next[at] + v.ur_next[at - v.stride]));
    return (axial_flux(i, at + 1) - axial_flux(i, at)) * v.per_dz + (v.r[i] * outer - v.r[i - 1] * inner) * v.per_face_ring[i];
  }
  /// Shear stress by both slopes on an edge [Pa].
  RISER_HD Real shear_stress(int i, int at) const {
    const Real slope = (v.uz_next[at] - v.uz_next[at - v.stride]) * v.per_distance[i] + (v.ur_next[at] - v.ur_next[at - 1]) * v.per_dz;
    return carried_viscosity(v, at) * slope;
  }
  RISER_HD Real coupling(int ring, int at, int i) const { return 2 * v.r[ring] * cell_viscosity(v, at) * v.per_width[ring] * v.per_face_ring[i]; }

  /// Faces 1 .. nr - 1.
  RISER_HD void forward(int i, int k) const {
    const SectionClock& clock = *v.clock;
    const int at = v.at(i, k), in = at - v.stride;
    const Real density = 0.5 * (v.density[at] + v.density[in]), per_step = 1 / clock.step;
    const Real past = -(clock.before * v.ur[at] + clock.older * v.ur_old[at]) * per_step;
    Real force = (shear_stress(i, at + 1) - shear_stress(i, at)) * v.per_dz - (forward_pressure(v, at) - forward_pressure(v, in)) * v.per_distance[i];
    if (v.source_r) force += v.source_r[at];
    const Real hoop = (cell_viscosity(v, at) + cell_viscosity(v, in)) / square(v.r_face[i]);
    const Real lower = coupling(i - 1, in, i), upper = coupling(i, at, i);
    const Real before = i > 1 ? v.upper[in] : 0, inner = i > 1 ? v.ur_new[in] : 0;
    const Real pivot = 1 / (clock.now * density * per_step + hoop + lower + upper - lower * before);
    v.upper[at] = i + 1 == v.nr ? 0 : upper * pivot;
    v.ur_new[at] = (density * (past - advection(i, at)) + force + lower * inner) * pivot;
  }
  RISER_HD void back(int i, int k) const {
    const int at = v.at(i, k);
    v.ur_new[at] += v.upper[at] * v.ur_new[at + v.stride];  // the wall's row is 0
  }
};
}  // namespace riser
