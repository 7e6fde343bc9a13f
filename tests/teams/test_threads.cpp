// The step as a team of threads with a real barrier: the same bits as the serial team, and no data race under the
// thread sanitiser. `--mutant` leaves out the barrier behind every loop; the sanitiser must then complain (exit 66).
#include <atomic>
#include <barrier>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

#include "kernels/axial/residence.hpp"
#include "kernels/axial/step.hpp"
#include "solver/build.hpp"

using namespace riser;

namespace {
constexpr int block = 4, cluster = reduction_lanes + 44;  // members; the second has more than a reduction has lanes

struct Meeting {
  explicit Meeting(int members) : gate(members) {}
  std::barrier<> gate;
  std::atomic<int> any{0};
};

/// The members share the work as a CUDA block does: index i goes to member i mod size.
struct ThreadTeam {
  static constexpr bool specialised = true;
  static constexpr int chains = SerialTeam::chains;
  static constexpr int tile = SerialTeam::tile;
  int rank, size;
  Meeting* meeting;
  bool mutant;

  void barrier() const { meeting->gate.arrive_and_wait(); }
  template <class F>
  void run(int begin, int end, F f) const {
    for (int i = begin + rank; i < end; i += size) f(i);
    if (!mutant) barrier();
  }
  template <class F>
  void run_scalar(int begin, int end, F f) const { run(begin, end, f); }
  template <class F>
  bool any_positive(int begin, int end, F f) const {
    bool here = false;
    for (int i = begin + rank; i < end; i += size) here |= f(i) > 0;
    if (here) meeting->any.store(1);
    barrier();
    const bool result = meeting->any.load() != 0;
    barrier();
    if (rank == 0) meeting->any.store(0);
    barrier();
    return result;
  }
  template <class F>
  void for_each(int n, F f) const { run(0, n, f); }
  template <class F>
  void for_each_scalar(int n, F f) const { run(0, n, f); }
  template <class F>
  void for_each_lane(int n, F f) const {
    for (int l = rank; l < n; l += size) f(l);
  }
  template <class F>
  void single(F f) const {
    if (rank == 0) f();
    barrier();
  }
};

/// A riser with everything on: two sizes, heat, a bore change, a pump that trips, a feed that stops, a bed at the bottom.
Scenario lively() {
  Scenario s;
  s.inlet_depth = 1200, s.cell_length = 4, s.end_time = 40;
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

std::vector<Real> state_of(const RiserView<2>& v) {
  std::vector<Real> state;
  for (const Real* array : {v.phi[0], v.phi[1], v.temperature, v.wall_temperature, v.pressure, v.flow, v.maximum_pressure})
    state.insert(state.end(), array, array + v.n);
  return state;
}

std::vector<Real> advance_serial(const Scenario& s) {
  auto riser = build<2>(s, make_grid(s));
  begin_run(SerialTeam{}, riser->view);
  advance_chunk(SerialTeam{}, riser->view, s.end_time, 1 << 20);
  return state_of(riser->view);
}

/// As a CUDA block does it: from a view of its own, with half of the arrays in memory of its own; a cluster leaves all of them where they are.
std::vector<Real> advance_threads(const Scenario& s, int size, bool mutant) {
  auto riser = build<2>(s, make_grid(s));
  const HotArrays hot = hot_arrays(riser->view);
  std::vector<Real> memory(size == block ? resident_lanes<2> + hot.count / 2 * resident_size(riser->view.n) : 0);
  RiserView<2> near = riser->view;
  Meeting meeting(size);
  std::vector<std::thread> members;
  for (int rank = 0; rank < size; ++rank) {
    members.emplace_back([&, rank] {
      const ThreadTeam team{rank, size, &meeting, mutant};
      begin_run(team, riser->view);
      take_residence(team, near, hot, memory.data(), static_cast<int>(memory.size()));
      advance_chunk(team, near, s.end_time, 1 << 20);
      leave_residence(team, near, hot, riser->view);
    });
  }
  for (std::thread& member : members) member.join();
  return state_of(riser->view);
}

int differences(const std::vector<Real>& a, const std::vector<Real>& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += std::memcmp(&a[i], &b[i], sizeof(Real)) != 0;
  return count;
}

int differences_of(const char* name, Scenario scenario, int size, bool brief, bool mutant) {
  if (brief) scenario.end_time = 4, scenario.cell_length = 12;  // the sanitiser is slow
  int wrong = 0;
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    scenario.pressure = model;
    if (model == PressureModel::elastic) scenario.end_time /= 4;
    const int here = differences(advance_serial(scenario), advance_threads(scenario, size, mutant));
    std::printf("%s, %s: %d values differ between the serial team and %d threads\n", name, model == PressureModel::rigid ? "rigid" : "elastic", here, size);
    wrong += here;
  }
  return wrong;
}
}  // namespace

int main(int count, char** words) {
  const bool mutant = count > 1 && std::strcmp(words[1], "--mutant") == 0, brief = count > 1;
  int wrong = differences_of("riser", lively(), block, brief, mutant) + differences_of("double pipe", double_pipe(), block, brief, mutant);
  if (!brief) wrong += differences_of("riser", lively(), cluster, true, false);
  return wrong == 0 ? 0 : 1;
}
