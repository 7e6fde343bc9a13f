#include <catch2/catch.hpp>

#include "solver/simulation.hpp"
#include "tests/solver/cases.hpp"

using namespace riser;
using namespace riser::cases;

namespace {

/// A pump against friction, with grains; lengths, cells and events differ from member to member.
Scenario member(int index) {
  Scenario s = plain_pipe(200 + 100 * index, 40 + 10 * index, 0.2);
  s.friction = FrictionLaw::constant;
  s.solids = {grains(0.2, 2.7)};
  if (index == 2) s.solids.push_back(grains(0.1, 3)), s.solids[1].name = "other";
  Pump pump;
  pump.position = 50, pump.flow = {0, 0.1, 0.2}, pump.head = {30, 25, 5}, pump.efficiency = {0.1, 0.7, 0.4}, pump.rated_speed = 150;
  pump.speed = constant(150);
  s.pumps = {pump};
  s.feeds = {{0, FeedKind::volume_rate, constant(1e-3)}};
  s.events = {{20.0 + 7 * index, EventAction::pump_trip, -1}};
  s.end_time = 60;
  return s;
}

/// A flow that rises beyond all bounds.
Scenario runaway() {
  Scenario s = member(0);
  s.pumps.clear(), s.events.clear();
  s.inlet = {BoundaryKind::flow, {{0, 10}, {0, 500}, 0, 0}};
  return s;
}
}  // namespace

TEST_CASE("Members of an ensemble give the bits that each gives alone", "[ensemble]") {
  Ensemble all({member(0), member(1), member(2)}, Device::cpu);
  for (double time : {10.0, 60.0}) all.advance_to({time, 1.5 * time > 60 ? 60 : 1.5 * time, time});
  for (int m = 0; m < 3; ++m) {
    Simulation alone(member(m), Device::cpu);
    for (double time : {10.0, 60.0}) alone.advance_to(m == 1 ? std::min(1.5 * time, 60.0) : time);
    const Snapshot a = all.snapshot(m), b = alone.snapshot();
    CHECK(all.time(m) == 60);
    CHECK(a.concentration == b.concentration);
    CHECK(a.pressure == b.pressure);
    CHECK(all.totals(m).energy == alone.totals().energy);
  }
}

TEST_CASE("A member that diverges says where, and the others go on", "[ensemble]") {
  Ensemble all({member(0), runaway(), member(1)}, Device::cpu);
  all.advance_to({60, 60, 60});
  CHECK(all.trouble(0).empty());
  CHECK(all.trouble(1).find("first bad cell") != std::string::npos);
  CHECK(all.time(0) == 60);
  CHECK(all.time(2) == 60);
  const double stopped = all.time(1);
  all.advance_to({70, 70, 70});
  CHECK(all.time(1) == stopped);
  CHECK(all.time(0) == 70);
}
