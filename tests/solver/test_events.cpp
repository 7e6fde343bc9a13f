#include <catch2/catch.hpp>

#include "kernels/axial/momentum.hpp"
#include "solver/events.hpp"
#include "tests/solver/cases.hpp"

using namespace riser;

namespace {
double at(const Schedule& s, double time) { return value_at({s.time.data(), s.value.data(), static_cast<int>(s.time.size()), 0, 0}, time); }

/// 100 m of water, a positive displacement pump at 0.1 m3/s.
Scenario pumped() {
  Scenario s = cases::plain_pipe(100, 20, 0.3);
  Pump pump;
  pump.kind = PumpKind::positive_displacement, pump.position = 10, pump.flow_rate = cases::constant(0.1), pump.efficiency = {1};
  pump.run_down_time = 5, pump.run_up_time = 10;
  s.pumps = {pump};
  return s;
}
}  // namespace

TEST_CASE("a feed stops, starts and is flushed at the events' times", "[events]") {
  Scenario s;
  s.feeds = {{0, FeedKind::volume_rate, {{0, 100, 1000}, {0, 1, 1}}}};
  s.events = {{700, EventAction::flush, -1}, {200, EventAction::feed_stop, 0}, {400, EventAction::feed_start, 0}, {450, EventAction::feed_start, -1}};
  const Schedule cut = with_events(s, s.feeds[0], 0);
  CHECK(at(cut, 50) == 0.5);
  CHECK(at(cut, 199.999) == 1);
  for (double time : {200.001, 300.0, 399.999, 700.001, 2000.0}) CHECK(at(cut, time) == 0);
  for (double time : {400.001, 500.0, 699.999}) CHECK(at(cut, time) == Approx(1).epsilon(1e-9));
  CHECK(std::is_sorted(cut.time.begin(), cut.time.end()));
}

TEST_CASE("of two events of one target at one instant the later listed counts", "[events]") {
  Scenario s;
  s.feeds = {{0, FeedKind::volume_rate, cases::constant(1)}};
  s.events = {{200, EventAction::feed_stop, 0}, {200, EventAction::feed_start, -1}};
  for (double time : {199.0, 200.001, 500.0}) CHECK(at(with_events(s, s.feeds[0], 0), time) == 1);
  s.events = {{200, EventAction::feed_start, 0}, {200, EventAction::flush, 0}};
  CHECK(at(with_events(s, s.feeds[0], 0), 201) == 0);
  s.events = {{100, EventAction::feed_stop, 0}, {200, EventAction::flush, 0}, {200, EventAction::feed_start, 0}};
  CHECK(at(with_events(s, s.feeds[0], 0), 150) == 0);
  CHECK(at(with_events(s, s.feeds[0], 0), 201) == 1);
  Scenario p = pumped();
  PumpView view{};
  p.events = {{20, EventAction::pump_trip, -1}, {20, EventAction::pump_restart, 0}};
  place_switches(p, 0, view);
  CHECK(view.switches == 0);
  p.events = {{20, EventAction::pump_restart, 0}, {20, EventAction::pump_trip, -1}};
  place_switches(p, 0, view);
  REQUIRE(view.switches == 1);
  CHECK(!view.switch_on[0]);
}

TEST_CASE("a pump runs down after a trip, up after a restart, and down again", "[events]") {
  Scenario s = pumped();
  s.events = {{20, EventAction::pump_trip, 0}, {30, EventAction::pump_restart, 0}, {60, EventAction::pump_trip, -1}};
  Simulation simulation(s);
  const auto flow_at = [&](double time) { return simulation.advance_to(time), simulation.series_row().flow_rate; };
  CHECK(flow_at(20) == Approx(0.1));
  CHECK(flow_at(25) == Approx(0.05));
  CHECK(flow_at(30) == Approx(0.1 / 3));
  CHECK(flow_at(35) == Approx(0.1 / 3 + 0.5 * (0.1 - 0.1 / 3)));
  CHECK(flow_at(50) == Approx(0.1));
  CHECK(flow_at(65) == Approx(0.05));
}

TEST_CASE("a pump takes at most so many switches", "[events]") {
  Scenario s = pumped();
  for (int i = 0; i < max_switches + 1; ++i) s.events.push_back({10.0 + i, i % 2 ? EventAction::pump_restart : EventAction::pump_trip, 0});
  CHECK_THROWS_AS(Simulation(s), std::invalid_argument);
}
