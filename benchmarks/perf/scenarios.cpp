#include "benchmarks/perf/scenarios.hpp"

namespace riser::perf {
namespace {
Scenario riser_of_6_km() {
  Scenario s;
  s.inlet_depth = riser_cells;
  Segment segment;
  segment.length = riser_cells, segment.bore = 0.3, segment.roughness = 5e-5, segment.outer_heat_transfer = 20;
  s.segments = {segment};
  s.sea.depth = {0, riser_cells}, s.sea.temperature = {25, 2};
  s.inlet.kind = BoundaryKind::flow;
  s.inlet.value = {{0, 60}, {0.0, 0.28}, 0, 0};
  s.outlet.value = {{0}, {101325}, 0, 0};
  return s;
}

SolidClass grains(double diameter) {
  SolidClass solid;
  solid.diameter = diameter, solid.density = 2000;
  return solid;
}
}  // namespace

Scenario three_classes(bool heat) {
  Scenario s = riser_of_6_km();
  s.heat = heat;
  for (double diameter : {2e-3, 1e-2, 2e-2}) s.solids.push_back(grains(diameter));
  for (int k = 0; k < 3; ++k) s.feeds.push_back({k, FeedKind::dry_mass_rate, {{0, 60}, {0, 12}, 0.3, 300}});
  return s;
}

Scenario three_classes_in(int cells) {
  Scenario s = three_classes(false);
  s.cell_length = double(riser_cells) / cells;
  return s;
}

Scenario mud() {
  Scenario s = riser_of_6_km();
  s.heat = false;
  SolidClass clay;
  clay.carrier = true, clay.density = 2650;
  s.solids = {clay};
  s.rheology = {RheologyLaw::herschel_bulkley, {0, 0.05, 0.1}, {0, 1, 10}, {0.0015, 0.03, 0.3}, {1, 0.75, 0.55}, 1000};
  s.feeds.push_back({0, FeedKind::concentration, {{0, 60}, {0, 0.06}, 0.3, 300}});
  return s;
}

Scenario elastic(bool torn) {
  Scenario s = three_classes(false);
  s.pressure = PressureModel::elastic;
  if (!torn) s.inlet.value = {{0}, {0.28}, 0, 0}, s.initial_flow = 0.28;
  Pump pump;
  pump.position = 2000, pump.flow = {0, 0.3, 0.6}, pump.head = {60, 50, 20}, pump.efficiency = {0.3, 0.7, 0.6}, pump.rated_speed = 150;
  pump.speed = {{0.0}, {150.0}, 0, 0};
  Valve valve;
  valve.position = 4000, valve.check = true, valve.at = {0, 1}, valve.coefficient = {0, 1};
  s.pumps = {pump}, s.valves = {valve};
  return s;
}

Scenario section(int slices) {
  Scenario s;
  s.model = Model::axisymmetric;
  s.cell_length = 0.1, s.section.radial_cells = 48, s.section.wall_cell = 15e-6;
  s.section.ends = SectionEnds::open, s.section.flow_given = true, s.section.inlet_profile = InletProfile::turbulent;
  s.section.turbulence = TurbulenceLaw::mixing_length, s.section.suspension = SuspensionViscosity::thomas;
  s.section_drive = {{0}, {0.25}, 0, 0};
  s.liquid.law = LiquidLaw::constant, s.liquid.density = 1030, s.liquid.viscosity = 1.5e-3;
  s.heat = false;
  Segment segment;
  segment.length = 0.1 * slices, segment.bore = 0.3;
  s.segments = {segment}, s.inlet_depth = segment.length;
  for (double diameter : {2e-3, 1e-2}) {
    s.feeds.push_back({static_cast<int>(s.solids.size()), FeedKind::concentration, {{0}, {0.05}, 0, 0}});
    s.solids.push_back(grains(diameter));
  }
  return s;
}

Scenario sizing() {
  Scenario s = three_classes(true);
  s.inlet = {BoundaryKind::sea, {}};
  s.segments[0].yield_strength = 758e6, s.segments[0].bore = 0.15;
  Pump pump;
  pump.position = 900, pump.flow = {0, 0.1, 0.3, 0.4}, pump.head = {125, 120, 97, 40}, pump.efficiency = {0, 0.4, 0.72, 0.5}, pump.rated_speed = 150;
  pump.speed = {{0}, {150}, 0, 0}, pump.run_down_time = 5;
  s.pumps = {pump};
  Sizing& z = s.sizing;
  z.duties = {{"target", 4.05, 1, {}}};
  z.bore.from = 0.1, z.bore.to = 0.2, z.bore.count = 21, z.wall_thickness.values = {0.008, 0.012, 0.016}, z.stations.values = {2, 4, 6, 8, 10, 12};
  z.lowest_station.values = {300, 900, 1800}, z.concentration.from = 0.02, z.concentration.to = 0.12, z.concentration.count = 51;
  return s;
}
}  // namespace riser::perf
