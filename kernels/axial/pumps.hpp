#pragma once
#include "kernels/axial/ends.hpp"
#include "kernels/closures/pump_quadrants.hpp"
#include "kernels/math.hpp"

// What one pump does at a speed and a flow: curves, affinity, four quadrants, torque, and the motion of its rotor.
namespace riser {

/// Linear interpolation in a pump curve; beyond the last point the last slope goes on, so that the curve stays falling.
RISER_HD inline Real curve_at(int size, const Real* x, const Real* y, Real at) {
  if (size == 1) return y[0];
  int i = 0;
  while (i + 2 < size && x[i + 1] < at) ++i;
  return y[i] + (y[i + 1] - y[i]) * (at - x[i]) / (x[i + 1] - x[i]);
}

/// Speed [rad/s] of a centrifugal pump, flow [m3/s] of a positive displacement pump: the schedule; after a trip the run-down
/// 1/(1 + t/T); after a restart a straight line to the schedule within the run-up time (both assumed laws).
RISER_HD inline Real pump_setting(const PumpView& pump, Real time) {
  const Real scheduled = value_at(pump.schedule, time);
  int last = pump.switches - 1;
  while (last >= 0 && time < pump.switch_time[last]) --last;
  if (last < 0) return scheduled;
  const Real since = time - pump.switch_time[last], from = pump.switch_setting[last];
  if (!pump.switch_on[last]) return pump.run_down_time > 0 ? from / (1 + since / pump.run_down_time) : 0;
  return since < pump.run_up_time ? from + (scheduled - from) * since / pump.run_up_time : scheduled;
}

/// Head [-] of a pump in four quadrants: its own table, or a radial pump's.
RISER_HD inline Real quadrant_head(const PumpView& pump, Real q, Real w) {
  return pump.quadrants ? RadialPump::at(pump.quadrants, q, w) : RadialPump{}.head(q, w);
}
RISER_HD inline Real quadrant_torque(const PumpView& pump, Real q, Real w) {
  return pump.quadrants ? RadialPump::at(pump.quadrants + RadialPump::points, q, w) : RadialPump{}.torque(q, w);
}

/// Pressure rise [Pa] of a centrifugal pump at a speed over rated: by its curve and affinity, H(Q, n) = n^2 H_rated(Q/n), where a
/// standing pump lets through freely; or in four quadrants.
RISER_HD inline Real pump_rise(const PumpView& pump, Real flow, Real density, Real ratio) {
  if (pump.four_quadrant) return density * gravity * pump.rated_head * quadrant_head(pump, flow / pump.rated_flow, ratio);
  if (ratio < 1e-6) return 0;
  return density * gravity * ratio * ratio * curve_at(pump.size, pump.flow, pump.head, max(flow, 0.0) / ratio);
}

/// Torque [N m] the liquid asks of the rotor: in four quadrants, or from head and efficiency.
RISER_HD inline Real pump_torque(const PumpView& pump, Real flow, Real density, Real ratio) {
  if (pump.four_quadrant) return pump.rated_torque * density / 1000 * quadrant_torque(pump, flow / pump.rated_flow, ratio);
  if (ratio < 1e-3) return 0;
  const Real efficiency = clamp(curve_at(pump.size, pump.flow, pump.efficiency, max(flow, 0.0) / ratio), 0.05, 1);
  return pump_rise(pump, flow, density, ratio) * max(flow, 0.0) / (efficiency * ratio * pump.rated_speed);
}

/// A motor is on unless the last switch was a trip.
RISER_HD inline bool motor_runs(const PumpView& pump, Real time) {
  int last = pump.switches - 1;
  while (last >= 0 && time < pump.switch_time[last]) --last;
  return last < 0 || pump.switch_on[last];
}

/// Angular acceleration [rad/s2] of a rotor: I dw/dt = T_motor - T_liquid. A running motor holds the schedule, or pulls towards
/// it within a second with all it has. `running` is the motor's state over the step.
RISER_HD inline Real rotor_acceleration(const PumpView& pump, Real flow, Real density, Real speed, Real time, bool running) {
  const Real asked = pump_torque(pump, flow, density, speed / pump.rated_speed);
  if (!running) return -asked / pump.inertia;
  const Real wanted = (value_at(pump.schedule, time) - speed) * pump.inertia + asked;
  const Real most = min(pump.motor_torque, pump.motor_power / max(math::abs(speed), 0.01 * pump.rated_speed));
  return (clamp(wanted, -most, most) - asked) / pump.inertia;
}
}  // namespace riser
