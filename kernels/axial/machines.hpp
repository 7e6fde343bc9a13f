#pragma once
#include "kernels/axial/wave_friction.hpp"

// Pumps and valves at a face that waves reach: one scalar law, drive + rises(Q) = impedance Q + friction(Q) +
// losses(Q).
namespace riser {

/// The law with the pumps of face f as they act about the flow `q`: a centrifugal pump by value and slope of its curve,
/// a displacement pump by rise = min(relief, (setting - Q)/slip), one formula from dead-head to run-out. A rising curve
/// keeps its value.
template <int N>
RISER_HD inline FaceLaw with_pumps(const RiserView<N>& r, int f, FaceLaw law, Real q, Real time) {
  for (int p = 0; p < r.pumps; ++p) {
    const PumpView& pump = r.pump[p];
    if (pump.face != f) continue;
    if (pump.positive_displacement) {
      const Real set = pump_setting(pump, time),
                 slip = max(pump.slip, 1e-9 / law.impedance);  // none: 1e-9 of what the line gives way
      const bool relieves = q < set - slip * pump.relief;
      law.drive += relieves ? pump.relief : set / slip;
      law.linear += relieves ? 0 : 1 / slip;
      continue;
    }
    const Real ratio = pump_ratio(r, p, time), dq = 1e-4 * r.reference_area, rise = derated_rise(r, p, q, ratio);
    const Real slope = min((derated_rise(r, p, q + dq, ratio) - rise) / dq, 0);
    law.drive += rise - slope * q;
    law.linear -= slope;
  }
  return law;
}

/// Adds the valves of face f; returns whether nothing may flow back.
template <int N>
RISER_HD inline bool add_valves(const RiserView<N>& r, int f, Real time, FaceLaw& law) {
  bool one_way = false;
  for (int v = 0; v < r.valves; ++v) {
    if (r.valve[v].face != f) continue;
    law.quadratic += valve_loss(r.valve[v], r.density[f > 0 ? f - 1 : 0], time);
    one_way |= r.valve[v].check;
  }
  return one_way;
}

/// Flow [m3/s] of a face where pumps or valves stand, `law` without them, by Newton's method from the last flow.
template <int N>
RISER_HD inline Real machine_flow(const RiserView<N>& r, int f, FaceLaw law, Real last, Real time) {
  const bool one_way = add_valves(r, f, time, law);
  if (law.quadratic >= closed_loss) return 0;
  Real q = last;
  for (int step = 0; step < 12; ++step) {
    const Real next = with_pumps(r, f, law, q, time).flow(), change = math::abs(next - q);
    q = next;
    if (change <= 1e-12 * math::abs(next)) break;
  }
  return one_way ? max(q, 0) : q;
}

/// Rise [Pa] of the pumps at face f, by their own law; a displacement pump's is what the balance leaves over.
template <int N>
RISER_HD inline void note_rises(const RiserView<N>& r, int f, FaceLaw law, Real q, Real time) {
  add_valves(r, f, time, law);
  const bool shut = law.quadratic >= closed_loss;  // the pump pushes against it with all it has
  const Real held = q == 0 ? clamp(law.drive, -law.threshold, law.threshold) : math::with_sign(law.threshold, q);
  Real missing = shut ? no_relief : (law.impedance + law.linear + law.quadratic * math::abs(q)) * q + held - law.drive;
  int displacement = -1;
  for (int p = 0; p < r.pumps; ++p) {
    if (r.pump[p].face != f) continue;
    if (r.pump[p].positive_displacement)
      displacement = p;
    else
      r.clock->pump_rise[p] = derated_rise(r, p, q, pump_ratio(r, p, time)), missing -= r.clock->pump_rise[p];
  }
  if (displacement >= 0) r.clock->pump_rise[displacement] = min(missing, r.pump[displacement].relief);
}

/// Rotors over a sub-step of h.
template <int N>
RISER_HD inline void advance_rotors(const RiserView<N>& r, Real time, Real h) {
  for (int p = 0; p < r.pumps; ++p) {
    const PumpView& pump = r.pump[p];
    if (!(pump.inertia > 0)) continue;
    Real& speed = r.clock->pump_speed[p];
    speed = speed_after(pump, r.flow[pump.face], torque_density(r, p), speed, time, motor_runs(pump, time), h);
  }
}
}  // namespace riser
