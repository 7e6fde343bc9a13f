#pragma once
#include "kernels/axial/faces.hpp"

// The two ends of the pipe in one stage of the transport step.
namespace riser {

/// The first point of a schedule after a time; its size when there is none.
RISER_HD inline int first_after(const ScheduleView& schedule, Real time) {
  int low = 0, high = schedule.size;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (schedule.time[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/// Linear interpolation of a schedule with its fluctuation; held outside the table; 0 when empty. Out of line: it is asked for everywhere.
[[gnu::noinline]] RISER_HD inline Real value_at(const ScheduleView& schedule, Real time) {
  if (schedule.size == 0) return 0;
  const int after = first_after(schedule, time), i = after > 0 ? after - 1 : 0;
  Real value = schedule.value[i];
  if (i + 1 < schedule.size && time > schedule.time[i]) {
    const Real x = (time - schedule.time[i]) / (schedule.time[i + 1] - schedule.time[i]);
    value += x * (schedule.value[i + 1] - schedule.value[i]);
  }
  if (schedule.amplitude != 0) value *= 1 + schedule.amplitude * sin(schedule.frequency * time);
  return value;
}

/// Pressure held at the inlet [Pa]: lower as the ship lifts the pipe.
template <int N>
RISER_HD inline Real held_at_inlet(const RiserView<N>& r, Real time) {
  const Real held = value_at(r.inlet_value, time);
  return r.heave_inlet > 0 ? held - r.heave_inlet * r.heave_amplitude * sin(r.heave_frequency * time) : held;
}

/// Pressure held at the outlet [Pa]: the sea's falls as well where the outlet is in the sea.
template <int N>
RISER_HD inline Real held_at_outlet(const RiserView<N>& r, Real time) {
  const Real held = value_at(r.outlet_value, time);
  return r.heave_outlet > 0 ? held - r.heave_outlet * r.heave_amplitude * sin(r.heave_frequency * time) : held;
}

/// Weight over that at rest [-] in a pipe that moves with the ship, z = a sin(w t) upward: 1 + (d2z/dt2)/g.
template <int N>
RISER_HD inline Real weight_factor(const RiserView<N>& r, Real time) {
  if (!(r.heave_amplitude > 0)) return 1;
  return 1 - r.heave_amplitude * square(r.heave_frequency) * sin(r.heave_frequency * time) / gravity;
}

/// The parabola at_face + slope x + bend x^2, x in cells, with the averages of the first two cells above the face.
struct FaceParabola {
  Real at_face, slope, bend;
};
RISER_HD inline FaceParabola parabola_at(Real at_face, const Real* u) {
  const Real bend = 0.75 * ((u[1] - u[0]) - 2 * (u[0] - at_face));
  return {at_face, 2 * (u[0] - at_face) - 2.0 / 3 * bend, bend};
}

/// Cell averages below a face at which the value is known.
RISER_HD inline void extend_from_face(Real* u, Real at_face) {
  const FaceParabola p = parabola_at(at_face, u);
  for (int g = 1; g <= ghosts; ++g) u[-g] = p.at_face - p.slope * (g - 0.5) + p.bend * (g * g - g + 1.0 / 3);
}

/// Cell averages beyond the end of the pipe, of the parabola through its last three cells. `end` is one past the last
/// cell, `way` +1 upward, -1 downward.
RISER_HD inline void extend_parabola(Real* end, int way) {
  const Real a = end[-way], first = a - end[-2 * way], second = first - (end[-2 * way] - end[-3 * way]);
  for (int g = 1; g <= ghosts; ++g) end[(g - 1) * way] = a + g * first + 0.5 * g * (g + 1) * second;
}

/// The smaller of two differences of the same sign; 0 where the signs differ.
RISER_HD inline Real smaller_difference(Real a, Real b) { return a * b > 0 ? math::with_sign(min(math::abs(a), math::abs(b)), a) : 0; }

/// A difference held between 0 and `limit`, of either sign.
RISER_HD inline Real held_difference(Real difference, Real limit) { return clamp(difference, min(limit, 0), max(limit, 0)); }

/// Temperatures beyond an end of the pipe where liquid of temperature `at_face` enters: the averages of the parabola through it and the two cells
/// within, as long as they go on as those do; else what enters. `cell`: the last of the pipe; `way`: +1 upward, -1 downward.
RISER_HD inline void extend_entering(Real* cell, int way, Real at_face) {
  const Real inside[2] = {cell[0], cell[-way]}, half = smaller_difference(at_face - inside[0], 0.5 * (inside[0] - inside[1]));
  const FaceParabola p = parabola_at(at_face, inside);
  Real before = at_face;
  for (int g = 1; g <= ghosts; ++g) {
    const Real own = p.at_face - p.slope * (g - 0.5) + p.bend * (g * g - g + 1.0 / 3);
    before = cell[g * way] = before + held_difference(own - before, (g == 1 ? 2 : 4) * half);
  }
}

/// Temperatures beyond an end of the pipe where liquid leaves: the parabola through the last three cells, as long as it goes on as they do; else the last.
RISER_HD inline void extend_leaving(Real* cell, int way) {
  const Real first = cell[0] - cell[-way], earlier = cell[-way] - cell[-2 * way], limit = 2 * smaller_difference(first, earlier);
  for (int g = 1; g <= ghosts; ++g) cell[g * way] = cell[(g - 1) * way] + held_difference(first + g * (first - earlier), limit);
}

/// Values below the inlet: by what is held there, or smoothly on.
template <int N>
RISER_HD inline void fill_lower_ghosts(const RiserView<N>& r, const Stage<N>& s) {
  const bool enters = r.inlet != EndKind::closed && s.flow_in >= 0;
  for (int k = 0; k < N; ++k) {
    Real* u = const_cast<Real*>(s.in[k]);
    if (enters && r.feed[k].kind == 1) extend_from_face(u, value_at(r.feed[k].schedule, s.time) * r.feed[k].on);
    else extend_parabola(u - 1, -1);
  }
  Real* t = const_cast<Real*>(s.temperature_in);
  if (r.heat && enters) extend_entering(t, -1, value_at(r.inlet_temperature, s.time));
  else extend_leaving(t, -1);
}

/// Values above the outlet: by the temperature of what enters there, else smoothly on.
template <int N>
RISER_HD inline void fill_upper_ghosts(const RiserView<N>& r, const Stage<N>& s) {
  for (int k = 0; k < N; ++k) extend_parabola(const_cast<Real*>(s.in[k]) + r.n, 1);
  Real* top = const_cast<Real*>(s.temperature_in) + r.n - 1;
  if (r.heat && s.flow_out < 0) extend_entering(top, 1, r.outlet_temperature);
  else extend_leaving(top, 1);
}

/// The bottom cell takes no more coarse grains than it has room for (the rest stays on the seabed), and of a carrier class no more than the
/// liquid that comes in can be. coarse: their fraction there, coarse_in: what is fed of them [m3/s].
template <int N>
RISER_HD inline void accept_fed(const RiserView<N>& r, const Stage<N>& s, Real rate, Real coarse, Real coarse_in, Real* flux) {
  const Real packed = r.slip.maximum_packing;
  const Real room = max(packed - coarse, 0.0) * r.volume[0] * rate + max(s.flow_in, 0.0) * packed;
  const Real accepted = coarse_in > room ? room / coarse_in : 1, liquid = max(s.flow_in - min(coarse_in, room), 0.0);
  Real carried = 0;
  for (int k = 0; k < N; ++k) carried += (1 - r.slip.coarse[k]) * max(flux[k], 0.0);
  const Real borne = carried > liquid ? liquid / carried : 1;
  for (int k = 0; k < N; ++k) flux[k] *= r.slip.coarse[k] > 0 ? accepted : (flux[k] > 0 ? borne : 1);
}

/// Flux of each class into the pipe at the seabed [m3/s]: what is fed, or what flows back out. rate: see FaceWork.
template <int N>
RISER_HD inline void inlet_flux(const RiserView<N>& r, const Stage<N>& s, Real rate, Real* flux) {
  FaceSide<N> side;
  Real fed[N > 0 ? N : 1], coarse = 0, coarse_in = 0;
  for (int k = 0; k < N; ++k) {
    fed[k] = r.feed[k].cell < 0 ? value_at(r.feed[k].schedule, s.time) * r.feed[k].on : 0;
    side.phi[k] = r.feed[k].kind == 1 ? fed[k] : max(s.in[k][0], 0.0);
  }
  carry(r.slip, s.flow_in, r.settling_area[0], side);
  for (int k = 0; k < N; ++k) {
    const bool held = r.feed[k].kind == 1;
    const Real diffused = held ? -r.area[0] * r.dispersion[0] * parabola_at(fed[k], s.in[k]).slope / r.length[0] : 0;
    const Real in = held ? fed[k] * max(side.transport[k], 0.0) + diffused : fed[k];
    flux[k] = r.inlet == EndKind::closed ? 0 : (s.flow_in < 0 ? s.in[k][0] * min(s.flow_in, 0.0) : in);
    coarse += r.slip.coarse[k] * s.in[k][0];
    coarse_in += r.slip.coarse[k] * flux[k];
  }
  accept_fed(r, s, rate, coarse, coarse_in, flux);
}

/// Flux of each class out at the deck [m3/s]. Nothing solid enters from there.
template <int N>
RISER_HD inline void outlet_flux(const RiserView<N>& r, const Stage<N>& s, Real rate, Real* flux) {
  const int n = r.n;
  FaceSide<N> side;
  FaceBounds<N> face;
  for (int k = 0; k < N; ++k) {
    const Real* u = s.in[k] + n;
    side.phi[k] = clamp(weno5(u[-3], u[-2], u[-1], u[0], u[1]), 0.0, 1.0);
    face.below[k] = u[-1], face.above[k] = 0;
  }
  carry(r.slip, s.flow_out, r.settling_area[n - 1], side);
  for (int k = 0; k < N; ++k) flux[k] = r.outlet == EndKind::closed ? 0 : side.phi[k] * max(side.transport[k], 0.0);
  face.rate_below = r.volume[n - 1] * rate, face.rate_above = 0;
  bound_flux(r.slip, s.flow_out, face, flux);
  for (int k = 0; k < N; ++k) flux[k] = max(flux[k], 0.0);
}

/// Heat flux in at the seabed and out at the deck [m3 K/s].
template <int N>
RISER_HD inline Real inlet_heat(const RiserView<N>& r, const Stage<N>& s) {
  const Real* u = s.temperature_in;
  return s.flow_in * (s.flow_in >= 0 ? value_at(r.inlet_temperature, s.time) : weno5(u[2], u[1], u[0], u[-1], u[-2]));
}
template <int N>
RISER_HD inline Real outlet_heat(const RiserView<N>& r, const Stage<N>& s) {
  const Real* u = s.temperature_in + r.n;
  return s.flow_out * (s.flow_out >= 0 ? weno5(u[-3], u[-2], u[-1], u[0], u[1]) : r.outlet_temperature);
}

}  // namespace riser
