#pragma once
#include "kernels/axial/view.hpp"

// Fluxes of the class volumes through the faces, m3/s.
namespace riser {

/// What one side of a face offers: the reconstructed fractions, the cell's area and the flow through the face.
template <int N>
struct FaceSide {
  Real phi[N > 0 ? N : 1];
  Real transport[N > 0 ? N : 1];  // [m3/s] Q - A v_k: what carries class k
};

template <int N>
RISER_HD inline void carry(const SlipLaw<N>& slip, Real flow, Real area, FaceSide<N>& side) {
  Real v[N > 0 ? N : 1];
  slip_velocity(slip, side.phi, v);
  for (int k = 0; k < N; ++k) side.transport[k] = flow - area * v[k];
}

/// Harten-Lax-van Leer flux with bounds from the class velocities. All classes upward: the lower side alone decides, so
/// that a steady flow through a bore change is kept exactly. `spread` [m3/s] bounds how far a wave outruns its class.
template <int N>
RISER_HD inline void hll_flux(const FaceSide<N>& below, const FaceSide<N>& above, Real spread, Real* flux) {
  Real low = 0, high = 0;
  for (int k = 0; k < N; ++k) {
    low = min(low, min(below.transport[k], above.transport[k]));
    high = max(high, max(below.transport[k], above.transport[k]) + spread);
  }
  high = low < 0 ? high : max(high, 1e-300);
  const Real width = high - low > 1e-300 ? high - low : 1e-300;
  for (int k = 0; k < N; ++k) {
    const Real lower = below.phi[k] * below.transport[k], upper = above.phi[k] * above.transport[k];
    flux[k] = low < 0 ? (high * lower - low * upper + high * low * (above.phi[k] - below.phi[k])) / width : lower;
  }
}

/// Bounds the fluxes of a face so that no cell gives more than it holds nor takes more than it has room for.
/// `give_*`: fraction of the cell below/above that may leave through this face in a step, `volume/dt` [m3/s] included.
/// Room (maximum packing minus solids) is treated as one more conserved quantity; it flows the other way.
template <int N>
RISER_HD inline void bound_flux(const SlipLaw<N>& slip, Real flow, const Real* below, const Real* above,
                                Real rate_below, Real rate_above, Real* flux) {
  Real coarse_below = 0, coarse_above = 0, total = 0;
  for (int k = 0; k < N; ++k) {
    flux[k] = clamp(flux[k], -max(above[k], 0.0) * rate_above, max(below[k], 0.0) * rate_below);
    coarse_below += slip.coarse[k] * below[k];
    coarse_above += slip.coarse[k] * above[k];
    total += slip.coarse[k] * flux[k];
  }
  const Real packed = slip.maximum_packing;
  const Real room = clamp(flow * packed - total, -max(packed - coarse_above, 0.0) * rate_above,
                          max(packed - coarse_below, 0.0) * rate_below);
  const Real wanted = flow * packed - room;  // total flux that fits
  const bool fits = wanted == total || (total == 0 && wanted != 0 && coarse_below + coarse_above <= 0);
  // Same sign: scale. Opposite: stop the rain, move the packed side as a plug with its own mixture.
  const bool same = wanted * total > 0;
  const Real scale = fits ? 1 : (same ? wanted / total : 0);
  const Real plug = fits || same ? 0 : wanted;
  const Real donor = wanted > 0 ? coarse_below : coarse_above;
  for (int k = 0; k < N; ++k) {
    const Real mixture = donor > 0 ? (wanted > 0 ? below[k] : above[k]) / donor : 0;
    flux[k] = slip.coarse[k] > 0 ? flux[k] * scale + plug * mixture : flux[k];
  }
}

/// Rate at which a wave can outrun its class in the hindered-settling system, [m/s]: n phi s/(1 - phi) <= 0.3 w is ample.
inline constexpr Real wave_spread = 0.35;
}  // namespace riser
