// The step as a team of threads with a real barrier, all of the pipe at a time, as a CUDA block takes it: the same bits as the serial team, which
// goes tile by tile; with the device's choice of loops the same but for rounding; no data race under the thread sanitiser. `--mutant` leaves out the barrier behind every loop; the sanitiser must then complain (exit 66).
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
constexpr int block = 5, cluster = reduction_lanes + 44;  // members: no power of two, so that those who meet in a reduction differ; more than it has lanes

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

/// As a CUDA block does it: from a view of its own, with half of the arrays in memory of its own; a cluster leaves all of them where they are.
template <bool Specialised>
Arrays advance_threads(const Scenario& s, int size, bool mutant) {
  auto riser = build<2>(s, make_grid(s));
  const HotArrays hot = hot_arrays(riser->view);
  std::vector<Real> memory(size == block ? resident_lanes<2> + hot.count / 2 * resident_size(riser->view.n) : 0);
  RiserView<2> near = riser->view;
  Meeting meeting(size);
  std::vector<std::thread> members;
  for (int rank = 0; rank < size; ++rank) {
    members.emplace_back([&, rank] {
      const ThreadTeam<Specialised> team{rank, size, &meeting, mutant};
      begin_run(team, riser->view);
      take_residence(team, near, hot, memory.data(), static_cast<int>(memory.size()));
      advance_chunk(team, near, s.end_time, 1 << 20);
      leave_residence(team, near, hot, riser->view);
    });
  }
  for (std::thread& member : members) member.join();
  return state_of(riser->view);
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

/// How many of the runs differ by more than they may.
int wrong_runs(const char* name, Scenario scenario, int size, bool brief, bool mutant) {
  constexpr Real rounding = 1e-11;
  if (brief) scenario.end_time = 1, scenario.cell_length = 4;  // the sanitiser is slow
  int wrong = 0;
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    scenario.pressure = model;
    if (model == PressureModel::elastic) scenario.end_time /= 4;
    const Arrays serial = advance_serial(scenario);
    const Real same_loops = difference(serial, advance_threads<true>(scenario, size, mutant)), device_loops = difference(serial, advance_threads<false>(scenario, size, mutant));
    std::printf("%s, %s: the serial team and %d threads differ by %.1e, with the device's loops by %.1e\n", name, model == PressureModel::rigid ? "rigid" : "elastic", size,
                same_loops, device_loops);
    wrong += (same_loops > 0) + !(device_loops < rounding);
  }
  return wrong;
}
}  // namespace

int main(int count, char** words) {
  const bool mutant = count > 1 && std::strcmp(words[1], "--mutant") == 0, brief = count > 1;
  int wrong = wrong_runs("riser", lively(), block, brief, mutant) + wrong_runs("double pipe", double_pipe(), block, brief, mutant);
  if (!brief) wrong += wrong_runs("riser", lively(), cluster, true, false);
  return wrong == 0 ? 0 : 1;
}
