#include <catch2/catch.hpp>

#include "io/config/cost.hpp"
#include "solver/simulation.hpp"
#include "tests/solver/cases.hpp"

using namespace riser;

TEST_CASE("check counts the steps that a run takes, and waves only where they are resolved", "[cost]") {
  Scenario s = cases::plain_pipe(1000, 200, 0.3);
  s.end_time = 1000, s.maximum_step = 1, s.initial_flow = 0.07;
  s.inlet = {BoundaryKind::flow, cases::constant(0.07)};
  const Cost rigid = estimate(s);
  CHECK(rigid.substeps == 0);
  CHECK(rigid.steps == Approx(1000).epsilon(1e-9));
  s.pressure = PressureModel::elastic, s.waves.from = {10, 990}, s.waves.to = {30, 2000};
  const Cost windows = estimate(s);
  CHECK(windows.substeps == Approx(30 * 1400 / 5.0));
  CHECK(windows.steps == Approx(970 + 30 * 1400 / 5.0 / 64).epsilon(1e-3));
  s.waves.from.clear(), s.waves.to.clear();
  const Cost always = estimate(s);
  CHECK(always.substeps == Approx(1000 * 1400 / 5.0));
  s.end_time = 20;
  Simulation run(s);
  run.advance_to(20);
  const Cost short_run = estimate(s);
  CHECK(short_run.steps == Approx(static_cast<double>(run.totals().steps)).epsilon(0.25));
  CHECK(short_run.substeps == Approx(static_cast<double>(run.totals().substeps)).epsilon(0.25));
}
