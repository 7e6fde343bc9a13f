#pragma once
#include "kernels/axial/momentum.hpp"

// The faces at which something stands: the two ends, pumps, valves. Their flow is found one by one, with the loss of a valve
// and the slope of a pump's curve taken implicitly.
namespace riser {

/// One face between two sub-steps.
struct FaceBalance {
  Real flow, gain, drive, threshold, linear, quadratic;
  /// Q' with Q' + gain (linear Q' + quadratic Q' |Q'|) = what the drive less the threshold would make of it [m3/s].
  RISER_HD Real next() const {
    if (quadratic >= closed_loss) return 0;
    const Real free = flow + gain * drive, held = gain * threshold;
    const Real moving = free - clamp(free, -held, held), size = math::abs(moving), base = 1 + gain * linear;
    return 2 * moving / (base + math::sqrt(base * base + 4 * gain * quadratic * size));
  }
};

template <int N>
RISER_HD inline FaceBalance face_balance(const RiserView<N>& r, int f, Real drive) {
  return {r.flow[f], r.momentum_gain[f], drive, r.face_threshold[f], r.face_linear[f], r.face_quadratic[f]};
}

/// The pump's rise, linear in the flow about the present one: what grows with the flow is left explicit.
template <int N>
RISER_HD inline void add_pump(const RiserView<N>& r, int p, Real time, FaceBalance& face) {
  const Real ratio = pump_ratio(r, p, time), q = face.flow, dq = 1e-4 * r.reference_area;
  const Real rise = derated_rise(r, p, q, ratio);
  const Real slope = min((derated_rise(r, p, q + dq, ratio) - rise) / dq, 0);
  face.drive += rise - slope * q;
  face.linear -= slope;
}

/// Rotors over a sub-step of h.
template <int N>
RISER_HD inline void advance_rotors(const RiserView<N>& r, Real time, Real h) {
  for (int p = 0; p < r.pumps; ++p) {
    if (!(r.pump[p].inertia > 0)) continue;
    Real& speed = r.clock->pump_speed[p];
    const Real flow = r.flow[r.pump[p].face], density = torque_density(r, p);
    const bool running = motor_runs(r.pump[p], time);
    speed = speed_after(r.pump[p], flow, density, speed, time, running, h);
  }
}

/// New flow of a face where pumps or valves stand, `face` without them.
template <int N>
RISER_HD inline Real machine_flow(const RiserView<N>& r, int f, FaceBalance face, Real time) {
  Real most = 1e300;
  bool one_way = false;
  for (int p = 0; p < r.pumps; ++p) {
    if (r.pump[p].face != f) continue;
    if (!r.pump[p].positive_displacement) {
      add_pump(r, p, time, face);
      continue;
    }
    const Real rise = max(r.pressure[f] - (f > 0 ? r.pressure[f - 1] : held_at_inlet(r, time)), 0);
    most = min(most, pump_setting(r.pump[p], time) - r.pump[p].slip * rise);
    face.drive += r.pump[p].relief;  // past the relief valve the pump pushes with that and no more
  }
  for (int v = 0; v < r.valves; ++v) {
    if (r.valve[v].face != f) continue;
    face.quadratic += valve_loss(r.valve[v], r.density[f > 0 ? f - 1 : 0], time);
    one_way |= r.valve[v].check;
  }
  const Real next = min(face.next(), most);
  return one_way ? max(next, 0) : next;
}

/// New flow of an end: `outside` [Pa] beyond it, `inside` the drive of the half cell on the pipe's side.
template <int N>
RISER_HD inline Real end_flow(const RiserView<N>& r, bool outlet, Real time) {
  const int f = outlet ? r.n : 0, cell = outlet ? r.n - 1 : 0;
  const EndKind kind = outlet ? r.outlet : r.inlet;
  const Real value = outlet ? (kind == EndKind::flow ? value_at(r.outlet_value, time) : held_at_outlet(r, time)) : kind == EndKind::flow ? value_at(r.inlet_value, time) : held_at_inlet(r, time);
  if (kind == EndKind::flow) return value;
  if (kind == EndKind::closed) return 0;
  const Real difference = outlet ? r.pressure[cell] - value : value - r.pressure[cell];
  const Real gained = r.pressure[cell] - r.weighed_pressure[cell];
  return machine_flow(r, f, face_balance(r, f, difference - r.face_weight[f] * weight_factor(r, time) - r.stratification[f] * gained), time);
}

/// New flow of a face within the pipe where pumps or valves stand.
template <int N>
RISER_HD inline Real station_flow(const RiserView<N>& r, int f, Real drive, Real time) {
  return machine_flow(r, f, face_balance(r, f, drive), time);
}
}  // namespace riser
