// Fronts that travel far: a feed that jumps stays between the two values it jumps between, at the default Courant number.
#include <algorithm>
#include <catch2/catch.hpp>

#include "solver/simulation.hpp"

using namespace riser;

namespace {
constexpr double low = 0.02, high = 0.10;

/// How far, over the jump, fractions leave the two between which the feed goes, up 1,500 m; `ramp` [s]: how long it
/// takes to change.
double overshoot(double ramp) {
  constexpr double length = 1500;
  Scenario s;
  s.inlet_depth = length, s.cell_length = 1, s.maximum_step = 100, s.heat = false, s.dispersion = DispersionLaw::none;
  s.liquid.law = LiquidLaw::constant, s.liquid.density = 1025, s.liquid.viscosity = 1.5e-3;
  Segment pipe;
  pipe.length = length, pipe.bore = 0.3;
  s.segments = {pipe};
  SolidClass grains;
  grains.diameter = 1e-3, grains.density = 2000;
  s.solids = {grains};
  s.inlet.kind = BoundaryKind::flow, s.inlet.value = {{0}, {0.212}, 0, 0}, s.outlet.value = {{0}, {101325}, 0, 0}, s.initial_flow = 0.212;
  s.initial = {{0, InitialShape::layer, 0, length, 0, 0, low, 0}};
  s.feeds = {{0, FeedKind::concentration, {{0, ramp, 200, 200 + ramp}, {ramp > 1 ? low : high, high, high, low}, 0, 0}}};
  Simulation simulation(s, Device::cpu);
  double worst = 0;
  for (double time : {100.0, 250.0, 450.0}) {
    simulation.advance_to(time);
    const auto phi = simulation.snapshot().concentration;
    const auto [least, most] = std::minmax_element(phi.begin(), phi.end());
    worst = std::max({worst, (*most - high) / (high - low), (low - *least) / (high - low)});
  }
  return worst;
}
}  // namespace

TEST_CASE("Fronts of a feed that jumps do not overshoot on their way up") { CHECK(overshoot(0.001) < 1e-5); }

TEST_CASE("The bends of a feed that rises and falls evenly do not overshoot on their way up") {
  CHECK(overshoot(60) < 1e-6);
  CHECK(overshoot(150) < 1e-6);
}
