#pragma once
#include "kernels/axial/machines.hpp"

// The faces at which something stands, one by one: the two ends, pumps, valves, branches. What came from them in the
// last sub-step stands for the neighbour of the cells beside them.
namespace riser {

/// Adds the unsteady friction of the half cells beside junction j; its flows are the last sub-step's.
template <int N>
RISER_HD inline Real junction_threshold(const RiserView<N>& r, int f, const Junction& j) {
  if (!r.unsteady_friction) return r.face_threshold[f];
  const Real below = f > 0 ? r.unsteady_gain[f - 1] * math::abs(r.cell_flow[f - 1] - j.flow_below) : 0;
  const Real above = f < r.n ? r.unsteady_gain[f] * math::abs(r.cell_flow[f] - j.flow_above) : 0;
  return r.face_threshold[f] + below + above;
}

/// What reaches a junction from one side: a wave behind the cell's impedance, or an open cavity that holds its
/// pressure.
struct WaveSource {
  Real pressure, impedance;
};
template <int N>
RISER_HD inline WaveSource wave_source(const RiserView<N>& r, const WaveWork& w, int cell, Real wave, Real cavity) {
  const bool holds = cavity > 0 && is_open(cavity, half_gas(r, cell));
  if (!holds) return {wave, w.impedance[cell]};
  return {w.vapour_pressure + half_gas(r, cell) / cavity, 0};
}

/// The law of face f within the pipe without what stands there.
template <int N>
RISER_HD inline FaceLaw face_law(const RiserView<N>& r, const WaveWork& w, int f, const Junction& j) {
  const WaveSource a = wave_source(r, w, f - 1, w.line_up[f - 1], j.cavity_below),
                   b = wave_source(r, w, f, w.line_down[f], j.cavity_above);
  const Real weight = face_weight(w, f, a.pressure + b.pressure), whole = r.impedance[f - 1] + r.impedance[f];
  const Real impedance = w.joint[f] * max((a.impedance + b.impedance) / whole, 1e-9);
  return {a.pressure - b.pressure - weight, impedance, junction_threshold(r, f, j), w.linear[f], w.quadratic[f]};
}

/// Flows and pressures on both sides of face f once its flow is known; cavities where the case has them.
template <int N>
RISER_HD inline void close_sides(const RiserView<N>& r, const WaveWork& w, int f, Real q, bool gas, Junction& j) {
  const Real g = w.stratification[f];
  j.flow_below = (1 - g) * q, j.flow_above = (1 + g) * q;
  if (f > 0) {
    j.pressure_below = w.line_up[f - 1] - w.impedance[f - 1] * j.flow_below;
    if (gas)
      advance_side(w, half_gas(r, f - 1), w.admittance[f - 1], 1, j.pressure_below, j.flow_below, j.cavity_below);
  }
  if (f < r.n) {
    j.pressure_above = w.line_down[f] + w.impedance[f] * j.flow_above;
    if (gas) advance_side(w, half_gas(r, f), w.admittance[f], -1, j.pressure_above, j.flow_above, j.cavity_above);
  }
  if (gas) {
    const bool open =
        (f > 0 && is_open(j.cavity_below, half_gas(r, f - 1))) || (f < r.n && is_open(j.cavity_above, half_gas(r, f)));
    w.largest_cavity[f] = max(w.largest_cavity[f], open ? j.cavity_below + j.cavity_above : 0);
  }
}

/// Flow of a station, a face within the pipe where pumps or valves stand.
template <int N>
RISER_HD inline Real advance_station(const RiserView<N>& r, const WaveWork& w, int f, Real time, Junction& j) {
  const FaceLaw law = face_law(r, w, f, j);
  const Real q = machine_flow(r, f, law, r.flow[f], time);
  note_rises(r, f, law, q, time);
  return q;
}

/// Flow of an end. A pressure is held beyond what stands there; the half cell's weight and friction lie between.
template <int N>
RISER_HD inline Real advance_end(const RiserView<N>& r, const WaveWork& w, bool outlet, Real time, const Junction& j) {
  const int f = outlet ? r.n : 0, cell = outlet ? r.n - 1 : 0;
  const EndKind kind = outlet ? r.outlet : r.inlet;
  if (kind == EndKind::closed) return 0;
  if (kind == EndKind::flow) return value_at(outlet ? r.outlet_value : r.inlet_value, time);
  const Real held = outlet ? held_at_outlet(r, time) : held_at_inlet(r, time);
  const WaveSource source =
      wave_source(r, w, cell, outlet ? w.line_up[cell] : w.line_down[cell], outlet ? j.cavity_below : j.cavity_above);
  const Real inward = outlet ? source.pressure - held : held - source.pressure;
  const Real impedance = w.joint[f] * max(source.impedance / r.impedance[cell], 1e-9);
  const FaceLaw law{inward - face_weight(w, f, source.pressure), impedance, junction_threshold(r, f, j), w.linear[f],
                    w.quadratic[f]};
  const Real q = machine_flow(r, f, law, r.flow[f], time);
  note_rises(r, f, law, q, time);
  return q;
}

/// Pressure in the pipe at an end itself, within what stands there: the cell's side, and weight and friction of half a
/// cell.
template <int N>
RISER_HD inline void place_end_pressure(const RiserView<N>& r, const WaveWork& w, bool outlet, Real q, Junction& j) {
  const int f = outlet ? r.n : 0;
  const Real cell_side = outlet ? j.pressure_below : j.pressure_above;
  const Real friction = (w.linear[f] + w.quadratic[f] * math::abs(q)) * q + math::with_sign(w.threshold[f], q);
  const Real between = face_weight(w, f, cell_side) + friction;
  if (outlet)
    j.pressure_above = cell_side - between, j.flow_above = q;
  else
    j.pressure_below = cell_side + between, j.flow_below = q;
}

/// Puts a junction's flow in its place; its two cells get what they are given beyond (1 -+ g) Q.
template <int N>
RISER_HD inline void place_junction(const RiserView<N>& r, const WaveWork& w, int f, Real q, Real ordinary,
                                    const Junction& j) {
  const Real g = w.stratification[f], leaves = j.flow_below - (1 - g) * q, enters = j.flow_above - (1 + g) * q;
  if (f > 0) {
    r.pressure[f - 1] -= w.crossing[f - 1] * w.impedance[f - 1] * leaves;
    r.cell_flow[f - 1] += w.crossing[f - 1] * leaves;
  }
  if (f < r.n) {
    r.pressure[f] += w.crossing[f] * w.impedance[f] * enters;
    r.cell_flow[f] += w.crossing[f] * enters;
  }
  r.flow[f] = q;
  r.flow_mean[f] += q - ordinary;
  r.face_drop[f] = 0;
  r.cavity[f] = r.cavity_push[f] = 0;  // its cavities are the junction's
}

/// The junction at face f, or null.
template <int N>
RISER_HD inline const Junction* junction_at(const RiserView<N>& r, int f, int near) {
  for (int k = near > 0 ? near - 1 : 0; k < r.junctions && k <= near + 1; ++k)
    if (r.junction_face[k] == f) return &r.clock->junction[k];
  return nullptr;
}

/// The waves of cell i beside junction k again, with what stood at the junction for the neighbour.
template <int N>
RISER_HD inline void mend_line(const RiserView<N>& r, const WaveWork& w, int i, int k) {
  const Junction *below = junction_at(r, i, k), *above = junction_at(r, i + 1, k);
  const Real z = w.impedance[i], p = w.pressure[i], q = w.cell_flow[i];
  LineSlopes slope{};
  slope.pressure_below = below ? p - below->pressure_above : p - w.pressure[i - 1] + w.face_drop[i];
  slope.flow_below = z * (below ? q - below->flow_above : q - w.cell_flow[i - 1]);
  slope.pressure_above = above ? above->pressure_below - p : w.pressure[i + 1] - p + w.face_drop[i + 1];
  slope.flow_above = z * (above ? above->flow_below - q : w.cell_flow[i + 1] - q);
  place_lines(w, i, slope);
}

template <int N>
RISER_HD inline void mend_lines(const RiserView<N>& r, const WaveWork& w) {
  for (int k = 0; k < r.junctions; ++k) {
    const int f = r.junction_face[k];
    if (f > 0) mend_line(r, w, f - 1, k);
    if (f < r.n) mend_line(r, w, f, k);
  }
}
}  // namespace riser
