#pragma once
#include "kernels/axial/column_integrator.hpp"

// The column from sub-step to sub-step. Coming to rest and breaking loose are events: a sub-step ends on them, and at rest the flow is
// exactly 0 as long as yield stress, beds and check valves hold. Nothing is smoothed there.
namespace riser {
inline constexpr long most_parts = 100000;    // sub-steps within a step: more of them is a run that does not go on
inline constexpr Real time_precision = 4e-15;  // [-] of the time

/// Shortest sub-step [s] about a time.
RISER_HD inline Real shortest_part(Real time) { return time_precision * max(math::abs(time), 1); }

/// The way in which the column breaks loose from rest at a time; 0 where it is held.
template <int N>
RISER_HD inline int way_from_rest(const RiserView<N>& r, const ColumnDrive& d, const ColumnState& state, Real time) {
  const ColumnMoment m = column_moment(r, d, time);
  if (m.shut) return 0;
  const Real push = push_at_rest(r, d, m, state.speed), hold = d.hold + d.round_off;
  if (push > hold) return 1;
  return push < -hold && !d.one_way ? -1 : 0;
}

RISER_HD inline ColumnState state_of(const ColumnProgress& p) {
  ColumnState s{p.flow, {}};
  for (int k = 0; k < max_pumps; ++k) s.speed[k] = p.speed[k];
  return s;
}

/// Takes what a sub-step of h found; `flow` in place of its own.
template <int N>
RISER_HD inline void accept(const RiserView<N>& r, ColumnProgress& p, const SubStep& s, Real flow, Real time) {
  p.time = time, p.flow = flow, p.acceleration = s.acceleration, p.growth = s.growth;
  for (int k = 0; k < r.pumps; ++k) p.speed[k] = s.end.speed[k];
  p.largest = max(p.largest, math::abs(flow)), p.least = min(p.least, flow);
  ++p.parts;
}

/// The sub-step after which the flow is 0, within the last one, which crossed 0 over `h`: false position with halved weights (Illinois).
template <int N>
RISER_HD inline int come_to_rest(const RiserView<N>& r, const ColumnDrive& d, ColumnProgress& p, Real h, Real crossed) {
  const ColumnState start = state_of(p);
  Real low = 0, high = h, at_low = math::abs(p.flow), at_high = math::abs(crossed);  // sizes: the flow turns between
  SubStep s{};
  const auto of_last = [&](Real part) { return (s = column_sub_step(r, d, start, p.time, part, p.branch)).wanted; };
  for (int k = 0; k < 60 && high - low > shortest_part(p.time); ++k) {
    const Real middle = low + clamp(at_low / (at_low + at_high), 0.001, 0.999) * (high - low);
    if (of_last(middle) >= 0) return s.wanted;
    const Real flow = s.end.flow * p.branch;
    if (math::abs(flow) < 1e-14 * d.friction.area) low = high = middle;
    else if (flow > 0) low = middle, at_low = flow, at_high *= k % 2 ? 0.5 : 1;
    else high = middle, at_high = -flow, at_low *= k % 2 ? 0.5 : 1;
  }
  if (of_last(high) >= 0) return s.wanted;
  accept(r, p, s, 0, p.time + high);
  p.branch = way_from_rest(r, d, state_of(p), p.time);
  return -1;
}

/// What the next sub-step may have after one of h; one that was cut short by the step's end tells little.
RISER_HD inline Real next_part(Real part, Real h, Real error) {
  const Real fits = h * clamp(0.9 * math::pow(max(error, 1e-6), -1.0 / 3), 0.3, 5);
  return h < part ? max(part, fits) : fits;
}

/// The column held at rest over h, or until it breaks loose, by halving.
template <int N>
RISER_HD inline void stay_at_rest(const RiserView<N>& r, const ColumnDrive& d, ColumnProgress& p, Real h, Real end) {
  const ColumnState start = state_of(p);
  SubStep s = column_sub_step(r, d, start, p.time, h, 0);
  Real& part = r.clock->column_part;
  if (s.error > 1 && h > 4 * shortest_part(p.time)) {
    part = h * clamp(0.9 * math::pow(s.error, -1.0 / 3), 0.2, 0.9);
    return;
  }
  part = next_part(part, h, s.error);
  p.branch = way_from_rest(r, d, s.end, end);
  if (p.branch == 0) return accept(r, p, s, 0, end);
  Real low = 0, high = h;
  while (high - low > shortest_part(end)) {
    const Real middle = 0.5 * (low + high);
    const SubStep tried = column_sub_step(r, d, start, p.time, middle, 0);
    const int way = way_from_rest(r, d, tried.end, p.time + middle);
    if (way == 0) low = middle;
    else high = middle, s = tried, p.branch = way;
  }
  accept(r, p, s, 0, high < h ? p.time + high : end);
}

/// What a sub-step that misses its error all the same leaves for the report.
template <int N>
RISER_HD inline void note_missed(const RiserView<N>& r, Real time, Real error) {
  Clock& c = *r.clock;
  if (c.missed_time < 0) c.missed_time = time;
  c.missed_error = max(c.missed_error, error);
}

/// One sub-step of at most h, which ends at `end` where it has its full length; a flow that comes to rest within it ends it.
template <int N>
RISER_HD inline int keep_moving(const RiserView<N>& r, const ColumnDrive& d, ColumnProgress& p, Real h, Real end) {
  const SubStep s = column_sub_step(r, d, state_of(p), p.time, h, p.branch);
  if (s.wanted >= 0) return s.wanted;
  Real& part = r.clock->column_part;
  const bool shortest = h <= 4 * shortest_part(p.time), two_roots = s.growth * sdirk_part * h > 0.5;
  const bool back = !d.given && s.end.flow * p.branch < 0 && (d.hold > 0 || d.one_way);
  const bool never_left = back && p.flow == 0;
  if (never_left && h <= max(1e-6 * (p.end - d.start), 4 * shortest_part(p.time))) {
    stay_at_rest(r, d, p, h, end);
    return -1;
  }
  if ((s.error > 1 || two_roots || never_left) && !shortest) {
    part = h * (s.error > 1 ? clamp(0.9 * math::pow(s.error, -1.0 / 3), 0.2, 0.9) : 0.25);
    return -1;
  }
  if (s.error > 1) note_missed(r, p.time, s.error);
  if (back) return come_to_rest(r, d, p, h, s.end.flow);
  part = next_part(part, h, s.error);
  accept(r, p, s, s.end.flow, end);
  p.branch = p.flow > 0 ? 1 : p.flow < 0 ? -1 : 0;
  return -1;
}

/// Goes on towards a time by one sub-step, or finds a node of friction that it needs.
template <int N>
RISER_HD inline int go_towards(const RiserView<N>& r, const ColumnDrive& d, ColumnProgress& p, Real until) {
  const Real room = until - p.time, wanted = max(r.clock->column_part, 2 * shortest_part(p.time));
  const bool all = wanted >= room * (1 - 1e-9);
  const Real h = all ? room : wanted > 0.5 * room ? 0.5 * room : wanted, end = all ? until : p.time + h;
  if (shut_at(r, min(p.time, d.limit))) p.flow = 0, p.branch = 0;
  if (p.branch == 0 && !d.given) p.branch = way_from_rest(r, d, state_of(p), p.time);
  if (p.branch != 0 || d.given) return keep_moving(r, d, p, h, end);
  stay_at_rest(r, d, p, h, end);
  return -1;
}
}  // namespace riser
