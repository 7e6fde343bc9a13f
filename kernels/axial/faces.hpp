#pragma once
#include "kernels/axial/flux.hpp"

// What happens at the faces in one stage of the transport step.
namespace riser {

/// What a stage reads and writes: out = a * start + b * (in + dt * change(in)).
template <int N>
struct Stage {
  const Real* const* in;
  const Real* const* start;
  Real* const* out;
  const Real *temperature_in, *temperature_start, *wall_in, *wall_start;
  Real *temperature_out, *wall_out;
  Real* const* flux;       // classes, then heat: face values, then fluxes
  const Real* flow;        // [m3/s] through the faces
  Real a, b;               // Shu-Osher weights
  Real share;              // of the step in the final sum: 1/6, 1/6, 2/3
  Real flow_in, flow_out;  // [m3/s] at the ends, at the stage's time
  Real time;               // [s]
};

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

/// Shares of the maximum packing between which a front of a bed jumps at least.
inline constexpr Real front_share = 0.95, loose_share = 0.85;

/// Monotonised central slope times a cell: face values from it never leave those of the cells (van Leer 1977). back, ahead: differences to the
/// neighbours; mean: the central difference.
RISER_HD inline Real limited_change(Real back, Real ahead, Real mean) {
  const Real most = 2 * min(math::abs(back), math::abs(ahead)), size = min(math::abs(mean), most);
  return back * ahead > 0 ? (mean > 0 ? size : -size) : 0.0;
}

/// Linear face values from equal cells, limited.
struct LimitedCells {
  RISER_HD Real below(const Real* u) const { return u[-1] + 0.5 * limited_change(u[-1] - u[-2], u[0] - u[-1], 0.5 * (u[0] - u[-2])); }
  RISER_HD Real above(const Real* u) const { return u[0] - 0.5 * limited_change(u[0] - u[-1], u[1] - u[0], 0.5 * (u[1] - u[-1])); }
};

/// The same from cells of these volumes [m3]: two below the face, two above.
struct LimitedUnequalCells {
  Real v[4];
  RISER_HD Real below(const Real* u) const {
    const Real back = u[-1] - u[-2], ahead = u[0] - u[-1];
    return u[-1] + 0.5 * limited_change(back, ahead, v[1] * (back + ahead) / (0.5 * (v[0] + v[2]) + v[1]));
  }
  RISER_HD Real above(const Real* u) const {
    const Real back = u[0] - u[-1], ahead = u[1] - u[0];
    return u[0] - 0.5 * limited_change(back, ahead, v[2] * (back + ahead) / (0.5 * (v[1] + v[3]) + v[2]));
  }
};

/// A field is smooth at a face where its third difference is less than the root of the squares of these parts of the first difference, of the
/// second and of the field's largest value. A sine wave of 45 cells or more is; a bend is not. Chosen by overshoot and speed: benchmarks/NOTES.md.
inline constexpr Real smooth_of_first = 0.02, smooth_of_second = 0.2, smooth_of_largest = 1e-6;

/// What the face loop of a stage needs. The laws by pointer: copied for each tile they cost more than they spare.
template <int N>
struct FaceWork {
  const SlipLaw<N>* slip;
  const SettlingFit<N, dilute_terms>* dilute;
  const Real* in[N + 1];  // the classes, then the temperature
  Real* flux[N + 1];
  Real smooth[N + 1];     // third differences up to this are smooth everywhere
  const Real *flow, *area, *settling_area, *volume, *dispersion, *face_factor;
  int cells;
  Real rate_below, rate_above;  // [1/s] part of the cell below and of that above a face that may leave through it: see downward_part
};

/// Part of a cell, of its grains or of its room, that may leave through its lower face in a step. Where all rises what dispersion moves, and
/// room that makes way for floating grains; half where both faces may empty a cell.
template <int N>
RISER_HD inline Real downward_part(const RiserView<N>& r, Real dt) {
  const Clock& c = *r.clock;
  bool floats = false;
  for (int k = 0; k < N; ++k) floats = floats || r.slip.terminal_velocity[k] < 0 || r.slip.excess_density[k] < 0;
  const Real spread = c.largest_dispersion / square(c.shortest_cell), slip = floats ? c.slip_bound / c.shortest_cell : 0;
  return c.upward_only ? min(dt * (2 * spread + slip), 0.5) : 0.5;
}

template <int N>
RISER_HD inline FaceWork<N> face_work(const RiserView<N>& r, const Stage<N>& s, Real dt) {
  FaceWork<N> w{};
  w.slip = &r.slip, w.dilute = &r.dilute;
  for (int k = 0; k < N; ++k) w.in[k] = s.in[k], w.flux[k] = s.flux[k], w.smooth[k] = smooth_of_largest * r.clock->largest[k];
  w.in[N] = s.temperature_in, w.flux[N] = s.flux[N], w.smooth[N] = smooth_of_largest * r.clock->largest_temperature;
  w.flow = s.flow, w.area = r.area, w.settling_area = r.settling_area, w.volume = r.volume;
  w.dispersion = r.dispersion, w.face_factor = r.face_factor;
  w.cells = r.n;
  const Real down = downward_part(r, dt);
  w.rate_below = (1 - down) / dt, w.rate_above = down / dt;
  return w;
}

/// One field of a stage, a class or the temperature, on its way to the faces. The flux arrays hold the face values seen
/// from below until the fluxes replace them.
struct FieldWork {
  const Real* in;
  Real* face;
  Real smooth;          // third differences up to this are smooth everywhere
  Real courant, keeps;  // part of a cell that the flow may take in a step, and what dispersion leaves of it; 0 where nothing runs dry
  /// Positive where a face is not smooth, by its differences. `seconds`: the sum of those on both sides.
  RISER_HD Real roughness(Real third, Real seconds, Real first) const {
    constexpr Real a = smooth_of_first * smooth_of_first, b = 0.25 * smooth_of_second * smooth_of_second;
    return ((third * third - smooth * smooth) - (b * seconds) * seconds) - (a * first) * first;
  }
  /// With linear weights. Returns a positive number where they will not do, or where the cell below might run dry.
  RISER_HD Real linear(int f) const {
    const Real* u = in + f;
    Real third;
    const Real cell = u[-1], value = linear5(u[-3], u[-2], cell, u[0], u[1], third);
    face[f] = value;
    return max(roughness(third, (u[1] - u[0]) - (cell - u[-2]), u[0] - cell), courant * value - keeps * cell);
  }
  /// Positive where the first stencil, of cells f - 3 .. f, will not do; every later one is looked at by the face below it.
  RISER_HD Real rough_below(int f) const {
    const Real* u = in + f;
    const Real d1 = u[-2] - u[-3], d2 = u[-1] - u[-2], d3 = u[0] - u[-1];
    return roughness((d1 + d3) - 2 * d2, d3 - d1, d2);
  }
  RISER_HD void nonlinear(int f) const { face[f] = EqualCells{}.below(in + f); }
};

/// All fields of a stage in one loop.
template <int fields>
struct AllFields {
  FieldWork field[fields > 0 ? fields : 1];
  RISER_HD Real linear(int f) const {
    Real worst = fields > 0 ? field[0].linear(f) : 0;
    RISER_UNROLL
    for (int k = 1; k < fields; ++k) worst = max(worst, field[k].linear(f));
    return worst;
  }
  /// Positive where rough_below is, of one of them.
  RISER_HD Real rough_below(int f) const {
    for (int k = 0; k < fields; ++k)
      if (field[k].rough_below(f) > 0) return 1;
    return 0;
  }
};

template <int N>
RISER_HD inline FaceBounds<N> face_bounds(const FaceWork<N>& w, int f) {
  FaceBounds<N> face;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) face.below[k] = w.in[k][f - 1], face.above[k] = w.in[k][f];
  face.rate_below = w.volume[f - 1] * w.rate_below, face.rate_above = w.volume[f] * w.rate_above;
  return face;
}

/// Fluxes of face f before the bounds: classes [m3/s], and flow times the temperature it carries [m3 K/s], less what
/// disperses. Upward: every class moves up, the lower side alone decides. fit: of the slip, see slip_to_liquid.
/// Front: of a bed, see hll_flux.
template <int N, bool Upward, bool Heat, bool Front = false, class Fit, class Reconstruct>
RISER_HD inline void face_fluxes(const FaceWork<N>& w, const Fit& fit, int f, Reconstruct reconstruct) {
  const Real flow = w.flow[f], exchange = w.face_factor[f] * (w.dispersion[f - 1] + w.dispersion[f]);  // [m3/s]
  FaceSide<N> below, above;
  Real flux[N + 1], difference[N + 1];
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    below.phi[k] = max(w.flux[k][f], 0.0);
    if constexpr (!Upward) above.phi[k] = max(reconstruct.above(w.in[k] + f), 0.0);
  }
  carry(*w.slip, fit, flow, w.settling_area[f - 1], below);
  if constexpr (Upward) {
    RISER_UNROLL
    for (int k = 0; k < N; ++k) flux[k] = below.phi[k] * below.transport[k];
  } else {
    carry(*w.slip, fit, flow, w.settling_area[f], above);
    hll_flux<Front>(below, above, flux);
  }
  if constexpr (Heat) {
    const Real from_below = w.flux[N][f], from_above = Upward ? from_below : reconstruct.above(w.in[N] + f);
    flux[N] = flow * (flow >= 0 ? from_below : from_above);
  }
  constexpr int fields = Heat ? N + 1 : N;
  RISER_UNROLL
  for (int k = 0; k < fields; ++k) difference[k] = w.in[k][f] - w.in[k][f - 1];
  RISER_UNROLL
  for (int k = 0; k < fields; ++k) w.flux[k][f] = flux[k] - exchange * difference[k];
}

/// True where a packing front is near: of the cells f - 3 .. f + 2 some are packed and some are far from it. There five-cell stencils and wide fans of
/// the flux run a limit cycle of a few cells, 2 % of a bed's composition at any grid; linear face values do not.
template <int N>
RISER_HD inline bool packing_front(const FaceWork<N>& w, int f) {
  Real least = 1, most = 0;
  RISER_UNROLL
  for (int j = -3; j < 3; ++j) {
    Real coarse = 0;
    RISER_UNROLL
    for (int k = 0; k < N; ++k) coarse += w.slip->coarse[k] * w.in[k][f + j];
    least = min(least, coarse), most = max(most, coarse);
  }
  return most > front_share * w.slip->maximum_packing && least < loose_share * w.slip->maximum_packing;
}

/// Fluxes of face f at a packing front, over those by the five-cell stencils.
template <int N, bool Upward, bool Heat, class Limited>
RISER_HD inline void front_fluxes(const FaceWork<N>& w, int f, const Limited& limited) {
  RISER_UNROLL
  for (int k = 0; k < (Heat ? N + 1 : N); ++k) w.flux[k][f] = limited.below(w.in[k] + f);
  face_fluxes<N, Upward, Heat, true>(w, w.slip->settling, f, limited);
}

/// How far the fluxes of a face are out of bounds; see out_of_bounds.
template <int N>
RISER_HD inline Real face_excess(const FaceWork<N>& w, int f) {
  Real flux[N > 0 ? N : 1];
  RISER_UNROLL
  for (int k = 0; k < N; ++k) flux[k] = w.flux[k][f];
  return out_of_bounds(*w.slip, w.flow[f], face_bounds(w, f), flux);
}

template <int N>
RISER_HD inline void bound_face(const FaceWork<N>& w, int f) {
  Real flux[N > 0 ? N : 1];
  RISER_UNROLL
  for (int k = 0; k < N; ++k) flux[k] = w.flux[k][f];
  bound_flux(*w.slip, w.flow[f], face_bounds(w, f), flux);
  RISER_UNROLL
  for (int k = 0; k < N; ++k) w.flux[k][f] = flux[k];
}

}  // namespace riser
