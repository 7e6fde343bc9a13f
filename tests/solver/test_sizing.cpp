#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>

#include "io/config.hpp"
#include "solver/screen.hpp"
#include "solver/simulation.hpp"

using namespace riser;

namespace {

Scenario case_of(const char* name, const std::vector<std::string>& sets) {
  const Loaded loaded = load_case(std::string(RISER_SOURCE_DIR) + "/configs/" + name, sets);
  for (const Problem& problem : loaded.problems) FAIL_CHECK(format(problem));
  return loaded.scenario;
}

/// The steady line at the flow and the feeds a full run came to.
OperatingPoint point_of(const Scenario& s, double flow, const std::vector<double>& rates, double dry) {
  SteadyLine line(s, 6000.0 / 24);
  const SteadyFlow state = line.at(flow, rates);
  const Stations stations = stations_of(s);
  return operate(line, state, stations, balance(line, state, stations, 2340), {s.sizing.limits, 0, {}, {}}, dry);
}
}  // namespace

TEST_CASE("The steady line agrees with a full run of nodules brought to its steady state", "[sizing]") {
  const std::vector<std::string> sets = {"grid.cell_length=50 m", "feeds[0].dry_rate=30 t/h", "feeds[1].dry_rate=40 t/h", "feeds[2].dry_rate=30 t/h", "feeds[0].fluctuation.amplitude=0",
                                         "feeds[1].fluctuation.amplitude=0", "feeds[2].fluctuation.amplitude=0", "time.end=4 h"};
  const Scenario s = case_of("minamitorishima_nodules.yaml", sets);
  Simulation run(s, Device::cpu);
  run.advance_to(4 * 3600);
  const SeriesRow row = run.series_row();
  double rise = 0, power = 0, coarse = 0;
  for (double one : row.pump_head) rise += one;
  for (double one : row.pump_power) power += one;
  for (double one : row.in_situ_concentration) coarse += one;
  const OperatingPoint o = point_of(s, row.flow_rate, {30 / 3.6 / 2000, 40 / 3.6 / 2000, 30 / 3.6 / 2000}, 100 / 3.6);
  CHECK(o.coarse == Approx(coarse).epsilon(2e-3));
  CHECK(o.rise == Approx(rise).epsilon(5e-3));
  CHECK(o.power == Approx(power).epsilon(5e-3));
  CHECK(o.ratio == Approx(1).epsilon(3e-3));
}
