#pragma once
#include "kernels/axial/properties.hpp"
#include "kernels/axial/ends.hpp"

// The rigid column: one momentum balance,  I dQ/dt = p_in - p_out + pumps - weight - R(Q).
// Left out: the drift momentum flux and the convective change at a bore change, of order rho u^2, below 0.02 MPa at 4 m/s.
namespace riser {

/// Flow below which the column counts as standing [m/s].
inline constexpr Real creeping_velocity = 1e-6;

/// The flow at which the cells are evaluated: never quite zero, so that a yield stress shows [m3/s].
template <int N>
RISER_HD inline Real reference_flow(const RiserView<N>& r, Real flow) {
  const Real creep = creeping_velocity * r.reference_area;
  return flow < 0 ? min(flow, -creep) : max(flow, creep);
}

/// What the middle cell carries; stands for the column between two evaluations of all the cells.
template <int N>
RISER_HD inline CarrierFluid reference_fluid(const RiserView<N>& r) {
  const int i = r.n / 2;
  const Real density = liquid_property(r.liquid, r.liquid.density, r.pressure[i], r.temperature[i]);
  const Real viscosity = liquid_property(r.liquid, r.liquid.viscosity, r.temperature[i]);
  const Real carrier = N > 0 && r.carrier_class >= 0 ? r.phi[r.carrier_class >= 0 ? r.carrier_class : 0][i] : 0;
  return carrier_fluid(r.rheology, carrier, density, viscosity);
}

/// Friction of the reference column at flow Q [Pa/m]: the shape R(Q) between two evaluations of all the cells.
template <int N>
RISER_HD inline Real reference_friction(const RiserView<N>& r, const CarrierFluid& fluid, Real flow) {
  const Real v = flow / r.reference_area, d = r.reference_bore, e = r.relative_roughness[r.n / 2], speed = math::abs(v);
  const Real reynolds = fluid.density * speed * d / fluid.consistency;
  const int row = r.friction_row[r.n / 2];
  Real ratio = 0.5;  // no friction: minor losses alone
  if (r.friction_kind == FrictionKind::tabulated)
    ratio = friction_ratio<FrictionKind::tabulated>(r.friction_table, row, speed, reynolds, d, e, fluid);
  if (r.friction_kind == FrictionKind::herschel_bulkley)
    ratio = friction_ratio<FrictionKind::herschel_bulkley>(r.friction_table, row, speed, reynolds, d, e, fluid);
  return 4 * fluid.density * square(ratio) * v * speed / d;
}

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

RISER_HD inline Real pump_speed_ratio(const PumpView& pump, Real time) { return pump_setting(pump, time) / pump.rated_speed; }

/// Pressure rise [Pa] of a centrifugal pump by affinity: H(Q, n) = n^2 H_rated(Q/n); standing pumps let through freely.
RISER_HD inline Real pump_rise(const PumpView& pump, Real flow, Real density, Real time) {
  const Real n = pump_speed_ratio(pump, time);
  if (n < 1e-6) return 0;
  return density * gravity * n * n * curve_at(pump.size, pump.flow, pump.head, max(flow, 0.0) / n);
}

/// Flow set by a positive displacement pump or a flow boundary; `set` false when the momentum balance decides.
template <int N>
RISER_HD inline Real prescribed_flow(const RiserView<N>& r, Real time, bool& set) {
  set = true;
  for (int p = 0; p < r.pumps; ++p) {
    if (r.pump[p].positive_displacement) return pump_setting(r.pump[p], time);
  }
  if (r.inlet == EndKind::closed || r.outlet == EndKind::closed) return 0;
  if (r.inlet == EndKind::flow) return value_at(r.inlet_value, time);
  if (r.outlet == EndKind::flow) return value_at(r.outlet_value, time);
  set = false;
  return 0;
}

/// Flow acceleration dQ/dt [m3/s2] of the column.
template <int N>
RISER_HD inline Real column_acceleration(const RiserView<N>& r, const CarrierFluid& fluid, Real scale, Real weight, Real flow, Real time) {
  Real drive = value_at(r.inlet_value, time) - value_at(r.outlet_value, time) - weight;
  for (int p = 0; p < r.pumps; ++p) drive += pump_rise(r.pump[p], flow, r.density[r.pump[p].face > 0 ? r.pump[p].face - 1 : 0], time);
  const Real creep = creeping_velocity * r.reference_area;
  const Real size = flow < 0 ? -flow : flow;
  if (size <= creep) {  // standing: the yield stress or nothing holds it
    // Below the round-off of the pressures nothing pushes.
    const Real round_off = 1e-14 * (math::abs(value_at(r.inlet_value, time)) + math::abs(weight));
    const Real hold = max(scale * reference_friction(r, fluid, creep), round_off);
    const Real push = drive < 0 ? -drive : drive;
    if (push <= hold) return 0;
    return (drive > 0 ? drive - hold : drive + hold) / r.clock->inertia;
  }
  return (drive - scale * reference_friction(r, fluid, flow)) / r.clock->inertia;
}

/// Fourth-order Runge-Kutta over `dt` with the column's weight at mid-step.
template <int N>
RISER_HD inline Real advance_column(const RiserView<N>& r, const CarrierFluid& fluid, Real scale, Real weight, Real flow, Real time, Real dt) {
  const auto slope = [&](Real q, Real t) { return column_acceleration(r, fluid, scale, weight, q, t); };
  const Real k1 = slope(flow, time), k2 = slope(flow + dt / 2 * k1, time + dt / 2), k3 = slope(flow + dt / 2 * k2, time + dt / 2),
             k4 = slope(flow + dt * k3, time + dt);
  const Real next = flow + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
  const bool turned = next * flow < 0;
  return turned && slope(0, time + dt) == 0 ? 0 : next;  // comes to rest and stays
}
}  // namespace riser
