#pragma once
#include "kernels/axial/view.hpp"

// Fluxes of the class volumes through the faces, m3/s.
namespace riser {

/// What one side of a face offers: the reconstructed fractions, the cell's area and the flow through the face.
template <int N>
struct FaceSide {
  Real phi[N > 0 ? N : 1];
  Real transport[N > 0 ? N : 1];  // [m3/s] Q - A cos(theta) v_k: what carries class k
};

/// With the slip by `fit`: see slip_to_liquid.
template <int N, class Fit>
RISER_HD inline void carry(const SlipLaw<N>& slip, const Fit& fit, Real flow, Real settling_area, FaceSide<N>& side) {
  Real velocity[N > 0 ? N : 1];
  const Real carried = slip_to_liquid(slip, fit, side.phi, velocity), liquid = flow + settling_area * carried;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) side.transport[k] = liquid - settling_area * velocity[k];
}

template <int N>
RISER_HD inline void carry(const SlipLaw<N>& slip, Real flow, Real settling_area, FaceSide<N>& side) {
  carry(slip, slip.settling, flow, settling_area, side);
}

/// Harten-Lax-van Leer flux with bounds from the class velocities. All classes upward: the lower side alone decides, so
/// that a steady flow through a bore change is kept exactly. `spread` [m3/s] bounds how far a wave outruns its class.
template <int N>
RISER_HD inline void hll_flux(const FaceSide<N>& below, const FaceSide<N>& above, Real spread, Real* flux) {
  Real low = 0, high = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    low = min(low, min(below.transport[k], above.transport[k]));
    high = max(high, max(below.transport[k], above.transport[k]) + spread);
  }
  high = low < 0 ? high : max(high, 1e-300);
  const Real width = high - low > 1e-300 ? high - low : 1e-300;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    const Real lower = below.phi[k] * below.transport[k], upper = above.phi[k] * above.transport[k];
    flux[k] = low < 0 ? (high * lower - low * upper + high * low * (above.phi[k] - below.phi[k])) / width : lower;
  }
}

/// What a face knows of its two cells for the bounds: fractions, and the rate [m3/s] at which all (or half) of a cell
/// could leave in one step. Room, the maximum packing minus the solids, is one more conserved quantity; it moves the
/// other way.
template <int N>
struct FaceBounds {
  Real below[N > 0 ? N : 1], above[N > 0 ? N : 1];
  Real rate_below, rate_above;
};

/// Flow of room through the face, and its limits.
struct RoomFlux {
  Real flux, lowest, highest, total;  // total: of the coarse classes
};

template <int N>
RISER_HD inline RoomFlux room_flux(const SlipLaw<N>& slip, Real flow, const FaceBounds<N>& face, const Real* flux) {
  Real below = 0, above = 0, total = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    below += slip.coarse[k] * face.below[k];
    above += slip.coarse[k] * face.above[k];
    total += slip.coarse[k] * flux[k];
  }
  const Real packed = slip.maximum_packing;
  return {flow * packed - total, -max(packed - above, 0.0) * face.rate_above, max(packed - below, 0.0) * face.rate_below, total};
}

/// True where bound_flux would change something.
template <int N>
RISER_HD inline Real out_of_bounds(const SlipLaw<N>& slip, Real flow, const FaceBounds<N>& face, const Real* flux) {
  const RoomFlux room = room_flux(slip, flow, face, flux);
  Real worst = max(room.flux - room.highest, room.lowest - room.flux);
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    const Real given = flux[k] - max(face.below[k], 0.0) * face.rate_below;
    worst = max(worst, max(given, -flux[k] - max(face.above[k], 0.0) * face.rate_above));
  }
  return worst;
}

/// Bounds the fluxes of a face so that no cell gives more than it holds nor takes more than it has room for. Fluxes that
/// fit are left as they are, to the bit.
template <int N>
RISER_HD inline void bound_flux(const SlipLaw<N>& slip, Real flow, const FaceBounds<N>& face, Real* flux) {
  RISER_UNROLL
  for (int k = 0; k < N; ++k)
    flux[k] = clamp(flux[k], -max(face.above[k], 0.0) * face.rate_above, max(face.below[k], 0.0) * face.rate_below);
  const RoomFlux room = room_flux(slip, flow, face, flux);
  const Real allowed = clamp(room.flux, room.lowest, room.highest);
  const Real wanted = flow * slip.maximum_packing - allowed;  // total coarse flux that fits
  Real donor[N > 0 ? N : 1], held = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    donor[k] = wanted > 0 ? face.below[k] : face.above[k];
    held += slip.coarse[k] * donor[k];
  }
  const bool fits = allowed == room.flux || (room.total == 0 && held <= 0);
  // Same sign: scale. Opposite: stop the rain, move the packed side as a plug with its own mixture.
  const bool same = wanted * room.total > 0;
  const Real ratio = wanted / (same ? room.total : (held > 0 ? held : 1));
  const Real scale = fits ? 1 : (same ? ratio : 0), plug = fits || same || held <= 0 ? 0 : ratio;
  RISER_UNROLL
  for (int k = 0; k < N; ++k)
    flux[k] = slip.coarse[k] > 0 ? flux[k] * scale + plug * donor[k] : flux[k];
}

/// Rate at which a wave can outrun its class in the hindered-settling system, [m/s]: n phi s/(1 - phi) <= 0.3 w is ample.
inline constexpr Real wave_spread = 0.35;
}  // namespace riser
