#pragma once
#include "kernels/axial/wave_branches.hpp"

// Pressure waves over a transport step: sub-steps of the scheme in wave_lines.hpp, with what stands at the faces.
namespace riser {

/// Crossings of a cell between two looks at densities, friction and transport.
inline constexpr int most_substeps = 64;
/// Largest part of a cell that a wave crosses in a sub-step where cavities may open or friction is unsteady: at 1 the
/// cavities' closures ring.
inline constexpr Real most_crossing = 0.95;

/// Fastest crossing of a cell by a wave [1/s].
template <int N, class Team>
RISER_HD Real wave_rate(const Team& team, const RiserView<N>& r) {
  return team_maximum(team, r.n, r.lanes,
                      [&](int i) { return 1 / (math::sqrt(r.density[i] * r.compliance[i]) * r.length[i]); });
}

template <int N>
RISER_HD inline bool has_cavities(const RiserView<N>& r) {
  return r.vapour_pressure > -1e299;
}

/// Sub-steps of a step of `crossings` = dt a/ds, at most `most` of a crossing each; round-off of the times does not add
/// one.
RISER_HD inline Real wave_parts(Real crossings, Real most) { return max(1, ceil(crossings / most * (1 - 1e-9))); }

/// All junctions over the sub-step from `time` on: flows, what stands there, rotors.
template <int N>
RISER_HD inline void advance_junctions(const RiserView<N>& r, const WaveWork& w, Real time, bool gas) {
  const Real middle = time + 0.5 * w.step;
  for (int k = 0; k < r.junctions; ++k) {
    const int f = r.junction_face[k];
    const bool end = f == 0 || f == r.n;
    Junction& j = r.clock->junction[k];
    const Real ordinary = end ? 0 : r.flow[f];
    r.flow[f] = j.flow;
    Real q = 0;
    if (r.junction_branches[k]) {
      q = advance_branches(r, w, f, middle, gas, j);
    } else {
      q = end ? advance_end(r, w, f > 0, middle, j) : advance_station(r, w, f, middle, j);
      close_sides(r, w, f, q, gas, j);
    }
    if (end) place_end_pressure(r, w, f > 0, q, j);
    place_junction(r, w, f, q, ordinary, j);
    j.flow = q;
  }
  advance_rotors(r, time, w.step);
}

/// One sub-step from `time` on.
template <bool Unsteady, bool Gas, int N, class Team>
RISER_HD void advance_substep(const Team& team, const RiserView<N>& r, WaveWork w, Real time) {
  const int n = r.n;
  w.weight_factor = weight_factor(r, time + 0.5 * w.step);
  team.for_each(n, [w](int i) { advance_line(w, i); });
  team.single([&] { mend_lines(r, w); });
  team.for_each(n - 1, [w](int j) { advance_face<Unsteady>(w, j + 1); });
  if constexpr (Gas) team.for_each(n - 1, [w](int j) { advance_cavity(w, j + 1); });
  team.single([&] { advance_junctions(r, w, time, Gas); });
  team.for_each(n, [w](int i) { advance_cell<Gas>(w, i); });
}

/// Time and place of the first cavity; rare.
template <int N>
RISER_HD inline void note_cavity(const RiserView<N>& r) {
  int f = 0;
  while (f < r.n && !(r.largest_cavity[f] > 0)) ++f;
  const int i = f < r.n ? f : r.n - 1;
  r.clock->cavity_time = r.clock->time + r.clock->step;
  r.clock->cavity_position = r.position[i] + (f < r.n ? -0.5 : 0.5) * r.length[i];
}

/// Largest of the flows the transport will see: cells a second, and whether all run upward faster than any class falls.
template <int N, class Team>
RISER_HD void survey_flows(const Team& team, const RiserView<N>& r, Real parts) {
  Real found[3];
  team_survey<0, 3>(
      team, r.n, r.lanes,
      [&r, parts](int i, Real* value) {
        const Real mean = r.flow_mean[i + 1] / parts, first = r.flow_mean[i] / parts;
        const Real fast = max(math::abs(mean), math::abs(first)) * r.inverse_area[i],
                   slow = min(mean, first) * r.inverse_area[i];
        value[0] = (fast + r.clock->slip_bound) / r.length[i];
        value[1] = max(1e3 - slow, 0);  // the largest of it belongs to the slowest
        value[2] = max(r.largest_cavity[i], r.largest_cavity[i + 1]);
      },
      found);
  team.for_each(r.n + 1, [&r, parts](int f) { r.flow_mean[f] = r.flow_mean[f] / parts; });
  team.single([&] {
    Clock& c = *r.clock;
    c.fastest = found[0];
    c.upward_only = 1e3 - found[1] > 1.001 * c.slip_bound;
    if (found[2] > 0 && c.cavity_time < 0) note_cavity(r);
    if (c.fastest * c.step > 1 && c.smallest_bad == 0) c.smallest_bad = r.n;  // the flow has run away
  });
}

/// Advances pressures and flows over the clock's step; flow_mean is then the mean flow, which carries the solids.
template <int N, class Team>
RISER_HD void advance_waves(const Team& team, const RiserView<N>& r) {
  const bool gas = has_cavities(r), unsteady = r.unsteady_friction;
  const Real dt = r.clock->step, start = r.clock->time;
  const Real parts = wave_parts(dt * r.clock->wave_rate, gas || unsteady ? most_crossing : 1), h = dt / parts;
  const int count = static_cast<int>(parts);
  prepare_waves(team, r, h, gas);
  const WaveWork work = wave_work(r, h);
  team.single([&] {
    for (int b = 0; b < r.branches; ++b) r.clock->branch_flow[b] = 0;
  });
  for (int j = 0; j < count; ++j) {
    const Real time = start + j * h;
    if (unsteady && gas)
      advance_substep<true, true>(team, r, work, time);
    else if (unsteady)
      advance_substep<true, false>(team, r, work, time);
    else if (gas)
      advance_substep<false, true>(team, r, work, time);
    else
      advance_substep<false, false>(team, r, work, time);
  }
  survey_flows(team, r, parts);
  team.single([&] {
    r.clock->substeps += count;
    for (int b = 0; b < r.branches; ++b) r.clock->branch_flow[b] /= count;
  });
}

/// Begins the waves from the pressures and the flow of the column: nothing is out of balance but what the ends and
/// machines do.
template <int N, class Team>
RISER_HD void start_waves(const Team& team, const RiserView<N>& r) {
  team.for_each(r.n, [&r](int i) { r.cell_flow[i] = 0.5 * (r.flow[i] + r.flow[i + 1]); });
  team.for_each(r.n + 1, [&r](int f) {
    r.face_drop[f] = f > 0 && f < r.n ? r.pressure[f - 1] - r.pressure[f] : 0;
    r.cavity[f] = r.cavity_push[f] = 0;
  });
  team.single([&] {
    for (int k = 0; k < r.junctions; ++k) {
      const int f = r.junction_face[k];
      const Real below = r.pressure[f > 0 ? f - 1 : 0], above = r.pressure[f < r.n ? f : r.n - 1], q = r.flow[f];
      r.clock->junction[k] = {below, above, q, q, 0, 0, q};
    }
  });
}

/// Vessels at the start are in balance with the pipe where they stand.
template <int N>
RISER_HD inline void start_branches(const RiserView<N>& r) {
  for (int b = 0; b < r.branches; ++b) {
    const Real below = r.pressure[r.branch[b].face - 1], above = r.pressure[r.branch[b].face];
    r.clock->gas_volume[b] = r.branch[b].gas_volume;
    r.clock->gas_start[b] = below + r.branch[b].share * (above - below);
  }
}

/// Open cavities [Pa m3], or 0: waves go on until they are closed.
template <int N, class Team>
RISER_HD Real open_cavities(const Team& team, const RiserView<N>& r) {
  if (!has_cavities(r)) return 0;
  Real most = team_maximum(team, r.n, r.lanes, [&r](int f) { return r.cavity[f] * open_excess - r.face_gas[f]; });
  for (int k = 0; k < r.junctions; ++k) {
    const int f = r.junction_face[k];
    const Real gas = half_gas(r, f > 0 ? f - 1 : 0) + half_gas(r, f < r.n ? f : r.n - 1);
    most = max(most, (r.clock->junction[k].cavity_below + r.clock->junction[k].cavity_above) * open_excess - gas);
  }
  return most;
}

/// Machines and ends after the waves' step: pressures held outside, powers of the pumps at the rises that their faces
/// found.
template <int N>
RISER_HD inline void close_waves(const RiserView<N>& r) {
  Clock& c = *r.clock;
  c.inlet_pressure = held_at_inlet(r, c.time);
  c.outlet_pressure = held_at_outlet(r, c.time);
  for (int p = 0; p < r.pumps; ++p) update_pump(r, p, c.pump_rise[p]);
}
}  // namespace riser
