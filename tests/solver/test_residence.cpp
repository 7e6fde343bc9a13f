// The arrays of a riser in a team's own memory: whatever fits there, the same bits come back.
#include <catch2/catch.hpp>
#include <cstring>

#include "kernels/axial/residence.hpp"
#include "kernels/axial/step.hpp"
#include "solver/build.hpp"

using namespace riser;

namespace {
Scenario fed(PressureModel model) {
  Scenario s;
  s.inlet_depth = 400, s.cell_length = 4, s.end_time = model == PressureModel::rigid ? 60 : 2, s.pressure = model, s.heat = true;
  Segment pipe;
  pipe.length = 400, pipe.bore = 0.3, pipe.outer_heat_transfer = 20;
  s.segments = {pipe};
  s.sea.depth = {0, 400}, s.sea.temperature = {25, 8};
  SolidClass solid;
  solid.diameter = 1e-2, solid.density = 2000;
  s.solids = {solid};
  s.inlet.kind = BoundaryKind::flow, s.inlet.value = {{0, 5}, {0, 0.3}, 0, 0}, s.outlet.value = {{0}, {101325}, 0, 0};
  s.feeds = {{0, FeedKind::dry_mass_rate, {{0, 20}, {0, 30}, 0.3, 7}}};
  return s;
}

/// The whole of the riser's memory after the run, but for the scratch that has moved.
std::vector<Real> state_after(const Scenario& s, int arrays) {
  auto riser = build<1>(s, make_grid(s));
  const HotArrays hot = hot_arrays(riser->view);
  std::vector<Real> memory(arrays < 0 ? 0 : resident_lanes<1> + arrays * resident_size(riser->view.n), -1e9);
  begin_run(SerialTeam{}, riser->view);
  RiserView<1> near = riser->view;
  take_residence(SerialTeam{}, near, hot, memory.data(), static_cast<int>(memory.size()));
  advance_chunk(SerialTeam{}, near, s.end_time, 1 << 20);
  leave_residence(SerialTeam{}, near, hot, riser->view);
  std::vector<Real> state;
  for (int j = 0; j < hot.count; ++j) {
    const Real* array = pointer_at(riser->view, hot.at[j]);
    if (hot.kept[j]) state.insert(state.end(), array, array + riser->view.n);
  }
  for (const Real* array : {riser->view.temperature, riser->view.pressure, riser->view.cell_flow}) state.insert(state.end(), array, array + riser->view.n);
  state.push_back(riser->view.clock->time), state.push_back(riser->view.clock->energy);
  return state;
}
}  // namespace

TEST_CASE("A riser that moves into fast memory, in whole or in part, comes back with the same bits") {
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    const std::vector<Real> stayed = state_after(fed(model), -1);
    for (int arrays : {0, 1, 5, 17, max_hot_arrays}) {
      INFO((model == PressureModel::rigid ? "rigid, " : "elastic, ") << arrays << " arrays moved");
      const std::vector<Real> moved = state_after(fed(model), arrays);
      REQUIRE(moved.size() == stayed.size());
      CHECK(std::memcmp(moved.data(), stayed.data(), stayed.size() * sizeof(Real)) == 0);
    }
  }
}

TEST_CASE("No array of a riser is named twice among the hot ones, and each of them is one") {
  Scenario s = fed(PressureModel::elastic);
  s.solids.resize(max_classes, s.solids[0]);
  auto riser = build<max_classes>(s, make_grid(s));  // the longest list there is
  const HotArrays hot = hot_arrays(riser->view);
  REQUIRE(hot.count <= max_hot_arrays);
  for (int j = 0; j < hot.count; ++j) {
    REQUIRE(pointer_at(riser->view, hot.at[j]) != nullptr);
    for (int i = 0; i < j; ++i) CHECK(pointer_at(riser->view, hot.at[i]) != pointer_at(riser->view, hot.at[j]));
  }
}
