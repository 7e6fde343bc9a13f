#pragma once
#include "kernels/axial/view.hpp"
#include "kernels/math.hpp"

// Pressure waves: every cell is a lossless line, every face a passive junction. A cell has a mean pressure p and a mean
// flow Q, the impedance Z = rho a/A and the part nu = a h/ds of it that a wave crosses in a sub-step h. Upward runs R =
// p + Z Q, downward S = p - Z Q. A sub-step is
//   R* = p + Z Q + c, S* = p - Z Q + c      what reaches the cell's two faces on the mean of the sub-step
//   R*_l - S*_r - weight = (Z_l + Z_r) Q_f + friction(Q_f)                                    every face
//   p' = p - nu Z (Q_out - Q_in),  Q' = Q + nu (Q_in + Q_out - (R* - S*)/Z)                   every cell
// At nu = 1 it is the method of characteristics. Below 1 the correction c is of third order in smooth waves, and
// limited so that no front overshoots (total variation diminishing). Volume is kept exactly. Friction and weight stand
// at the faces, implicitly: no stiffness limits the step, and a balance at rest is exact. Sources: characteristics:
// Wylie & Streeter 1993, Fluid Transients in Systems, chapter 3; third-order limited upwind scheme: Leonard 1991,
// Comput. Methods Appl. Mech. Eng. 88 17 (QUICKEST with the universal limiter).
namespace riser {

/// What the loops of a sub-step need, by value: the view is too large to hand to every loop.
struct WaveWork {
  Real *pressure, *cell_flow, *line_up, *line_down, *lowest, *highest;                      // cells
  Real *flow, *flow_mean, *face_drop, *cavity, *cavity_push, *largest_cavity;               // faces
  const Real *impedance, *admittance, *crossing, *crossing_left, *unsteady_gain;            // cells
  const Real *weight, *stratification, *threshold, *linear, *quadratic, *joint, *face_gas;  // faces
  Real weight_factor;    // [-] weight over that at rest, of a heaving pipe
  Real follows;          // 1: the density follows the pressure, so the weight does; 0: it is constant
  Real step;             // [s] h
  Real vapour_pressure;  // [Pa]
};

template <int N>
RISER_HD inline WaveWork wave_work(const RiserView<N>& r, Real h) {
  return {r.pressure,
          r.cell_flow,
          r.line_up,
          r.line_down,
          r.lowest_pressure,
          r.maximum_pressure,
          r.flow,
          r.flow_mean,
          r.face_drop,
          r.cavity,
          r.cavity_push,
          r.largest_cavity,
          r.impedance,
          r.admittance,
          r.crossing,
          r.crossing_left,
          r.unsteady_gain,
          r.face_weight,
          r.stratification,
          r.face_threshold,
          r.face_linear,
          r.face_quadratic,
          r.face_impedance,
          r.face_gas,
          1,
          r.constant_liquid ? Real(0) : Real(1),
          h,
          r.vapour_pressure};
}

/// How the waves change from a cell's lower to its upper side [Pa]: over the step to the neighbour below and above,
/// `pressure` what the balance at the face leaves of the difference, `flow` times the cell's impedance.
struct LineSlopes {
  Real pressure_below, flow_below, pressure_above, flow_above;
};

/// Correction of third order for a wave that runs from `behind` to `ahead`, held between 0 and what keeps it from
/// overshooting: the median of 0, c3 and minmod(ahead, (1 - nu)/nu behind). Selects alone, so that a loop vectorises.
RISER_HD inline Real limited(Real ahead, Real behind, Real share_ahead, Real share_behind, Real most_behind) {
  const Real third = share_ahead * ahead + share_behind * behind, most = most_behind * behind;
  return max(0, min(third, min(ahead, most))) + min(0, max(third, max(ahead, most)));
}

/// The waves that reach the two faces of cell i.
RISER_HD inline void place_lines(const WaveWork& w, int i, const LineSlopes& slope) {
  const Real nu = w.crossing[i], half = 0.5 * (1 - nu), ahead = half * (2 - nu) * (1.0 / 3),
             behind = half * (1 + nu) * (1.0 / 3);
  const Real left = w.crossing_left[i], p = w.pressure[i], zq = w.impedance[i] * w.cell_flow[i];
  const Real up =
      limited(slope.pressure_above + slope.flow_above, slope.pressure_below + slope.flow_below, ahead, behind, left);
  const Real down =
      limited(slope.flow_below - slope.pressure_below, slope.flow_above - slope.pressure_above, ahead, behind, left);
  w.line_up[i] = p + zq + up;
  w.line_down[i] = p - zq + down;
}

/// The same between ordinary faces. In steady flow the pressure differences are what the faces take, and nothing is
/// corrected.
RISER_HD inline void advance_line(const WaveWork& w, int i) {
  const Real z = w.impedance[i], p = w.pressure[i], q = w.cell_flow[i];
  place_lines(w, i,
              {p - w.pressure[i - 1] + w.face_drop[i], z * (q - w.cell_flow[i - 1]),
               w.pressure[i + 1] - p + w.face_drop[i + 1], z * (w.cell_flow[i + 1] - q)});
}

/// Weight [Pa] between the centres on both sides of face f, at the pressures that reach it.
RISER_HD inline Real face_weight(const WaveWork& w, int f, Real pressures) {
  return w.weight_factor * (w.weight[f] + w.follows * w.stratification[f] * pressures);
}

/// The convective part of the unsteady friction at face f [Pa], rho k a |dV/ds| ds: it opposes the flow and must not
/// turn it, as a threshold. What a cavity or a rising liquid's expansion parts is no gradient of the flow.
RISER_HD inline Real unsteady_threshold(const WaveWork& w, int f) {
  const Real parted = 2 * w.stratification[f] * w.flow[f] + w.cavity_push[f] * (w.admittance[f - 1] + w.admittance[f]);
  return 0.5 * (w.unsteady_gain[f - 1] + w.unsteady_gain[f]) * math::abs(w.cell_flow[f] - w.cell_flow[f - 1] - parted);
}

/// A face's law: drive = impedance Q + linear Q + quadratic Q |Q| beyond the threshold, which holds the flow.
struct FaceLaw {
  Real drive, impedance, threshold, linear, quadratic;
  RISER_HD Real flow() const {
    const Real moving = drive - clamp(drive, -threshold, threshold), base = impedance + linear;
    return 2 * moving / (base + math::sqrt(base * base + 4 * quadratic * math::abs(moving)));
  }
};

template <bool Unsteady>
RISER_HD inline void advance_face(const WaveWork& w, int f) {
  const Real up = w.line_up[f - 1], down = w.line_down[f], apart = up - down;
  Real threshold = w.threshold[f];
  if constexpr (Unsteady) threshold += unsteady_threshold(w, f);
  const Real q =
      FaceLaw{apart - face_weight(w, f, up + down), w.joint[f], threshold, w.linear[f], w.quadratic[f]}.flow();
  w.flow[f] = q;
  w.flow_mean[f] += q;
  w.face_drop[f] = apart - w.joint[f] * q;
}

/// New pressure and flow of cell i. Liquid that rises expands: (1 - g) Q leaves the cell below a face, (1 + g) Q enters
/// the one above. A cell both of whose faces a yield stress holds is at rest: a wave would else stay in it for ever at
/// nu = 1.
template <bool Gas>
RISER_HD inline void advance_cell(const WaveWork& w, int i) {
  const Real from = w.flow[i], to = w.flow[i + 1], enters = from + w.stratification[i] * from,
             leaves = to - w.stratification[i + 1] * to;
  const Real nu = w.crossing[i], y = w.admittance[i];
  Real p = w.pressure[i] - nu * w.impedance[i] * (leaves - enters);
  Real q = w.cell_flow[i] + nu * (enters + leaves - y * (w.line_up[i] - w.line_down[i]));
  Real moved = math::abs(from) + math::abs(to);
  if constexpr (Gas) {
    const Real below = w.cavity_push[i], above = w.cavity_push[i + 1];
    p += nu * (below + above);
    q += nu * y * (below - above);
    moved += math::abs(below) + math::abs(above);
  }
  const Real threshold = min(w.threshold[i], w.threshold[i + 1]);
  w.pressure[i] = p;
  w.cell_flow[i] = moved > 0 || threshold <= 0 ? q : 0;
  w.lowest[i] = min(p, w.lowest[i]);
  w.highest[i] = max(p, w.highest[i]);
}
}  // namespace riser
