#include <catch2/catch.hpp>

#include "solver/validity.hpp"
#include "tests/solver/cases.hpp"

using namespace riser;

TEST_CASE("closures within their range say nothing, beyond it they are named with value, place and remedy", "[validity]") {
  Scenario s = cases::plain_pipe(100, 20, 0.3);
  s.friction = FrictionLaw::churchill;
  s.solids = {cases::grains(0.2, 3)};
  Geometry g;
  g.s = {2.5, 7.5};
  Totals t;
  t.maximum_concentration = {0.1, 0.2}, t.maximum_pressure = {1e6, 1e5};
  CHECK(out_of_range(s, g, t, {}).empty());
  s.segments[0].roughness = 0.02;
  s.solids[0].diameter = 0.05;
  s.rheology = {RheologyLaw::bingham, {0, 0.1}, {0, 1}, {1e-3, 1e-2}, {1, 1}, 1000};
  t.maximum_concentration[1] = 0.55;
  const auto lines = out_of_range(s, g, t, {.carrier = 0.12});
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "wall friction is known for e/D 0 to 0.05; here e/D 0.06667 in pipe.segments[0]: measure the factor and use friction: constant");
  CHECK(lines[1].find("phi 0.55 at s = 7.5 m") != std::string::npos);
  CHECK(lines[2].find("set wall_effect: true") != std::string::npos);
  CHECK(lines[3].find("a carrier fraction of 0.12 above the last: add a row") != std::string::npos);
}

TEST_CASE("what a case assumes of pumps and valves is named, with the remedy", "[validity]") {
  Scenario s = cases::plain_pipe(100, 20, 0.3);
  CHECK(assumed(s).empty());
  Pump pump;
  pump.name = "a", pump.rated_speed = 100, pump.rated_flow = 0.1, pump.rated_head = 40, pump.inertia = 1, pump.speed = cases::constant(100);
  Valve valve;
  valve.name = "v", valve.at = {0, 1}, valve.coefficient = {0, 1};
  s.pumps = {pump}, s.valves = {valve};
  CHECK(assumed(s).empty());  // all is given
  pump.rated_flow = 0, pump.flow = {0, 0.1, 0.2}, pump.head = {50, 40, 20}, pump.efficiency = {0, 0.8, 0.7};
  s.pumps = {pump, pump};
  s.pumps[1].name = "b", s.pumps[1].head[1] = 55;
  s.valves[0].at = {0.1, 1}, s.valves[0].coefficient = {0.1, 1};
  auto lines = assumed(s);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].find("pumps a, b: beyond the curve") == 0);
  CHECK(lines[1] == "pump b: its head rises from 50 m at 0 m3/s to 55 m at 0.1 m3/s: two steady flows are possible at one head; a run takes the one that its start leads to");
  CHECK(lines[2] == "valve v: the curve begins at opening 0.1; it is taken as shut at 0, linear between; give a row at 0");
  s.pumps = {pump}, s.valves.clear(), s.pumps[0].inertia = 0;
  CHECK(assumed(s).size() == 1);
  s.events = {{10, EventAction::pump_trip, -1}};
  lines = assumed(s);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].find("pump a: after a trip a pump without inertia") == 0);
  s.pumps[0].inertia = 1, s.pumps[0].efficiency.clear();
  lines = assumed(s);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].find("pump a: a rotor without an efficiency") == 0);
}
