#pragma once
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "kernels/axial/momentum.hpp"
#include "solver/build.hpp"
#include "solver/events.hpp"

// Pumps and valves of a Scenario become views; used by build.cpp alone.
namespace riser {

inline void require(bool fits, const char* what, int most) {
  if (!fits) throw std::invalid_argument(std::string("at most ") + std::to_string(most) + " " + what);
}

inline ScheduleView make_schedule(Arena& arena, const Schedule& schedule) {
  ScheduleView view{};
  view.size = static_cast<int>(schedule.time.size());
  view.time = arena.copy(schedule.time);
  view.value = arena.copy(schedule.value);
  view.amplitude = schedule.fluctuation_period > 0 ? schedule.fluctuation_amplitude : 0;
  view.frequency = schedule.fluctuation_period > 0 ? 2 * pi / schedule.fluctuation_period : 0;
  return view;
}

inline int face_at(const Grid& g, double position) {
  return static_cast<int>(std::lower_bound(g.s_face.begin(), g.s_face.end(), position - 1e-9) - g.s_face.begin());
}

/// The cell that holds a position; on a face the one above.
inline int cell_at(const Grid& g, double position) {
  const auto above = std::upper_bound(g.s_face.begin(), g.s_face.end(), position + 1e-9) - g.s_face.begin();
  return std::clamp(static_cast<int>(above) - 1, 0, g.cells() - 1);
}

inline constexpr double per_root_bar = 0.0031622776601683795;  // [1/sqrt(Pa)]: coefficients in m3/s at 1 bar become m3/s/sqrt(Pa)

inline ValveView make_valve(Arena& arena, const Valve& valve, int face) {
  require(valve.coefficient.size() <= max_curve, "points in a valve's curve", max_curve);
  ValveView view{};
  view.face = face;
  view.check = valve.check;
  view.size = static_cast<int>(valve.coefficient.size());
  std::copy(valve.at.begin(), valve.at.end(), view.opening);
  for (int k = 0; k < view.size; ++k) view.coefficient[k] = valve.coefficient[k] * per_root_bar;
  view.schedule = make_schedule(arena, valve.opening);
  return view;
}

/// Where a branch at a position meets the waves: the face between the two centres around it, or the nearest that is no end and
/// has no pump or valve; and the cell beside it that the solids leave.
template <int N>
void place_branch_face(const Grid& g, double position, RiserView<N>& v, BranchView& branch) {
  const auto taken = [&](int f) { return std::find(v.station, v.station + v.stations, f) != v.station + v.stations; };
  const auto distance = [&](int f) { return std::abs(position - 0.5 * (g.s[f - 1] + g.s[f])); };
  int found = 0;
  for (int f = 1; f < v.n; ++f)
    if (!taken(f) && (found == 0 || distance(f) < distance(found))) found = f;
  if (found == 0) throw std::invalid_argument("a vessel or dump valve needs a cell boundary without pump or valve: shorter cells");
  branch.face = found;
  branch.cell = std::clamp(branch.cell, found - 1, found);
  branch.below = std::max(position - g.s_face[found], 0.0), branch.above = std::max(g.s_face[found] - position, 0.0);
  branch.share = std::clamp((position - g.s[found - 1]) / (g.s[found] - g.s[found - 1]), 0.0, 1.0);
}

/// Vessels, then dump valves: what stands beside the cells, in the order of branch_names.
template <int N>
void place_branches(const Scenario& scenario, const Grid& g, Arena& arena, RiserView<N>& v) {
  for (const Vessel& vessel : scenario.vessels) {
    require(v.branches < max_branches, "vessels and dump valves", max_branches);
    BranchView& branch = v.branch[v.branches++];
    branch = {cell_at(g, vessel.position), 0, 0, 0, 0, true, vessel.coefficient * per_root_bar, vessel.gas_volume, vessel.exponent, {}, 0};
    place_branch_face(g, vessel.position, v, branch);
  }
  for (const Valve& valve : scenario.valves) {
    if (!valve.dump) continue;
    require(v.branches < max_branches, "vessels and dump valves", max_branches);
    const int cell = cell_at(g, valve.position);
    BranchView& branch = v.branch[v.branches++];
    branch = {cell, 0, 0, 0, 0, false, 0, 1, 1, make_valve(arena, valve, cell), g.sea_pressure[cell]};
    place_branch_face(g, valve.position, v, branch);
    v.sources = true;
  }
}

/// Valves in the line. Then the list of faces within the pipe where something stands.
template <int N>
void place_valves(const Scenario& scenario, const Grid& g, Arena& arena, RiserView<N>& v) {
  std::vector<int> faces;
  for (int p = 0; p < v.pumps; ++p) faces.push_back(v.pump[p].face);
  for (const Valve& valve : scenario.valves) {
    if (valve.dump) continue;
    const int face = std::min(face_at(g, valve.position), v.n);
    v.valve[v.valves++] = make_valve(arena, valve, face);
    faces.push_back(face);
  }
  std::sort(faces.begin(), faces.end());
  faces.erase(std::unique(faces.begin(), faces.end()), faces.end());
  for (int face : faces)
    if (face > 0 && face < v.n) v.station[v.stations++] = face;
}

/// The list of faces where something stands while waves run: the ends, stations, branches.
template <int N>
void place_junctions(RiserView<N>& v) {
  std::vector<int> faces(v.station, v.station + v.stations), branched;
  for (int b = 0; b < v.branches; ++b) branched.push_back(v.branch[b].face);
  faces.insert(faces.end(), branched.begin(), branched.end());
  faces.push_back(0), faces.push_back(v.n);
  std::sort(faces.begin(), faces.end());
  faces.erase(std::unique(faces.begin(), faces.end()), faces.end());
  for (int face : faces) {
    v.junction_face[v.junctions] = face;
    v.junction_branches[v.junctions++] = std::find(branched.begin(), branched.end(), face) != branched.end();
  }
}

/// What the solids take of head and efficiency: the user's factors of the volume fraction, or Cave's of the mass fraction,
/// 0.0385 (S - 1)(1 + 4/S) ln(d/22.7 um), S grain density over water's, summed over the classes (for one class it is his).
/// Source: Cave 1976, Effects of suspended solids on the performance of centrifugal pumps, Hydrotransport 4, H3.
inline void place_losses(const Scenario& scenario, const Pump& pump, PumpView& view) {
  require(scenario.solids.size() <= max_classes, "classes of solids", max_classes);
  view.loss_by_mass = pump.derating == Derating::cave;
  for (size_t k = 0; k < scenario.solids.size(); ++k) {
    const SolidClass& solid = scenario.solids[k];
    const double s = solid.density / 1000, cave = solid.carrier ? 0 : std::max(0.0385 * (s - 1) * (1 + 4 / s) * std::log(solid.diameter / 22.7e-6), 0.0);
    view.head_loss[k] = view.loss_by_mass ? cave : pump.head_loss;
    view.efficiency_loss[k] = view.loss_by_mass ? cave : pump.efficiency_loss;
  }
}

/// A pump without its place, schedule and events; `quadrants` stays the Scenario's.
inline PumpView pump_view(const Scenario& scenario, const Pump& pump) {
  require(pump.flow.size() <= max_curve, "points in a pump curve", max_curve);
  PumpView view{};
  view.positive_displacement = pump.kind == PumpKind::positive_displacement;
  view.size = static_cast<int>(pump.flow.size());
  std::copy(pump.flow.begin(), pump.flow.end(), view.flow);
  std::copy(pump.head.begin(), pump.head.end(), view.head);
  std::copy(pump.efficiency.begin(), pump.efficiency.end(), view.efficiency);
  if (pump.efficiency.empty()) std::fill(view.efficiency, view.efficiency + max_curve, 1.0);
  view.rated_speed = pump.rated_speed > 0 ? pump.rated_speed : 1;
  view.four_quadrant = pump.rated_flow > 0;
  view.rated_flow = pump.rated_flow, view.rated_head = pump.rated_head;
  if (view.four_quadrant) view.rated_torque = 1000 * gravity * pump.rated_flow * pump.rated_head / (pump.rated_efficiency * view.rated_speed);
  if (!pump.quadrants.empty()) view.quadrants = pump.quadrants.data();
  place_losses(scenario, pump, view);
  view.inertia = pump.inertia, view.motor_torque = pump.motor_torque > 0 ? pump.motor_torque : 1e300;
  view.motor_power = pump.motor_power > 0 ? pump.motor_power : 1e300;
  view.bypass = pump.bypass;
  view.slip = pump.slip, view.relief = pump.relief > 0 ? pump.relief : no_relief;
  return view;
}

template <int N>
void place_pumps(const Scenario& scenario, const Grid& g, Arena& arena, RiserView<N>& v) {
  v.pumps = static_cast<int>(scenario.pumps.size());
  for (int p = 0; p < v.pumps; ++p) {
    const Pump& pump = scenario.pumps[p];
    PumpView& view = v.pump[p] = pump_view(scenario, pump);
    view.face = std::min(face_at(g, pump.position), v.n - 1);
    view.schedule = make_schedule(arena, view.positive_displacement ? pump.flow_rate : pump.speed);
    place_switches(scenario, p, view);
    if (!pump.quadrants.empty()) view.quadrants = arena.copy(pump.quadrants);
    v.clock->suction_head[p] = 1e300;
    v.clock->pump_speed[p] = pump_setting(view, 0);
  }
}
}  // namespace riser
