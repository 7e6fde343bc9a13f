#pragma once
#include <algorithm>
#include <vector>

#include "kernels/axial/momentum.hpp"
#include "solver/build.hpp"
#include "solver/events.hpp"
#include "solver/machine_views.hpp"

// Pumps, valves, vessels and dumps of a Scenario take their places along the pipe.
namespace riser {

/// Vessels, then dump valves: what stands beside the cells, in the order of branch_names.
template <int N>
void place_branches(const Scenario& scenario, const Grid& g, Arena& arena, RiserView<N>& v) {
  for (const Vessel& vessel : scenario.vessels) {
    require(v.branches < max_branches, "vessels and dump valves", max_branches);
    v.branch[v.branches++] = {cell_at(g, vessel.position), true, vessel.coefficient * per_root_bar, vessel.gas_volume, vessel.exponent, {}, 0};
  }
  for (const Valve& valve : scenario.valves) {
    if (!valve.dump) continue;
    require(v.branches < max_branches, "vessels and dump valves", max_branches);
    const int cell = cell_at(g, valve.position);
    v.branch[v.branches++] = {cell, false, 0, 1, 1, make_valve(arena, valve, cell), g.sea_pressure[cell]};
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
