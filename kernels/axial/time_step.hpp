#pragma once
#include "kernels/axial/momentum.hpp"

// How long a step may be: Courant limits at the flows that it meets, and the times that it must end on.
namespace riser {

/// The cell that asks for the smallest step; rare.
template <int N>
RISER_HD inline int most_demanding_cell(const RiserView<N>& r) {
  int found = 0;
  Real most = -1;
  for (int i = 0; i < r.n; ++i) {
    const Real flow = max(math::abs(r.flow[i]), math::abs(r.clock->flow)), length = r.length[i];
    const Real rate = flow * r.inverse_area[i] / length + 2.5 * r.dispersion[i] / (length * length);
    if (rate > most) most = rate, found = i;
  }
  return found;
}

/// What the transport says of a step in which flows are at most `largest` in size and at least `least` [m3/s].
struct Pace {
  Real rate;                    // [1/s] steps a second
  Real fastest, shortest_cell;  // [1/s], [m]; see Clock
  bool upward_only;
};

template <int N>
RISER_HD inline Pace pace_of(const RiserView<N>& r, Real largest, Real least) {
  const Clock& c = *r.clock;
  Real slowest = 1e300;
  Pace p{0, 0, 1e300, false};
  for (int i = 0; i < r.segment_count; ++i) {
    p.fastest = max(p.fastest, (largest / r.segment_area[i] + c.slip_bound) / r.segment_cell[i]);
    slowest = min(slowest, least / r.segment_area[i]);
    p.shortest_cell = min(p.shortest_cell, r.segment_cell[i]);
  }
  p.upward_only = N == 0 ? least >= 0 : slowest > 1.001 * c.slip_bound;
  // Where a cell can lose through both faces each face may take half of it.
  const Real courant = p.upward_only ? r.courant : min(r.courant, 0.45);
  p.rate = p.fastest / courant + 2.5 * c.largest_dispersion / square(p.shortest_cell);
  return p;
}

/// Least steps a second that do not depend on the flow.
template <int N>
RISER_HD inline Real least_rate(const RiserView<N>& r) {
  Real rate = max(1 / r.maximum_step, r.fluctuation_rate);
  if (r.heave_amplitude > 0) rate = max(rate, 8 * r.heave_frequency);  // fifty steps a wave
  return rate;
}

/// The next point of a schedule after a time, or `other` when that comes first.
RISER_HD inline Real next_point(const ScheduleView& schedule, Real time, Real other) {
  const int i = first_after(schedule, time);
  return i < schedule.size ? min(schedule.time[i], other) : other;
}

/// The next time [s] at which something that is set bends or jumps, or `target` when that comes first: steps end there.
template <int N>
RISER_HD inline Real next_stop(const RiserView<N>& r, Real time, Real target) {
  Real stop = next_point(r.inlet_value, time, next_point(r.outlet_value, time, next_point(r.inlet_temperature, time, target)));
  for (int k = 0; k < N; ++k) stop = next_point(r.feed[k].schedule, time, stop);
  for (int v = 0; v < r.valves; ++v) stop = next_point(r.valve[v].schedule, time, stop);
  for (int b = 0; b < r.branches; ++b) stop = next_point(r.branch[b].valve.schedule, time, stop);
  for (int p = 0; p < r.pumps; ++p) {
    const PumpView& pump = r.pump[p];
    stop = next_point(pump.schedule, time, stop);
    for (int j = 0; j < pump.switches; ++j) {
      const Real begins = pump.switch_time[j], ends = begins + (pump.switch_on[j] ? pump.run_up_time : 0);
      if (begins > time) stop = min(stop, begins);
      if (ends > time) stop = min(stop, ends);
    }
  }
  return stop;
}

/// Sets the clock's step [s] to equal parts of what is left to its stop, `rate` of them a second or more.
template <int N>
RISER_HD inline void set_step(const RiserView<N>& r, Real rate) {
  Clock& c = *r.clock;
  const Real left = r.column->stop - c.time, parts = ceil(left * rate * (1 - 1e-9));  // round-off of the times must not halve a step
  c.step = left / (parts > 1 ? parts : 1);
  r.column->end = parts > 1 ? c.time + c.step : r.column->stop;
  r.column->planned_rate = rate;
}

/// A state that runs away asks for ever smaller steps, or outruns the sound: that is divergence too.
template <int N>
RISER_HD inline void note_runaway(const RiserView<N>& r, const Pace& pace) {
  Clock& c = *r.clock;
  const bool runaway = pace.rate * r.maximum_step > 1e6 || pace.fastest * pace.shortest_cell > 1e4;
  if (runaway && c.smallest_bad == 0) c.smallest_bad = static_cast<Real>(r.n - most_demanding_cell(r));
}
}  // namespace riser
