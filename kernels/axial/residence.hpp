#pragma once
#include <type_traits>

#include "kernels/axial/view.hpp"
#include "kernels/team.hpp"

// A riser's arrays in a team's own fast memory (shared memory of a CUDA block) for as long as the team works on it. As many as there is
// room for, those that a step touches most first; the others stay where they are, and nothing else in the step knows.
namespace riser {

/// Values in front of cell 0 and behind cell n that move with an array: its ghosts, and what keeps the next one on its own line.
inline constexpr int margin = 8;
inline constexpr int max_hot_arrays = 96;

/// Where the pointers to the arrays that may move stand in a view, those first that a step touches most; found once, by the host.
struct HotArrays {
  int count;
  unsigned short at[max_hot_arrays];  // [B] from the view's start
  bool kept[max_hot_arrays];          // the team may change it
};

template <int N>
HotArrays hot_arrays(RiserView<N>& v) {
  static_assert(sizeof(RiserView<N>) < 65536, "places are unsigned short");
  HotArrays hot{};
  const auto note = [&](auto*&... pointer) {
    const auto add = [&](const void* where, bool kept) {
      hot.at[hot.count] = static_cast<unsigned short>(static_cast<const char*>(where) - reinterpret_cast<const char*>(&v));
      hot.kept[hot.count++] = kept;
    };
    (add(&pointer, !std::is_const_v<std::remove_pointer_t<std::remove_reference_t<decltype(pointer)>>>), ...);
  };
  for (int k = 0; k < N; ++k) note(v.phi[k], v.phi1[k], v.phi2[k]);
  for (int k = 0; k < N; ++k) note(v.flux[k]);
  for (Real*& flow : v.stage_flow) note(flow);
  note(v.inverse_volume, v.dispersion, v.settling_area, v.face_factor, v.running, v.density, v.friction, v.pressure, v.length);
  if (v.heat) {
    note(v.flux[N], v.temperature, v.temperature1, v.temperature2, v.wall_temperature, v.wall1, v.wall2);
    note(v.inverse_capacity, v.transfer, v.sea_temperature, v.outer_transfer, v.inverse_wall_capacity);
  }
  note(v.volume, v.area, v.inverse_area, v.viscosity, v.carrier_density, v.reynolds, v.friction_ratio, v.flow, v.bore, v.inverse_bore, v.cosine);
  note(v.minor_loss, v.shear, v.lowest_pressure, v.maximum_pressure, v.maximum_concentration);
  if (v.windows > 0) {
    note(v.cell_flow, v.line_up, v.line_down, v.face_drop, v.flow_mean, v.impedance, v.crossing, v.crossing_left, v.admittance);
    note(v.face_weight, v.face_impedance, v.face_linear, v.face_quadratic, v.face_threshold, v.stratification);
    note(v.cavity, v.cavity_push, v.face_gas, v.largest_cavity, v.unsteady_gain);
  }
  return hot;
}

/// Values that one array of a riser with n cells takes in fast memory, and the scratch of the reductions.
RISER_HD constexpr int resident_size(int n) { return (n + 1 + 2 * margin + 7) / 8 * 8; }
template <int N>
inline constexpr int resident_lanes = (7 + N) * reduction_lanes;

/// The pointer that stands at a place in a view.
template <int N>
RISER_HD inline Real*& pointer_at(RiserView<N>& v, unsigned place) {
  return *reinterpret_cast<Real**>(reinterpret_cast<char*>(&v) + place);
}

/// Copies as many hot arrays as fit into `memory`, `room` values, and points the view, which the whole team shares, at them.
template <int N, class Team>
RISER_HD void take_residence(const Team& team, RiserView<N>& v, const HotArrays& hot, Real* memory, int room) {
  const int size = resident_size(v.n);
  if (room < resident_lanes<N>) return;
  Real* next = memory + resident_lanes<N>;
  team.single([&] { v.lanes = memory; });
  for (int j = 0; j < hot.count && next + size <= memory + room; ++j, next += size) {
    const Real* from = pointer_at(v, hot.at[j]) - margin;
    team.run(0, v.n + 1 + 2 * margin, [from, to = next](int i) { to[i] = from[i]; });
    team.single([&] { pointer_at(v, hot.at[j]) = next + margin; });
  }
}

/// Copies what the team may have changed back to where `home`, the view before, has it.
template <int N, class Team>
RISER_HD void leave_residence(const Team& team, RiserView<N>& v, const HotArrays& hot, RiserView<N>& home) {
  for (int j = 0; j < hot.count; ++j) {
    const Real* from = pointer_at(v, hot.at[j]);
    Real* to = pointer_at(home, hot.at[j]);
    if (hot.kept[j] && from != to) team.run(-margin, v.n + 1 + margin, [from, to](int i) { to[i] = from[i]; });
  }
}
}  // namespace riser
