#pragma once
#include "kernels/axial/column_events.hpp"
#include "kernels/axial/time_step.hpp"

// The rigid column over one step of the transport, sub-step by sub-step, to the step's middle and its end: flows there are the column's
// own. One thread does it; where it needs the friction of all cells at another flow it stops, the team makes the node, and it goes on.
// A step that meets flows too fast for its length is begun again, shorter.
namespace riser {

/// Puts the column at the beginning of the step.
template <int N>
RISER_HD inline void begin_column(const RiserView<N>& r) {
  Clock& c = *r.clock;
  ColumnProgress& p = *r.column;
  p.time = c.time, p.flow = c.flow, p.acceleration = p.growth = 0;
  for (int k = 0; k < r.pumps; ++k) p.speed[k] = c.pump_speed[k];
  p.largest = math::abs(c.flow), p.least = c.flow;
  p.branch = c.flow > 0 ? 1 : c.flow < 0 ? -1 : 0;
  p.wanted = -1, p.past_half = p.done = false;
}

/// The flow that is set when the step begins: by a boundary, by a displacement pump that nothing limits, or by a shut valve.
template <int N>
RISER_HD inline void set_flow(const RiserView<N>& r) {
  Clock& c = *r.clock;
  if (flow_given(r)) c.flow = given_flow(r, c.time);
  for (int p = 0; p < r.pumps; ++p)
    if (unlimited(r.pump[p])) c.flow = pump_setting(r.pump[p], c.time) - r.pump[p].slip * c.pump_rise[p];
  if (shut_at(r, c.time)) c.flow = 0;
}

/// The time step by what is known when it begins, at least `least` of them a second.
template <int N>
RISER_HD inline void open_step(const RiserView<N>& r, Real target, Real least) {
  Clock& c = *r.clock;
  r.column->surveyed = reference_flow(r, c.flow);
  if (!c.elastic) set_flow(r);
  const Pace pace = pace_of(r, math::abs(c.flow), c.flow);
  note_runaway(r, pace);
  c.fastest = pace.fastest, c.shortest_cell = pace.shortest_cell, c.upward_only = pace.upward_only;
  r.column->stop = next_stop(r, c.time, target);
  set_step(r, max(max(least_rate(r), pace.rate), least));
  r.column->matched = r.column->fresh = false, r.column->parts = 0;
  if (!(c.column_part > 0)) c.column_part = 1e-3;
  begin_column(r);
  c.flow_half = c.flow_next = c.flow;
  if (c.elastic) c.acceleration = 0, c.previous_weight = c.weight, c.previous_step = c.step;
  for (int k = 0; k < N; ++k) c.inflow[k] = c.outflow[k] = c.dumped[k] = 0;
}

/// Whether the transport can take the flows met so far in a step as long as the planned one; if not, begins again with a shorter one.
template <int N>
RISER_HD inline bool keeps_pace(const RiserView<N>& r) {
  Clock& c = *r.clock;
  const Pace pace = pace_of(r, r.column->largest, r.column->least);
  const Real slack = min(1.05, max(0.98 / r.courant, 1));
  if (pace.rate <= slack * r.column->planned_rate || pace.rate * (r.column->time - c.time) <= slack) {
    c.fastest = pace.fastest, c.upward_only = pace.upward_only;
    return true;
  }
  note_runaway(r, pace);
  if (c.smallest_bad > 0) return true;
  set_step(r, max(least_rate(r), pace.rate));
  begin_column(r);
  return false;
}

/// The flow where a boundary prescribes it and no rotor has to follow.
template <int N>
RISER_HD inline void take_given(const RiserView<N>& r) {
  Clock& c = *r.clock;
  const auto flow = [&](Real time) { return shut_at(r, time) ? 0 : given_flow(r, time); };
  do {
    c.flow_half = flow(c.time + 0.5 * c.step), c.flow_next = flow(r.column->end);
    r.column->time = r.column->end, r.column->flow = c.flow_next, r.column->acceleration = (c.flow_next - c.flow) / c.step;
    r.column->largest = max(math::abs(c.flow), max(math::abs(c.flow_half), math::abs(c.flow_next)));
    r.column->least = min(c.flow, min(c.flow_half, c.flow_next));
  } while (!keeps_pace(r));
}

template <int N>
RISER_HD inline bool has_rotors(const RiserView<N>& r) {
  for (int p = 0; p < r.pumps; ++p)
    if (r.pump[p].inertia > 0) return true;
  return false;
}

/// Sub-steps to the end of the step. Returns the node of friction that is missing, or -1.
template <int N>
RISER_HD inline int run_column(const RiserView<N>& r) {
  Clock& c = *r.clock;
  ColumnProgress& p = *r.column;
  ColumnDrive d = column_drive(r);
  while (p.time < p.end && c.smallest_bad == 0) {
    const Real half = c.time + 0.5 * c.step;
    const int wanted = go_towards(r, d, p, p.past_half ? p.end : half);
    if (wanted >= 0) return wanted;
    if (!keeps_pace(r)) d = column_drive(r);
    else if (!p.past_half && p.time >= half) c.flow_half = p.flow, p.past_half = true;
    if (p.parts > most_parts && c.smallest_bad == 0) c.smallest_bad = static_cast<Real>(r.n);
  }
  c.flow_next = p.flow;
  for (int k = 0; k < r.pumps; ++k) c.pump_speed[k] = p.speed[k];
  return -1;
}

/// Friction of the cells [Pa] at the end of the step, with its sign.
template <int N>
RISER_HD inline int find_friction(const RiserView<N>& r) {
  Clock& c = *r.clock;
  c.moving_friction = 0;
  if (c.flow_next == 0) return -1;
  const FrictionAt at = friction_beyond_threshold(friction_curve(r, c.friction_scale), math::abs(c.flow_next));
  c.moving_friction = math::with_sign(c.yield_resistance + at.value, c.flow_next);
  return at.wanted;
}

/// One thread's part, as far as it comes. Returns the node of friction that is missing, or -1 at the end.
template <int N>
[[gnu::noinline]] RISER_HD int solve_column(const RiserView<N>& r) {
  Clock& c = *r.clock;
  ColumnProgress& p = *r.column;
  if (!p.matched) {
    const int wanted = match_friction(r, p.surveyed);
    if (wanted >= 0) return wanted;
  }
  if (!p.done) {
    if (flow_given(r) && !has_rotors(r)) {
      take_given(r);
    } else {
      const int wanted = run_column(r);
      if (wanted >= 0) return wanted;
    }
    p.done = true;
  }
  const int wanted = find_friction(r);
  if (wanted >= 0) return wanted;
  c.acceleration = p.acceleration;
  c.previous_weight = c.weight, c.previous_step = c.step;
  return -1;
}

/// Flow at the middle and the end of the step, and the speeds of the rotors.
template <int N, class Team>
RISER_HD void advance_column(const Team& team, const RiserView<N>& r) {
  while (true) {
    team.single([&] { r.column->wanted = solve_column(r); });
    const int wanted = r.column->wanted;
    if (wanted < 0) return;
    make_friction_node(team, r, wanted);
    make_friction_node(team, r, wanted + 1);
    team.barrier();  // before the table is changed again all have seen what was missing
  }
}
}  // namespace riser
