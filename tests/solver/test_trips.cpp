#include <catch2/catch.hpp>
#include <algorithm>
#include <cmath>

#include "kernels/axial/momentum.hpp"
#include "solver/machine_views.hpp"
#include "tests/solver/cases.hpp"

using namespace riser;

namespace {
constexpr double length = 1000, bore = 0.4, darcy = 0.02, rated_speed = 150, trip = 5;

/// A pump given by its curve lifts water in a level pipe against 4 bar and trips.
Scenario tripping(double inertia) {
  Scenario s = cases::plain_pipe(length, 20, bore);
  s.segments[0].inclination = pi / 2;
  s.inlet_depth = 0, s.maximum_step = 0.02;
  s.friction = FrictionLaw::constant, s.darcy_factor = darcy;
  s.inlet = {BoundaryKind::pressure, cases::constant(2e5)};
  s.outlet = {BoundaryKind::pressure, cases::constant(6e5)};
  Pump pump;
  pump.name = "p", pump.rated_speed = rated_speed, pump.flow = {0, 0.1, 0.25, 0.4}, pump.head = {75, 72, 60, 34},
  pump.efficiency = {0, 0.55, 0.8, 0.65};
  pump.speed = cases::constant(rated_speed), pump.inertia = inertia;
  s.pumps = {pump};
  s.initial_flow = 0.25;
  s.events = {{trip, EventAction::pump_trip, -1}};
  return s;
}

struct Motion {
  double flow, speed;
};

/// Column and rotor from the running pump on, by the classical Runge-Kutta method in steps of 1e-4 s or less.
Motion reference(const Scenario& s, double end) {
  const PumpCharacteristic characteristic = characteristic_of(s.pumps[0]);
  const PumpView pump = pump_view(s, s.pumps[0], characteristic);
  const double area = cases::area(bore);
  const auto slope = [&](const Motion& m, bool on) {
    const double v = m.flow / area, ratio = m.speed / rated_speed;
    const double push = -4e5 + pump_rise(pump, m.flow, 1000, ratio) - darcy * length / bore * 500 * v * std::abs(v);
    return Motion{push * area / (1000 * length), on ? 0 : -pump_torque(pump, m.flow, 1000, ratio) / pump.inertia};
  };
  const auto moved = [](const Motion& m, const Motion& by, double h) {
    return Motion{m.flow + h * by.flow, m.speed + h * by.speed};
  };
  Motion m{0.25, rated_speed};
  const double h = std::min(1e-4, 1e-5 * pump.inertia / 0.008);
  for (long k = 0; k < std::lround(end / h); ++k) {
    const bool on = (k + 0.5) * h < trip;
    const Motion a = slope(m, on), b = slope(moved(m, a, h / 2), on), c = slope(moved(m, b, h / 2), on),
                 d = slope(moved(m, c, h), on);
    m.flow += h / 6 * (a.flow + 2 * b.flow + 2 * c.flow + d.flow),
        m.speed += h / 6 * (a.speed + 2 * b.speed + 2 * c.speed + d.speed);
  }
  return m;
}
}  // namespace

TEST_CASE("a curve pump with a rotor of any inertia trips like its two equations", "[trips]") {
  for (double inertia : {0.008, 8.0, 80.0}) {  // 8 kg m2 is 1 s of its rated torque
    Scenario s = tripping(inertia);
    if (inertia < 1) s.maximum_step = 1e-3;
    Simulation simulation(s);
    double time = 0;
    for (double end : {5.5, 7.0, 10.0, 20.0}) {
      simulation.advance_to(end);
      const Motion exact = reference(s, end);
      const SeriesRow row = simulation.series_row();
      CHECK(row.flow_rate == Approx(exact.flow).margin(2e-3 * 0.25));
      CHECK(row.pump_speed[0] == Approx(exact.speed).margin(2e-3 * rated_speed));
      time = end;
    }
    CHECK(time == 20);
  }
}

TEST_CASE("with waves a light rotor follows the flow and stays bounded after a trip", "[trips]") {
  for (double inertia : {1e-4, 8.0}) {
    Scenario s = tripping(inertia);
    s.pressure = PressureModel::elastic, s.maximum_step = 0.1;
    s.waves.cavities = false;
    Simulation simulation(s);
    double fastest = 0;
    for (int k = 1; k <= 200; ++k) {
      simulation.advance_to(0.2 * k);
      fastest = std::max(fastest, std::abs(simulation.series_row().pump_speed[0]));
    }
    CHECK(fastest < 1.5 * rated_speed);
    // The end: the pump stands in a steady reverse flow, G = 0 and F = 0.571 where q/w = 0.567.
    const SeriesRow row = simulation.series_row();
    CHECK(row.flow_rate < -0.1);
    CHECK((row.flow_rate / 0.25) / (row.pump_speed[0] / rated_speed) == Approx(0.567).epsilon(1e-2));
  }
}

TEST_CASE("a pump takes no power back from a reverse flow, and none once it has tripped", "[trips]") {
  Scenario s = tripping(8);
  Simulation simulation(s);
  simulation.advance_to(trip);
  const double running = simulation.totals().energy;
  CHECK(running > 0);
  simulation.advance_to(30);
  CHECK(simulation.series_row().flow_rate < 0);
  CHECK(simulation.series_row().pump_power[0] == 0);
  CHECK(simulation.totals().energy == Approx(running).epsilon(2e-2));  // up to a step over the trip
  s.events.clear(),
      s.pumps[0].speed = {{0, 5, 15}, {rated_speed, rated_speed, 0}, 0, 0};  // braked to rest: a turbine on the way
  Simulation braked(s);
  double before = 0;
  for (int k = 1; k <= 30; ++k) {
    braked.advance_to(k);
    CHECK(braked.series_row().pump_power[0] >= 0);
    CHECK(braked.totals().energy >= before);
    before = braked.totals().energy;
  }
}
