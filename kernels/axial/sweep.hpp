#pragma once
#include "kernels/axial/cells.hpp"
#include "kernels/axial/ends.hpp"
#include "kernels/axial/sources.hpp"
#include "kernels/team.hpp"

// The three Runge-Kutta stages of the transport step, tile by tile. A stage follows the one before it up the pipe, so that
// what passes between them is still in the first-level cache; a team with tiles as long as the pipe takes them in turn.
namespace riser {

/// One stage: the bodies of its loops over faces and cells, and how far it has come.
template <int N, bool Upward, bool Heat>
struct StageSweep {
  static constexpr int fields = Heat ? N + 1 : N;
  static constexpr int ahead = 8;  // faces run one vector ahead of the cells, so that both begin on a cache line
  FaceWork<N> faces;
  ClassUpdate<N> classes;
  HeatUpdate heat;
  Real courant, spread;           // largest parts of a cell that leave through a face in a step
  bool roomy;                     // no cell can be packed in this step
  bool dilute;                    // so few solids that the slip needs fewer terms where fields are smooth
  bool packed;                    // packing fronts may be near
  bool uniform_flow;              // the flow is the same at all faces
  bool stiff_heat;                // the wall takes what a cell has within the step
  int origin;                     // where the first tile of faces begins, in or before the pipe
  int cell, face, next_irregular;  // the first that are not done

  RISER_HD AllFields<fields> all_fields() const {
    AllFields<fields> all;
    for (int k = 0; k < fields; ++k) {
      const Real holds = k < N ? 1 : 0;
      all.field[k] = {faces.in[k], faces.flux[k], faces.smooth[k], holds * courant, holds * (1 - spread)};
    }
    return all;
  }
  /// Where the tile of the next face ends.
  RISER_HD int end_of_tile() const { return origin + ((face - origin) / tile_size + 1) * tile_size; }
  /// Where its cells end.
  RISER_HD int end_of_cells() const { return origin + ((cell + ahead - origin) / tile_size + 1) * tile_size - ahead; }
  /// Fluxes of the faces that ran ahead.
  struct Ahead {
    Real flux[fields > 0 ? fields : 1][ahead];
  };
  /// Keeps them from the other stages, whose fluxes lie on the same memory, and puts them back.
  RISER_HD void put_aside(Ahead& kept) const {
    for (int k = 0; k < fields; ++k)
      for (int j = 0; j < ahead; ++j) kept.flux[k][j] = faces.flux[k][cell + j];
  }
  RISER_HD void take_up(const Ahead& kept) const {
    for (int k = 0; k < fields; ++k)
      for (int j = 0; j < ahead; ++j) faces.flux[k][cell + j] = kept.flux[k][j];
  }
  /// Lets face `cell` take the place of face `cell` - distance: the fluxes of every tile fall on the same memory.
  RISER_HD void slide(int distance) {
    for (int k = 0; k < fields; ++k) {
      faces.flux[k] -= distance;
      (k < N ? classes.flux[k < N ? k : 0] : heat.flux) = faces.flux[k];
    }
    if (uniform_flow) heat.flow = faces.flow = faces.flow - distance;
  }
};

/// Least velocity of a class over the mixture's in the widest bore [-], where a flow [m3/s] lifts all.
template <int N>
RISER_HD inline Real least_share(const RiserView<N>& r, Real flow) {
  Real area = 0;
  for (int i = 0; i < r.segment_count; ++i) area = max(area, r.segment_area[i]);
  return flow > 0 ? max(1 - r.clock->slip_bound * area / flow, 0.0) : 0;
}

template <int N, bool Upward, bool Heat>
RISER_HD StageSweep<N, Upward, Heat> stage_sweep(const RiserView<N>& r, const Stage<N>& s, Real dt, int origin) {
  StageSweep<N, Upward, Heat> w{};
  w.faces = face_work(r, s, dt), w.classes = class_update(r, s, dt), w.heat = heat_update(r, s, dt);
  const Clock& c = *r.clock;
  w.courant = dt * c.fastest, w.spread = dt * c.largest_dispersion / square(c.shortest_cell);
  // Where all rises a cell gives away `courant` of the flow's packed volume as room, less what its own grains fill of it as they leave at
  // `kept` of the flow's velocity or more; a fourth of the largest fraction is above what a smooth field, which grows by a fifth at most from
  // cell to cell, changes in half of one.
  const Real kept = Upward && !c.elastic ? least_share(r, s.flow_in) : 0;
  w.roomy = (1.25 - w.courant * kept) * c.largest_coarse < (1 - w.courant) * r.slip.maximum_packing;
  w.dilute = 1.5 * c.largest_coarse < dilute_part * r.slip.maximum_packing;
  w.packed = c.largest_coarse > front_share * r.slip.maximum_packing;
  w.uniform_flow = !r.clock->elastic, w.stiff_heat = exchange_is_stiff(r), w.origin = origin;
  return w;
}

/// An irregular face, done again with its own stencil. packed: packing fronts may be near.
template <int N, bool Heat>
RISER_HD void irregular_face(const FaceWork<N>& w, const IrregularFace& irregular, bool packed) {
  const int f = irregular.face;
  if (packed && packing_front(w, f)) {
    const Real* v = w.volume;
    front_fluxes<N, false, Heat>(w, f, LimitedUnequalCells{{v[f > 1 ? f - 2 : 0], v[f - 1], v[f], v[f + 1 < w.cells ? f + 1 : f]}});
  } else {
    const UnequalCells stencil{irregular};
    for (int k = 0; k < (Heat ? N + 1 : N); ++k) w.flux[k][f] = stencil.below(w.in[k] + f);
    face_fluxes<N, false, Heat>(w, w.slip->settling, f, stencil);
  }
  bound_face(w, f);
}

/// Flux of the inlet (face 0) or of the outlet (face n), and the account of that end.
template <int N, bool Heat>
RISER_HD void end_face(const RiserView<N>& r, const Stage<N>& s, const FaceWork<N>& w, bool outlet) {
  Real flux[N + 1];
  if (outlet) outlet_flux(r, s, w.rate_below, flux);
  else inlet_flux(r, s, w.rate_above, flux);
  if constexpr (Heat) flux[N] = outlet ? outlet_heat(r, s) : inlet_heat(r, s);
  for (int k = 0; k < (Heat ? N + 1 : N); ++k) w.flux[k][outlet ? r.n : 0] = flux[k];
  Real* account = outlet ? r.clock->outflow : r.clock->inflow;
  for (int k = 0; k < N; ++k) account[k] += s.share * flux[k];
}

/// Nothing passes a shut valve, nor a check valve through which nothing rises: grains settle on it.
template <int N, bool Heat>
RISER_HD void block_valves(const RiserView<N>& r, const FaceWork<N>& w, int begin, int last) {
  for (int v = 0; v < r.valves; ++v) {
    const int f = r.valve[v].face;
    if (f < begin || f >= last) continue;
    const Real flow = r.clock->elastic ? r.flow_mean[f] : r.clock->flow_half;
    if (flow > 0 || (flow < 0 && !r.valve[v].check)) continue;
    for (int k = 0; k < (Heat ? N + 1 : N); ++k) w.flux[k][f] = 0;
  }
}

/// Face values of each field: linear, or nonlinear in the tiles where it is lively. Returns the tiles where any is.
template <bool Upward, int fields, int N, class Team>
RISER_HD MarkedTiles reconstruct(const Team& team, const RiserView<N>& r, const AllFields<fields>& all, const Tiles& tiles) {
  if (!Upward) {  // alike from both sides, so that what floats mirrors what sinks
    for (int k = 0; k < fields; ++k) team.run(tiles.begin, tiles.end, [field = all.field[k]](int f) { field.nonlinear(f); });
    return {tiles, r.marks, true};
  }
  const MarkedTiles lively = team.mark(tiles, r.marks, [all](int f) { return all.linear(f); }, [&all](int f) { return all.rough_below(f); });
  for (int k = 0; lively.any && k < fields; ++k) {
    const FieldWork field = all.field[k];
    const MarkedTiles own = team.mark(tiles, r.marks + tile_marks(r.n), [field](int f) { return field.linear(f); }, [&field](int f) { return field.rough_below(f); });
    team.run_where(own, true, [field](int f) { field.nonlinear(f); });
  }
  return lively;
}

/// Faces up to `last`: values, fluxes, bounds where a flux is out of them.
template <int N, bool Upward, bool Heat, class Team>
RISER_HD void advance_faces(const Team& team, const RiserView<N>& r, StageSweep<N, Upward, Heat>& w, int last) {
  const FaceWork<N>& faces = w.faces;
  const Tiles tiles{w.face, last, w.origin};
  const MarkedTiles lively = reconstruct<Upward>(team, r, w.all_fields(), tiles);
  const FitView<N, Upward> fit{&faces.slip->settling};  // see plan_transport
  if (Upward && w.dilute) {
    team.run_where(lively, false, [&faces](int f) { face_fluxes<N, Upward, Heat>(faces, *faces.dilute, f, EqualCells{}); });
    team.run_where(lively, true, [&faces, fit](int f) { face_fluxes<N, Upward, Heat>(faces, fit, f, EqualCells{}); });
  } else {
    team.run(w.face, last, [&faces, fit](int f) { face_fluxes<N, Upward, Heat>(faces, fit, f, EqualCells{}); });
  }
  if (w.packed) {
    const auto front = [&faces](int f) { return packing_front(faces, f) ? 1.0 : 0.0; };
    const MarkedTiles fronts = team.mark(tiles, r.marks + tile_marks(r.n), front, [](int) { return 0; });
    team.run_where(fronts, true, [&faces](int f) {
      if (packing_front(faces, f)) front_fluxes<N, Upward, Heat>(faces, f, LimitedCells{});
    });
  }
  if (lively.any || !Upward || !w.roomy) {  // else no flux can be out of bounds
    const MarkedTiles beyond = team.mark(tiles, r.marks + tile_marks(r.n), [work = w.faces](int f) { return face_excess(work, f); }, [](int) { return 0; });
    team.run_where(beyond, true, [&faces](int f) { bound_face(faces, f); });
  }
  const int begin = w.next_irregular;
  while (w.next_irregular < r.irregular_count && r.irregular[w.next_irregular].face < last) ++w.next_irregular;
  if (w.next_irregular > begin)
    team.run_scalar(begin, w.next_irregular, [&](int j) { irregular_face<N, Heat>(faces, r.irregular[j], w.packed); });
  if (r.valves > 0) team.single([&] { block_valves<N, Heat>(r, faces, w.face, last); });
  w.face = last;
}

/// Cells up to `end`, and the faces ahead of them.
template <int N, bool Upward, bool Heat, class Team>
RISER_HD void advance_tile(const Team& team, const RiserView<N>& r, const Stage<N>& s, StageSweep<N, Upward, Heat>& w, Real dt, int end) {
  const int begin = w.cell, n = r.n, last = end + w.ahead < n ? end + w.ahead : n;
  if (begin == 0) team.single([&] { fill_lower_ghosts(r, s); });
  if (last == n) team.single([&] { fill_upper_ghosts(r, s); });
  if constexpr (Team::tile == whole_pipe) advance_faces(team, r, w, last);
  else while (w.face < last) advance_faces(team, r, w, w.end_of_tile() < last ? w.end_of_tile() : last);
  if (begin == 0) team.single([&] { end_face<N, Heat>(r, s, w.faces, false); });
  if (end == n) team.single([&] { end_face<N, Heat>(r, s, w.faces, true); });
  if (N > 0 && s.a == 0) team.run(begin, end, [u = w.classes](int i) { u.template update<true>(i); });
  else if (N > 0) team.run(begin, end, [u = w.classes](int i) { u.template update<false>(i); });
  if (Heat && w.stiff_heat) team.run(begin, end, StiffHeatUpdate{w.heat, r.partner, n});
  else if (Heat) team.run(begin, end, w.heat);
  if (r.sources) team.single([&] { add_sources(r, s, dt, begin, end); });
  w.cell = end;
}

/// The same for a team whose tiles are shorter than the pipe; `kept`: fluxes of the last tile's faces that ran ahead of its cells.
template <int N, bool Upward, bool Heat, class Team>
RISER_HD void advance_next_tile(const Team& team, const RiserView<N>& r, const Stage<N>& s, StageSweep<N, Upward, Heat>& w,
                                typename StageSweep<N, Upward, Heat>::Ahead& kept, Real dt, int end) {
  const int begin = w.cell;
  if (begin > 0) team.single([&] { w.take_up(kept); });
  advance_tile(team, r, s, w, dt, end);
  if (end == r.n) return;
  team.single([&] { w.put_aside(kept); });
  w.slide(end - begin);
}

template <int N, bool Upward, bool Heat, class Team>
RISER_HD void advance_stages(const Team& team, const RiserView<N>& r, const Stage<N>* stages, Real dt) {
  constexpr int lag = 16;  // cells a stage stays behind the one before: two stencils
  StageSweep<N, Upward, Heat> sweeps[3] = {stage_sweep<N, Upward, Heat>(r, stages[0], dt, 0), stage_sweep<N, Upward, Heat>(r, stages[1], dt, -lag),
                                           stage_sweep<N, Upward, Heat>(r, stages[2], dt, -2 * lag)};
  if constexpr (Team::tile == whole_pipe) {
    for (int j = 0; j < 3; ++j) advance_tile(team, r, stages[j], sweeps[j], dt, r.n);
  } else {
    typename StageSweep<N, Upward, Heat>::Ahead kept[3];
    while (sweeps[2].cell < r.n) {
      int end = sweeps[0].end_of_cells();
      for (int j = 0; j < 3; ++j) {
        if (end > r.n) end = r.n;
        if (end > sweeps[j].cell) advance_next_tile(team, r, stages[j], sweeps[j], kept[j], dt, end);
        end = sweeps[j].cell == r.n ? r.n : sweeps[j].cell - lag;
      }
    }
  }
}

/// Flow [m3/s] at `part` of the step: the parabola through those at its start, middle and end.
RISER_HD inline Real flow_within(const Clock& c, Real part) {
  const Real bend = 2 * ((c.flow - c.flow_half) + (c.flow_next - c.flow_half));
  return c.flow + part * ((c.flow_next - c.flow) + (part - 1) * bend);
}

/// Part of a cell that may leave through one face in a step: all, or half where both may empty it.
RISER_HD inline Real most_courant(bool upward_only) { return upward_only ? 1 : 0.5; }

/// Most parts of a step of the transport; a flow that asks for more has run away.
inline constexpr Real most_transport_parts = 1000;

/// Looks at the flows that the step has found: what rose at its start may turn within it, and what stood may run. More parts of the step
/// than one where a cell would lose more than it can.
template <int N>
RISER_HD inline void plan_transport(const RiserView<N>& r) {
  Clock& c = *r.clock;
  if (!c.elastic) {
    const Real fast = max(max(math::abs(c.flow), math::abs(c.flow_half)), math::abs(c.flow_next));
    const Real slow = min(min(c.flow, c.flow_half), c.flow_next);
    Real fastest = 0;
    for (int i = 0; i < r.segment_count; ++i) {
      fastest = max(fastest, (fast / r.segment_area[i] + c.slip_bound) / r.segment_cell[i]);
      if (N > 0 && !(slow > 1.001 * c.slip_bound * r.segment_area[i])) c.upward_only = false;
    }
    if (N == 0) c.upward_only = slow >= 0;
    c.fastest = fastest;
  }
  if (r.slip.settling.bend != 0) c.upward_only = false;  // for the sake of speed that way has no bends
  const Real parts = ceil(c.step * c.fastest / most_courant(c.upward_only) * (1 - 1e-9));
  c.transport_parts = parts > 1 ? (parts < most_transport_parts ? parts : most_transport_parts) : 1;
  if (parts > most_transport_parts && c.smallest_bad == 0) c.smallest_bad = r.n;  // the flow has run away
}

/// Part `part` of the step by three-stage third-order strong-stability-preserving Runge-Kutta (Shu & Osher 1988).
template <int N, class Team>
RISER_HD void advance_part(const Team& team, const RiserView<N>& r, int part) {
  const Clock& c = *r.clock;
  const Real share = 1 / c.transport_parts, dt = c.step * share, t = c.time + part * dt;
  const bool whole = c.transport_parts == 1;
  const Real flow[3] = {flow_within(c, part * share), part + 1 < c.transport_parts ? flow_within(c, (part + 1) * share) : c.flow_next,
                        whole ? c.flow_half : flow_within(c, (part + 0.5) * share)};
  const int reach = r.n < Team::tile ? r.n : Team::tile + 32;
  const bool waves = r.clock->elastic;
  for (int j = 0; j < 3; ++j) team.run(0, waves ? 0 : reach + 1, [to = r.stage_flow[j], q = flow[j]](int f) { to[f] = q; });
  const auto through = [&](int j) { return waves ? r.flow_mean : r.stage_flow[j]; };
  const auto in = [&](int j) { return waves ? r.flow_mean[0] : flow[j]; };
  const auto out = [&](int j) { return waves ? r.flow_mean[r.n] : flow[j]; };
  const Stage<N> stages[3] = {
      {r.phi, r.phi, r.phi1, r.temperature, r.temperature, r.wall_temperature, r.wall_temperature, r.temperature1, r.wall1,
       r.flux, through(0), 0, 1, share / 6, in(0), out(0), t},
      {r.phi1, r.phi, r.phi2, r.temperature1, r.temperature, r.wall1, r.wall_temperature, r.temperature2, r.wall2,
       r.flux, through(1), 0.75, 0.25, share / 6, in(1), out(1), t + dt},
      {r.phi2, r.phi, r.phi, r.temperature2, r.temperature, r.wall2, r.wall_temperature, r.temperature, r.wall_temperature,
       r.flux, through(2), 1.0 / 3, 2.0 / 3, share * (2.0 / 3), in(2), out(2), t + dt / 2}};
  if (c.upward_only && r.heat) return advance_stages<N, true, true>(team, r, stages, dt);
  if (c.upward_only) return advance_stages<N, true, false>(team, r, stages, dt);
  if (r.heat) return advance_stages<N, false, true>(team, r, stages, dt);
  advance_stages<N, false, false>(team, r, stages, dt);
}

/// The classes and the heat over the clock's step.
template <int N, class Team>
RISER_HD void advance_transport(const Team& team, const RiserView<N>& r) {
  team.single([&] { plan_transport(r); });
  const int parts = static_cast<int>(r.clock->transport_parts);
  for (int part = 0; part < parts; ++part) advance_part(team, r, part);
}
}  // namespace riser
