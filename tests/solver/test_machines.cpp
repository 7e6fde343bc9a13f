#include <catch2/catch.hpp>
#include <algorithm>

#include "tests/solver/cases.hpp"

using namespace riser;

namespace {
/// A level pipe between two pressures with a valve at its end: flow follows the valve alone.
Scenario valved(double inlet, double outlet, const Schedule& opening) {
  Scenario s = cases::plain_pipe(500, 100, 0.3);
  s.segments[0].inclination = pi / 2;
  s.inlet_depth = 0, s.maximum_step = 0.5;
  s.inlet = {BoundaryKind::pressure, cases::constant(inlet)};
  s.outlet = {BoundaryKind::pressure, cases::constant(outlet)};
  Valve valve;
  valve.name = "end", valve.position = 500, valve.at = {0, 1}, valve.coefficient = {0, 0.1}, valve.opening = opening;
  s.valves = {valve};
  return s;
}
}  // namespace

TEST_CASE("a valve passes what its curve says, and nothing when closed, in both settings", "[machines]") {
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    Scenario s = valved(6e5, 1e5, {{0, 100, 110}, {0.5, 0.5, 0}, 0, 0});
    s.pressure = model;
    s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;  // damps the waves of the start
    Simulation simulation(s);
    simulation.advance_to(90);
    const double flow = simulation.series_row().flow_rate, velocity = flow / cases::area(0.3);
    const double lost = 0.02 * 500 / 0.3 * 1000 / 2 * velocity * velocity;
    CHECK(flow == Approx(0.05 * std::sqrt((5e5 - lost) / 1e5)).epsilon(1e-3));
    simulation.advance_to(200);
    CHECK(simulation.series_row().flow_rate == 0);
  }
}

TEST_CASE("a valve's curve without a row at opening 0 is shut there, in both settings", "[machines]") {
  const std::vector<std::pair<std::vector<double>, std::vector<double>>> curves = {{{1}, {0.1}}, {{0.1, 1}, {0.02, 0.1}}};
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    for (const auto& [at, coefficient] : curves) {
      Scenario s = valved(6e5, 1e5, {{0, 100, 110}, {0.5, 0.5, 0}, 0, 0});
      s.valves[0].at = at, s.valves[0].coefficient = coefficient;
      s.pressure = model;
      s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;
      Simulation simulation(s);
      simulation.advance_to(90);
      CHECK(simulation.series_row().flow_rate > 0.05);
      simulation.advance_to(200);
      CHECK(simulation.series_row().flow_rate == 0);
    }
  }
}

TEST_CASE("a check valve lets nothing back, in both settings", "[machines]") {
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    Scenario s = valved(2e5, 1e5, cases::constant(1));
    s.valves[0].check = true;
    s.inlet.value = {{0, 20, 21}, {2e5, 2e5, 0.5e5}, 0, 0};
    s.pressure = model;
    Simulation simulation(s);
    simulation.advance_to(20);
    CHECK(simulation.series_row().flow_rate > 0.05);
    for (int t = 21; t < 60; ++t) {
      simulation.advance_to(t);
      REQUIRE(simulation.series_row().flow_rate >= 0);
    }
    CHECK(simulation.series_row().flow_rate < 1e-9);
  }
}

TEST_CASE("rigid while calm, elastic around an event: mass is kept, the flow goes on", "[machines]") {
  Scenario s = valved(3e5, 1e5, {{0, 60, 62}, {0.4, 0.4, 0.2}, 0, 0});
  s.pressure = PressureModel::elastic;
  s.waves.from = {50, 120}, s.waves.to = {80, 130};
  s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;
  s.solids = {cases::grains(0, 3)};
  s.feeds = {{0, FeedKind::volume_rate, cases::constant(0.002)}};
  Simulation simulation(s);
  simulation.advance_to(49.9);
  const double before = simulation.series_row().flow_rate;
  simulation.advance_to(51);
  CHECK(simulation.series_row().flow_rate == Approx(before).epsilon(0.01));
  CHECK(simulation.totals().substeps > 100);
  simulation.advance_to(79.99);
  const double elastic = simulation.series_row().flow_rate;
  simulation.advance_to(81);
  CHECK(simulation.series_row().flow_rate == Approx(elastic).epsilon(0.05));
  simulation.advance_to(200);
  const Totals t = simulation.totals();
  CHECK(std::abs(t.mass_in[0] - t.mass_out[0] - t.mass_stored[0]) < 1e-12 * t.mass_in[0]);
}

TEST_CASE("a motor with a torque limit brings its rotor up slowly", "[machines]") {
  Scenario s = valved(2e5, 2e5, cases::constant(1));
  Pump pump;
  pump.position = 10, pump.rated_speed = 150, pump.rated_flow = 0.05, pump.rated_head = 20, pump.rated_efficiency = 0.8;
  pump.speed = {{0, 1}, {0, 150}, 0, 0}, pump.inertia = 10;
  s.pumps = {pump};
  const auto speed_after = [&](double torque, double time) {
    s.pumps[0].motor_torque = torque;
    Simulation simulation(s);
    simulation.advance_to(time);
    return simulation.series_row().pump_speed[0];
  };
  CHECK(speed_after(0, 20) == Approx(150).epsilon(1e-3));
  CHECK(speed_after(100, 10) < 105);  // 100 N m / 10 kg m2 = 10 rad/s2 at most
  CHECK(speed_after(100, 10) > 50);
}

TEST_CASE("grains settle on a shut valve, not through it", "[machines]") {
  Scenario s = cases::plain_pipe(100, 50, 0.3);
  s.maximum_step = 1;
  s.inlet = {BoundaryKind::pressure, cases::constant(101325 + 1000 * gravity * 100)};
  s.solids = {cases::grains(0.2, 3)};
  s.initial = {{0, InitialShape::layer, 60, 100, 0, 0, 0.1, 0}};
  Valve valve;
  valve.position = 40, valve.at = {0, 1}, valve.coefficient = {0, 0.1}, valve.opening = cases::constant(0);
  s.valves = {valve};
  Simulation simulation(s);
  simulation.advance_to(1000);
  const Snapshot snapshot = simulation.snapshot();
  double below = 0, above = 0;
  for (int i = 0; i < 50; ++i) (i < 20 ? below : above) += snapshot.concentration[i];
  CHECK(below == 0);
  CHECK(above == Approx(20 * 0.1).epsilon(1e-10));
  CHECK(snapshot.concentration[20] > 0.55);
  CHECK(simulation.series_row().bed_threshold > 0.5 * 4 * 1000 * gravity);  // 4 m3/m2 of grains, 1000 kg/m3 over the liquid
}

TEST_CASE("a heaving pipe leaves its liquid behind, in both settings", "[machines]") {
  const double length = 200, a = 2, w = 2 * pi / 10;
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    Scenario s = cases::plain_pipe(length, 100, 0.3);
    s.pressure = model;
    s.inlet.kind = BoundaryKind::sea;
    s.maximum_step = 0.05;
    s.heave = {a, 10};
    Simulation simulation(s);
    for (double t : {2.5, 5.0, 7.5, 10.0}) {
      simulation.advance_to(t);
      // dV/dt = (w^2 - g/L) a sin(w t): the liquid stays, less what the inlet's pressure pushes
      const double exact = (w * w - gravity / length) * a / w * (1 - std::cos(w * t));
      CHECK(simulation.series_row().flow_rate / cases::area(0.3) == Approx(exact).margin(model == PressureModel::rigid ? 1e-5 : 0.02));
    }
  }
}

TEST_CASE("a displacement pump starts from rest without a wave of the start's own", "[machines]") {
  Scenario s = cases::plain_pipe(1600, 160, 0.3);
  s.pressure = PressureModel::elastic;
  s.inlet.kind = BoundaryKind::sea;
  Pump pump;
  pump.kind = PumpKind::positive_displacement, pump.position = 10, pump.efficiency = {1};
  pump.flow_rate = {{0, 300}, {0, 0.25}, 0, 0};
  s.pumps = {pump};
  Simulation simulation(s);
  simulation.advance_to(20);
  const Totals t = simulation.totals();
  CHECK(t.cavity_time < 0);
  // rho L/A dQ/dt is what a slow start adds: 1000 x 1600 x 0.25/300/0.0707 = 19 kPa
  CHECK(*std::min_element(t.minimum_pressure.begin(), t.minimum_pressure.end()) > 100000);
}

TEST_CASE("a bypass lets the flow around a standing pump", "[machines]") {
  Scenario s = valved(4e5, 1e5, cases::constant(1));
  s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;
  Pump pump;
  pump.position = 10, pump.rated_speed = 150, pump.rated_flow = 0.05, pump.rated_head = 20;
  pump.speed = cases::constant(0);
  s.pumps = {pump};
  const auto flow_of = [&](bool bypass) {
    s.pumps[0].bypass = bypass;
    Simulation simulation(s);
    simulation.advance_to(200);
    return simulation.series_row().flow_rate;
  };
  const double held = flow_of(false), around = flow_of(true);
  s.pumps.clear();
  CHECK(held < 0.8 * around);
  Simulation bare(s);
  bare.advance_to(200);
  CHECK(around == Approx(bare.series_row().flow_rate).epsilon(1e-6));
}

TEST_CASE("a motor gives no more than its power", "[machines]") {
  Scenario s = valved(2e5, 2e5, cases::constant(1));
  Pump pump;
  pump.position = 10, pump.rated_speed = 150, pump.rated_flow = 0.05, pump.rated_head = 20, pump.rated_efficiency = 0.8;
  pump.speed = {{0, 1}, {0, 150}, 0, 0}, pump.inertia = 10, pump.motor_power = 5e3;
  s.pumps = {pump};
  Simulation simulation(s);
  simulation.advance_to(10);
  const double speed = simulation.series_row().pump_speed[0];
  CHECK(0.5 * 10 * speed * speed < 5e3 * 10);  // what the motor gave is more than what the rotor holds
  CHECK(speed > 50);
}

TEST_CASE("a displacement pump slips with its rise, and its relief valve bounds it", "[machines]") {
  Scenario s = valved(2e5, 2e5, {{0, 20, 21}, {1, 1, 0.02}, 0, 0});
  s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;
  Pump pump;
  pump.kind = PumpKind::positive_displacement, pump.position = 10, pump.efficiency = {1};
  pump.flow_rate = {{0, 5}, {0, 0.05}, 0, 0}, pump.slip = 1e-8;
  s.pumps = {pump};
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    s.pressure = model;
    Simulation simulation(s);
    simulation.advance_to(19);
    const SeriesRow row = simulation.series_row();
    CHECK(row.flow_rate == Approx(0.05 - 1e-8 * row.pump_head[0]).epsilon(1e-3));
  }
  s.pumps[0].relief = 8e5;  // the valve shuts nearly: without relief some 60 bar
  Simulation simulation(s);
  simulation.advance_to(80);
  CHECK(simulation.series_row().pump_head[0] == Approx(8e5).epsilon(0.02));
}

TEST_CASE("a dump valve empties the foot of a riser; grains that leave through it are counted", "[machines]") {
  Scenario s = cases::plain_pipe(200, 40, 0.3);
  s.pressure = PressureModel::elastic, s.maximum_step = 0.1;
  s.inlet.kind = BoundaryKind::closed;
  s.outlet = {BoundaryKind::pressure, cases::constant(101325)};
  s.solids = {cases::grains(0.1, 3)};
  s.initial = {{0, InitialShape::layer, 0, 200, 0, 0, 0.1, 0}};
  s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;
  Valve dump;
  dump.name = "dump", dump.dump = true, dump.position = 2, dump.at = {0, 1}, dump.coefficient = {0, 0.02}, dump.opening = {{0, 5, 6}, {0, 0, 1}, 0, 0};
  s.valves = {dump};
  Simulation simulation(s);
  simulation.advance_to(5);
  CHECK(std::abs(simulation.series_row().branch_flow[0]) < 1e-12);  // shut
  simulation.advance_to(20);
  // The slurry's weight over the sea's drives it: 0.1 x 1000 kg/m3 x g x 200 m, less what friction and the valve take.
  const double flow = simulation.series_row().branch_flow[0];
  CHECK(flow > 0.01);
  CHECK(flow < 0.02 * std::sqrt(0.1 * 1000 * gravity * 200 / 1e5));
  CHECK(-simulation.series_row().flow_rate == Approx(flow).epsilon(0.02));  // air or water follows from the deck
  simulation.advance_to(120);
  const Totals t = simulation.totals();
  CHECK(t.mass_dumped[0] > 0.2 * t.mass_initial[0]);
  CHECK(std::abs(t.mass_in[0] - t.mass_out[0] - t.mass_dumped[0] - (t.mass_stored[0] - t.mass_initial[0])) < 1e-12 * t.mass_initial[0]);
}

TEST_CASE("a relief valve holds a displacement pump at its pressure, in both settings", "[machines]") {
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    Scenario s = valved(1e5, 1e5, {{0, 30, 40}, {1, 1, 0.1}, 0, 0});
    s.pressure = model;
    s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;
    Pump pump;
    pump.name = "p", pump.kind = PumpKind::positive_displacement, pump.flow_rate = {{0, 10}, {0, 0.1}, 0, 0}, pump.efficiency = {1.0}, pump.relief = 8e5;
    s.pumps = {pump};
    Simulation simulation(s);
    simulation.advance_to(28);
    CHECK(simulation.series_row().flow_rate == Approx(0.1).epsilon(1e-3));  // well below its relief
    simulation.advance_to(200);
    const SeriesRow row = simulation.series_row();
    const double velocity = row.flow_rate / cases::area(0.3), lost = 0.02 * 500 / 0.3 * 500 * velocity * velocity;
    CHECK(row.flow_rate == Approx(0.01 * std::sqrt((8e5 - lost) / 1e5)).epsilon(1e-2));
    CHECK(row.pump_head[0] == Approx(8e5).epsilon(1e-2));
  }
}

TEST_CASE("Cave's formula takes what it says from a pump's head", "[machines]") {
  Scenario s = cases::plain_pipe(100, 50, 0.3);
  s.inlet = {BoundaryKind::flow, cases::constant(0.1)};
  s.solids = {cases::grains(0, 3)};
  s.feeds = {{0, FeedKind::concentration, cases::constant(0.1)}};
  Pump pump;
  pump.name = "p", pump.position = 50, pump.flow = {0, 0.2}, pump.head = {50, 30}, pump.efficiency = {1, 1}, pump.rated_speed = 100;
  pump.speed = cases::constant(100), pump.derating = Derating::cave;
  s.pumps = {pump};
  Simulation simulation(s);
  simulation.advance_to(100);
  const double mixture = 0.9 * 1000 + 0.1 * 2000, by_mass = 0.1 * 2000 / mixture;
  const double left = 1 - 0.0385 * (2 - 1) * (1 + 4 / 2.0) * by_mass * std::log(1e-3 / 22.7e-6);
  CHECK(simulation.series_row().pump_head[0] == Approx(left * mixture * gravity * 40).epsilon(1e-6));
}

TEST_CASE("a pump takes its own four quadrants", "[machines]") {
  Scenario s = cases::plain_pipe(100, 50, 0.3);
  s.inlet = {BoundaryKind::flow, cases::constant(0.1)};
  Pump pump;
  pump.name = "p", pump.position = 50, pump.rated_flow = 0.1, pump.rated_head = 40, pump.rated_speed = 100, pump.speed = cases::constant(100);
  pump.quadrants.assign(89, 0.7), pump.quadrants.insert(pump.quadrants.end(), 89, 0.6);
  s.pumps = {pump};
  Simulation simulation(s);
  simulation.advance_to(10);
  CHECK(simulation.series_row().pump_head[0] == Approx(1000 * gravity * 40 * 2 * 0.7).epsilon(1e-6));
}
