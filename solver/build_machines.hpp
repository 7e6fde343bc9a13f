#pragma once
#include <algorithm>
#include <vector>

#include "kernels/axial/momentum.hpp"
#include "solver/build.hpp"
#include "solver/events.hpp"
#include "solver/machine_views.hpp"

// Pumps, valves, vessels and dumps of a Scenario take their places along the pipe.
namespace riser {

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

template <int N>
void place_pumps(const Scenario& scenario, const Grid& g, Arena& arena, RiserView<N>& v) {
  v.pumps = static_cast<int>(scenario.pumps.size());
  for (int p = 0; p < v.pumps; ++p) {
    const Pump& pump = scenario.pumps[p];
    const PumpCharacteristic characteristic = characteristic_of(pump);
    PumpView& view = v.pump[p] = pump_view(scenario, pump, characteristic);
    view.quadrants = arena.copy(characteristic.table);
    view.face = std::min(face_at(g, pump.position), v.n - 1);
    view.schedule = make_schedule(arena, view.positive_displacement ? pump.flow_rate : pump.speed);
    place_switches(scenario, p, view);
    v.clock->suction_head[p] = 1e300;
    v.clock->pump_speed[p] = pump_setting(view, 0);
  }
}
}  // namespace riser
