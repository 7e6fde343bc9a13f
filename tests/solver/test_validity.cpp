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
