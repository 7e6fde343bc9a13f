#pragma once
#include "kernels/axial/ends.hpp"
#include "kernels/axisymmetric/view.hpp"

// Values beyond the two ends of the pipe, and the mirrored rows beyond the axis and the wall.
namespace riser {

/// Where a cell value g + 1 slices beyond an end comes from: round the pipe, or the last cell. low: the end at the inlet.
template <int N>
RISER_HD inline int cell_beyond(const SectionView<N>& v, bool low, int g) {
  if (v.ends == PipeEnds::periodic) return low ? v.nz - 1 - g : g;
  return low ? 0 : v.nz - 1;
}

/// Axial velocity g + 1 faces beyond an end. An open end goes on as it is, a closed one mirrors.
template <int N>
RISER_HD inline Real uz_beyond(const SectionView<N>& v, const Real* row, bool low, int g) {
  if (v.ends == PipeEnds::periodic) return low ? row[v.nz - 1 - g] : row[g + 1];
  if (v.ends == PipeEnds::open) return low ? row[0] : row[v.nz];
  return low ? -row[1 + g] : -row[v.nz - 1 - g];
}

/// Radial velocity g + 1 slices beyond an end: none at an inlet and at closed ends, unchanged at an outlet.
template <int N>
RISER_HD inline Real ur_beyond(const SectionView<N>& v, const Real* row, bool low, int g) {
  if (v.ends == PipeEnds::periodic) return low ? row[v.nz - 1 - g] : row[g];
  if (v.ends == PipeEnds::open && !low) return row[v.nz - 1];
  return low ? -row[g] : -row[v.nz - 1 - g];
}

/// Both velocities of one time level. i from -1 to nr + 1, g from 0.
template <int N>
struct VelocityGhosts {
  SectionView<N> v;
  Real *uz, *ur;
  RISER_HD void operator()(int i, int g) const {
    Real *axial = uz + v.at(i, 0), *radial = ur + v.at(i, 0);
    if (v.ends == PipeEnds::periodic && g == 0) axial[v.nz] = axial[0];
    axial[-1 - g] = uz_beyond(v, axial, true, g), axial[v.nz + 1 + g] = uz_beyond(v, axial, false, g);
    radial[-1 - g] = ur_beyond(v, radial, true, g), radial[v.nz + g] = ur_beyond(v, radial, false, g);
  }
};

/// Fractions, temperature and pressure. What enters through an open inlet is the feed and water of the inlet's temperature; what flows
/// back in through an open outlet is clear.
template <int N>
struct CellGhosts {
  SectionView<N> v;
  RISER_HD void operator()(int i, int g) const {
    const int low = v.at(i, -1 - g), high = v.at(i, v.nz + g), from_low = v.at(i, cell_beyond(v, true, g)), from_high = v.at(i, cell_beyond(v, false, g));
    const bool open = v.ends == PipeEnds::open;
    const Real leaves = open && v.uz[v.at(i, v.nz)] < 0 ? 0 : 1;
    RISER_UNROLL
    for (int c = 0; c < N; ++c) {
      const bool held = v.feed[c].kind == 1 && v.feed[c].schedule.size > 0;
      const Real fed = held ? value_at(v.feed[c].schedule, v.clock->time) : 0;
      for (Real* phi : {v.phi[c], v.phi_old[c]}) phi[low] = open ? fed : phi[from_low], phi[high] = leaves * phi[from_high];
    }
    v.p[low] = v.p[from_low], v.p[high] = v.p[from_high];
    v.p_old[low] = v.p_old[from_low], v.p_old[high] = v.p_old[from_high];
    if (!v.heat) return;
    const Real entering = open ? value_at(v.inlet_temperature, v.clock->time) : 0;
    v.temperature[low] = open ? entering : v.temperature[from_low], v.temperature[high] = v.temperature[from_high];
    v.temperature_old[low] = open ? entering : v.temperature_old[from_low], v.temperature_old[high] = v.temperature_old[from_high];
  }
};

/// The next slice's value of one field, round the pipe or the same: of the pressure increment before it is differenced.
template <int N>
struct FieldGhosts {
  SectionView<N> v;
  Real* field;
  RISER_HD void operator()(int i, int) const {
    field[v.at(i, -1)] = field[v.at(i, cell_beyond(v, true, 0))];
    field[v.at(i, v.nz)] = field[v.at(i, cell_beyond(v, false, 0))];
  }
};

/// Viscosity on the edges beyond a periodic inlet.
template <int N>
struct ViscosityGhosts {
  SectionView<N> v;
  RISER_HD void operator()(int i, int) const { v.viscosity[v.at(i, -1)] = v.viscosity[v.at(i, v.nz - 1)]; }
};

/// What the cells beyond the ends can give: as the cells round the pipe, or all.
template <int N>
struct ShareGhosts {
  SectionView<N> v;
  RISER_HD void operator()(int i, int) const {
    const int low = v.at(i, -1), high = v.at(i, v.nz), from_low = v.at(i, v.nz - 1), from_high = v.at(i, 0);
    const bool periodic = v.ends == PipeEnds::periodic;
    RISER_UNROLL
    for (int c = 0; c < N; ++c) {
      v.share[c][low] = periodic ? v.share[c][from_low] : 1;
      v.share[c][high] = periodic ? v.share[c][from_high] : 1;
    }
    v.room[low] = periodic ? v.room[from_low] : 1;
    v.room[high] = periodic ? v.room[from_high] : 1;
  }
};

/// Rows beyond the axis and the wall. i: 0 the axis, 1 the wall.
template <int N>
struct MirrorRows {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int to = v.at(i == 0 ? -1 : v.nr, k), from = v.at(i == 0 ? 0 : v.nr - 1, k);
    RISER_UNROLL
    for (int c = 0; c < N; ++c) v.phi[c][to] = v.phi[c][from], v.phi_old[c][to] = v.phi_old[c][from];
    if (v.heat) v.temperature[to] = v.temperature[from], v.temperature_old[to] = v.temperature_old[from];
  }
};
}  // namespace riser
