#pragma once
#include "kernels/axial/machines.hpp"
#include "kernels/team.hpp"

// The balance of forces at the end of a rigid step: what pumps and valves do, and the pressure that follows along the pipe.
namespace riser {

/// Pressure drops of the valves [Pa]; the first that is closed, or holds the flow back, takes what closes the balance, `excess`.
/// Returns whether there is one.
template <int N>
RISER_HD inline bool update_valves(const RiserView<N>& r, Real excess) {
  Clock& c = *r.clock;
  bool any = false;
  for (int v = 0; v < r.valves; ++v) {
    const int f = r.valve[v].face, below = f > 0 ? f - 1 : 0;
    const Real loss = valve_loss(r.valve[v], r.density[below], c.time);
    const bool shut = !any && (loss >= closed_loss || (r.valve[v].check && c.flow == 0));
    c.valve_drop[v] = shut ? excess : min(loss, closed_loss) * c.flow * math::abs(c.flow);
    any |= shut;
  }
  return any;
}

/// Pressure rise [Pa] and shaft power [W] of pump p at the clock's time; `closing`: what a positive displacement pump must add.
/// A motor that is off takes nothing.
template <int N>
RISER_HD inline void update_pump(const RiserView<N>& r, int p, Real closing) {
  Clock& c = *r.clock;
  const PumpView& pump = r.pump[p];
  const Real flow = c.elastic ? r.flow[pump.face] : c.flow;
  if (pump.positive_displacement) {
    c.pump_rise[p] = closing;
    c.pump_power[p] = displacement_power(pump, flow, closing, derated(r, p, pump.efficiency_loss));
    return;
  }
  const Real n = pump_ratio(r, p, c.time);
  c.pump_rise[p] = derated_rise(r, p, flow, n);
  c.pump_power[p] = motor_runs(pump, c.time) ? shaft_power(pump, flow, torque_density(r, p), n) : 0;
}

/// Machines at the end of a rigid step. The acceleration shown in the pressures is the one that the forces of this moment give,
/// so that the pressure meets the outlet's; where the flow is prescribed, what stands there takes the difference.
template <int N>
RISER_HD inline void close_balance(const RiserView<N>& r) {
  Clock& c = *r.clock;
  c.inlet_pressure = held_at_inlet(r, c.time);
  c.outlet_pressure = value_at(r.outlet_value, c.time);
  bool set = false;
  prescribed_flow(r, c.time, set);
  Real given = c.inlet_pressure - c.outlet_pressure - c.weight * weight_factor(r, c.time) - c.resistance - math::with_sign(c.bed_resistance, c.flow);
  for (int p = 0; p < r.pumps; ++p) {
    update_pump(r, p, 0);
    given += c.pump_rise[p];
  }
  for (int p = 0; p < r.pumps; ++p) {
    if (!relieved(r.pump[p])) continue;
    const Real loss = valves_loss(r, c.time), held = loss >= closed_loss ? 1e300 : loss * c.flow * math::abs(c.flow);
    update_pump(r, p, min(r.pump[p].relief, c.inertia * c.acceleration - given + held));
    given += c.pump_rise[p];
  }
  if (update_valves(r, given - (set ? c.inertia * c.acceleration : 0))) {
    c.acceleration = set ? c.acceleration : 0;
    return;
  }
  for (int v = 0; v < r.valves; ++v) given -= c.valve_drop[v];
  if (!set) c.acceleration = given / c.inertia;
  for (int p = 0; p < r.pumps; ++p)
    if (r.pump[p].positive_displacement && !relieved(r.pump[p])) return update_pump(r, p, c.inertia * c.acceleration - given);
}

/// Sets the pumps' pressure rise and power, and the valves' drop, at the end of the step.
template <int N>
RISER_HD inline void update_machines(const RiserView<N>& r) {
  Clock& c = *r.clock;
  if (!c.elastic) return close_balance(r);
  c.inlet_pressure = held_at_inlet(r, c.time);
  c.outlet_pressure = value_at(r.outlet_value, c.time);
  for (int p = 0; p < r.pumps; ++p) {
    const int f = r.pump[p].face;
    const Real below = f > 0 ? r.pressure[f - 1] : r.inlet == EndKind::pressure ? c.inlet_pressure : r.pressure[0];
    update_pump(r, p, r.pressure[f] - below);
  }
}

/// Pressure rise [Pa] of what stands at a face: pumps, less the drop of valves.
template <int N>
RISER_HD inline Real rise_at(const RiserView<N>& r, int face) {
  Real rise = 0;
  for (int p = 0; p < r.pumps; ++p) rise += r.pump[p].face == face ? r.clock->pump_rise[p] : 0;
  for (int v = 0; v < r.valves; ++v) rise -= r.valve[v].face == face ? r.clock->valve_drop[v] : 0;
  return rise;
}

/// Pressure along the pipe from the momentum balance of every cell (rigid). `then`(i, p): what else is done with it.
template <int N, class Team, class F>
RISER_HD void update_pressure(const Team& team, const RiserView<N>& r, F then) {
  const Clock& c = *r.clock;
  const Real acceleration = c.acceleration, weight = gravity * weight_factor(r, c.time);
  const Real way = c.bed_resistance > 0 ? math::with_sign(1, c.flow) : 0;
  const auto drop = [&](int i) {
    return (r.density[i] * (weight * r.cosine[i] + acceleration * r.inverse_area[i]) + r.friction[i] + way * r.bed[i]) * r.length[i];
  };
  team_scan(team, r.n, r.lanes, r.running, drop);
  Real base = c.inlet_pressure;  // [Pa] what the cells between two stations would have at the inlet
  if (r.inlet != EndKind::pressure) {
    base = c.outlet_pressure + r.running[r.n];
    for (int p = 0; p < r.pumps; ++p) base -= c.pump_rise[p];
    for (int v = 0; v < r.valves; ++v) base += c.valve_drop[v];
  }
  base += rise_at(r, 0);
  for (int j = 0, begin = 0; j <= r.stations; ++j) {
    const int end = j < r.stations ? r.station[j] : r.n;
    team.run(begin, end, [&r, then, base](int i) {
      const Real p = base - 0.5 * (r.running[i] + r.running[i + 1]);
      r.pressure[i] = p;
      then(i, p);
    });
    base += j < r.stations ? rise_at(r, end) : 0;
    begin = end;
  }
}
}  // namespace riser
