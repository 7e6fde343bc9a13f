#pragma once
#include "kernels/axial/column_friction.hpp"

// The rigid column with its rotors:  I dQ/dt in G(Q, w, t),   J dw/dt = T_motor(w, t) - T_liquid(Q, w),
//   G = p_in - p_out - weight + pumps(Q, w) - K(t) Q|Q| - F(|Q|) sign Q - hold Sign Q,   Sign set-valued at rest: [-1, 1].
// One implicit stage of it is one scalar equation in Q: each rotor's speed is found inside for the Q that is tried.
// Left out: the drift momentum flux and the convective change at a bore change, of order rho u^2, below 0.02 MPa at 4 m/s.
namespace riser {

/// The column in motion: its flow [m3/s] and the speeds of its rotors [rad/s].
struct ColumnState {
  Real flow, speed[max_pumps];
};

/// What stays over one step: densities, what holds at rest, how the weight goes on.
struct ColumnDrive {
  FrictionCurve friction;
  Real inertia, start, limit;       // [kg/m4]; [s] when the step begins, and the last moment that belongs to it
  Real weight, trend;               // [Pa] at the start, [Pa/s]
  Real hold, round_off;             // [Pa] yield stress and beds; what is no push
  Real density[max_pumps], load[max_pumps], share[max_pumps];  // [kg/m3] of the rise, of the torque; [-] of its head left by the solids
  bool given, one_way;              // a boundary prescribes the flow; a check valve stands in the line
};

template <int N>
RISER_HD inline ColumnDrive column_drive(const RiserView<N>& r) {
  const Clock& c = *r.clock;
  ColumnDrive d{};
  d.friction = friction_curve(r, c.friction_scale);
  d.inertia = c.inertia, d.start = c.time, d.limit = r.column->end - 4e-16 * math::abs(r.column->end);
  // What the last step changed goes on, but not what a much shorter one did: a pressure that jumped is no trend.
  d.weight = c.weight, d.trend = c.step < 4 * c.previous_step ? (c.weight - c.previous_weight) / c.previous_step : 0;
  d.hold = c.yield_resistance + c.bed_resistance;
  d.round_off = 1e-14 * (math::abs(held_at_inlet(r, c.time)) + math::abs(c.weight));
  d.given = flow_given(r), d.one_way = one_way(r);
  for (int p = 0; p < r.pumps; ++p) d.density[p] = density_at_pump(r, p), d.load[p] = torque_density(r, p), d.share[p] = derated(r, p, r.pump[p].head_loss);
  return d;
}

/// What does not change with the flow, at one time.
struct ColumnMoment {
  Real time, push, loss;      // [s]; [Pa] of ends and weight; [Pa s2/m6]
  Real setting[max_pumps];    // a displacement pump's flow [m3/s], the speed ratio of a pump that follows its setting [-]
  bool shut;
};

template <int N>
RISER_HD inline ColumnMoment column_moment(const RiserView<N>& r, const ColumnDrive& d, Real at) {
  ColumnMoment m{};
  const Real time = min(at, d.limit);
  m.time = time, m.shut = shut_at(r, time), m.loss = valves_loss(r, time);
  m.push = held_at_inlet(r, time) - held_at_outlet(r, time) - (d.weight + d.trend * (time - d.start)) * weight_factor(r, time);
  for (int p = 0; p < r.pumps; ++p) m.setting[p] = pump_setting(r.pump[p], time) / (r.pump[p].positive_displacement ? 1 : r.pump[p].rated_speed);
  return m;
}

/// Rise of pump p [Pa] at a flow and, if it has a rotor, its speed.
template <int N>
RISER_HD inline Real rise_of(const RiserView<N>& r, const ColumnDrive& d, const ColumnMoment& m, int p, Real flow, Real speed) {
  const PumpView& pump = r.pump[p];
  if (pump.positive_displacement) return displacement_rise(pump, flow, m.setting[p]);
  const Real ratio = pump.inertia > 0 ? speed / pump.rated_speed : m.setting[p];
  const Real rise = d.share[p] * pump_rise(pump, flow, d.density[p], ratio);
  return pump.bypass && flow >= 0 ? max(rise, 0) : rise;
}

/// Sum of the pumps' rises [Pa] where the column stands: what pushes it, with the ends and the weight.
template <int N>
RISER_HD inline Real push_at_rest(const RiserView<N>& r, const ColumnDrive& d, const ColumnMoment& m, const Real* speed) {
  Real push = m.push;
  for (int p = 0; p < r.pumps; ++p) push += rise_of(r, d, m, p, 0, speed[p]);
  return push;
}

/// One implicit stage: y = base + part f(y).
struct StageBase {
  ColumnState state;
  Real part;  // [s]
};

/// Speed of rotor p with J (w - base)/part = T_motor - T_liquid(Q, w), and how it follows the flow.
struct RotorAt {
  Real speed, slope;  // [rad/s], [rad/m3]
};

template <int N>
RISER_HD inline RotorAt rotor_at(const RiserView<N>& r, const ColumnDrive& d, const ColumnMoment& m, const StageBase& base, int p, Real flow, Real guess) {
  const PumpView& pump = r.pump[p];
  const bool running = motor_runs(pump, m.time);
  const Real step = 1e-6 * pump.rated_speed, most = 0.5 * pump.rated_speed;
  const auto gain = [&](Real q, Real w) { return base.part * rotor_acceleration(pump, q, d.load[p], w, m.time, running); };
  RotorAt at{guess, 0};
  Real slope = 1, here = 0;
  bool found = false;
  for (int k = 0; k < 30 && !found; ++k) {
    here = gain(flow, at.speed);
    slope = max(1 - (gain(flow, at.speed + step) - here) / step, 0.2);
    const Real change = clamp((base.state.speed[p] + here - at.speed) / slope, -most, most);
    at.speed += change;
    found = math::abs(change) < 1e-9 * pump.rated_speed;
  }
  if (!found) at.speed = implicit_speed(pump, flow, d.load[p], base.state.speed[p], m.time, running, base.part);
  const Real dq = 1e-6 * d.friction.area;
  at.slope = (gain(flow + dq, at.speed) - gain(flow, at.speed)) / dq / slope;
  return at;
}

/// G [Pa] and its slope [Pa s/m3] on branch `way` of the flow, the smooth law going on through 0.
struct ColumnForce {
  Real push, slope;
  int wanted;  // node of friction that is missing, or -1
};

template <int N>
RISER_HD inline ColumnForce column_force(const RiserView<N>& r, const ColumnDrive& d, const ColumnMoment& m, const StageBase& base, int way, Real flow,
                                         Real* speed) {
  const Real size = math::abs(flow), dq = 1e-6 * d.friction.area;
  const FrictionAt friction = friction_beyond_threshold(d.friction, size);
  ColumnForce force{m.push - m.loss * flow * size - math::with_sign(friction.value, flow) - way * d.hold, -2 * m.loss * size - friction.slope, friction.wanted};
  if (force.wanted >= 0) return force;
  for (int p = 0; p < r.pumps; ++p) {
    if (r.pump[p].positive_displacement) {
      const Real rise = rise_of(r, d, m, p, flow, 0);
      force.push += rise, force.slope -= rise < r.pump[p].relief ? 1 / r.pump[p].slip : 0;
      continue;
    }
    RotorAt rotor{speed[p], 0};
    if (r.pump[p].inertia > 0) rotor = rotor_at(r, d, m, base, p, flow, speed[p]);
    const Real rise = rise_of(r, d, m, p, flow, rotor.speed);
    force.push += rise;
    force.slope += (rise_of(r, d, m, p, flow + dq, rotor.speed + rotor.slope * dq) - rise) / dq;
    speed[p] = rotor.speed;
  }
  return force;
}

/// What a stage found.
struct StageAt {
  ColumnState state;
  Real growth;  // [1/s] slope of the forces over the inertia
  int wanted;
};

/// The middle of a bracket, in size where both ends have one sign: roots lie anywhere between 1e-12 and 1 m/s.
RISER_HD inline Real middle_of(Real low, Real high) {
  if (low < 0 && high > 0) return 0;
  const Real way = high > 0 ? 1 : -1, far = max(math::abs(low), math::abs(high)), near = min(math::abs(low), math::abs(high));
  return way * (near > 0 ? math::sqrt(near) * math::sqrt(far) : far / 16);
}

/// Speeds of the rotors at a flow that is known.
template <int N>
RISER_HD inline StageAt rotors_at(const RiserView<N>& r, const ColumnDrive& d, const ColumnMoment& m, const StageBase& base, Real flow, const ColumnState& guess) {
  StageAt found{guess, 0, -1};
  found.state.flow = flow;
  for (int p = 0; p < r.pumps; ++p)
    if (r.pump[p].inertia > 0) found.state.speed[p] = rotor_at(r, d, m, base, p, flow, guess.speed[p]).speed;
  return found;
}

/// Solves I (Q - base)/part = G(Q, w(Q)): Newton in a bracket, the slope held, so that a rising pump curve cannot throw it out.
template <int N>
RISER_HD inline StageAt moving_stage(const RiserView<N>& r, const ColumnDrive& d, const ColumnMoment& m, const StageBase& base, int way, const ColumnState& guess) {
  StageAt found{guess, 0, -1};
  const Real rate = d.inertia / base.part, scale = d.friction.area;
  Real low = -1e300, high = 1e300, flow = guess.flow;
  for (int k = 0; k < 100; ++k) {
    const ColumnForce force = column_force(r, d, m, base, way, flow, found.state.speed);
    found.wanted = force.wanted, found.growth = force.slope / d.inertia;
    if (force.wanted >= 0) break;
    const Real left = rate * (flow - base.state.flow) - force.push;
    if (left > 0) high = flow;
    else low = flow;
    Real next = flow - left / max(rate - force.slope, 0.2 * rate);
    if (next >= high || next <= low) next = low > -1e299 && high < 1e299 ? middle_of(low, high) : flow - math::with_sign(2 * math::abs(flow) + 0.1 * scale, left);
    const Real change = math::abs(next - flow);
    flow = left == 0 ? flow : next;
    if (change <= 1e-11 * math::abs(flow) + 1e-16 * scale) break;
  }
  found.state.flow = flow;
  return found;
}

/// Stage at time `at` on branch `way`; 0 held at rest.
template <int N>
[[gnu::noinline]] RISER_HD StageAt column_stage(const RiserView<N>& r, const ColumnDrive& d, const StageBase& base, Real at, int way, const ColumnState& guess) {
  const ColumnMoment m = column_moment(r, d, at);
  if (m.shut || (way == 0 && !d.given)) return rotors_at(r, d, m, base, 0, guess);
  if (d.given) return rotors_at(r, d, m, base, given_flow(r, at), guess);
  return moving_stage(r, d, m, base, way, guess);
}
}  // namespace riser
