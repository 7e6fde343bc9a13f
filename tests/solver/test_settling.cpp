// Settling and floating: mirror images, smooth beds, fractions within 0 and the packing for any feed and any step, one density for light classes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "tests/solver/cases.hpp"

using namespace riser;

namespace {
/// A class of this velocity [m/s], exponent and density [kg/m3] in water of 1000 kg/m3.
SolidClass sinking(double velocity, double exponent, double density) {
  SolidClass solid = cases::grains(velocity, exponent);
  solid.density = density;
  return solid;
}

/// Turned over: what sank floats.
SolidClass turned(SolidClass solid) {
  solid.terminal_velocity = -solid.terminal_velocity;
  solid.density = 2000 - solid.density;
  return solid;
}

InitialConcentration layer(int solid, double from, double to, double value) {
  InitialConcentration start;
  start.solid_class = solid, start.from = from, start.to = to, start.value = value;
  return start;
}

Scenario closed_column(double length, int cells, std::vector<SolidClass> solids) {
  Scenario s = cases::plain_pipe(length, cells, 0.3);
  s.inlet.kind = s.outlet.kind = BoundaryKind::closed;
  s.solids = std::move(solids);
  return s;
}

/// Fractions by class and cell at `time`.
std::vector<double> fractions(const Scenario& s, double time) {
  Simulation simulation(s, Device::cpu);
  simulation.advance_to(time);
  return simulation.snapshot().concentration;
}

/// Largest difference of one profile from another turned over.
double difference(const std::vector<double>& one, std::vector<double> other, int classes) {
  const size_t n = other.size() / classes;
  double worst = 0;
  for (int k = 0; k < classes; ++k) std::reverse(other.begin() + k * n, other.begin() + (k + 1) * n);
  for (size_t i = 0; i < one.size(); ++i) worst = std::max(worst, std::abs(one[i] - other[i]));
  return worst;
}

/// How far fractions leave 0..packing [-].
double outside(const std::vector<double>& phi, int classes, double packing) {
  const size_t n = phi.size() / classes;
  double worst = 0;
  for (size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (int k = 0; k < classes; ++k) sum += phi[k * n + i], worst = std::max(worst, -phi[k * n + i]);
    worst = std::max(worst, sum - packing);
  }
  return worst;
}
}  // namespace

TEST_CASE("what floats is the mirror image of what sinks", "[settling]") {
  Scenario down = closed_column(10, 100, {sinking(0.05, 4, 1500)});
  down.initial = {layer(0, 0, 10, 0.4)};
  Scenario up = down;
  up.solids[0] = turned(up.solids[0]);
  for (double time : {40.0, 100.0, 300.0}) {
    const auto sunk = fractions(down, time);
    CHECK(difference(sunk, fractions(up, time), 1) < 1e-10);  // multiply-adds round the two apart
    if (time == 300) CHECK(sunk[0] == Approx(0.6).epsilon(1e-6));
    if (time == 300) CHECK(sunk.back() < 1e-12);
  }
}

TEST_CASE("a pipe that runs down, and classes that sink and float together, mirror too", "[settling]") {
  Scenario one = closed_column(10, 80, {sinking(0.05, 3, 1800), sinking(0.02, 4.5, 1300), sinking(-0.03, 3.5, 600)});
  one.initial = {layer(0, 0, 6, 0.12), layer(1, 2, 10, 0.1), layer(2, 0, 10, 0.09)};
  Scenario mirror = one, turned_pipe = one;
  for (SolidClass& solid : mirror.solids) solid = turned(solid);
  mirror.initial = {layer(0, 4, 10, 0.12), layer(1, 0, 8, 0.1), layer(2, 0, 10, 0.09)};
  turned_pipe.initial = mirror.initial;
  turned_pipe.segments[0].inclination = pi, turned_pipe.inlet_depth = 0;
  for (double time : {30.0, 200.0}) {
    const auto straight = fractions(one, time);
    CHECK(difference(straight, fractions(mirror, time), 3) < 1e-12);
    CHECK(difference(straight, fractions(turned_pipe, time), 3) < 1e-12);
    CHECK(outside(straight, 3, one.maximum_packing) < 1e-14);
  }
}

TEST_CASE("the composition of a bed of two exponents does not ripple", "[settling]") {
  const double w[2] = {0.41, 0.13}, n[2] = {2.55, 3.7}, phi[2] = {0.05, 0.1}, packing = 0.56, length = 60;
  Scenario s = closed_column(length, 500, {sinking(w[0], n[0], 2000), sinking(w[1], n[1], 2000)});
  s.maximum_packing = packing;
  s.initial = {layer(0, 0, length, phi[0]), layer(1, 0, length, phi[1])};
  double slip[2], carried = 0, rain = 0;
  for (int k = 0; k < 2; ++k) slip[k] = w[k] * std::pow(1 - phi[0] - phi[1], n[k] - 1), carried += phi[k] * slip[k];
  for (int k = 0; k < 2; ++k) rain += phi[k] * (slip[k] - carried);
  const double rise = rain / (packing - phi[0] - phi[1]), time = 0.9 * length / (slip[0] - carried + rise);
  const double bed = phi[0] * (1 + (slip[0] - carried) / rise);  // of the first class, by the jump condition
  const auto found = fractions(s, time);
  double sum = 0, squares = 0;
  int count = 0;
  for (int i = 0; i < 500; ++i) {
    const double z = (i + 0.5) * length / 500;
    if (z < 0.1 * rise * time || z > 0.9 * rise * time) continue;
    sum += found[i] / bed - 1, squares += square(found[i] / bed - 1), ++count;
  }
  CHECK(std::abs(sum / count) < 1e-4);
  CHECK(std::sqrt(squares / count) < 1e-3);
}

TEST_CASE("classes fed below their settling velocity stay within 0 and the packing", "[settling]") {
  Scenario s = cases::plain_pipe(29.63, 64, 0.13);  // found with -0.3 in cell 0
  s.maximum_packing = 0.6, s.liquid.density = 901, s.segments[0].inclination = 25.36 * pi / 180;
  s.solids = {sinking(0.10887, 4.919, 2361.6), sinking(0.0018854, 4.0174, 1018.4), sinking(0.0068106, 4.7657, 1001.1)};
  s.inlet.kind = BoundaryKind::flow, s.inlet.value = {{0, 2761, 3358}, {1.2997e-4, 1.2997e-4, 4.018e-5}, 0, 0};
  s.feeds = {{0, FeedKind::volume_rate, {{0, 690, 1245}, {0, 0, 2.2172e-6}, 0, 0}},
             {1, FeedKind::volume_rate, cases::constant(3.8615e-6)},
             {2, FeedKind::volume_rate, {{0, 690, 787}, {0, 0, 4.2887e-6}, 0, 0}}};
  s.initial = {layer(0, 12.2, 13.3, 0.000707), layer(1, 0, 29.63, 0.12492), layer(2, 22.3, 28.6, 0.1054)};
  Simulation simulation(s, Device::cpu);
  for (double time : {700.0, 1300.0, 3400.0, 6900.0}) {
    simulation.advance_to(time);
    CHECK(outside(simulation.snapshot().concentration, 3, 0.6) < 1e-14);
  }
}

TEST_CASE("a flow that starts from rest within a step carries a layer along unharmed", "[settling]") {
  Scenario s = cases::plain_pipe(5, 50, 0.2);
  s.segments[0].inclination = pi / 2, s.inlet_depth = 0, s.maximum_step = 1;
  s.solids = {sinking(0.01, 3, 2000)};
  s.inlet.kind = BoundaryKind::flow, s.inlet.value = {{0, 0.1}, {0, 0.03}, 0, 0};
  s.initial = {layer(0, 1, 2, 0.1)};
  Simulation simulation(s, Device::cpu);
  for (double time : {1.0, 2.0}) {
    simulation.advance_to(time);
    const auto phi = simulation.snapshot().concentration;
    CHECK(outside(phi, 1, 0.1 * (1 + 1e-2)) < 1e-14);  // stages that have unlike flows overshoot by 0.5 %
  }
}

TEST_CASE("random feeds, flows and classes never leave 0 and the packing", "[settling]") {
  std::mt19937 random(19);
  const auto draw = [&](double from, double to) { return std::uniform_real_distribution<double>(from, to)(random); };
  for (int trial = 0; trial < 30; ++trial) {
    const int classes = 1 + trial % 3;
    Scenario s = cases::plain_pipe(8, 40, 0.1);
    s.segments[0].length = 4, s.segments.push_back(s.segments[0]);
    s.segments[1].bore = trial % 2 ? 0.1 : draw(0.06, 0.16), s.segments[0].inclination = s.segments[1].inclination = draw(0, pi);
    s.inlet_depth = 0, s.maximum_packing = draw(0.3, 0.8), s.maximum_step = 10;
    if (trial % 5 == 0) s.dispersion = DispersionLaw::constant, s.dispersion_value = std::pow(10, draw(-4, -1));
    s.inlet.kind = BoundaryKind::flow;
    s.inlet.value = {{0, 20, 40, 60}, {draw(-1, 2) * 1e-3, draw(0, 2) * 1e-3, draw(-2, 1) * 1e-3, draw(0, 6) * 1e-3}, 0, 0};
    for (int k = 0; k < classes; ++k) {
      const double way = trial % 4 == 3 && k == 0 ? -1 : 1;
      s.solids.push_back(sinking(way * std::pow(10, draw(-3, -0.5)), draw(2, 7), 1000 + way * draw(20, 900)));
      s.feeds.push_back({k, FeedKind::volume_rate, cases::constant(draw(0, 5e-4))});
      s.initial.push_back(layer(k, draw(0, 4), draw(4, 8), draw(0, s.maximum_packing / classes)));
    }
    INFO("trial " << trial);
    Simulation simulation(s, Device::cpu);
    for (double time = 10; time <= 80; time += 10) {
      simulation.advance_to(time);
      CHECK(outside(simulation.snapshot().concentration, classes, s.maximum_packing) < 1e-13);
    }
  }
}
