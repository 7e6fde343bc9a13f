#pragma once
#include "kernels/axial/column_equation.hpp"

// One sub-step of the column: singly diagonally implicit Runge-Kutta of third order in three stages, L-stable and stiffly accurate, with an
// embedded second-order solution as the error. Source: Alexander 1977, SIAM J. Numer. Anal. 14 1006. No stage looks at the slope
// where the sub-step begins: at rest there is none.
namespace riser {
inline constexpr Real sdirk_part = 0.435866521508459;
inline constexpr Real column_tolerance = 1e-6;     // [-] of a sub-step, of the flow and of a rotor's rated speed
inline constexpr Real least_scale = 0.02;          // [m/s] below it the tolerance is absolute

/// What a sub-step found.
struct SubStep {
  ColumnState end;
  Real acceleration, growth;  // [m3/s2] at the end; see StageAt
  Real error;                 // over what is allowed [-]
  int wanted;
};

/// The stages' slopes of one unknown, and what the next stage begins from.
struct StageSlopes {
  Real at[3];
  RISER_HD Real base(Real start, Real h, int stage) const {
    constexpr Real g = sdirk_part, a21 = (1 - g) / 2, b1 = -(6 * g * g - 16 * g + 1) / 4, b2 = (6 * g * g - 20 * g + 5) / 4;
    if (stage == 0) return start;
    return stage == 1 ? start + h * a21 * at[0] : start + h * (b1 * at[0] + b2 * at[1]);
  }
  /// Third order less the embedded second order.
  RISER_HD Real error(Real h) const {
    constexpr Real g = sdirk_part, b1 = -(6 * g * g - 16 * g + 1) / 4, b2 = (6 * g * g - 20 * g + 5) / 4, e = (1 - 2 * g) / (1 - g);
    return h * ((b1 - 1 + e) * at[0] + (b2 - e) * at[1] + g * at[2]);
  }
};

/// Error over what is allowed; the flow's is filtered by its own stiffness.
template <int N>
RISER_HD inline Real relative_error(const RiserView<N>& r, const ColumnDrive& d, const SubStep& s, const StageSlopes& flow, const StageSlopes* speed, Real h) {
  const Real scale = column_tolerance * max(math::abs(s.end.flow), least_scale * d.friction.area), damping = max(-s.growth, 0) * sdirk_part * h;
  Real error = math::abs(flow.error(h)) / (1 + damping) / scale;
  for (int p = 0; p < r.pumps; ++p)
    if (r.pump[p].inertia > 0) error = max(error, math::abs(speed[p].error(h)) / (column_tolerance * r.pump[p].rated_speed));
  return error;
}

/// The column over h from `start` at `time`, on branch `way` of its flow.
template <int N>
[[gnu::noinline]] RISER_HD SubStep column_sub_step(const RiserView<N>& r, const ColumnDrive& d, const ColumnState& start, Real time, Real h, int way) {
  constexpr Real place[3] = {sdirk_part, (1 + sdirk_part) / 2, 1};
  SubStep s{start, 0, 0, 0, -1};
  StageSlopes flow{}, speed[max_pumps];
  StageBase base{start, sdirk_part * h};
  for (int j = 0; j < 3; ++j) {
    base.state.flow = flow.base(start.flow, h, j);
    for (int p = 0; p < r.pumps; ++p) base.state.speed[p] = speed[p].base(start.speed[p], h, j);
    const StageAt stage = column_stage(r, d, base, time + place[j] * h, way, s.end);
    if ((s.wanted = stage.wanted) >= 0) return s;
    s.end = stage.state, s.growth = stage.growth;
    flow.at[j] = (stage.state.flow - base.state.flow) / base.part;
    for (int p = 0; p < r.pumps; ++p) speed[p].at[j] = (stage.state.speed[p] - base.state.speed[p]) / base.part;
  }
  s.acceleration = flow.at[2];
  s.error = relative_error(r, d, s, d.given || way == 0 ? StageSlopes{} : flow, speed, h);
  return s;
}
}  // namespace riser
