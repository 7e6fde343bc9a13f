#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/axisymmetric/balance.hpp"
#include "solver/section.hpp"
#include "solver/section_build.hpp"
#include "solver/section_loops.hpp"

// A yield-stress liquid in r and z in time: the flow curve read backwards, and starts, stops and turns of a drive in a periodic pipe.
using namespace riser;

namespace {

/// Mud all along 0.8 m of level pipe, at rest; a drive [Pa/m], or a flow [m3/s].
struct Pipe {
  double bore = 0.22, density = 1260, yield_stress = 7.5, consistency = 1.4, index = 1, time = 0;  // time: Papanastasiou's m, 0 = sharp
  Schedule drive{{0}, {210}, 0, 0};
  bool flow_given = false;
  int rings = 64;
};

Scenario scenario_of(const Pipe& pipe) {
  Scenario s;
  s.model = Model::axisymmetric;
  s.cell_length = 0.1, s.heat = false;
  s.section.radial_cells = pipe.rings, s.section.ends = SectionEnds::periodic, s.section.flow_given = pipe.flow_given;
  s.section_drive = pipe.drive;
  s.liquid.law = LiquidLaw::constant, s.liquid.density = pipe.density, s.liquid.viscosity = 1;
  s.rheology.law = pipe.time > 0 ? RheologyLaw::herschel_bulkley_papanastasiou : RheologyLaw::herschel_bulkley;
  s.rheology.fraction = {0}, s.rheology.yield_stress = {pipe.yield_stress}, s.rheology.consistency = {pipe.consistency}, s.rheology.index = {pipe.index};
  s.rheology.regularisation_time = pipe.time;
  Segment segment;
  segment.length = 0.8, segment.bore = pipe.bore, segment.inclination = pi / 2;
  s.segments = {segment};
  return s;
}

/// Its steps one by one: times and mean velocities.
struct Run {
  std::unique_ptr<SectionState<0>> section;
  HostLoops loops;
  std::vector<double> time{0}, mean{0};
  explicit Run(const Pipe& pipe, double tolerance = time_tolerance)
      : section(build_section<0>(scenario_of(pipe), make_section_grid(scenario_of(pipe)))), loops(section->view, 1) {
    section->view.tolerance = tolerance;
    begin_section(loops, section->view);
  }
  SectionClock& clock() { return *section->view.clock; }
  double velocity() const {
    const SectionView<0>& v = section->view;
    double sum = 0;
    for (int i = 0; i < v.nr; ++i) sum += 2 * v.uz[v.at(i, 3)] / v.per_ring[i] / square(v.radius);
    return sum;
  }
  double fastest() const {
    double most = 0;
    for (int i = 0; i < section->view.nr; ++i) most = std::max(most, std::abs(section->view.uz[section->view.at(i, 3)]));
    return most;
  }
  void until(double end) {
    clock().target = end;
    while (clock().time < end && clock().bad == 0) {
      step(loops, section->view);
      time.push_back(clock().time), mean.push_back(velocity());
    }
    CHECK(clock().bad == 0);
    CHECK(clock().unsettled == 0);
  }
  double reaches(double wanted) const {
    for (std::size_t i = 1; i < mean.size(); ++i)
      if (mean[i] >= wanted) return time[i - 1] + (time[i] - time[i - 1]) * (wanted - mean[i - 1]) / (mean[i] - mean[i - 1]);
    return -1;
  }
};
}  // namespace

TEST_CASE("the flow curve read backwards gives back the stress", "[section][yield]") {
  for (double n : {0.2, 0.5, 1.0, 1.6})
    for (double yield : {0.0, 0.3, 40.0})
      for (double rate : {1e-4, 0.02, 1.0, 300.0}) {
        const ShearLaw sharp{yield, 1 / n, std::log(1.4) / n, 0}, regularised{yield, 1 / n, std::log(1.4) / n, 20};
        const double excess = 1.4 * std::pow(rate, n), rounding = 4e-16 * yield / excess;  // of the sum
        CHECK(sharp_shear(sharp, yield + excess).rate == Approx(rate).epsilon(1e-9 + rounding));
        CHECK(sharp_shear(sharp, yield).rate == 0);
        if (20 * rate < 0.01) continue;  // the linear part
        double x = 1, missing = 1;
        Shear found{};
        for (int step = 0; step < 30; ++step) found = regularised_shear(regularised, yield * (1 - std::exp(-20 * rate)) + 1.4 * std::pow(rate, n), x, missing);
        CHECK(found.rate == Approx(rate).epsilon(1e-7));
        CHECK(found.slope == Approx(1 / (20 * yield * std::exp(-20 * rate) + n * 1.4 * std::pow(rate, n - 1))).epsilon(1e-6));
      }
}

TEST_CASE("a Bingham start-up takes the times of Duvaut and Lions's solution", "[section][yield]") {
  Run run{Pipe{}};
  run.until(10.89);
  const double final = 0.04389210031;  // Buckingham-Reiner
  CHECK(run.reaches(0.5 * final) == Approx(0.7523009795).epsilon(2e-3));
  CHECK(run.reaches(0.9 * final) == Approx(2.848894778).epsilon(3e-3));
  CHECK(run.mean.back() == Approx(final).epsilon(1e-3));
  CHECK(run.clock().steps < 400);
}

TEST_CASE("the steps' error is of second order", "[section][yield]") {
  std::vector<Run> runs;
  for (double tolerance : {4e-3, 1e-3, 2.5e-4}) {
    runs.emplace_back(Pipe{}, tolerance);
    runs.back().until(0.4), runs.back().until(1.2);
  }
  const double coarse = std::abs(runs[0].mean.back() - runs[1].mean.back()), fine = std::abs(runs[1].mean.back() - runs[2].mean.back());
  CHECK(runs[2].clock().steps > 1.7 * runs[1].clock().steps);
  CHECK(coarse > 3.2 * fine);
}

TEST_CASE("below its yield stress a mud stands still, with its drive gone it comes to rest", "[section][yield]") {
  Pipe held;
  held.yield_stress = 13;  // the wall's stress is 11.55
  Run still(held);
  still.until(5);
  CHECK(still.fastest() < 1e-13);
  Pipe stopped;
  stopped.drive = {{0, 5, 5.000001}, {210, 210, 0}, 0, 0};
  Run run(stopped);
  run.until(5);
  CHECK(run.velocity() > 0.04);
  run.until(5.3);
  CHECK(run.velocity() == Approx(0.00497).epsilon(0.01));  // a fine radial solution
  run.until(5.45);
  CHECK(run.fastest() < 1e-11);
}

TEST_CASE("a given flow finds the drive that the same flow has, and a reversed one turns", "[section][yield]") {
  Pipe given;
  given.flow_given = true, given.drive = {{0}, {0.04389210031 * pi * square(0.11)}, 0, 0};
  Run run(given);
  run.until(5);
  CHECK(run.velocity() == Approx(0.04389210031).epsilon(1e-10));
  CHECK(run.clock().gradient == Approx(210).epsilon(1e-3));
  Pipe turned;
  turned.drive = {{0, 5, 5.000001}, {210, 210, -210}, 0, 0};
  Run back(turned);
  back.until(5.1);
  CHECK(back.velocity() == Approx(0.014498).epsilon(5e-3));
  back.until(10);
  CHECK(back.velocity() == Approx(-0.04290).epsilon(2e-3));
}

TEST_CASE("far points settle: bores, thin and thick muds, any index, sharp and regularised, no yield stress", "[section][yield]") {
  struct Point {
    double bore, consistency, index, yield_stress, gradient, time, end;
  };
  for (const Point& p : std::vector<Point>{{0.005, 0.1, 0.5, 10, 16000, 0, 1}, {0.8, 1.4, 1, 7, 50, 0, 5}, {0.22, 100, 1, 7.5, 210, 0, 2}, {0.22, 1e-4, 1, 7.5, 210, 0, 2},
                                           {0.22, 1.4, 0.2, 7.5, 210, 0, 4}, {0.22, 1.4, 2, 7.5, 210, 0, 2}, {0.22, 1.4, 1, 0, 210, 0, 2}, {0.22, 1.4, 1, 7.5, 210, 1e5, 2},
                                           {0.22, 1.4, 0.5, 7.5, 210, 1, 2}, {0.22, 1.4, 0.3, 10.97, 210, 0, 0.5}}) {
    INFO("bore " << p.bore << " K " << p.consistency << " n " << p.index << " yield " << p.yield_stress << " m " << p.time);
    Pipe pipe;
    pipe.bore = p.bore, pipe.consistency = p.consistency, pipe.index = p.index, pipe.yield_stress = p.yield_stress, pipe.time = p.time, pipe.rings = 32;
    pipe.drive = {{0}, {p.gradient}, 0, 0};
    Run run(pipe);
    run.until(p.end);
    CHECK(run.velocity() > 0);
  }
}
