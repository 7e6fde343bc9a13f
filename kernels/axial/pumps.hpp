#pragma once
#include <cmath>

#include "kernels/axial/ends.hpp"
#include "kernels/math.hpp"

// What one pump does at a speed and a flow: curves, affinity, four quadrants, torque, and the motion of its rotor.
namespace riser {

/// Interval of increasing x that holds `at`; the first or the last one beyond them.
RISER_HD inline int interval_of(int size, const Real* x, Real at) {
  int i = 0;
  while (i + 2 < size && x[i + 1] < at) ++i;
  return i;
}

/// Linear interpolation in a curve; beyond its ends the last slope goes on.
RISER_HD inline Real curve_at(int size, const Real* x, const Real* y, Real at) {
  if (size == 1) return y[0];
  const int i = interval_of(size, x, at);
  return y[i] + (y[i + 1] - y[i]) * (at - x[i]) / (x[i + 1] - x[i]);
}

/// Speed [rad/s] of a centrifugal pump, flow [m3/s] of a positive displacement pump: the schedule; after a trip the run-down
/// 1/(1 + t/T), which a pump without inertia follows whatever the liquid does: to a standstill, never backwards; after a
/// restart a straight line to the schedule within the run-up time (both assumed laws).
RISER_HD inline Real pump_setting(const PumpView& pump, Real time) {
  const Real scheduled = value_at(pump.schedule, time);
  int last = pump.switches - 1;
  while (last >= 0 && time < pump.switch_time[last]) --last;
  if (last < 0) return scheduled;
  const Real since = time - pump.switch_time[last], from = pump.switch_setting[last];
  if (!pump.switch_on[last]) return pump.run_down_time > 0 ? from / (1 + since / pump.run_down_time) : 0;
  return since < pump.run_up_time ? from + (scheduled - from) * since / pump.run_up_time : scheduled;
}

/// A pump's own curve holds, by affinity, from its first flow to its last at this speed over rated.
RISER_HD inline bool on_own_curve(const PumpView& pump, Real flow, Real ratio) {
  return pump.size > 0 && ratio > 0 && flow >= pump.flow[0] * ratio && flow <= pump.flow[pump.size - 1] * ratio;
}

/// (q^2 + w^2) times a characteristic [-] over the angle atan2(q, w), q = flow over rated, w = speed over rated; linear
/// between its points, any sign of both.
RISER_HD inline Real characteristic_at(const PumpView& pump, const Real* values, Real flow, Real ratio) {
  const Real q = flow / pump.rated_flow, angle = std::atan2(q, ratio) - pump.first_angle;
  const Real place = clamp((angle < 0 ? angle + 2 * pi : angle) * pump.points_per_radian, 0, pump.intervals);
  const int i = place < pump.intervals - 1 ? static_cast<int>(place) : pump.intervals - 1;
  return (q * q + ratio * ratio) * (values[i] + (place - i) * (values[i + 1] - values[i]));
}

/// Torque [N m] at rated speed by the own curve, in water of 1000 kg/m3: from head and efficiency where both ends of the
/// interval have one, else a straight line.
RISER_HD inline Real own_torque(const PumpView& pump, Real flow) {
  const int i = interval_of(pump.size, pump.flow, flow);
  const Real x = (flow - pump.flow[i]) / (pump.flow[i + 1] - pump.flow[i]);
  const auto at = [&](const Real* y) { return y[i] + x * (y[i + 1] - y[i]); };
  if (!(pump.efficiency[i] > 0 && pump.efficiency[i + 1] > 0)) return at(pump.torque);
  return 1000 * gravity * flow * at(pump.head) / (at(pump.efficiency) * pump.rated_speed);
}

/// Pressure rise [Pa] of a centrifugal pump at a flow and a speed over rated, any sign of both: its own curve and
/// affinity, H(Q, n) = n^2 H_rated(Q/n), or its characteristic beyond. A standing pump resists.
RISER_HD inline Real pump_rise(const PumpView& pump, Real flow, Real density, Real ratio) {
  if (on_own_curve(pump, flow, ratio))
    return density * gravity * ratio * ratio * curve_at(pump.size, pump.flow, pump.head, flow / ratio);
  return density * gravity * pump.rated_head * characteristic_at(pump, pump.quadrants, flow, ratio);
}

/// Torque [N m] the liquid asks of the rotor; negative where it drives it.
RISER_HD inline Real pump_torque(const PumpView& pump, Real flow, Real density, Real ratio) {
  if (on_own_curve(pump, flow, ratio)) return density / 1000 * ratio * ratio * own_torque(pump, flow / ratio);
  return pump.rated_torque * density / 1000 * characteristic_at(pump, pump.quadrants + pump.intervals + 1, flow, ratio);
}

/// A motor is on unless the last switch was a trip.
RISER_HD inline bool motor_runs(const PumpView& pump, Real time) {
  int last = pump.switches - 1;
  while (last >= 0 && time < pump.switch_time[last]) --last;
  return last < 0 || pump.switch_on[last];
}

/// Angular acceleration [rad/s2] of a rotor: I dw/dt = T_motor - T_liquid. A running motor holds the schedule, or pulls towards
/// it within a second with all it has. `running` is the motor's state over the step, `density` that of the torque.
RISER_HD inline Real rotor_acceleration(const PumpView& pump, Real flow, Real density, Real speed, Real time, bool running) {
  const Real asked = pump_torque(pump, flow, density, speed / pump.rated_speed);
  if (!running) return -asked / pump.inertia;
  const Real wanted = (value_at(pump.schedule, time) - speed) * pump.inertia + asked;
  const Real most = min(pump.motor_torque, pump.motor_power / max(math::abs(speed), 0.01 * pump.rated_speed));
  return (clamp(wanted, -most, most) - asked) / pump.inertia;
}

/// Speed w [rad/s] with w = base + h dw/dt(w): a rotor's share of an implicit stage of h [s], however light it is. Where
/// there are several, the first that it meets from `base` on. Brackets by doubled strides, then the Illinois rule.
/// Source: Dowell & Jarratt 1971, BIT 11.
[[gnu::noinline]] RISER_HD inline Real implicit_speed(const PumpView& pump, Real flow, Real density, Real base, Real time,
                                                      bool running, Real h) {
  const auto excess = [&](Real w) { return w - base - h * rotor_acceleration(pump, flow, density, w, time, running); };
  const Real tiny = 1e-13 * pump.rated_speed, stride = 0.05 * max(pump.rated_speed, math::abs(base));
  Real a = base, at_a = excess(a), step = clamp(-at_a, -stride, stride);
  if (math::abs(at_a) < tiny) return base - at_a;
  Real b = a + step, at_b = excess(b);
  for (int k = 0; k < 40 && at_a * at_b > 0; ++k) a = b, at_a = at_b, step *= 2, b = a + step, at_b = excess(b);
  for (int k = 0; k < 60 && math::abs(b - a) > tiny && at_b != 0; ++k) {
    const Real next = b - at_b * (b - a) / (at_b - at_a), at_next = excess(next);
    if (at_next * at_b < 0) a = b, at_a = at_b;
    else at_a *= 0.5;
    b = next, at_b = at_next;
    if (math::abs(at_b) < tiny) break;
  }
  return b;
}

/// Speed of a rotor after h [s] at one flow: the L-stable second-order method of two implicit stages; one implicit Euler
/// step, which never overshoots, where the speed changes by more than a fifth.
/// Source: Alexander 1977, SIAM J. Numer. Anal. 14, eq. 11.
RISER_HD inline Real speed_after(const PumpView& pump, Real flow, Real density, Real speed, Real time, bool running,
                                 Real h) {
  constexpr Real part = 0.2928932188134524;  // 1 - sqrt(1/2)
  const Real first = implicit_speed(pump, flow, density, speed, time + part * h, running, part * h);
  if (math::abs(first - speed) > 0.2 * part * max(math::abs(first), math::abs(speed)))
    return implicit_speed(pump, flow, density, speed, time + h, running, h);
  const Real base = speed + (1 - part) * (first - speed) / part;
  return implicit_speed(pump, flow, density, base, time + h, running, part * h);
}
}  // namespace riser
