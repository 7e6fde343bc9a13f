#include <catch2/catch.hpp>
#include <cmath>

#include "io/config/config.hpp"
#include "solver/detail.hpp"
#include "solver/simulation.hpp"
#include "solver/spread.hpp"
#include "solver/transients.hpp"

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

/// The nodules' sizing on few designs.
std::vector<std::string> few(std::vector<std::string> more = {}) {
  std::vector<std::string> sets = {"size.bore={from: 100 mm, to: 160 mm, count: 4}", "size.wall_thickness={values: [8 mm, 16 mm]}", "size.stations={values: [2, 4, 6]}",
                                   "size.lowest_station={values: [900 m, 1800 m]}", "size.crushing_size={values: [10 mm, 20 mm]}", "size.concentration={from: 0.04, to: 0.12, count: 9}",
                                   "size.transients.cell_length=50 m"};
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
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
  CHECK(o.coarse == Approx(coarse).epsilon(1e-7));
  CHECK(o.rise == Approx(rise).epsilon(2e-3));
  CHECK(o.power == Approx(power).epsilon(2e-3));
  CHECK(o.ratio == Approx(1).epsilon(1e-3));
}

TEST_CASE("The steady line feels that one high pump draws the water below it thinner", "[sizing]") {
  const Scenario s = case_of("minamitorishima_nodules.yaml", {"grid.cell_length=50 m", "feeds=[{class: coarse, dry_rate: 100 t/h}]", "time.end=3 h", "sweep={}",
                                                             "pumps=[{name: high, kind: positive_displacement, position: 4900 m, flow_rate: 1000 m3/h}]"});
  Simulation run(s, Device::cpu);
  run.advance_to(3 * 3600);
  const OperatingPoint o = point_of(s, 1000.0 / 3600, {0, 0, 100 / 3.6 / 2000}, 100 / 3.6);
  CHECK(o.rise == Approx(run.series_row().pump_head[0]).epsilon(2e-3));  // more without the slope of density over pressure
}

TEST_CASE("The steady line agrees with a full run of mud through the double pipe", "[sizing]") {
  const Scenario s = case_of("minamitorishima_mud.yaml", {"grid.cell_length=100 m", "feeds[0].dry_rate=343 t/day", "feeds[1].dry_rate=7 t/day", "feeds[0].fluctuation.amplitude=0",
                                                          "feeds[1].fluctuation.amplitude=0", "time.end=6 h"});
  Simulation run(s, Device::cpu);
  run.advance_to(6 * 3600);
  const SeriesRow row = run.series_row();
  const double dry = 350 / 86.4;
  const OperatingPoint o = point_of(s, row.flow_rate, {343 / 86.4 / 2650, 7 / 86.4 / 2650}, dry);
  // The screen has the sea's temperature in both limbs: the run's warmer water is thinner.
  CHECK(o.rise == Approx(row.pump_head[0]).epsilon(0.01));
  CHECK(o.power == Approx(row.pump_power[0]).epsilon(0.01));
}

TEST_CASE("A screen gives the same designs on one thread and on three", "[sizing]") {
  const std::vector<Scenario> duties{case_of("size_nodules.yaml", few())};
  const DesignSpace space(duties[0]);
  const Screen one = screen(duties, space, 1), three = screen(duties, space, 3);
  REQUIRE(one.survivors == three.survivors);
  REQUIRE(!one.survivors.empty());
  CHECK(one.candidates == three.candidates);
  for (std::size_t i = 0; i < space.size(); ++i) {
    CHECK(space.index(space.place(i)) == i);
    CHECK(one.designs[i].objective == three.designs[i].objective);
    CHECK(one.designs[i].worst().use == three.designs[i].worst().use);
  }
}

TEST_CASE("What the screen lets pass meets every limit, and its front is not bettered", "[sizing]") {
  const std::vector<Scenario> duties{case_of("size_nodules.yaml", few())};
  const DesignSpace space(duties[0]);
  const Screen s = screen(duties, space, 2);
  const SizingLimits& limits = duties[0].sizing.limits;
  for (std::size_t at : s.survivors) {
    const OperatingPoint& o = s.designs[at].duty[0];
    CHECK(o.most() <= full_use);
    CHECK(o.head <= limits.station_head * full_use);
    CHECK(o.transport >= limits.transport / full_use);
    CHECK(o.coarse <= limits.concentration * full_use);
  }
  const auto front = pareto_front(s, space, s.survivors);
  REQUIRE(front.size() > 1);
  for (std::size_t a : front)
    for (std::size_t b : s.survivors) {
      const bool betters = s.designs[b].energy < s.designs[a].energy && s.designs[b].steel < s.designs[a].steel && space.design(b)[Variable::stations] < space.design(a)[Variable::stations];
      CHECK_FALSE(betters);
    }
}

TEST_CASE("The parts of the energy add up, and the pump keeps ahead of the line when the flow dips", "[sizing]") {
  const std::vector<Scenario> duties{case_of("size_nodules.yaml", few())};
  const DesignSpace space(duties[0]);
  const Screen s = screen(duties, space, 2);
  const std::size_t best = s.survivors.front();
  const DesignDetail detail = detail_of(duties[0], 0, space.design(best), s.designs[best]);
  const EnergyParts& e = detail.energy;
  CHECK(e.lift + e.slip + e.friction + e.pump == Approx(s.designs[best].duty[0].energy).epsilon(1e-9));
  // (2000 - 1040)/2000 g 5600 m = 26.4 kJ/kg by hand.
  CHECK(e.lift == Approx(26.4e3).epsilon(5e-3));
  CHECK(e.slip > 0);
  const double flow = s.designs[best].duty[0].flow;
  for (std::size_t i = 0; i < detail.flow.size(); ++i)
    if (detail.flow[i] > 0.95 * flow && detail.flow[i] < 0.99 * flow) CHECK(detail.pump[i] > detail.system[i]);
}

TEST_CASE("Transients pass a good design and name the phase in which a bad one fails", "[sizing]") {
  const std::vector<Scenario> good{case_of("size_nodules.yaml", few())}, surged{case_of("size_nodules.yaml", few({"size.transients.surge=6", "size.transients.surge_time=20 min"}))};
  const DesignSpace space(good[0]);
  const Screen s = screen(good, space, 2);
  const std::size_t best = s.survivors.front();
  const Verdict passed = *judge_transients(good[0], 0, space.design(best), s.designs[best]);
  CHECK(passed.passed);
  CHECK(passed.recovered > 0.9);
  CHECK(passed.reached == Approx(1).margin(0.15));
  const Verdict failed = *judge_transients(surged[0], 0, space.design(best), s.designs[best]);
  CHECK_FALSE(failed.passed);
  CHECK(failed.phase == "feed surge");
}

TEST_CASE("Every closure that applies is in the spread, and one out of its range says so", "[sizing]") {
  const std::vector<Scenario> duties{case_of("size_nodules.yaml", few())};
  const DesignSpace space(duties[0]);
  const Screen s = screen(duties, space, 2);
  const std::size_t best = s.survivors.front();
  const auto members = closure_spread(duties[0], 0, space.design(best), s.designs[best]);
  CHECK(members.size() == 45);
  double own = 0;
  for (const SpreadMember& m : members) {
    CHECK(m.in_range == (m.settling != "schiller_naumann"));
    if (m.settling == "ferguson_church" && m.hindrance == "rowe" && m.friction == "churchill") own = m.energy;
  }
  CHECK(own == Approx(s.designs[best].duty[0].energy).epsilon(1e-6));
}
