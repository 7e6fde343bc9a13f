#pragma once
#include "kernels/axial/wave_lines.hpp"

// Cavities of vapour and gas at the faces: the discrete gas cavity model. Gas C = p_gas V at each face is so little
// that it counts only where the pressure falls to vapour pressure: (p - p_v) V = C, V' = V + h (Q_above - Q_below).
// Source: Wylie & Streeter 1993, Fluid Transients in Systems, section 8-5; the volume is weighted fully at the new time
// (psi = 1).
namespace riser {

/// Gas nuclei where the case gives no free gas: their compliance over the pipe's at an atmosphere over vapour pressure.
inline constexpr Real nuclei_share = 1e-3, nuclei_pressure = 101325;  // [-], [Pa]
/// A cavity counts as open where the pressure is within this of vapour pressure [Pa].
inline constexpr Real open_excess = 1000;

inline constexpr Real no_gas = 1e-200;  // [Pa m3] at a junction, which has its own

/// Gas [Pa m3] in half of cell i.
template <int N>
RISER_HD inline Real half_gas(const RiserView<N>& r, int i) {
  const Real nuclei = nuclei_share * r.compliance[i] * square(nuclei_pressure);
  return 0.5 * r.volume[i] * (r.free_gas > 0 ? r.free_gas : nuclei);
}

RISER_HD inline bool is_open(Real volume, Real gas) { return volume * open_excess > gas; }

/// Volume [m3] of gas that has not yet met a wave.
RISER_HD inline Real first_volume(Real gas, Real pressure, Real vapour) {
  return gas / max(pressure - vapour, open_excess);
}

/// Pressure over vapour pressure of a cavity [Pa]: u (V + hy (u - liquid)) = gas. `liquid`: what it would be without
/// the cavity, `hy` [m3/Pa]: what the cavity grows by for each pascal above it.
RISER_HD inline Real gas_excess(Real volume, Real liquid, Real hy, Real gas) {
  const Real b = volume - hy * liquid, root = math::sqrt(b * b + 4 * hy * gas);
  const Real wide = 2 * gas / (math::abs(b) + root), narrow = (math::abs(b) + root) / (2 * hy);
  return b > 0 ? wide : narrow;
}

/// The cavity at face f after its flow is known: its pressure over the liquid's pushes the liquid of both sides away.
RISER_HD inline void advance_cavity(const WaveWork& w, int f) {
  const Real q = w.flow[f], g = w.stratification[f] * q;
  const Real below = w.line_up[f - 1] - w.impedance[f - 1] * (q - g), above = w.line_down[f] + w.impedance[f] * (q + g);
  const Real liquid = 0.5 * (below + above) - w.vapour_pressure, gas = w.face_gas[f];
  const Real excess = gas_excess(w.cavity[f], liquid, w.step * (w.admittance[f - 1] + w.admittance[f]), gas);
  const Real volume = gas / excess;
  w.cavity[f] = volume;
  w.cavity_push[f] = excess - liquid;
  w.largest_cavity[f] = max(w.largest_cavity[f], volume * open_excess > gas && gas > no_gas ? volume : 0);
}

/// The same on one side of a junction whose flow `flow` [m3/s] is known; `way` 1: the side below, from which it leaves,
/// -1: above.
RISER_HD inline void advance_side(const WaveWork& w, Real gas, Real admittance, Real way, Real& pressure, Real& flow,
                                  Real& volume) {
  const Real liquid = pressure - w.vapour_pressure;
  if (!(volume > 0)) volume = first_volume(gas, pressure, w.vapour_pressure);
  const Real excess = gas_excess(volume, liquid, w.step * admittance, gas);
  volume = gas / excess;
  pressure = w.vapour_pressure + excess;
  flow -= way * (excess - liquid) * admittance;
}
}  // namespace riser
