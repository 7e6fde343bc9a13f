// The step as a team of threads with a real barrier, all of the pipe at a time, as a CUDA block takes it: the same bits as the serial team, which
// goes tile by tile; with the device's choice of loops the same but for rounding; no data race under the thread sanitiser. `--mutant` leaves out
// the barrier behind every loop; the sanitiser must then complain (exit 66).
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <thread>
#include <vector>

#include "kernels/axial/residence.hpp"
#include "kernels/axial/step.hpp"
#include "solver/build.hpp"
#include "tests/teams/thread_team.hpp"

using namespace riser;

namespace {
constexpr int block_threads = reduction_lanes;

/// A riser of more than two tiles with everything on: two sizes, heat, a bore change, a pump that trips, a feed that stops, a bed at the bottom.
Scenario lively() {
  Scenario s;
  s.inlet_depth = 1200, s.cell_length = 2, s.end_time = 40;
  for (double diameter : {2e-3, 2e-2}) {
    SolidClass solid;
    solid.diameter = diameter, solid.density = 2000;
    s.solids.push_back(solid);
  }
  Segment low, high;
  low.length = 600, low.bore = 0.3, low.roughness = 5e-5, low.outer_heat_transfer = 20;
  high = low, high.bore = 0.36;
  s.segments = {low, high};
  s.sea.depth = {0, 1200}, s.sea.temperature = {25, 3};
  Pump pump;
  pump.name = "station", pump.position = 300, pump.flow = {0, 0.3, 0.6}, pump.head = {60, 50, 10}, pump.efficiency = {0.3, 0.7, 0.5};
  pump.rated_speed = 150, pump.speed = {{0}, {150}, 0, 0}, pump.run_down_time = 5;
  s.pumps = {pump};
  s.outlet.value = {{0}, {101325}, 0, 0};
  for (int k = 0; k < 2; ++k) s.feeds.push_back({k, FeedKind::dry_mass_rate, {{0, 10, 10.1, 60}, {30, 30, 0, 0}, 0.3, 7}});
  s.initial.push_back({1, InitialShape::layer, 0, 30, 0, 0, 0.55, 0});
  s.events.push_back({15, EventAction::pump_trip, 0});
  return s;
}

/// A double pipe with a feed at its foot, a dump valve that opens and a vessel.
Scenario double_pipe() {
  Scenario s = lively();
  s.inlet_depth = 0, s.pumps.clear(), s.events.clear(), s.initial_flow = 0.1;
  Segment annulus, inner;
  annulus.length = inner.length = 600, annulus.bore = 0.4, annulus.inclination = pi, inner.bore = 0.2, inner.inside = 0;
  annulus.outer_heat_transfer = 50, inner.outer_heat_transfer = 200;
  s.segments = {annulus, inner};
  s.inlet = {BoundaryKind::pressure, {{0}, {3e5}, 0, 0}};
  for (Feed& feed : s.feeds) feed.position = 600;
  Valve dump;
  dump.name = "dump", dump.dump = true, dump.position = 610, dump.at = {0, 1}, dump.coefficient = {0, 0.01}, dump.opening = {{0, 0.2}, {0, 1}, 0, 0};
  s.valves = {dump};
  Vessel vessel;
  vessel.name = "cushion", vessel.position = 100, vessel.gas_volume = 0.5, vessel.coefficient = 0.1;
  s.vessels = {vessel};
  return s;
}

using Arrays = std::vector<std::vector<Real>>;

Arrays state_of(const RiserView<2>& v) {
  Arrays state;
  for (const Real* array : {v.phi[0], v.phi[1], v.temperature, v.wall_temperature, v.pressure, v.flow, v.maximum_pressure}) state.emplace_back(array, array + v.n);
  return state;
}

Arrays advance_serial(const Scenario& s) {
  auto riser = build<2>(s, make_grid(s));
  begin_run(SerialTeam{}, riser->view);
  advance_chunk(SerialTeam{}, riser->view, s.end_time, 1 << 20);
  return state_of(riser->view);
}

/// By `size` threads, team_of(rank) for each: from a view of their own, where `resident` with half of the arrays in memory of their own, as a CUDA
/// block does it; a cluster leaves all of them where they are.
template <class TeamOf>
Arrays advance_threads(const Scenario& s, int size, bool resident, const TeamOf& team_of) {
  auto riser = build<2>(s, make_grid(s));
  const HotArrays hot = hot_arrays(riser->view);
  std::vector<Real> memory(resident ? resident_lanes<2> + hot.count / 2 * resident_size(riser->view.n) : 0);
  RiserView<2> near = riser->view;
  std::vector<std::thread> members;
  for (int rank = 0; rank < size; ++rank) {
    members.emplace_back([&, rank] {
      const auto team = team_of(rank);
      begin_run(team, riser->view);
      take_residence(team, near, hot, memory.data(), static_cast<int>(memory.size()));
      advance_chunk(team, near, s.end_time, 1 << 20);
      leave_residence(team, near, hot, riser->view);
    });
  }
  for (std::thread& member : members) member.join();
  return state_of(riser->view);
}

/// By a team of any size, with the serial team's loops.
Arrays by_members(const Scenario& s, int size, bool resident, bool mutant) {
  Meeting meeting(size);
  return advance_threads(s, size, resident, [&](int rank) { return ThreadTeam{rank, size, &meeting, mutant}; });
}

/// By the device's own team: threads in warps.
Arrays by_warps(const Scenario& s, int size, bool resident) {
  ThreadGroup::Place place(size);
  return advance_threads(s, size, resident, [&](int rank) { return DeviceTeam<ThreadGroup>{{rank, size, &place}}; });
}

/// Largest difference of an array's values over its largest value [-], infinite where one is not finite; 0 for the same bits alone.
Real difference(const Arrays& a, const Arrays& b) {
  Real worst = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    Real largest = 0;
    for (Real value : a[k]) largest = std::max(largest, std::abs(value));
    for (std::size_t i = 0; i < a[k].size(); ++i) {
      if (std::memcmp(&a[k][i], &b[k][i], sizeof(Real)) == 0) continue;
      const Real here = std::abs(a[k][i] - b[k][i]) / largest;
      worst = std::isfinite(here) ? std::max({worst, here, std::numeric_limits<Real>::min()}) : std::numeric_limits<Real>::infinity();
    }
  }
  return worst;
}

struct Team {
  int size;
  bool resident, warps;
};

/// How many of a case's two runs differ by more than they may.
int wrong_runs(const char* name, Scenario scenario, const Team& team, bool mutant) {
  constexpr Real rounding = 1e-12;  // of the device's loops; longer runs came to 9e-15
  int wrong = 0;
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    scenario.pressure = model;
    if (model == PressureModel::elastic) scenario.end_time /= 4;
    const Real found = difference(advance_serial(scenario), team.warps ? by_warps(scenario, team.size, team.resident) : by_members(scenario, team.size, team.resident, mutant));
    const bool same = team.warps ? found < rounding : found == 0;
    std::printf("%s, %s: the serial team and %d %s differ by %.1e%s\n", name, model == PressureModel::rigid ? "rigid" : "elastic", team.size,
                team.warps ? "threads in warps" : "members", found, same ? "" : " WRONG");
    wrong += !same;
  }
  return wrong;
}

int wrong_cases(const Team& team, double part, double coarsening, bool mutant) {
  int wrong = 0;
  for (auto [name, scenario] : {std::pair{"riser", lively()}, std::pair{"double pipe", double_pipe()}}) {
    scenario.end_time *= part, scenario.cell_length *= coarsening;
    wrong += wrong_runs(name, scenario, team, mutant);
  }
  return wrong;
}
/// Where f or the opening is positive in the tests of marks: few tiles, one of them by its opening alone.
bool is_rough(int i) { return i == 3 || i == 250 || (i > 700 && i % 97 == 0); }
bool opens_rough(int i) { return i >= 256 && i < 490; }

/// The tiles that the device's team marks, and what it runs in them and in the others, against one index after the other.
int wrong_marks(int threads) {
  int wrong = 0;
  for (int end : {1, 20, 232, 256, 600, 1000}) {
    for (int origin : {0, -16, -32}) {
      const Tiles tiles{0, end, origin};
      std::vector<unsigned long long> at(tile_marks(end), 0x5a5a5a5a5a5a5a5a);  // as the step before left it
      std::vector<int> found(end), wanted(end);
      ThreadGroup::Place place(threads);
      std::vector<std::thread> members;
      for (int rank = 0; rank < threads; ++rank) {
        members.emplace_back([&, team = DeviceTeam<ThreadGroup>{{rank, threads, &place}}] {
          const MarkedTiles marked = team.mark(tiles, at.data(), [](int i) { return is_rough(i) ? 1 : -1; }, [](int i) { return opens_rough(i) ? 1 : 0; });
          team.run_where(marked, true, [&](int i) { found[i] += 1; });
          team.run_where(marked, false, [&](int i) { found[i] += 2; });
        });
      }
      for (std::thread& member : members) member.join();
      for (int from = origin; from < end; from += tile_size) {
        const int first = std::max(from, 0), last = std::min(from + tile_size, end);
        bool rough = opens_rough(first);
        for (int i = first; i < last; ++i) rough |= is_rough(i);
        for (int i = first; i < last; ++i) wanted[i] = rough ? 1 : 2;
      }
      wrong += found != wanted;
    }
  }
  std::printf("marks of %d threads: %d of 18 sets of tiles wrong\n", threads, wrong);
  return wrong;
}
}  // namespace

int main(int count, char** words) {
  const bool mutant = count > 1 && std::strcmp(words[1], "--mutant") == 0, brief = count > 1;
  const Team few{5, true, false}, many{reduction_lanes + 44, false, false};  // no power of two, so that those who meet in a reduction differ
  const Team one_block{block_threads, true, true}, two_blocks{2 * block_threads, false, true};
  if (mutant) return wrong_cases(few, 0.02, 2, true) > 0;
  int wrong = wrong_cases(few, brief ? 0.025 : 1, brief ? 2 : 1, false) + wrong_cases(one_block, brief ? 0.01 : 0.1, 2, false) + wrong_marks(one_block.size);
  if (!brief) wrong += wrong_cases(many, 0.01, 2, false) + wrong_cases(two_blocks, 0.01, 1, false) + wrong_marks(two_blocks.size);
  return wrong > 0;
}
