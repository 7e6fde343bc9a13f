#pragma once
#include "kernels/axial/ends.hpp"
#include "kernels/axial/properties.hpp"
#include "kernels/axial/pumps.hpp"

// What pumps and valves do to the flow of the column: their rise, power and loss at a flow and a time.
namespace riser {

/// Flow below which the column counts as standing [m/s].
inline constexpr Real creeping_velocity = 1e-6;

/// The flow at which the cells are evaluated: never quite zero, so that a yield stress shows [m3/s].
template <int N>
RISER_HD inline Real reference_flow(const RiserView<N>& r, Real flow) {
  const Real creep = creeping_velocity * r.reference_area;
  return flow < 0 ? min(flow, -creep) : max(flow, creep);
}

/// Speed over rated of pump p now: its rotor's, or its setting's.
template <int N>
RISER_HD inline Real pump_ratio(const RiserView<N>& r, int p, Real time) {
  const PumpView& pump = r.pump[p];
  return (pump.inertia > 0 ? r.clock->pump_speed[p] : pump_setting(pump, time)) / pump.rated_speed;
}

template <int N>
RISER_HD inline Real density_at_pump(const RiserView<N>& r, int p) {
  return r.density[r.pump[p].face > 0 ? r.pump[p].face - 1 : 0];
}

/// Share of head or efficiency that solids leave a pump, 1 - sum loss_k (fraction of class k), at least 0.1; `phi`(k) is its volume fraction.
template <int N, class F>
RISER_HD inline Real share_left(bool loss_by_mass, const Real* loss, F phi, const Real* class_density, Real density) {
  Real taken = 0;
  for (int k = 0; k < N; ++k) taken += loss[k] * phi(k) * (loss_by_mass ? class_density[k] / density : 1);
  return max(1 - taken, 0.1);
}

/// The same of pump p, with what stands below it.
template <int N>
RISER_HD inline Real derated(const RiserView<N>& r, int p, const Real* loss) {
  const int below = r.pump[p].face > 0 ? r.pump[p].face - 1 : 0;
  return share_left<N>(r.pump[p].loss_by_mass, loss, [&](int k) { return r.phi[k][below]; }, r.class_density, r.density[below]);
}

/// Density [kg/m3] that stands for pump p's load: what solids take of the head lightens the shaft, what they take of the
/// efficiency loads it.
template <int N>
RISER_HD inline Real torque_density(const RiserView<N>& r, int p) {
  return density_at_pump(r, p) * derated(r, p, r.pump[p].head_loss) / derated(r, p, r.pump[p].efficiency_loss);
}

/// Shaft power [W] of a centrifugal pump, `density` that of its torque. The drive takes nothing back from a turbine.
RISER_HD inline Real shaft_power(const PumpView& pump, Real flow, Real density, Real ratio) {
  return max(pump_torque(pump, flow, density, ratio) * ratio * pump.rated_speed, 0.0);
}

/// Shaft power [W] of a displacement pump that adds `rise` [Pa]; `share` of its efficiency is left by the solids.
RISER_HD inline Real displacement_power(const PumpView& pump, Real flow, Real rise, Real share) {
  return max(rise * flow, 0.0) / clamp(pump.drive_efficiency * share, 0.05, 1.0);
}

/// Pressure rise of pump p with what the solids take of its head.
template <int N>
[[gnu::noinline]] RISER_HD inline Real derated_rise(const RiserView<N>& r, int p, Real flow, Real ratio) {
  const Real rise = derated(r, p, r.pump[p].head_loss) * pump_rise(r.pump[p], flow, density_at_pump(r, p), ratio);
  return r.pump[p].bypass && flow > 0 ? max(rise, 0) : rise;
}

/// Flow coefficient of a valve at its opening [m3/s/sqrt(Pa)] for water of 1000 kg/m3; 0 closed.
RISER_HD inline Real valve_coefficient(const ValveView& valve, Real time) {
  return max(curve_at(valve.size, valve.opening, valve.coefficient, clamp(value_at(valve.schedule, time), 0, 1)), 0);
}

/// Loss of a valve over Q |Q| [Pa s2/m6]; infinite loss reads as 1e30.
RISER_HD inline Real valve_loss(const ValveView& valve, Real density, Real time) {
  const Real coefficient = valve_coefficient(valve, time);
  return coefficient > 0 ? min(density / (1000 * square(coefficient)), 1e30) : 1e30;
}
inline constexpr Real closed_loss = 1e29;  // [Pa s2/m6] nothing passes above it

/// Pressure rise [Pa] of a displacement pump set to `asked` [m3/s] at a flow through it: what slips back grows with the rise, and past
/// its relief valve it pushes with that and no more. One line from dead-head to run-out.
RISER_HD inline Real displacement_rise(const PumpView& pump, Real flow, Real asked) {
  return min(pump.relief, (asked - flow) / pump.slip);
}

/// A displacement pump that nothing limits sets the flow by itself.
RISER_HD inline bool unlimited(const PumpView& pump) { return pump.positive_displacement && pump.relief >= no_relief; }

template <int N>
RISER_HD inline bool flow_given(const RiserView<N>& r) { return r.inlet != EndKind::pressure || r.outlet != EndKind::pressure; }

/// Flow [m3/s] that a boundary prescribes.
template <int N>
RISER_HD inline Real given_flow(const RiserView<N>& r, Real time) {
  if (r.inlet == EndKind::closed || r.outlet == EndKind::closed) return 0;
  return value_at(r.inlet == EndKind::flow ? r.inlet_value : r.outlet_value, time);
}

/// Whether a valve lets nothing pass.
template <int N>
RISER_HD inline bool shut_at(const RiserView<N>& r, Real time) {
  for (int v = 0; v < r.valves; ++v)
    if (!(valve_coefficient(r.valve[v], time) > 0)) return true;
  return false;
}

/// Whether a check valve stands in the line.
template <int N>
RISER_HD inline bool one_way(const RiserView<N>& r) {
  for (int v = 0; v < r.valves; ++v)
    if (r.valve[v].check) return true;
  return false;
}

/// Loss of all valves over Q |Q| [Pa s2/m6].
template <int N>
RISER_HD inline Real valves_loss(const RiserView<N>& r, Real time) {
  Real loss = 0;
  for (int v = 0; v < r.valves; ++v) {
    const int f = r.valve[v].face;
    loss += valve_loss(r.valve[v], r.density[f > 0 ? f - 1 : 0], time);
  }
  return loss;
}
}  // namespace riser
