#pragma once
#include "kernels/axisymmetric/clock.hpp"
#include "kernels/axisymmetric/momentum.hpp"
#include "kernels/axisymmetric/shear_law.hpp"
#include "kernels/axisymmetric/viscosity.hpp"

// Flow along the pipe of a mud with a yield stress: Newton's method with the shear stress on the rings' faces as the unknown, slice by slice.
//   a u_i = b_i + (r tau)'_i        momentum of ring i, a = now rho/step
//   u_j - u_(j-1) = integral of the shear rate from one ring to the next, weighted by what of each ring lies below
// The stress is linear across a ring, the law read backwards is integrated there by Gauss's two points: the edge of a plug may lie anywhere
// in a ring. Eliminating u leaves a tridiagonal system for the stress that needs no viscosity: a plug is exactly rigid. The system is the
// Hessian of a convex function of the stress, so the iteration does not turn back.
// Sources: dual formulation, Duvaut & Lions 1976; Newton's method for it, de los Reyes & Gonzalez 2009, SIAM J. Sci. Comput. 31 1223.
namespace riser {

/// Residue of the stress over yield stress and largest stress at which a slice is done [-], and the iterations it may take.
inline constexpr Real settled_stress = 1e-8;
inline constexpr int most_iterations = 128;
/// Of every `turn` iterations those behind the first `plain_iterations` count each ring's slopes at one face alone: no less than the true
/// ones, and with the signs that keep Newton's method from running to and fro between stresses above and below the yield stress.
inline constexpr int turn = 32, plain_iterations = 8;
/// How often the drive is corrected where the flow is given.
inline constexpr int drive_rounds = 6;
/// [s] of the viscosity by Papanastasiou's law that the terms beside the shear along the pipe see where the law is sharp.
inline constexpr Real plug_time = 1000;

/// The flow curve of each ring at slice k's lower face, and the stresses [Pa] by the other slopes, as far as the step carries them.
template <int N, bool suspended>
struct RingLaw {
  SectionView<N> v;
  /// Square of the rate of stretching [1/s2] along, around and across.
  RISER_HD Real stretching(int i, int at) const {
    const int out = at + v.stride;
    const Real* w = v.ur_next;
    const Real along = 0.5 * v.per_dz * (v.uz_next[at + 1] - v.uz_next[at - 1]);
    const Real hoop = 0.25 * (w[at] + w[at - 1] + w[out] + w[out - 1]) / v.r[i];
    return 2 * (square(along) + square(hoop) + square(along + hoop));
  }
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k), out = at + v.stride;
    Real coarse = 0, carrier = 0;
    RISER_UNROLL
    for (int c = 0; c < N; ++c) {
      const Real fraction = 0.5 * (v.phi[c][at] + v.phi[c][at - 1]);
      coarse += v.slip.coarse[c] * fraction;
      carrier += (1 - v.slip.coarse[c]) * fraction;
    }
    const CarrierFluid fluid = carrier_fluid(v.rheology, carrier / max(1 - coarse, 1e-3), v.liquid_density, v.liquid_viscosity);
    Real factor = 1;
    if constexpr (suspended) factor = suspension_factor(v.suspension, coarse);
    v.law_yield[at] = fluid.yield_stress * factor;
    v.law_power[at] = 1 / fluid.index;
    v.law_scale[at] = math::log(fluid.consistency * factor) / fluid.index;
    const Real inner = carried_viscosity(v, at), outer = carried_viscosity(v, out), mean = 0.5 * (inner + outer);
    const Real* w = v.ur_next;
    v.cross_stress[at] = 0.5 * v.per_dz * (inner * (w[at] - w[at - 1]) + outer * (w[out] - w[out - 1]));
    v.normal_stress[at] = square(mean) * stretching(i, at);
  }
};

/// Velocity [m/s] that slice k's lower face would have at the end of the step without drive and without shear stress.
template <int N>
struct FreeVelocity {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const AxialMomentum<N> momentum{v};
    const int at = v.at(i, k);
    const Real density = momentum.density(at);
    const Real pace = v.clock->step / (v.clock->now * density);
    v.pace[at] = pace;
    v.uz_new[at] = pace * (momentum.explicit_part(i, at, density) - weight_excess(v, density, k));
  }
};

/// The stress before the first iteration, extrapolated to the end of the step; at the start of a run that of the viscosity.
template <int N>
struct BeginStress {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    const Real before = v.stress[at];
    v.stress[at] = before + v.clock->ratio * (before - v.stress_old[at]);
    v.stress_old[at] = before;
    if (i == 0) v.unsettled[k] = 1;
  }
};
template <int N>
struct FirstStress {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    v.stress[at] = v.stress_old[at] = v.viscosity[at] * (v.uz[at] - v.uz[at - v.stride]) * v.per_distance[i];
    if (v.regularisation_time > 0) v.scaled_low[at - v.stride] = v.scaled_high[at - v.stride] = v.regularisation_time * v.rate[at];
  }
};

/// What ring i adds to the differences of velocity [m/s] across its two faces, and the slopes of that over their stresses [m/s/Pa].
struct RingShear {
  Real inner, outer;              // m/s
  Real inner_inner, mixed, outer_outer;
  Real missing;                   // [Pa] largest at its points
};

template <int N, bool regularised, bool turbulent>
struct YieldBalance {
  SectionView<N> v;

  /// What a point knows of a regularised law between two iterations: m rate, and the stress [Pa] by which that is wrong.
  struct Known {
    Real scaled, missing;
  };
  /// Slope of velocity along the radius under a shear stress with the other stresses beside it.
  RISER_HD Shear sheared(const ShearLaw& law, Real stress, Real cross, Real normal, Known& known) const {
    const Real shear = stress + cross, size = math::sqrt(square(shear) + normal), safe = max(size, 1e-300);
    Shear found;
    if constexpr (regularised) found = regularised_shear(law, size, known.scaled, known.missing);
    else found = sharp_shear(law, size);
    const Real fluidity = found.rate / safe;
    return {fluidity * stress, max(fluidity + (found.slope - fluidity) * stress * shear / square(safe), 0.0)};
  }
  /// The same where eddies carry part of the stress: that of the mud from the whole, by Newton from above.
  RISER_HD Shear sheared_in_eddies(const ShearLaw& law, Real whole, Real eddy, Real cross, Real normal, Known& known) const {
    Real stress = whole;
    Shear found = sheared(law, stress, cross, normal, known);
    RISER_UNROLL_ON_HOST
    for (int step = 0; step < 6; ++step) {
      stress -= (stress + eddy * found.rate - whole) / (1 + eddy * found.slope);
      found = sheared(law, stress, cross, normal, known);
    }
    return {found.rate, found.slope / (1 + eddy * found.slope)};
  }
  RISER_HD Shear point(const ShearLaw& law, int at, Real x, Known& known) const {
    const int out = at + v.stride;
    const Real stress = v.stress[at] + x * (v.stress[out] - v.stress[at]);
    if constexpr (!turbulent) return sheared(law, stress, v.cross_stress[at], v.normal_stress[at], known);
    const Real eddy = (v.eddy[at] + x * (v.eddy[out] - v.eddy[at])) * 0.5 * (v.density[at] + v.density[at - 1]);
    return sheared_in_eddies(law, stress, eddy, v.cross_stress[at], v.normal_stress[at], known);
  }
  /// `keep`: what the points have learnt is kept.
  RISER_HD RingShear ring(int i, int at, Real keep) const {
    constexpr Real low = 0.21132486540518711775, high = 1 - low;  // Gauss's points on (0, 1)
    const ShearLaw law{v.law_yield[at], v.law_power[at], v.law_scale[at], v.regularisation_time};
    const Real half = v.half_width[i];
    Known known_a{0, 0}, known_b{0, 0};
    if constexpr (regularised) known_a.scaled = v.scaled_low[at], known_b.scaled = v.scaled_high[at];
    const Real before_a = known_a.scaled, before_b = known_b.scaled;
    const Shear a = point(law, at, low, known_a), b = point(law, at, high, known_b);
    if constexpr (regularised) v.scaled_low[at] = keep > 0 ? known_a.scaled : before_a, v.scaled_high[at] = keep > 0 ? known_b.scaled : before_b;
    return {half * (high * a.rate + low * b.rate), half * (low * a.rate + high * b.rate),
            half * (square(high) * a.slope + square(low) * b.slope), half * low * high * (a.slope + b.slope),
            half * (square(low) * a.slope + square(high) * b.slope), max(math::abs(known_a.missing), math::abs(known_b.missing))};
  }

  RISER_HD static Real in_turn(Real passes) {
    return passes - (passes > turn ? turn : 0) - (passes > 2 * turn ? turn : 0) - (passes > 3 * turn ? turn : 0);
  }
  RISER_HD bool open(int k) const { return v.unsettled[k] > 0; }
  /// Face i between rings i - 1 and i. The axis has no stress, the wall no ring outside: what is read beyond them is 0, and counts for nothing
  /// without a branch, so that the loop vectorises.
  RISER_HD void forward(int i, int k) const {
    const int at = v.at(i, k), in = at - v.stride, out = at + v.stride;
    const RingShear own = ring(i, at, v.unsettled[k]);
    if constexpr (regularised) v.carried[k + 3 * v.stride] = max(v.off_axis[i] * v.carried[k + 3 * v.stride], own.missing * min(v.half_width[i] * 1e300, 1.0));
    const Real inner_shear = v.carried[k], inner_mixed = v.carried[k + v.stride], inner_slope = v.carried[k + 2 * v.stride];
    v.carried[k] = own.outer, v.carried[k + v.stride] = own.mixed, v.carried[k + 2 * v.stride] = own.outer_outer;
    const Real weight_in = v.pace[in] * v.per_ring[i - 1], weight_out = v.pace[at] * v.per_ring[i];
    const Real lumped = in_turn(v.unsettled[k]) > plain_iterations ? 1 : 0, mixed_in = (1 - lumped) * inner_mixed, mixed_out = (1 - lumped) * own.mixed;
    const Real slope = inner_slope + own.inner_inner + lumped * (inner_mixed + own.mixed);
    const Real low = weight_in * v.r_face[i - 1] - mixed_in, high = weight_out * v.r_face[i + 1] - mixed_out;
    const Real shear = inner_shear + own.inner - slope * v.stress[at] - mixed_in * v.stress[in] - mixed_out * v.stress[out];
    const Real apart = v.uz_new[at] - v.uz_new[in] + v.clock->gradient * (v.pace[at] - v.pace[in]) - shear;
    const Real pivot = v.off_axis[i] / (slope + (weight_in + weight_out) * v.r_face[i] - low * v.upper[in] + (1 - v.off_axis[i]));
    v.upper[at] = high * pivot;
    v.sweep[at] = (apart + low * v.sweep[in]) * pivot;
  }
  RISER_HD void back(int i, int k) const {
    const int at = v.at(i, k), law = i < v.nr ? at : at - v.stride;
    const bool axis = i == 0;
    const Real open = v.unsettled[k];
    const Real before = v.stress[at], next = v.sweep[at] + v.upper[at] * v.sweep[at + v.stride];  // above the wall's there is none: upper is 0
    const Real missing = regularised ? v.carried[k + 3 * v.stride] : 0;
    const Real most = max(max(v.carried[k], missing), math::abs(next - before)), scale = max(v.carried[k + v.stride], v.law_yield[law] + math::abs(next));
    v.carried[k] = most, v.carried[k + v.stride] = scale;
    v.sweep[at] = next;
    v.stress[at] = open > 0 ? next : before;
    const Real rounding = 1e-15 * v.clock->speed * v.liquid_density * v.radius * v.clock->now / v.clock->step;
    const Real left = most <= settled_stress * scale + rounding || open == 0 ? 0 : open + 1;
    v.unsettled[k] = axis ? left : open;
  }
};

/// Velocity of ring i at slice k's lower face under the stress found [m/s].
template <int N>
RISER_HD inline Real yielded_velocity(const SectionView<N>& v, int i, int at) {
  const Real force = v.per_ring[i] * (v.r_face[i + 1] * v.stress[at + v.stride] - v.r_face[i] * v.stress[at]);
  return v.uz_new[at] + v.pace[at] * (v.clock->gradient + force);
}
template <int N>
struct YieldedVelocity {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const { v.uz_new[v.at(i, k)] = yielded_velocity(v, i, v.at(i, k)); }
};

/// As FlowOfSlices, before the velocity is at hand.
template <int N>
struct YieldedFlow {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const Real part = yielded_velocity(v, i, v.at(i, k)) / v.per_ring[i];
    Real* sum = v.survey + survey_flow * v.stride + k;
    *sum = i == 0 ? part : *sum + part;
  }
};

/// Mean velocity [m/s] of slice k's answer to a unit of the drive [Pa/m], its profile in `drive_shape`; one thread's work.
template <class Balance>
RISER_HD inline Real yielded_answer(const Balance& balance, int k) {
  const auto& v = balance.v;
  Real *upper = v.drive_shape, *sweep = upper + v.nr;  // of face j at j - 1
  RingShear inside = balance.ring(0, v.at(0, k), 0);
  for (int j = 1; j <= v.nr; ++j) {
    const int at = v.at(j, k), in = at - v.stride;
    const RingShear own = balance.ring(j, at, 0);
    const Real weight_in = v.pace[in] * v.per_ring[j - 1], weight_out = v.pace[at] * v.per_ring[j];
    const Real low = weight_in * v.r_face[j - 1] - inside.mixed, high = weight_out * v.r_face[j + 1] - own.mixed;
    const Real slope = inside.outer_outer + own.inner_inner, before = j > 1 ? upper[j - 2] : 0, under = j > 1 ? sweep[j - 2] : 0;
    const Real pivot = 1 / (slope + (weight_in + weight_out) * v.r_face[j] - low * before);
    upper[j - 1] = high * pivot;
    sweep[j - 1] = (v.pace[at] - v.pace[in] + low * under) * pivot;
    inside = own;
  }
  for (int j = v.nr - 1; j >= 1; --j) sweep[j - 1] += upper[j - 1] * sweep[j];
  Real sum = 0;
  for (int i = 0; i < v.nr; ++i) {
    const Real inner = i > 0 ? v.r_face[i] * sweep[i - 1] : 0;
    const Real answer = v.pace[v.at(i, k)] * (1 + v.per_ring[i] * (v.r_face[i + 1] * sweep[i] - inner));
    upper[i] = answer;
    sum += answer / v.per_ring[i];
  }
  return 2 * pi * sum / v.area;
}

/// Periodic ends, flow given: corrects the drive by what is missing. `last`: the rest goes into the velocity, by AddDrive; else the slices
/// are opened again.
template <class Balance, int N, bool last>
struct SeekDrive {
  SectionView<N> v;
  Real* lanes;
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N> view = v;
    Real flow[1];
    team_survey<1, 1>(team, view.nz, lanes, [view](int k, Real* value) { value[0] = view.survey[survey_flow * view.stride + k]; }, flow);
    team.single([&] {
      SectionClock& c = *view.clock;
      const Real wanted = value_at(view.drive, c.time + c.step) / view.area, missing = wanted - 2 * pi * flow[0] / view.nz / view.area;
      const Real answer = yielded_answer(Balance{view}, view.nz / 2);
      c.missing_flow = missing / answer;
      c.gradient += c.missing_flow;
      c.seeking = math::abs(missing) > 1e-10 * (math::abs(wanted) + c.speed) ? 1 : 0;
    });
    team.barrier();
    if constexpr (!last) team.for_each(view.nz, [view](int k) { view.unsettled[k] = view.unsettled[k] > 0 || view.clock->seeking > 0 ? 1 : 0; });
  }
};

/// Stress on the slices' faces that no balance was made for: the pipe's ends. i: faces, end: 0 the lower, 1 the upper.
template <int N>
struct StressAtEnds {
  SectionView<N> v;
  RISER_HD void operator()(int i, int end) const {
    const bool periodic = v.ends == PipeEnds::periodic;
    if (end == 1) v.stress[v.at(i, v.nz)] = v.stress[v.at(i, periodic ? 0 : v.nz - 1)];
    else if (!periodic) v.stress[v.at(i, 0)] = v.stress[v.at(i, 1)];
  }
};
}  // namespace riser
