#pragma once
#include "kernels/axial/machines.hpp"
#include "kernels/team.hpp"

// The balance of forces at the end of a rigid step: what pumps and valves do, and the pressure that follows along the pipe.
namespace riser {

/// Pressure drops of the valves [Pa]; the first that is closed, or holds the flow back, takes what closes the balance, `excess`, where the
/// column is `blocked`.
template <int N>
RISER_HD inline void update_valves(const RiserView<N>& r, bool blocked, Real excess) {
  Clock& c = *r.clock;
  for (int v = 0; v < r.valves; ++v) {
    const int f = r.valve[v].face, below = f > 0 ? f - 1 : 0;
    const Real loss = valve_loss(r.valve[v], r.density[below], c.time);
    const bool takes = blocked && (loss >= closed_loss || r.valve[v].check);
    c.valve_drop[v] = takes ? excess : min(loss, closed_loss) * c.flow * math::abs(c.flow);
    if (takes) blocked = false;
  }
}

/// Pressure rise [Pa] and shaft power [W] of pump p at the clock's time; `closing`: what a positive displacement pump must add. Its shaft
/// moves all that it is set to, also what its relief valve lets back. A motor that is off takes nothing.
template <int N>
RISER_HD inline void update_pump(const RiserView<N>& r, int p, Real closing) {
  Clock& c = *r.clock;
  const PumpView& pump = r.pump[p];
  const Real flow = c.elastic ? r.flow[pump.face] : c.flow;
  if (pump.positive_displacement) {
    const Real moved = max(pump_setting(pump, c.time), flow);
    c.pump_rise[p] = closing;
    c.pump_power[p] = displacement_power(pump, moved, closing, derated(r, p, pump.efficiency_loss));
    return;
  }
  const Real n = pump_ratio(r, p, c.time);
  c.pump_rise[p] = derated_rise(r, p, flow, n);
  c.pump_power[p] = motor_runs(pump, c.time) ? shaft_power(pump, flow, torque_density(r, p), n) : 0;
}

/// Friction and bed [Pa] at the end of the step, of which the cells' are these shares. At rest they hold against `push` as far as they can.
template <int N>
RISER_HD inline Real update_friction(const RiserView<N>& r, Real push, bool blocked) {
  Clock& c = *r.clock;
  const Real hold = c.yield_resistance + c.bed_resistance;
  Real friction = c.moving_friction, way = math::with_sign(1, c.flow);
  if (c.flow == 0) {
    way = hold > 0 && !blocked ? clamp(push / hold, -1, 1) : 0;
    friction = way * c.yield_resistance;
  }
  c.friction_share = c.resistance != 0 ? friction / c.resistance : 0;
  c.bed_share = c.bed_resistance > 0 ? way : 0;
  return friction + way * c.bed_resistance;
}

/// What drives the column [Pa] at the clock's time, with all pumps; `closing` becomes the displacement pump that sets the flow, or -1.
template <int N>
RISER_HD inline Real push_of_all(const RiserView<N>& r, int& closing) {
  Clock& c = *r.clock;
  Real push = c.inlet_pressure - c.outlet_pressure - c.weight * weight_factor(r, c.time);
  for (int p = 0; p < r.pumps; ++p) {
    const PumpView& pump = r.pump[p];
    const Real rise = pump.positive_displacement ? displacement_rise(pump, c.flow, pump_setting(pump, c.time)) : 0;
    if (pump.positive_displacement && rise < pump.relief) closing = p;
    update_pump(r, p, rise);
    push += c.pump_rise[p];
  }
  return push;
}

/// Machines at the end of a rigid step. The acceleration shown in the pressures is the one that the forces of this moment give,
/// so that the pressure meets the outlet's; where a pump or an end sets the flow, it takes the difference.
template <int N>
RISER_HD inline void close_balance(const RiserView<N>& r) {
  Clock& c = *r.clock;
  c.inlet_pressure = held_at_inlet(r, c.time);
  c.outlet_pressure = held_at_outlet(r, c.time);
  int closing = -1;
  const Real push = push_of_all(r, closing);
  const bool given = flow_given(r), blocked = shut_at(r, c.time) || (c.flow == 0 && one_way(r) && push < 0);
  Real left = push - update_friction(r, push, blocked);
  if (blocked) c.acceleration = 0;
  update_valves(r, blocked, left);
  for (int v = 0; v < r.valves; ++v) left -= c.valve_drop[v];
  if (blocked || given) return;
  if (closing >= 0) return update_pump(r, closing, min(c.pump_rise[closing] + c.inertia * c.acceleration - left, r.pump[closing].relief));
  c.acceleration = left / c.inertia;
}

/// Sets the pumps' pressure rise and power, and the valves' drop, at the end of the step.
template <int N>
RISER_HD inline void update_machines(const RiserView<N>& r) {
  Clock& c = *r.clock;
  if (!c.elastic) return close_balance(r);
  c.inlet_pressure = held_at_inlet(r, c.time);
  c.outlet_pressure = held_at_outlet(r, c.time);
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
  const Real share = c.friction_share, way = c.bed_share;
  const auto drop = [&](int i) {
    return (r.density[i] * (weight * r.cosine[i] + acceleration * r.inverse_area[i]) + share * r.friction[i] + way * r.bed[i]) * r.length[i];
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
