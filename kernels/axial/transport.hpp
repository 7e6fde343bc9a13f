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
  /// Linear weights, see linear5.
  RISER_HD Real smooth(const Real* u, Real& roughness) const { return linear5(u[-3], u[-2], u[-1], u[0], u[1], roughness); }
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

/// Part of a field's largest value below which third differences count as smooth.
inline constexpr Real smooth_enough = 1e-6;

/// What the face loop of a stage needs, by value: nothing in it can alias what the loop writes.
template <int N>
struct FaceWork {
  SlipLaw<N> slip;
  const Real* in[N + 1];  // the classes, then the temperature
  Real* flux[N + 1];
  Real smooth[N + 1];     // third differences below this are smooth
  const Real *flow, *area, *volume, *dispersion, *face_factor;
  Real rate;    // [1/s] part of a cell that may leave through one face: all in a step, or half where both may empty it
  Real spread;  // [m/s] how far a wave outruns its class
};

template <int N>
RISER_HD inline FaceWork<N> face_work(const RiserView<N>& r, const Stage<N>& s, Real dt) {
  FaceWork<N> w{};
  w.slip = r.slip;
  for (int k = 0; k < N; ++k) w.in[k] = s.in[k], w.flux[k] = r.flux[k], w.smooth[k] = smooth_enough * r.clock->largest[k];
  w.in[N] = s.temperature_in, w.flux[N] = r.heat_flux, w.smooth[N] = smooth_enough * r.clock->largest_temperature;
  w.flow = r.flow, w.area = r.area, w.volume = r.volume;
  w.dispersion = r.dispersion, w.face_factor = r.face_factor;
  w.rate = (r.clock->upward_only ? 1 : 0.5) / dt;
  w.spread = wave_spread * r.clock->slip_bound;
  return w;
}

/// One field of a stage, a class or the temperature, on its way to the faces. The flux arrays hold the face values seen
/// from below until the fluxes replace them.
struct FieldWork {
  const Real* in;
  Real* face;
  Real smooth;  // third differences up to this are smooth
  /// With linear weights; returns the roughness.
  RISER_HD Real linear(int f) const {
    Real roughness;
    face[f] = EqualCells{}.smooth(in + f, roughness);
    return roughness;
  }
  RISER_HD void nonlinear(int f) const { face[f] = EqualCells{}.below(in + f); }
  RISER_HD bool is_rough(Real roughness) const { return !(roughness <= smooth); }  // not-a-number is rough
};

/// Flow times the temperature it carries, less what disperses [m3 K/s].
template <int N, bool Upward, class Reconstruct>
RISER_HD inline void heat_flux(const FaceWork<N>& w, int f, Reconstruct reconstruct) {
  const Real* u = w.in[N] + f;
  const Real flow = w.flow[f], exchange = w.face_factor[f] * (w.dispersion[f - 1] + w.dispersion[f]);
  Real entering = w.flux[N][f];
  if constexpr (!Upward) {
    const Real from_above = reconstruct.above(u);
    entering = flow >= 0 ? entering : from_above;
  }
  w.flux[N][f] = flow * entering - exchange * (u[0] - u[-1]);
}

template <int N>
RISER_HD inline FaceBounds<N> face_bounds(const FaceWork<N>& w, int f) {
  FaceBounds<N> face;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) face.below[k] = w.in[k][f - 1], face.above[k] = w.in[k][f];
  face.rate_below = w.volume[f - 1] * w.rate, face.rate_above = w.volume[f] * w.rate;
  return face;
}

/// Class fluxes of face f [m3/s], before the bounds. Upward: every class moves up, the lower side alone decides.
template <int N, bool Upward, class Reconstruct>
RISER_HD inline void class_fluxes(const FaceWork<N>& w, int f, Reconstruct reconstruct) {
  const Real flow = w.flow[f], exchange = w.face_factor[f] * (w.dispersion[f - 1] + w.dispersion[f]);  // [m3/s]
  FaceSide<N> below, above;
  Real flux[N > 0 ? N : 1];
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    below.phi[k] = max(w.flux[k][f], 0.0);
    if constexpr (!Upward) above.phi[k] = max(reconstruct.above(w.in[k] + f), 0.0);
  }
  carry(w.slip, flow, w.area[f - 1], below);
  if constexpr (Upward) {
    RISER_UNROLL
    for (int k = 0; k < N; ++k) flux[k] = below.phi[k] * below.transport[k];
  } else {
    carry(w.slip, flow, w.area[f], above);
    hll_flux(below, above, w.spread * max(w.area[f - 1], w.area[f]), flux);
  }
  RISER_UNROLL
  for (int k = 0; k < N; ++k) w.flux[k][f] = flux[k] - exchange * (w.in[k][f] - w.in[k][f - 1]);
}

/// How far the fluxes of a face are out of bounds; see out_of_bounds.
template <int N>
RISER_HD inline Real face_excess(const FaceWork<N>& w, int f) {
  Real flux[N > 0 ? N : 1];
  RISER_UNROLL
  for (int k = 0; k < N; ++k) flux[k] = w.flux[k][f];
  return out_of_bounds(w.slip, w.flow[f], face_bounds(w, f), flux);
}

template <int N>
RISER_HD inline void bound_face(const FaceWork<N>& w, int f) {
  Real flux[N > 0 ? N : 1];
  RISER_UNROLL
  for (int k = 0; k < N; ++k) flux[k] = w.flux[k][f];
  bound_flux(w.slip, w.flow[f], face_bounds(w, f), flux);
  RISER_UNROLL
  for (int k = 0; k < N; ++k) w.flux[k][f] = flux[k];
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
  Real flux_in[N > 0 ? N : 1], flux_out[N > 0 ? N : 1], bottom[N > 0 ? N : 1];
  FaceBounds<N> top;
  for (int k = 0; k < N; ++k) {
    bottom[k] = s.in[k][0];
    top.below[k] = s.in[k][n - 1], top.above[k] = 0;
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
  top.rate_below = r.volume[n - 1] * per_step, top.rate_above = 0;
  bound_flux(r.slip, r.flow[n], top, flux_out);
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
  team.for_each_scalar(ghosts, [&](int g) {
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

/// Smaller fractions are nothing: far ahead of a front they would run into denormal numbers, a hundred times slower.
inline constexpr Real least_fraction = 1e-100;

/// Shu-Osher update of the cells of one class.
struct ClassUpdate {
  const Real *in, *start, *flux, *inverse_volume;
  Real* out;
  Real a, b, dt;
  RISER_HD void operator()(int i) const {
    const Real moved = in[i] - dt * inverse_volume[i] * (flux[i + 1] - flux[i]), next = a * start[i] + b * moved;
    out[i] = math::abs(next) < least_fraction ? 0.0 : next;
  }
};

/// Fluid and wall of the cells exchange heat with each other and with the sea: transfer [W/m/K], capacities [J/m/K].
struct HeatUpdate {
  const Real *fluid_in, *fluid_start, *wall_in, *wall_start, *flux, *flow, *sea;
  const Real *inverse_volume, *transfer, *inverse_capacity, *friction, *outer_transfer, *inverse_wall_capacity;
  Real *fluid_out, *wall_out;
  Real a, b, dt;
  RISER_HD void operator()(int i) const {
    const Real t = fluid_in[i], wall = wall_in[i];
    const Real exchange = transfer[i] * (wall - t), dissipated = friction[i] * flow[i];  // [W/m]
    const Real carried = flux[i + 1] - flux[i] - t * (flow[i + 1] - flow[i]);
    const Real moved = t - dt * inverse_volume[i] * carried + dt * (exchange + dissipated) * inverse_capacity[i];
    const Real stored = wall + dt * (outer_transfer[i] * (sea[i] - wall) - exchange) * inverse_wall_capacity[i];
    fluid_out[i] = a * fluid_start[i] + b * moved;
    wall_out[i] = a * wall_start[i] + b * stored;
  }
};

template <int N>
RISER_HD inline HeatUpdate heat_update(const RiserView<N>& r, const Stage<N>& s, Real dt) {
  return {s.temperature_in, s.temperature_start, s.wall_in, s.wall_start, r.heat_flux, r.flow, r.sea_temperature,
          r.inverse_volume, r.transfer, r.inverse_capacity, r.friction, r.outer_transfer, r.inverse_wall_capacity,
          s.temperature_out, s.wall_out, s.a, s.b, dt};
}

/// The bodies of one stage's loops over faces and cells; the ghosts are ready.
template <int N, bool Upward, bool Heat>
struct Sweep {
  static constexpr int classes = N, fields = Heat ? N + 1 : N;
  FaceWork<N> faces;
  ClassUpdate update[N > 0 ? N : 1];
  HeatUpdate heat;
  const IrregularFace* irregular;
  const RiserView<N>* riser;
  const Stage<N>* stage;
  Real per_step;
  RISER_HD void ends() const { end_fluxes(*riser, *stage, per_step); }
  RISER_HD FieldWork field(int k) const { return {faces.in[k], faces.flux[k], faces.smooth[k]}; }
  RISER_HD auto fluxes() const {
    return [w = faces](int f) {
      if constexpr (Heat) heat_flux<N, Upward>(w, f, EqualCells{});
      class_fluxes<N, Upward>(w, f, EqualCells{});
    };
  }
  RISER_HD auto excess() const { return [w = faces](int f) { return face_excess(w, f); }; }
  RISER_HD auto bounds() const { return [w = faces](int f) { bound_face(w, f); }; }
  RISER_HD int special_face(int j) const { return irregular[j].face; }
  /// An irregular face, done again with its own stencil.
  RISER_HD void special(int j) const {
    const int f = irregular[j].face;
    const UnequalCells stencil{irregular[j]};
    for (int k = 0; k < fields; ++k) faces.flux[k][f] = stencil.below(faces.in[k] + f);
    if constexpr (Heat) heat_flux<N, false>(faces, f, stencil);
    class_fluxes<N, false>(faces, f, stencil);
    bound_face(faces, f);
  }
};

template <int N, bool Upward, bool Heat, class Team>
RISER_HD void sweep(const Team& team, const RiserView<N>& r, const Stage<N>& s, Real dt) {
  Sweep<N, Upward, Heat> bodies{face_work(r, s, dt), {}, heat_update(r, s, dt), r.irregular, &r, &s, 1 / dt};
  for (int k = 0; k < N; ++k) bodies.update[k] = {s.in[k], s.start[k], r.flux[k], r.inverse_volume, s.out[k], s.a, s.b, dt};
  team.for_each_staggered(r.n, r.irregular_count, bodies);
}

/// One stage. The loops differ by what they can leave out, so that they vectorise.
template <int N, class Team>
RISER_HD void transport_stage(const Team& team, const RiserView<N>& r, const Stage<N>& s, Real dt) {
  const bool upward = r.clock->upward_only;
  fill_ghosts(team, r, s);
  if (upward && r.heat) return sweep<N, true, true>(team, r, s, dt);
  if (upward) return sweep<N, true, false>(team, r, s, dt);
  if (r.heat) return sweep<N, false, true>(team, r, s, dt);
  sweep<N, false, false>(team, r, s, dt);
}
}  // namespace riser
