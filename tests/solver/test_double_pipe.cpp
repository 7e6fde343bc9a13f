#include <catch2/catch.hpp>

#include "tests/solver/cases.hpp"

using namespace riser;

TEST_CASE("a feed within the pipe comes in exchange for liquid, in the cell that holds its place", "[double_pipe]") {
  Scenario s = cases::plain_pipe(100, 50, 0.3);
  s.inlet = {BoundaryKind::flow, cases::constant(0.1)};
  s.solids = {cases::grains(0, 3)};
  s.feeds = {{0, FeedKind::volume_rate, cases::constant(0.005), 40}};
  Simulation simulation(s);
  simulation.advance_to(400);
  const auto state = simulation.snapshot();
  CHECK(state.concentration[19] == 0);
  CHECK(state.concentration[20] == Approx(0.05).epsilon(1e-9));
  CHECK(state.concentration[49] == Approx(0.05).epsilon(1e-9));
  CHECK(simulation.series_row().flow_rate == Approx(0.1));
  const Totals t = simulation.totals();
  CHECK(std::abs(t.mass_in[0] - t.mass_out[0] - t.mass_stored[0]) < 1e-12 * t.mass_in[0]);
  CHECK(t.mass_in[0] == Approx(0.005 * 2000 * 400));
}

TEST_CASE("a double pipe at rest stays so, and its annulus leaves what the inner pipe does not take", "[double_pipe]") {
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    Scenario s = cases::plain_pipe(500, 50, 0.2);
    s.liquid.law = LiquidLaw::seawater, s.sea.depth = {0, 500}, s.sea.temperature = {25, 5};
    s.pressure = model, s.inlet_depth = 0, s.maximum_step = 1;
    Segment annulus = s.segments[0];
    annulus.bore = 0.36, annulus.inclination = pi;
    s.segments = {annulus, s.segments[0]};
    s.segments[1].inside = 0;
    s.inlet = {BoundaryKind::pressure, cases::constant(101325)}, s.outlet = s.inlet;
    Simulation simulation(s);
    CHECK(simulation.geometry().volume[0] == Approx(10 * pi / 4 * (0.36 * 0.36 - 0.24 * 0.24)));
    CHECK(simulation.geometry().bore[0] == Approx(0.12));
    simulation.advance_to(600);
    for (double flow : simulation.snapshot().flow_rate) REQUIRE(std::abs(flow) < 1e-11);
  }
}

TEST_CASE("mud fed into a standing pipe fills its cell to the packing and no further", "[double_pipe]") {
  Scenario s = cases::plain_pipe(100, 50, 0.3);
  s.inlet = {BoundaryKind::flow, cases::constant(0)}, s.maximum_step = 1;
  s.solids = {cases::grains(0, 3)};
  s.solids[0].carrier = true;
  s.feeds = {{0, FeedKind::volume_rate, cases::constant(0.05), 40}};
  Simulation simulation(s);
  simulation.advance_to(60);
  CHECK(simulation.snapshot().concentration[20] == Approx(s.maximum_packing));
  const Totals t = simulation.totals();
  CHECK(t.mass_in[0] == Approx(t.mass_stored[0]).epsilon(1e-12));
}

TEST_CASE("a displacement pump where the inlet prescribes the flow has no head of its own", "[double_pipe]") {
  Scenario s = cases::plain_pipe(100, 50, 0.3);
  s.pressure = PressureModel::elastic, s.maximum_step = 0.1, s.initial_flow = 0.1;
  s.inlet = {BoundaryKind::flow, cases::constant(0.1)};
  Pump pump;
  pump.name = "p", pump.kind = PumpKind::positive_displacement, pump.flow_rate = cases::constant(0.1), pump.efficiency = {1.0};
  s.pumps = {pump};
  Simulation simulation(s);
  simulation.advance_to(1);
  CHECK(simulation.series_row().pump_head[0] == 0);
}
