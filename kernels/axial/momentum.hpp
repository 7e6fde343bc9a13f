#pragma once
#include "kernels/axial/properties.hpp"
#include "kernels/axial/ends.hpp"
#include "kernels/axial/pumps.hpp"

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
  const int i = r.reference_cell;
  const Real density = liquid_property(r.liquid, r.liquid.density, r.pressure[i], r.temperature[i]);
  const Real viscosity = liquid_property(r.liquid, r.liquid.viscosity, r.temperature[i]);
  const Real carrier = N > 0 && r.carrier_class >= 0 ? r.phi[r.carrier_class >= 0 ? r.carrier_class : 0][i] : 0;
  CarrierFluid fluid = carrier_fluid(r.rheology, carrier, density, viscosity);
  fluid.yield_stress *= 1 + r.ageing_growth * r.structure[i];
  return fluid;
}

/// Friction velocity over velocity in the reference cell by the sections' table; out of line, so that it is no burden on other laws.
template <int N>
[[gnu::noinline]] RISER_HD Real reference_table_ratio(const RiserView<N>& r, Real density, Real speed) {
  Real coarse = 0, carrier = 0;
  for (int k = 0; k < N; ++k) coarse += r.slip.coarse[k] * r.phi[k][r.reference_cell], carrier += (1 - r.slip.coarse[k]) * r.phi[k][r.reference_cell];
  return section_friction_ratio(r.section_friction, density, speed, section_concentration(r.carrier_class >= 0 ? 1 : 0, carrier, coarse));
}

/// Friction of the reference column at flow Q [Pa/m]: the shape R(Q) between two evaluations of all the cells.
template <int N>
RISER_HD inline Real reference_friction(const RiserView<N>& r, const CarrierFluid& fluid, Real flow) {
  const Real v = flow / r.reference_area, d = r.reference_bore, e = r.relative_roughness[r.reference_cell], speed = math::abs(v);
  const Real reynolds = fluid.density * speed * d / fluid.consistency;
  const int row = r.friction_row[r.reference_cell];
  Real ratio = 0.5;  // no friction: minor losses alone
  if (r.friction_kind == FrictionKind::tabulated)
    ratio = friction_ratio<FrictionKind::tabulated>(r.friction_table, row, speed, reynolds, d, e, fluid);
  if (r.friction_kind == FrictionKind::herschel_bulkley)
    ratio = friction_ratio<FrictionKind::herschel_bulkley>(r.friction_table, row, speed, reynolds, d, e, fluid);
  if (r.friction_kind == FrictionKind::section_table) ratio = reference_table_ratio(r, fluid.density, speed);
  return 4 * fluid.density * square(ratio) * v * speed / d;
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

/// Flow of a positive displacement pump, less what slips back [m3/s].
template <int N>
RISER_HD inline Real displaced_flow(const RiserView<N>& r, int p, Real time) {
  return pump_setting(r.pump[p], time) - r.pump[p].slip * max(r.clock->pump_rise[p], 0);
}

/// A positive displacement pump with a relief valve sets the most that flows, not the flow: past the valve it pushes with its
/// pressure and no more.
RISER_HD inline bool relieved(const PumpView& pump) { return pump.positive_displacement && pump.relief < no_relief; }
template <int N>
RISER_HD inline Real most_flow(const RiserView<N>& r, Real time) {
  Real most = 1e300;
  for (int p = 0; p < r.pumps; ++p)
    if (relieved(r.pump[p])) most = min(most, displaced_flow(r, p, time));
  return most;
}

/// Flow set by a positive displacement pump, a flow boundary or a closed valve; `set` false when the momentum balance decides.
template <int N>
RISER_HD inline Real prescribed_flow(const RiserView<N>& r, Real time, bool& set) {
  set = true;
  for (int p = 0; p < r.pumps; ++p) {
    if (r.pump[p].positive_displacement && !relieved(r.pump[p])) return displaced_flow(r, p, time);
  }
  if (r.inlet == EndKind::closed || r.outlet == EndKind::closed) return 0;
  for (int v = 0; v < r.valves; ++v)
    if (!(valve_coefficient(r.valve[v], time) > 0)) return 0;
  if (r.inlet == EndKind::flow) return value_at(r.inlet_value, time);
  if (r.outlet == EndKind::flow) return value_at(r.outlet_value, time);
  set = false;
  return 0;
}

/// The column in motion: its flow [m3/s] and the speeds of its rotors [rad/s].
struct ColumnState {
  Real flow, speed[max_pumps];
};

/// What drives the column over one step.
struct ColumnDrive {
  CarrierFluid fluid;
  Real scale, weight;  // [-] of the reference friction; [Pa]
};

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

/// Drive [Pa] on the column: ends, weight, pumps, valves.
template <int N>
RISER_HD inline Real column_push(const RiserView<N>& r, const ColumnDrive& drive, const ColumnState& state, Real time) {
  Real push = held_at_inlet(r, time) - value_at(r.outlet_value, time) - drive.weight * weight_factor(r, time);
  for (int p = 0; p < r.pumps; ++p) {
    const PumpView& pump = r.pump[p];
    if (pump.positive_displacement) {
      push += relieved(pump) ? pump.relief : 0;
      continue;
    }
    const Real ratio = pump.inertia > 0 ? state.speed[p] / pump.rated_speed : pump_setting(pump, time) / pump.rated_speed;
    push += derated_rise(r, p, state.flow, ratio);
  }
  return push - valves_loss(r, time) * state.flow * math::abs(state.flow);
}

/// Flow acceleration dQ/dt [m3/s2] of the column.
template <int N>
[[gnu::noinline]] RISER_HD inline Real column_acceleration(const RiserView<N>& r, const ColumnDrive& drive, const ColumnState& state, Real time) {
  const Real push = column_push(r, drive, state, time), size = math::abs(state.flow);
  const Real creep = creeping_velocity * r.reference_area;
  const Real bed = r.clock->bed_resistance;
  if (size > creep) return (push - drive.scale * reference_friction(r, drive.fluid, state.flow) - math::with_sign(bed, state.flow)) / r.clock->inertia;
  // Standing: the yield stress or nothing holds it. Below the round-off of the pressures nothing pushes.
  const Real round_off = 1e-14 * (math::abs(value_at(r.inlet_value, time)) + math::abs(drive.weight));
  const Real hold = bed + max(drive.scale * reference_friction(r, drive.fluid, creep), round_off);
  return (push - clamp(push, -hold, hold)) / r.clock->inertia;
}

/// Slopes of the column and of its rotors.
template <int N>
RISER_HD inline ColumnState column_slope(const RiserView<N>& r, const ColumnDrive& drive, const ColumnState& state, Real time) {
  ColumnState slope{column_acceleration(r, drive, state, time), {}};
  for (int p = 0; p < r.pumps; ++p)
    if (r.pump[p].inertia > 0) slope.speed[p] = rotor_acceleration(r.pump[p], state.flow, torque_density(r, p), state.speed[p], time, motor_runs(r.pump[p], r.clock->time));
  return slope;
}

RISER_HD inline ColumnState moved(const ColumnState& state, const ColumnState& slope, Real dt, int pumps) {
  ColumnState next = state;
  next.flow += dt * slope.flow;
  for (int p = 0; p < pumps; ++p) next.speed[p] += dt * slope.speed[p];
  return next;
}

/// One step of the classical fourth-order Runge-Kutta method.
template <int N>
RISER_HD inline ColumnState runge_kutta(const RiserView<N>& r, const ColumnDrive& drive, const ColumnState& state, Real time, Real dt) {
  const int pumps = r.pumps;
  const ColumnState k1 = column_slope(r, drive, state, time);
  const ColumnState k2 = column_slope(r, drive, moved(state, k1, dt / 2, pumps), time + dt / 2);
  const ColumnState k3 = column_slope(r, drive, moved(state, k2, dt / 2, pumps), time + dt / 2);
  const ColumnState k4 = column_slope(r, drive, moved(state, k3, dt, pumps), time + dt);
  ColumnState next = state;
  next.flow += dt / 6 * (k1.flow + 2 * k2.flow + 2 * k3.flow + k4.flow);
  for (int p = 0; p < pumps; ++p) next.speed[p] += dt / 6 * (k1.speed[p] + 2 * k2.speed[p] + 2 * k3.speed[p] + k4.speed[p]);
  ColumnState standing = next;
  standing.flow = 0;
  if (next.flow * state.flow < 0 && column_acceleration(r, drive, standing, time + dt) == 0) next.flow = 0;  // comes to rest and stays
  return next;
}

/// The column over `dt` with its weight at mid-step, in as many parts as a nearly closed valve asks for. Check valves hold.
template <int N>
RISER_HD inline ColumnState advance_column(const RiserView<N>& r, const ColumnDrive& drive, ColumnState state, Real time, Real dt) {
  const Real stiffness = max(valves_loss(r, time), valves_loss(r, time + dt)) * 2 * max(math::abs(state.flow), 0.01 * r.reference_area) / r.clock->inertia;
  const int parts = static_cast<int>(clamp(ceil(dt * stiffness / 0.5), 1, 10000));
  bool one_way = false;
  for (int v = 0; v < r.valves; ++v) one_way |= r.valve[v].check;
  for (int j = 0; j < parts; ++j) {
    state = runge_kutta(r, drive, state, time + j * (dt / parts), dt / parts);
    if (one_way) state.flow = max(state.flow, 0);
  }
  return state;
}
}  // namespace riser
