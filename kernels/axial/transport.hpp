#pragma once
#include "kernels/axial/flux.hpp"
#include "kernels/team.hpp"

// One Euler stage of the transport equations: fluxes at the faces, then the cells.
namespace riser {

/// What a stage reads and writes: out = a * start + b * (in + dt * change(in)).
template <int N>
struct Stage {
  const Real* const* in;
  const Real* const* start;
  Real* const* out;
  const Real *temperature_in, *temperature_start, *wall_in, *wall_start;
  Real *temperature_out, *wall_out;
  Real a, b;       // Shu-Osher weights
  Real share;      // of the step in the final sum: 1/6, 1/6, 2/3
  Real flow;       // [m3/s] at the stage's time
  Real time;       // [s]
};

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

/// Face values from equal cells; `u` points at the cell above the face.
struct EqualCells {
  RISER_HD Real below(const Real* u) const { return weno5(u[-3], u[-2], u[-1], u[0], u[1]); }
  RISER_HD Real above(const Real* u) const { return weno5(u[2], u[1], u[0], u[-1], u[-2]); }
};

/// Face values where the stencil crosses a bore or cell-length change.
struct UnequalCells {
  const IrregularFace& face;
  RISER_HD Real below(const Real* u) const {
    const Real up[5] = {u[-3], u[-2], u[-1], u[0], u[1]};
    return weno5(face.from_below, up);
  }
  RISER_HD Real above(const Real* u) const {
    const Real down[5] = {u[2], u[1], u[0], u[-1], u[-2]};
    return weno5(face.from_above, down);
  }
};

/// Dispersive conductance of a face, A E/ds [m3/s].
template <int N>
RISER_HD inline Real conductance(const RiserView<N>& r, int f) {
  return min(r.area[f - 1], r.area[f]) * (r.dispersion[f - 1] + r.dispersion[f]) / (r.length[f - 1] + r.length[f]);
}

/// Writes the class and heat fluxes of face f. Upward: every class moves up, the lower side alone decides.
template <int N, bool Upward, class Reconstruct>
RISER_HD inline void stage_face(const RiserView<N>& r, const Stage<N>& s, Real per_step, int f, Reconstruct reconstruct) {
  const Real flow = r.flow[f], spread_area = max(r.area[f - 1], r.area[f]), exchange = conductance(r, f);
  FaceSide<N> below, above;
  Real cell_below[N > 0 ? N : 1], cell_above[N > 0 ? N : 1], flux[N > 0 ? N : 1];
  for (int k = 0; k < N; ++k) {
    const Real* u = s.in[k] + f;
    cell_below[k] = u[-1];
    cell_above[k] = u[0];
    below.phi[k] = max(reconstruct.below(u), 0.0);
    if (!Upward) above.phi[k] = max(reconstruct.above(u), 0.0);
  }
  carry(r.slip, flow, r.area[f - 1], below);
  if (Upward) {
    for (int k = 0; k < N; ++k) flux[k] = below.phi[k] * below.transport[k];
  } else {
    carry(r.slip, flow, r.area[f], above);
    hll_flux(below, above, wave_spread * r.clock->slip_bound * spread_area, flux);
  }
  for (int k = 0; k < N; ++k) flux[k] -= exchange * (cell_above[k] - cell_below[k]);
  const Real share = r.clock->upward_only ? 1 : 0.5;  // one face, or both, may empty a cell
  bound_flux(r.slip, flow, cell_below, cell_above, share * r.volume[f - 1] * per_step, share * r.volume[f] * per_step, flux);
  for (int k = 0; k < N; ++k) r.flux[k][f] = flux[k];
  if (r.heat) {
    const Real* u = s.temperature_in + f;
    r.heat_flux[f] = flow * (flow >= 0 ? reconstruct.below(u) : reconstruct.above(u)) - exchange * (u[0] - u[-1]);
  }
}

/// Fluxes of the two ends: what is fed at the inlet, what leaves at the deck. Nothing solid enters from the deck.
template <int N>
RISER_HD inline void end_fluxes(const RiserView<N>& r, const Stage<N>& s, Real per_step) {
  const int n = r.n;
  FaceSide<N> first, last;
  for (int k = 0; k < N; ++k) {
    first.phi[k] = r.feed[k].kind == 1 ? value_at(r.feed[k].schedule, s.time) * r.feed[k].on : max(s.in[k][0], 0.0);
    const Real* u = s.in[k] + n;
    last.phi[k] = clamp(weno5(u[-3], u[-2], u[-1], u[-1], u[-1]), 0.0, 1.0);
  }
  carry(r.slip, r.flow[0], r.area[0], first);
  carry(r.slip, r.flow[n], r.area[n - 1], last);
  Real flux_in[N > 0 ? N : 1], flux_out[N > 0 ? N : 1], outside[N > 0 ? N : 1], top[N > 0 ? N : 1], bottom[N > 0 ? N : 1];
  for (int k = 0; k < N; ++k) {
    bottom[k] = s.in[k][0];
    top[k] = s.in[k][n - 1];
    outside[k] = 0;
    flux_out[k] = r.outlet == EndKind::closed ? 0 : last.phi[k] * max(last.transport[k], 0.0);
    const Real fed = value_at(r.feed[k].schedule, s.time) * r.feed[k].on;
    const bool held = r.feed[k].kind == 1;
    const Real diffused = held ? r.area[0] * r.dispersion[0] * (fed - bottom[k]) / (0.5 * r.length[0]) : 0;
    const Real in = held ? fed * max(first.transport[k], 0.0) + diffused : fed;
    flux_in[k] = r.inlet == EndKind::closed ? 0 : (r.flow[0] < 0 ? bottom[k] * min(r.flow[0], 0.0) : in);
  }
  // The bottom cell takes no more than it has room for; the rest stays on the seabed.
  Real coarse = 0, coarse_in = 0;
  for (int k = 0; k < N; ++k) {
    coarse += r.slip.coarse[k] * bottom[k];
    coarse_in += r.slip.coarse[k] * flux_in[k];
  }
  const Real room = max(r.slip.maximum_packing - coarse, 0.0) * r.volume[0] * per_step + max(r.flow[0], 0.0) * r.slip.maximum_packing;
  const Real accepted = coarse_in > room ? room / coarse_in : 1;
  bound_flux(r.slip, r.flow[n], top, outside, r.volume[n - 1] * per_step, 0.0, flux_out);
  for (int k = 0; k < N; ++k) {
    r.flux[k][0] = flux_in[k] * (r.slip.coarse[k] > 0 ? accepted : 1);
    r.flux[k][n] = max(flux_out[k], 0.0);
    r.clock->inflow[k] += s.share * r.flux[k][0];
    r.clock->outflow[k] += s.share * r.flux[k][n];
  }
  if (r.heat) {
    const Real entering = value_at(r.inlet_temperature, s.time);
    r.heat_flux[0] = r.flow[0] * (r.flow[0] >= 0 ? entering : s.temperature_in[0]);
    const Real* u = s.temperature_in + n;
    r.heat_flux[n] = r.flow[n] * (r.flow[n] >= 0 ? weno5(u[-3], u[-2], u[-1], u[-1], u[-1]) : r.sea_temperature[n - 1]);
  }
}

/// Values beyond the ends: the end cells' own (held feeds: the fed fraction; heat: the entering temperature).
template <int N, class Team>
RISER_HD void fill_ghosts(const Team& team, const RiserView<N>& r, const Stage<N>& s) {
  team.for_each_scalar(ghosts, [=](int g) {
    for (int k = 0; k < N; ++k) {
      Real* u = const_cast<Real*>(s.in[k]);
      const bool held = r.feed[k].kind == 1 && r.inlet != EndKind::closed;
      u[-1 - g] = held ? value_at(r.feed[k].schedule, s.time) * r.feed[k].on : u[0];
      u[r.n + g] = u[r.n - 1];
    }
    Real* t = const_cast<Real*>(s.temperature_in);
    t[-1 - g] = r.heat && r.inlet != EndKind::closed ? value_at(r.inlet_temperature, s.time) : t[0];
    t[r.n + g] = t[r.n - 1];
  });
}

template <int N>
RISER_HD inline void stage_cell(const RiserView<N>& r, const Stage<N>& s, Real dt, int i) {
  const Real factor = dt / r.volume[i];
  for (int k = 0; k < N; ++k) {
    const Real moved = s.in[k][i] - factor * (r.flux[k][i + 1] - r.flux[k][i]);
    s.out[k][i] = s.a * s.start[k][i] + s.b * moved;
  }
  if (r.heat) {
    const Real t = s.temperature_in[i], wall = s.wall_in[i];
    // A sub-step of sub-cell heat: fluid - wall - sea. transfer [W/m/K], heat capacities [J/m/K].
    const Real exchange = r.transfer[i] * (wall - t);
    const Real fluid_capacity = r.capacity[i] * r.area[i];
    const Real dissipated = r.friction[i] * r.flow[i];  // [W/m]
    const Real moved = t - factor * (r.heat_flux[i + 1] - r.heat_flux[i] - t * (r.flow[i + 1] - r.flow[i])) +
                       dt * (exchange + dissipated) / fluid_capacity;
    const Real stored = wall + dt * (r.outer_transfer[i] * (r.sea_temperature[i] - wall) - exchange) / r.wall_capacity[i];
    s.temperature_out[i] = s.a * s.temperature_start[i] + s.b * moved;
    s.wall_out[i] = s.a * s.wall_start[i] + s.b * stored;
  }
}

/// One stage. Barriers: ghosts, faces, irregular faces and ends, cells.
template <int N, class Team>
RISER_HD void transport_stage(const Team& team, const RiserView<N>& r, const Stage<N>& s, Real dt) {
  const Real per_step = 1 / dt;
  const bool upward = r.clock->upward_only;
  fill_ghosts(team, r, s);
  if (upward) {
    team.for_each(r.n - 1, [=](int i) { stage_face<N, true>(r, s, per_step, i + 1, EqualCells{}); });
  } else {
    team.for_each(r.n - 1, [=](int i) { stage_face<N, false>(r, s, per_step, i + 1, EqualCells{}); });
  }
  team.for_each_scalar(r.irregular_count, [=](int j) {
    stage_face<N, false>(r, s, per_step, r.irregular[j].face, UnequalCells{r.irregular[j]});
  });
  team.single([=] { end_fluxes(r, s, per_step); });
  team.for_each(r.n, [=](int i) { stage_cell(r, s, dt, i); });
}
}  // namespace riser
