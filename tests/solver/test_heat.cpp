#include <catch2/catch.hpp>

#include "tests/solver/cases.hpp"

using namespace riser;

namespace {
/// Water of 1000 kg/m3 and 4000 J/kg/K in a level pipe of 100 m through a sea of 10 degC; 30 degC enters.
Scenario warm_pipe(double flow, int cells = 20) {
  Scenario s = cases::plain_pipe(100, cells, 0.05);
  s.heat = true, s.maximum_step = 1, s.inlet_depth = 0;
  s.liquid.heat_capacity = 4000;
  s.sea.depth = {0, 10}, s.sea.temperature = {10, 10};
  s.segments[0].inclination = pi / 2, s.segments[0].wall_thickness = 1e-3;
  s.inlet = {BoundaryKind::flow, cases::constant(flow)}, s.initial_flow = flow;
  s.inlet_temperature = cases::constant(30);
  return s;
}

struct Range {
  double lowest = 1e9, highest = -1e9;
  void add(const std::vector<double>& values) {
    for (double value : values) lowest = std::min(lowest, value), highest = std::max(highest, value);
  }
};

/// What liquid and wall meet within `end` seconds.
Range range_of(const Scenario& s, double end) {
  Simulation simulation(s);
  Range met;
  for (int part = 1; part <= 40; ++part) {
    simulation.advance_to(end * part / 40);
    met.add(simulation.snapshot().temperature), met.add(simulation.snapshot().wall_temperature);
  }
  return met;
}
}  // namespace

TEST_CASE("a light wall keeps liquid and wall within what enters and the sea, at any step", "[heat]") {
  for (double outer : {0.0, 1.0, 1700.0, 1e5}) {
    for (double inner : {1.0, 500.0, 1e6}) {
      for (double step : {0.01, 1.0, 30.0}) {
        Scenario s = warm_pipe(step < 30 ? 0.002 : 0.00002, 10);
        s.segments[0].outer_heat_transfer = outer, s.segments[0].inner_heat_transfer = inner, s.maximum_step = step;
        s.segments[0].wall_thickness = step < 30 ? 1e-3 : 1e-4;
        const Range met = range_of(s, step < 30 ? 30 : 3000);
        INFO("U " << outer << ", h " << inner << ", step " << step << ": " << met.lowest << " to " << met.highest);
        CHECK(met.lowest > 10 - 1e-3);
        CHECK(met.highest < 30 + 1e-3);
      }
    }
  }
}

TEST_CASE("still liquid reaches the sea's temperature and the insulated one keeps its heat, whatever the step", "[heat]") {
  for (double outer : {0.0, 2000.0}) {
    Scenario s = warm_pipe(0);
    s.segments[0].outer_heat_transfer = outer, s.segments[0].inner_heat_transfer = 500, s.maximum_step = 500;
    s.initial_temperature = 30;
    Simulation simulation(s);
    simulation.advance_to(86400);
    const auto state = simulation.snapshot();
    CHECK(state.temperature[10] == Approx(outer > 0 ? 10 : 30).margin(1e-9));
    CHECK(state.wall_temperature[10] == Approx(outer > 0 ? 10 : 30).margin(1e-9));
  }
}

TEST_CASE("an insulated wall that stores as much as the liquid takes half of its heat and no more, stiff or not", "[heat]") {
  for (double inner : {0.1, 1e3, 1e6}) {
    Scenario s = warm_pipe(0.002);
    s.segments[0].inner_heat_transfer = inner, s.segments[0].wall_thickness = 0.01;
    Simulation simulation(s);
    simulation.advance_to(20);
    const auto state = simulation.snapshot();
    const double liquid = 4e6 * cases::area(0.05) * 5, wall = pi * 0.01 * 0.06 * 7850 * 480 * 5;  // [J/K] of a cell
    double stored = 0;
    for (int i = 0; i < 20; ++i) stored += liquid * (state.temperature[i] - 10) + wall * (state.wall_temperature[i] - 10);
    CHECK(stored == Approx(4e6 * 0.002 * 20 * 20).epsilon(1e-9));
  }
}

TEST_CASE("steady temperatures do not depend on how stiff the wall is", "[heat]") {
  double outlet[2];
  for (int light : {0, 1}) {
    Scenario s = warm_pipe(0.002, 50);
    s.segments[0].inner_heat_transfer = 800, s.segments[0].outer_heat_transfer = 300, s.segments[0].wall_thickness = light ? 1e-4 : 5e-3;
    Simulation simulation(s);
    simulation.advance_to(2000);
    outlet[light] = simulation.series_row().outlet_temperature;
  }
  const double inner = pi * 0.05 * 800, overall = 1 / (1 / inner + 1 / 300.0);
  CHECK(outlet[0] == Approx(10 + 20 * std::exp(-overall * 100 / (4e6 * 0.002))).epsilon(1e-6));
  CHECK(outlet[1] == Approx(outlet[0]).epsilon(1e-7));
}

TEST_CASE("what enters at the outlet has the sea's temperature and nothing overshoots it, at any step", "[heat]") {
  for (double step : {0.01, 0.1, 1.0}) {
    Scenario s = warm_pipe(-0.02, 100);
    s.segments[0].bore = 0.2, s.segments[0].inner_heat_transfer = 1, s.maximum_step = step, s.initial_temperature = 30;
    const Range met = range_of(s, step < 0.1 ? 10 : 60);
    INFO("step " << step << ": " << met.lowest << " to " << met.highest);
    CHECK(met.lowest > 10 - 1e-9);
    CHECK(met.highest < 30 + 1e-9);
  }
}

TEST_CASE("a pipe without friction has the film of a smooth one", "[heat]") {
  double outlet[2];
  for (int law : {0, 1}) {
    Scenario s = warm_pipe(0.02, 50);
    s.friction = law == 0 ? FrictionLaw::none : FrictionLaw::churchill;
    s.segments[0].outer_heat_transfer = 3000, s.segments[0].bore = 0.1, s.segments[0].wall_thickness = 0.01;
    Simulation simulation(s);
    simulation.advance_to(500);
    outlet[law] = simulation.series_row().outlet_temperature;
  }
  CHECK(outlet[0] < 26);
  CHECK(outlet[0] == Approx(outlet[1]).margin(0.05));  // the heat of friction
}

TEST_CASE("a yield-stress table does not take the annulus' law from water", "[heat]") {
  for (double flow : {0.1, 1e-4}) {
    double shear[2];
    for (int table : {0, 1}) {
      Scenario s = cases::plain_pipe(200, 20, 0.27);
      s.friction = FrictionLaw::churchill, s.liquid.density = 1030, s.liquid.viscosity = 1.5e-3;
      Segment annulus = s.segments[0];
      annulus.bore = 0.4817, annulus.inclination = pi;
      s.segments = {annulus, s.segments[0]};
      s.segments[1].inside = 0, s.segments[1].wall_thickness = 0.012, s.segments[0].roughness = s.segments[1].roughness = 5e-5;
      s.inlet_depth = 0, s.inlet = {BoundaryKind::flow, cases::constant(flow)}, s.initial_flow = flow;
      SolidClass mud = cases::grains(0, 3);
      mud.carrier = true;
      s.solids = {mud};
      if (table) s.rheology = {RheologyLaw::bingham, {0, 0.3}, {0, 10}, {1.5e-3, 0.01}, {1, 1}, 1000};
      Simulation simulation(s);
      simulation.advance_to(5);
      shear[table] = simulation.snapshot().wall_shear_stress[5];
    }
    CHECK(shear[1] == Approx(shear[0]).epsilon(1e-5));
    if (flow == 0.1) CHECK(4 * shear[0] / (0.4817 - 0.294) == Approx(42.49).epsilon(1e-3));
  }
}

TEST_CASE("limbs of a double pipe exchange as much through a light wall as through a heavy one", "[heat]") {
  double outlet[2];
  for (int light : {0, 1}) {
    Scenario s = warm_pipe(0.004, 50);
    s.maximum_step = 0.5;
    Segment annulus = s.segments[0];
    annulus.bore = 0.12, annulus.inclination = pi, annulus.inner_heat_transfer = 500, annulus.outer_heat_transfer = 200;
    s.segments = {annulus, s.segments[0]};
    s.segments[1].inside = 0, s.segments[1].inclination = 0, s.segments[1].inner_heat_transfer = 2000, s.segments[1].outer_heat_transfer = 800;
    s.segments[1].wall_thickness = 5e-3, s.segments[1].wall_heat_capacity = light ? 1 : 480;
    Simulation simulation(s);
    Range met;
    for (double time : {20.0, 400.0, 1500.0}) {
      simulation.advance_to(time);
      met.add(simulation.snapshot().temperature), met.add(simulation.snapshot().wall_temperature);
    }
    CHECK(met.lowest > 10 - 1e-6);
    CHECK(met.highest < 30 + 1e-6);
    outlet[light] = simulation.series_row().outlet_temperature;
  }
  CHECK(outlet[1] == Approx(outlet[0]).epsilon(2e-4));
}
