#pragma once
#include "kernels/axial/faces.hpp"

// The two ends of the pipe in one stage of the transport step.
namespace riser {

/// Linear interpolation of a schedule with its fluctuation; held outside the table; 0 when empty.
RISER_HD inline Real value_at(const ScheduleView& schedule, Real time) {
  if (schedule.size == 0) return 0;
  int i = 0;
  while (i + 1 < schedule.size && schedule.time[i + 1] <= time) ++i;
  Real value = schedule.value[i];
  if (i + 1 < schedule.size && time > schedule.time[i]) {
    const Real x = (time - schedule.time[i]) / (schedule.time[i + 1] - schedule.time[i]);
    value += x * (schedule.value[i + 1] - schedule.value[i]);
  }
  if (schedule.amplitude != 0) value *= 1 + schedule.amplitude * sin(schedule.frequency * time);
  return value;
}

/// Values below the inlet: the end cell's own, or what is held or enters there.
template <int N>
RISER_HD inline void fill_lower_ghosts(const RiserView<N>& r, const Stage<N>& s) {
  for (int k = 0; k < N; ++k) {
    Real* u = const_cast<Real*>(s.in[k]);
    const bool held = r.feed[k].kind == 1 && r.inlet != EndKind::closed;
    const Real value = held ? value_at(r.feed[k].schedule, s.time) * r.feed[k].on : u[0];
    for (int g = 1; g <= ghosts; ++g) u[-g] = value;
  }
  Real* t = const_cast<Real*>(s.temperature_in);
  const Real value = r.heat && r.inlet != EndKind::closed ? value_at(r.inlet_temperature, s.time) : t[0];
  for (int g = 1; g <= ghosts; ++g) t[-g] = value;
}

/// Values above the outlet: the end cell's own.
template <int N>
RISER_HD inline void fill_upper_ghosts(const RiserView<N>& r, const Stage<N>& s) {
  for (int g = 0; g < ghosts; ++g) {
    for (int k = 0; k < N; ++k) const_cast<Real*>(s.in[k])[r.n + g] = s.in[k][r.n - 1];
    const_cast<Real*>(s.temperature_in)[r.n + g] = s.temperature_in[r.n - 1];
  }
}

/// Flux of each class into the pipe at the seabed [m3/s]: what is fed, or what flows back out.
template <int N>
RISER_HD inline void inlet_flux(const RiserView<N>& r, const Stage<N>& s, Real per_step, Real* flux) {
  FaceSide<N> side;
  Real fed[N > 0 ? N : 1], coarse = 0, coarse_in = 0;
  for (int k = 0; k < N; ++k) {
    fed[k] = value_at(r.feed[k].schedule, s.time) * r.feed[k].on;
    side.phi[k] = r.feed[k].kind == 1 ? fed[k] : max(s.in[k][0], 0.0);
  }
  carry(r.slip, s.flow_in, r.area[0], side);
  for (int k = 0; k < N; ++k) {
    const bool held = r.feed[k].kind == 1;
    const Real diffused = held ? r.area[0] * r.dispersion[0] * (fed[k] - s.in[k][0]) / (0.5 * r.length[0]) : 0;
    const Real in = held ? fed[k] * max(side.transport[k], 0.0) + diffused : fed[k];
    flux[k] = r.inlet == EndKind::closed ? 0 : (s.flow_in < 0 ? s.in[k][0] * min(s.flow_in, 0.0) : in);
    coarse += r.slip.coarse[k] * s.in[k][0];
    coarse_in += r.slip.coarse[k] * flux[k];
  }
  // The bottom cell takes no more than it has room for; the rest stays on the seabed.
  const Real packed = r.slip.maximum_packing;
  const Real room = max(packed - coarse, 0.0) * r.volume[0] * per_step + max(s.flow_in, 0.0) * packed;
  const Real accepted = coarse_in > room ? room / coarse_in : 1;
  for (int k = 0; k < N; ++k) flux[k] *= r.slip.coarse[k] > 0 ? accepted : 1;
}

/// Flux of each class out at the deck [m3/s]. Nothing solid enters from there.
template <int N>
RISER_HD inline void outlet_flux(const RiserView<N>& r, const Stage<N>& s, Real per_step, Real* flux) {
  const int n = r.n;
  FaceSide<N> side;
  FaceBounds<N> face;
  for (int k = 0; k < N; ++k) {
    const Real* u = s.in[k] + n;
    side.phi[k] = clamp(weno5(u[-3], u[-2], u[-1], u[-1], u[-1]), 0.0, 1.0);
    face.below[k] = u[-1], face.above[k] = 0;
  }
  carry(r.slip, s.flow_out, r.area[n - 1], side);
  for (int k = 0; k < N; ++k) flux[k] = r.outlet == EndKind::closed ? 0 : side.phi[k] * max(side.transport[k], 0.0);
  face.rate_below = r.volume[n - 1] * per_step, face.rate_above = 0;
  bound_flux(r.slip, s.flow_out, face, flux);
  for (int k = 0; k < N; ++k) flux[k] = max(flux[k], 0.0);
}

/// Heat flux in at the seabed and out at the deck [m3 K/s].
template <int N>
RISER_HD inline Real inlet_heat(const RiserView<N>& r, const Stage<N>& s) {
  return s.flow_in * (s.flow_in >= 0 ? value_at(r.inlet_temperature, s.time) : s.temperature_in[0]);
}
template <int N>
RISER_HD inline Real outlet_heat(const RiserView<N>& r, const Stage<N>& s) {
  const Real* u = s.temperature_in + r.n;
  return s.flow_out * (s.flow_out >= 0 ? weno5(u[-3], u[-2], u[-1], u[-1], u[-1]) : r.sea_temperature[r.n - 1]);
}

}  // namespace riser
