#include "solver/geometry.hpp"

#include <cstddef>

namespace riser {
namespace {

/// The differences over the wall that it holds.
void add_strength(const Scenario& scenario, const Grid& grid, Geometry& geometry) {
  for (const Segment& segment : scenario.segments)
    if (segment.yield_strength <= 0) return;
  for (int i = 0; i < grid.cells(); ++i) {
    const Segment& segment = scenario.segments[grid.segment[i]];
    const Strength strength = strength_of(segment);
    geometry.burst_strength.push_back(strength.burst);
    geometry.collapse_strength.push_back(strength.collapse);
  }
}
}  // namespace

/// Limits as absolute inside pressures. Outside is the sea; around an inner pipe the annulus, at its lowest for burst and its
/// highest for collapse, whenever that was.
void add_limits(const Geometry& g, Totals& t) {
  for (std::size_t i = 0; i < g.burst_strength.size(); ++i) {
    const int j = g.partner[i];
    t.burst_limit.push_back((j < 0 ? g.sea_pressure[i] : t.minimum_pressure[j]) + g.burst_strength[i]);
    t.collapse_limit.push_back((j < 0 ? g.sea_pressure[i] : t.maximum_pressure[j]) - g.collapse_strength[i]);  // negative: out of reach
  }
}

Geometry make_geometry(const Scenario& scenario, const Grid& grid) {
  Geometry g;
  g.s = grid.s, g.s_face = grid.s_face, g.depth = grid.depth, g.bore = grid.bore, g.volume = grid.volume;
  g.sea_pressure = grid.sea_pressure, g.sea_temperature = grid.sea_temperature;
  for (const SolidClass& solid : scenario.solids) {
    g.class_names.push_back(solid.name);
    g.class_density.push_back(solid.density);
    g.class_carrier.push_back(solid.carrier);
  }
  for (const Pump& pump : scenario.pumps) {
    g.pump_names.push_back(pump.name);
    g.pump_position.push_back(pump.position);
  }
  for (const Vessel& vessel : scenario.vessels) g.branch_names.push_back(vessel.name);
  for (const Valve& valve : scenario.valves)
    if (valve.dump) g.branch_names.push_back(valve.name);
  g.partner = grid.partner;
  add_strength(scenario, grid, g);
  return g;
}
}  // namespace riser
