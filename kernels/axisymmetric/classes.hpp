#pragma once
#include "kernels/axial/ends.hpp"
#include "kernels/axial/flux.hpp"
#include "kernels/axisymmetric/faces.hpp"
#include "kernels/axisymmetric/view.hpp"
#include "kernels/closures/suspension.hpp"

// d(phi_k)/dt + div(phi_k u_k) = div(E grad phi_k): the classes, in four passes.
//   AxialClassFlux, EndClassFlux, RadialClassFlux   what goes through every face by flow, slip, migration and the explicit part of diffusion
//   ClassShare     what part of it the cells can give and have room for
//   ClassUpdate    the new fractions; every class's volume is kept to round-off
//   ClassSpread    the implicit part of radial diffusion
namespace riser {

/// Everything at half the step: the velocity between the last one and the one extrapolated to the end, fractions extrapolated.
RISER_HD inline Real half_step(Real now, Real end) { return 0.5 * (now + end); }

template <int N>
RISER_HD inline Real forward_fraction(const SectionView<N>& v, int c, int at) {
  return v.phi[c][at] + 0.5 * v.clock->ratio * (v.phi[c][at] - v.phi_old[c][at]);
}

template <int N>
RISER_HD inline Real coarse_fraction(const SectionView<N>& v, int at) {
  Real sum = 0;
  RISER_UNROLL
  for (int c = 0; c < N; ++c) sum += v.slip.coarse[c] * v.phi[c][at];
  return sum;
}

/// d ln(viscosity)/d phi of the suspension law [-].
RISER_HD inline Real log_slope(const SuspensionLaw& law, Real phi) {
  const Real rest = 1 - packing_ratio(phi, law.packing), thomas = ThomasViscosity{}(phi);
  return law.power * law.exponent / (law.packing * rest) + law.thomas * (2.5 + 20.1 * phi + 0.045318 * math::exp(16.6 * phi)) / thomas;
}

/// Shear rate [1/s] in slice k on the face under ring i.
template <int N>
RISER_HD inline Real face_rate(const SectionView<N>& v, int i, int k) {
  return 0.5 * (v.rate[v.at(i, k)] + v.rate[v.at(i, k + 1)]);
}

/// Radial diffusivity [m2/s] of class c on the face under ring i, from the fractions `phi` before the step: molecular, turbulent, and
/// what of Phillips' migration is proportional to the gradient of the fraction (applied class by class, with the class's own fraction).
/// Source: Phillips, Armstrong, Brown, Graham & Abbott 1992, Phys. Fluids A 4 30.
template <bool migrates, int N>
RISER_HD inline Real class_diffusivity(const SectionView<N>& v, const Real* phi, int c, int i, int k) {
  const int at = v.at(i, k), in = at - v.stride;
  Real diffusivity = v.diffusivity + v.per_schmidt * 0.5 * (v.eddy[at] + v.eddy[at + 1]);
  if constexpr (migrates) {
    const Real mean = 0.5 * (phi[in] + phi[at]), own = v.migration_kc + v.migration_keta * mean * log_slope(v.suspension, mean);
    diffusivity += v.grain_area[c] * face_rate(v, i, k) * mean * own;
  }
  return diffusivity;
}

/// Flux of class c outward through the face under ring i by migration down the shear rate, -kc a^2 phi^2 d(rate)/dr [m/s].
template <int N>
RISER_HD inline Real migration(const SectionView<N>& v, int c, int i, int k) {
  const int at = v.at(i, k), in = at - v.stride;
  const Real mean = 0.5 * (v.phi[c][in] + v.phi[c][at]);
  const Real inner = 0.5 * (face_rate(v, i - 1, k) + face_rate(v, i, k)), outer = 0.5 * (face_rate(v, i, k) + face_rate(v, i + 1, k));
  return -v.migration_kc * v.grain_area[c] * square(mean) * (outer - inner) * v.per_distance[i];
}

/// The weight of the end of the step in radial diffusion: a half where that is bounded, towards 1 where the step is long for the cell, so
/// that the explicit part never empties it. `number`: step x diffusivity x face over the smaller of the two volumes.
RISER_HD inline Real implicit_weight(Real number) { return max(0.5, 1 - 0.25 / max(number, 1e-30)); }

template <int N>
RISER_HD inline Real diffusion_number(const SectionView<N>& v, Real diffusivity, int i) {
  return v.clock->step * diffusivity * v.r_face[i] * v.per_distance[i] * max(v.per_ring[i > 0 ? i - 1 : 0], v.per_ring[i]);
}

/// Through slice k's lower face, upward.
template <int N>
struct AxialClassFlux {
  SectionView<N> v;
  /// Fractions on both sides of the face; what enters an open end carries the feed's.
  RISER_HD void sides(int i, int k, FaceSide<N>& below, FaceSide<N>& above) const {
    RISER_UNROLL
    for (int c = 0; c < N; ++c) {
      const int at = v.at(i, k);
      const Real a = forward_fraction(v, c, at - 2), b = forward_fraction(v, c, at - 1), d = forward_fraction(v, c, at), e = forward_fraction(v, c, at + 1);
      below.phi[c] = limited_face(a, b, d), above.phi[c] = limited_face(e, d, b);
    }
  }
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    const Real velocity = half_step(v.uz[at], v.uz_next[at]), cosine = v.cosine[k];
    FaceSide<N> below, above;
    sides(i, k, below, above);
    carry(v.slip, velocity, cosine, below);
    carry(v.slip, velocity, cosine, above);
    Real flux[N > 0 ? N : 1];
    hll_flux<false>(below, above, flux);
    const Real spread = (v.diffusivity + v.per_schmidt * 0.5 * (v.eddy[at] + v.eddy[at + v.stride])) * v.per_dz;
    RISER_UNROLL
    for (int c = 0; c < N; ++c) v.flux_z[c][at] = flux[c] - spread * (v.phi[c][at] - v.phi[c][at - 1]);
  }
};

/// On the two ends: nothing through closed ones; what a feed by rate presses in at an open inlet, spread like the flow.
template <int N>
struct EndClassFlux {
  SectionView<N> v;
  RISER_HD void operator()(int i, int) const {
    RISER_UNROLL
    for (int c = 0; c < N; ++c) {
      const bool fed = v.ends == PipeEnds::open && v.feed[c].kind == 0 && v.feed[c].schedule.size > 0;
      if (v.ends == PipeEnds::closed) v.flux_z[c][v.at(i, 0)] = v.flux_z[c][v.at(i, v.nz)] = 0;
      if (fed) v.flux_z[c][v.at(i, 0)] = value_at(v.feed[c].schedule, v.clock->time + 0.5 * v.clock->step) / v.area * v.inlet_profile[i];
    }
  }
};

/// Through the face under ring i, outward; i from 1 to nr - 1.
template <int N, bool migrates>
struct RadialClassFlux {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k), in = at - v.stride;
    const Real velocity = half_step(v.ur[at], v.ur_next[at]);
    RISER_UNROLL
    for (int c = 0; c < N; ++c) {
      const Real a = forward_fraction(v, c, in - v.stride), b = forward_fraction(v, c, in), d = forward_fraction(v, c, at), e = forward_fraction(v, c, at + v.stride);
      const Real inner = limited_face(a, b, d), outer = limited_face(e, d, b), diffusivity = class_diffusivity<migrates>(v, v.phi[c], c, i, k);
      const Real implicit = implicit_weight(diffusion_number(v, diffusivity, i));
      Real flux = velocity * (velocity > 0 ? inner : outer) - (1 - implicit) * diffusivity * v.per_distance[i] * (v.phi[c][at] - v.phi[c][in]);
      if constexpr (migrates) flux += migration(v, c, i, k);
      v.flux_r[c][at] = flux;
    }
  }
};

/// Room, the maximum packing less the coarse grains, is one more conserved quantity; it moves the other way.
template <int N>
RISER_HD inline Real room_flux(const SectionView<N>& v, Real velocity, Real* const* flux, int at) {
  Real total = 0;
  RISER_UNROLL
  for (int c = 0; c < N; ++c) total += v.slip.coarse[c] * flux[c][at];
  return velocity * v.slip.maximum_packing - total;
}

/// The part of a cell's outgoing fluxes that its content allows, of each class and of room; 1 nearly everywhere.
template <int N>
struct ClassShare {
  SectionView<N> v;
  /// Volume rate out of cell (i, k) over its volume [1/s].
  RISER_HD Real leaving(Real low_z, Real high_z, Real low_r, Real high_r, int i) const {
    const Real radial = max(high_r, 0) * v.r_face[i + 1] - min(low_r, 0) * v.r_face[i];
    return (max(high_z, 0) - min(low_z, 0)) * v.per_dz + radial * v.per_ring[i];
  }
  RISER_HD Real part(Real content, Real leaving) const {
    const Real asked = v.clock->step * leaving, held = max(content, 0);
    return asked > held ? held / max(asked, 1e-300) : 1;
  }
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k), out = at + v.stride;
    RISER_UNROLL
    for (int c = 0; c < N; ++c)
      v.share[c][at] = part(v.phi[c][at], leaving(v.flux_z[c][at], v.flux_z[c][at + 1], v.flux_r[c][at], v.flux_r[c][out], i));
    const Real low_z = room_flux(v, half_step(v.uz[at], v.uz_next[at]), v.flux_z, at), high_z = room_flux(v, half_step(v.uz[at + 1], v.uz_next[at + 1]), v.flux_z, at + 1);
    const Real low_r = room_flux(v, half_step(v.ur[at], v.ur_next[at]), v.flux_r, at), high_r = room_flux(v, half_step(v.ur[out], v.ur_next[out]), v.flux_r, out);
    v.room[at] = part(v.slip.maximum_packing - coarse_fraction(v, at), leaving(low_z, high_z, low_r, high_r, i));
  }
};

/// The fluxes [m/s] through a face between the cells `low` and `high` after both have said what they can give. Where room runs out the
/// coarse classes give way together; where more of them has to move than does, the packed side moves as a plug with its own mixture.
template <int N>
RISER_HD inline void shared_flux(const SectionView<N>& v, Real* const* flux, Real velocity, int at, int low, int high, Real* result) {
  Real total = 0;
  RISER_UNROLL
  for (int c = 0; c < N; ++c) {
    const Real wanted = flux[c][at];
    result[c] = wanted * (wanted > 0 ? v.share[c][low] : v.share[c][high]);
    total += v.slip.coarse[c] * result[c];
  }
  const Real room = velocity * v.slip.maximum_packing - total, held = room * (1 - (room > 0 ? v.room[low] : v.room[high])), wanted = total + held;
  const int donor = wanted > 0 ? low : high;
  const Real content = coarse_fraction(v, donor), plug = wanted / max(content, 1e-300), scale = wanted / (total == 0 ? 1 : total);
  const bool fits = held == 0, slower = scale >= 0 && scale <= 1 && total != 0, packed = content > 0;
  RISER_UNROLL
  for (int c = 0; c < N; ++c) {
    const Real moved = slower ? scale * result[c] : (packed ? plug * v.phi[c][donor] : 0);
    result[c] = fits || !(v.slip.coarse[c] > 0) ? result[c] : moved;
  }
}

/// The same for slice k's lower face, and for the face under ring i: each face once, before any fraction changes.
template <int N>
struct AxialClassBound {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    Real flux[N > 0 ? N : 1];
    shared_flux(v, v.flux_z, half_step(v.uz[at], v.uz_next[at]), at, at - 1, at, flux);
    RISER_UNROLL
    for (int c = 0; c < N; ++c) v.flux_z[c][at] = flux[c];
  }
};

template <int N>
struct RadialClassBound {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    Real flux[N > 0 ? N : 1];
    shared_flux(v, v.flux_r, half_step(v.ur[at], v.ur_next[at]), at, at - v.stride, at, flux);
    RISER_UNROLL
    for (int c = 0; c < N; ++c) v.flux_r[c][at] = flux[c];
  }
};

/// Tails of fronts below this are dropped: on their way to 0 they would pass the numbers that processors are slow with.
inline constexpr Real least_fraction = 1e-40;

template <int N>
struct ClassUpdate {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    const int out = at + v.stride;
    RISER_UNROLL
    for (int c = 0; c < N; ++c) {
      const Real before = v.phi[c][at], radial = (v.r_face[i + 1] * v.flux_r[c][out] - v.r_face[i] * v.flux_r[c][at]) * v.per_ring[i];
      Real gain = -(v.flux_z[c][at + 1] - v.flux_z[c][at]) * v.per_dz - radial;
      if (v.source_phi) gain += v.source_phi[at];
      v.phi_old[c][at] = before;
      const Real after = before + v.clock->step * gain;
      v.phi[c][at] = math::abs(after) < least_fraction ? 0 : after;
    }
  }
};

/// Implicit part of radial diffusion of class c, the tridiagonal system of each slice. phi_old: the fractions before the step.
template <int N, bool migrates>
struct ClassSpread {
  SectionView<N> v;
  int c;
  /// Nothing passes the axis, whose face has no area, nor the wall.
  RISER_HD Real conductance(int i, int k) const {
    const int face = i < v.nr ? i : 0;
    const Real diffusivity = class_diffusivity<migrates>(v, v.phi_old[c], c, face, k);
    return implicit_weight(diffusion_number(v, diffusivity, face)) * v.clock->step * diffusivity * v.r_face[face] * v.per_distance[face];
  }
  RISER_HD void forward(int i, int k) const {
    const int at = v.at(i, k), in = at - v.stride;
    const Real lower = conductance(i, k) * v.per_ring[i], upper = conductance(i + 1, k) * v.per_ring[i];
    const Real before = i > 0 ? v.upper[in] : 0, inner = i > 0 ? v.phi[c][in] : 0;
    const Real pivot = 1 / (1 + lower + upper - lower * before);
    v.upper[at] = upper * pivot;
    v.phi[c][at] = (v.phi[c][at] + lower * inner) * pivot;
  }
  RISER_HD void back(int i, int k) const {
    const int at = v.at(i, k);
    v.phi[c][at] += v.upper[at] * v.phi[c][at + v.stride];
  }
};

/// Grains through the two ends in this step. Each ring's share waits in the sweeps' work space, so that a device's threads take one each.
template <int N>
struct ClassBalance {
  SectionView<N> v;
  /// Volume rates through ring i's two ends [m3/s], of each class in turn.
  RISER_HD static void through(const SectionView<N>& view, int i) {
    Real* share = view.upper + view.at(i, 0);
    for (int c = 0; c < N; ++c) {
      const Real *flux = view.flux_z[c] + view.at(i, 0), ring = 2 * pi / view.per_ring[i];
      share[2 * c] = flux[0] * ring, share[2 * c + 1] = flux[view.nz] * ring;
    }
  }
  RISER_HD static void sum(const SectionView<N>& view, int c) {
    SectionClock& clock = *view.clock;
    clock.inflow[c] = clock.outflow[c] = 0;
    if (view.ends != PipeEnds::open) return;
    for (int i = 0; i < view.nr; ++i) clock.inflow[c] += view.upper[view.at(i, 2 * c)], clock.outflow[c] += view.upper[view.at(i, 2 * c + 1)];
    clock.mass_in[c] += clock.step * clock.inflow[c], clock.mass_out[c] += clock.step * clock.outflow[c];
  }
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N>& view = v;
    if (view.ends == PipeEnds::open) team.for_each_scalar(view.nr, [&view](int i) { through(view, i); });
    team.for_each_scalar(N, [&view](int c) { sum(view, c); });
  }
};
static_assert(2 * max_classes <= 8 + 2 * ghosts);  // a row of the work space is long enough: at least 8 slices and the ghosts
}  // namespace riser
