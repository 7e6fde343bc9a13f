#include <catch2/catch.hpp>
#include <cmath>

#include "kernels/axial/step.hpp"
#include "solver/build.hpp"
#include "solver/grid.hpp"
#include "tests/solver/cases.hpp"

using namespace riser;

namespace {

/// A level pipe between two pressures.
Scenario level(double length, double bore, double push) {
  Scenario s = cases::plain_pipe(length, 4, bore);
  s.segments[0].inclination = pi / 2, s.inlet_depth = 0;
  s.inlet = {BoundaryKind::pressure, cases::constant(1e5 + push)};
  s.outlet = {BoundaryKind::pressure, cases::constant(1e5)};
  return s;
}

/// The column of a case at the beginning of a step of `step` [s].
struct Column {
  std::unique_ptr<Riser<0>> riser;
  explicit Column(const Scenario& s, double step) : riser(build<0>(s, make_grid(s))) {
    begin_run(SerialTeam{}, view());
    open_step(view(), step, 0);
    while (!view().column->matched) friction(match_friction(view(), view().column->surveyed));
  }
  RiserView<0>& view() { return riser->view; }
  void friction(int node) {
    if (node < 0) return;
    make_friction_node(SerialTeam{}, view(), node), make_friction_node(SerialTeam{}, view(), node + 1);
  }
  SubStep sub_step(const ColumnState& state, double time, double h, int way) {
    while (true) {
      const SubStep s = column_sub_step(view(), column_drive(view()), state, time, h, way);
      if (s.wanted < 0) return s;
      friction(s.wanted);
    }
  }
};
}  // namespace

TEST_CASE("the column's integrator is of third order", "[column]") {
  Scenario s = level(1000, 0.3, 3e5);
  s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;
  const double final = std::sqrt(2 * 3e5 * 0.3 / (0.02 * 1000 * 1000)), tau = 1000 * 1000 * final / 3e5;
  double last = 0;
  for (int parts : {10, 20, 40, 80}) {
    Column column(s, 20);
    ColumnState state{0.3 * final * cases::area(0.3), {}};
    for (int i = 0; i < parts; ++i) state = column.sub_step(state, 20.0 * i / parts, 20.0 / parts, 1).end;
    const double error = std::abs(state.flow / cases::area(0.3) - final * std::tanh(std::atanh(0.3) + 20 / tau));
    if (last > 0) CHECK(std::log2(last / error) == Approx(3).margin(0.25));
    last = error;
  }
}

TEST_CASE("stiff friction damps at any step", "[column]") {
  Scenario s = level(1000, 0.05, 1e6);
  s.liquid.viscosity = 100, s.friction = FrictionLaw::churchill;
  const double right = 1e6 * 0.05 * 0.05 / (32 * 100 * 1000) * cases::area(0.05);
  for (double h : {1e-3, 1e-2, 1.0, 1e3}) {
    Column column(s, 1e4);
    ColumnState state{};
    for (int i = 0; i < 40; ++i) {
      state = column.sub_step(state, 0, h, 1).end;
      REQUIRE(state.flow >= 0);
      REQUIRE(state.flow < 1.2 * right);
    }
    CHECK(state.flow == Approx(right).epsilon(1e-3));
  }
}

TEST_CASE("the column's friction is the sum over its cells at any flow", "[column]") {
  Scenario s = level(400, 0.2, 1e5);
  s.segments.push_back(s.segments[0]), s.segments.push_back(s.segments[0]);
  s.segments[1].bore = 0.3, s.segments[2].bore = 0.12;
  s.friction = FrictionLaw::churchill;
  for (double yield : {0.0, 8.0}) {
    if (yield > 0) s.rheology = {RheologyLaw::bingham, {0}, {yield}, {0.05}, {1}};
    Column column(s, 1);
    const FrictionCurve curve = friction_curve(column.view(), 1);
    double worst = 0, sum = 0;
    int count = 0;
    for (double flow = 1e-7; flow < 0.5; flow *= 1.07, ++count) {
      FrictionAt at = friction_beyond_threshold(curve, flow);
      while (at.wanted >= 0) column.friction(at.wanted), at = friction_beyond_threshold(curve, flow);
      double found[2];
      column_friction_at(SerialTeam{}, column.view(), flow, found);
      const double error = std::abs((at.value + column.view().clock->yield_resistance) / found[0] - 1);
      worst = std::max(worst, error), sum += error * error;
    }
    CHECK(std::sqrt(sum / count) < 1e-3);
    CHECK(worst < 0.01);
  }
}

TEST_CASE("a displacement pump goes one line from dead-head to run-out", "[column]") {
  PumpView pump{};
  pump.positive_displacement = true, pump.relief = 2e6, pump.slip = 1e-9;
  CHECK(displacement_rise(pump, 0, 0.1) == 2e6);
  CHECK(displacement_rise(pump, 0.1 - 1e-3, 0.1) == Approx(1e6));
  CHECK(displacement_rise(pump, 0.1, 0.1) == 0);
  CHECK(displacement_rise(pump, 0.11, 0.1) == Approx(-1e7));
}
