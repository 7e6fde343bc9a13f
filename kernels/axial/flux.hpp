#pragma once
#include "kernels/axial/view.hpp"

// Fluxes of the class volumes through the faces, m3/s.
namespace riser {

/// What one side of a face offers: the reconstructed fractions, the cell's area and the flow through the face.
template <int N>
struct FaceSide {
  Real phi[N > 0 ? N : 1];
  Real transport[N > 0 ? N : 1];  // [m3/s] Q - A cos(theta) v_k: what carries class k
  Real slip[N > 0 ? N : 1];       // [m3/s] A cos(theta) s_k: positive where class k sinks
  Real up, down;                  // [m3/s] how far a wave may outrun the classes, each way
};

/// With the slip by `fit`: see slip_to_liquid. All wave speeds lie between the least v_k less sum phi_m n_m s_m and the largest v_k where
/// classes sink, mirrored where they float: for equal densities in 3,000 of 3,000 random states, else but for 0.15 w in 5 % of them.
template <int N, class Fit>
RISER_HD inline void carry(const SlipLaw<N>& slip, const Fit& fit, Real flow, Real settling_area, FaceSide<N>& side) {
  Real velocity[N > 0 ? N : 1];
  const Real carried = slip_to_liquid(slip, fit, side.phi, velocity), liquid = flow + settling_area * carried;
  side.up = side.down = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    const Real relative = settling_area * velocity[k], lag = slip.exponent[k] * side.phi[k] * relative;
    side.transport[k] = liquid - relative, side.slip[k] = relative;
    side.up += max(lag, 0.0);
    side.down += max(-lag, 0.0);
  }
}

template <int N>
RISER_HD inline void carry(const SlipLaw<N>& slip, Real flow, Real settling_area, FaceSide<N>& side) {
  carry(slip, slip.settling, flow, settling_area, side);
}

/// Harten-Lax-van Leer flux with bounds from the class velocities and the waves that outrun them. All waves upward: the lower side decides,
/// so that a steady flow through a bore change is kept exactly; all downward: the upper side. No class goes a way that it goes on neither side:
/// no grains leave a bed for the clear liquid above it. A single class at a front of a bed goes against its slip no faster than on one of the
/// sides: Godunov's flux there. The same for each of several classes makes the bed's composition ripple by 40 %.
template <bool Front, int N>
RISER_HD inline void hll_flux(const FaceSide<N>& below, const FaceSide<N>& above, Real* flux) {
  constexpr bool one = Front && N == 1;
  Real low = 0, high = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    low = min(low, min(below.transport[k], above.transport[k]) - max(below.down, above.down));
    high = max(high, max(below.transport[k], above.transport[k]) + max(below.up, above.up));
  }
  const Real width = max(high - low, 1e-300);
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    const Real lower = below.phi[k] * below.transport[k], upper = above.phi[k] * above.transport[k];
    const Real both = (high * lower - low * upper + high * low * (above.phi[k] - below.phi[k])) / width;
    const Real most = one && below.slip[k] > 0 && above.slip[k] > 0 ? max(lower, upper) : max(max(lower, upper), 0.0);
    const Real least = one && below.slip[k] < 0 && above.slip[k] < 0 ? min(lower, upper) : min(min(lower, upper), 0.0);
    const Real held = max(min(both, most), least);
    flux[k] = low >= 0 ? lower : (high <= 0 ? upper : held);
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
  Real flux, lowest, highest;
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
  return {flow * packed - total, -max(packed - above, 0.0) * face.rate_above, max(packed - below, 0.0) * face.rate_below};
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

/// Brings the sum of the coarse fluxes in the direction `way` (1 up, -1 down) up to `wanted` [m3/s]. What runs against it is throttled, all
/// classes alike; where that is not enough the packed side moves as a plug with its own mixture. No flux leaves its bounds.
template <int N>
RISER_HD inline void push_coarse(const SlipLaw<N>& slip, const Real* donor, Real rate, Real way, Real wanted, Real* flux) {
  Real total = 0, most = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    total += slip.coarse[k] * (way * flux[k]);
    most += slip.coarse[k] * (max(donor[k], 0.0) * rate);
  }
  const Real kept = total > 0 ? total : 0, room = most - kept;
  const Real share = wanted > 0 && room > 0 ? min((wanted - kept) / room, 1.0) : 0;
  const Real keep = wanted > 0 ? (total > 0 ? 1 - share : 0) : wanted / total;
  RISER_UNROLL
  for (int k = 0; k < N; ++k)
    flux[k] = slip.coarse[k] > 0 ? keep * flux[k] + way * (share * (max(donor[k], 0.0) * rate)) : flux[k];
}

/// Bounds the fluxes of a face so that no cell gives more than it holds nor takes more than it has room for, for any fluxes and any signs.
/// Fluxes that fit are left as they are, to the bit.
template <int N>
RISER_HD inline void bound_flux(const SlipLaw<N>& slip, Real flow, const FaceBounds<N>& face, Real* flux) {
  RISER_UNROLL
  for (int k = 0; k < N; ++k)
    flux[k] = clamp(flux[k], -max(face.above[k], 0.0) * face.rate_above, max(face.below[k], 0.0) * face.rate_below);
  const RoomFlux room = room_flux(slip, flow, face, flux);
  if (room.flux > room.highest) push_coarse(slip, face.below, face.rate_below, 1, flow * slip.maximum_packing - room.highest, flux);
  else if (room.flux < room.lowest) push_coarse(slip, face.above, face.rate_above, -1, room.lowest - flow * slip.maximum_packing, flux);
}
}  // namespace riser
