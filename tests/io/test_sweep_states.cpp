// What a sweep keeps of a member under way beside the solver's state.
#include <catch2/catch.hpp>

#include "io/sweep/underway.hpp"

using namespace riser;

namespace {
Underway some_member(Member& member) {
  Underway u{&member, Production({2500.0}), Totals{}};
  u.totals.minimum_pressure = {1e5, 2e5}, u.totals.mass_in = {7.5}, u.totals.steps = 12, u.totals.energy = 0.1;
  u.totals.plug_time = 3.25, u.totals.suction_head = {4.5};
  SeriesRow row;
  row.time = 60, row.delivered_rate = {0.5};
  u.production.add(row);
  u.good = 60, u.rows = 1;
  return u;
}
}  // namespace

TEST_CASE("a member under way is the same after its state was put back", "[sweep]") {
  Member member;
  const Underway before = some_member(member);
  Underway after{&member, Production({2500.0}), Totals{}};
  after.totals.minimum_pressure = {0, 0}, after.totals.mass_in = {0}, after.totals.suction_head = {0};
  after.load(before.save());
  CHECK(after.good == 60);
  CHECK(after.rows == 1);
  CHECK(after.totals.minimum_pressure == before.totals.minimum_pressure);
  CHECK(after.totals.mass_in == before.totals.mass_in);
  CHECK(after.totals.steps == 12);
  CHECK(after.totals.energy == 0.1);
  CHECK(after.totals.plug_time == 3.25);
  CHECK(after.totals.cavity_time == -1);
  CHECK(after.totals.suction_head == before.totals.suction_head);
  const State one = before.save(), other = after.save();
  REQUIRE(one.size() == other.size());
  for (std::size_t i = 0; i < one.size(); ++i) CHECK(one[i].values == other[i].values);
}

TEST_CASE("a state of another member changes nothing", "[sweep]") {
  Member member;
  const Underway before = some_member(member);
  Underway longer = some_member(member);
  longer.totals.minimum_pressure = {1, 2, 3}, longer.good = 5;
  CHECK_THROWS_AS(longer.load(before.save()), std::invalid_argument);
  CHECK(longer.good == 5);
  State torn = before.save();
  torn.pop_back();
  CHECK_THROWS_AS(Underway(before).load(torn), std::invalid_argument);
  for (NamedValues& part : torn = before.save())
    if (part.name == "totals_steps") part.values = {1e300};
  CHECK_THROWS_AS(Underway(before).load(torn), std::invalid_argument);
}
