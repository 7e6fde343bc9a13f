#pragma once
#include "kernels/axial/ends.hpp"
#include "kernels/axisymmetric/view.hpp"
#include "kernels/team.hpp"

// Time, step and drive: programs of one team.
namespace riser {

/// Fractions below zero or above one by more than this are not rounding [-].
inline constexpr Real sound_share = 1e-9;

/// Rows of SectionView::survey, one value a slice: sums, largest values, and the flow, which is looked at by itself.
enum SurveyRow {
  survey_error, survey_motion, survey_unsettled,
  survey_rate, survey_speed, survey_viscosity, survey_wall_unit, survey_bad,
  survey_flow, survey_rows
};
inline constexpr int survey_sums = survey_rate;

/// Where a schedule has its next row [s], and how sharply it turns there: the change of its slope over its largest value [1/s].
struct Kink {
  Real time, turn;
};
RISER_HD inline Kink next_kink(const ScheduleView& s, Real time) {
  int i = 0;
  Real most = 1e-300;
  for (int j = 0; j < s.size; ++j) most = max(most, math::abs(s.value[j]));
  while (i < s.size && s.time[i] <= time) ++i;
  if (i >= s.size) return {1e300, 0};
  const Real before = i > 0 ? (s.value[i] - s.value[i - 1]) / (s.time[i] - s.time[i - 1]) : 0;
  const Real after = i + 1 < s.size ? (s.value[i + 1] - s.value[i]) / (s.time[i + 1] - s.time[i]) : 0;
  return {s.time[i], math::abs(after - before) / most};
}

/// Longest step [s] that is stable, or that the case allows.
template <int N>
RISER_HD inline Real usual_step(const SectionView<N>& v) {
  return min(v.maximum_step, v.courant * stable_crossing / max(v.clock->rate + v.settling_bound * v.per_dz, 1e-300));
}

/// First step behind a break of the drive [s]: 1e-3 of the usual or of the time in which friction crosses the pipe, not below 1e-6 of the usual.
template <int N>
RISER_HD inline Real first_step(const SectionView<N>& v, Real usual) {
  const Real crossing = v.liquid_density * square(v.radius) / max(v.clock->viscosity, 1e-300);
  return usual * clamp(1e-3 * crossing / usual, 1e-6, 1e-3);
}

/// Step and weights of the coming step; a target, or a row of the drive's schedule, that is near is met exactly. Source of the weights:
/// backward differences of second order at unequal steps, e.g. Wang & Ruuth 2008, J. Comput. Math. 26 838.
template <int N>
RISER_HD void begin_step(const SectionView<N>& v) {
  SectionClock& c = *v.clock;
  c.active = c.target > c.time && c.bad == 0 ? 1 : 0;
  if (!c.active) return;
  const Real left = min(c.target, next_kink(v.drive, c.time).time) - c.time, usual = usual_step(v);
  Real step = c.broken == 1 ? first_step(v, min(usual, left)) : min(usual, c.allowed);
  const Real count = left / step * (1 - 1e-12);
  step = left / (count < 1e9 ? static_cast<Real>(static_cast<long>(count) + 1) : count);
  c.step = step;
  c.ratio = c.steps > 0 ? step / c.previous_step : 0;
  c.now = (1 + 2 * c.ratio) / (1 + c.ratio), c.before = -(1 + c.ratio), c.older = square(c.ratio) / (1 + c.ratio);
  const Real end = c.time + step;
  if (v.ends == PipeEnds::open) c.inlet_flow = value_at(v.drive, end);
  else if (!v.flow_given) c.gradient = v.ends == PipeEnds::closed ? 0 : value_at(v.drive, end);
}

template <int N>
struct BeginStep {
  SectionView<N> v;
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N>& view = v;
    team.single([&view] { begin_step(view); });
  }
};

/// The step that the time error of the last one allows: velocity at its end less velocity extrapolated there, root mean square over the pipe,
/// over the largest motion since the drive broke. That difference is of second order, the scheme's own error of third. Motion below
/// `still_motion` is no motion: it may be rounding.
inline constexpr Real time_tolerance = 1e-3;  // [-] at a courant of 0.8; it goes with the square of that, so that the steps go with it
inline constexpr Real still_motion = 1e-8;  // [m/s]
inline constexpr int steps_of_a_break = 8;  // before their error counts for the largest
template <int N>
RISER_HD void judge_step(const SectionView<N>& v, Real error, Real motion) {
  SectionClock& c = *v.clock;
  c.motion = c.broken == 1 ? motion : max(c.motion, motion);
  c.time_error = error / max(c.motion, still_motion + 1e-6 * v.settling_bound);
  const Real most = c.step < 0.2 * usual_step(v) ? 1.5 : 1.2;  // the extrapolated terms stand less
  const Real wanted = 0.9 * math::sqrt(v.tolerance / max(c.time_error, 1e-300));
  const Real longer = c.step * (c.broken == 1 ? most : clamp(wanted, 0.3, most));
  c.allowed = max(longer, min(c.step, 1e-3 * usual_step(v)));  // below it an error that stays is none of the step's
  if (c.broken == 0) c.largest_error = max(c.largest_error, c.time_error);
  c.broken = c.broken > 0 && c.broken < steps_of_a_break ? c.broken + 1 : 0;
}

/// Sums and largest values over the slices. `stepped`: at the end of a step.
template <bool stepped, int N, class Team>
RISER_HD void gather_survey(const Team& team, const SectionView<N>& v, Real* lanes) {
  const SectionView<N> view = v;
  Real found[survey_flow];
  team_survey<survey_sums, survey_flow>(team, view.nz, lanes, [view](int k, Real* value) {
    for (int row = 0; row < survey_flow; ++row) value[row] = view.survey[row * view.stride + k];
    value[survey_bad] = value[survey_bad] > 0 ? view.nz - k : 0;
  }, found);
  team.single([&] {
    SectionClock& c = *view.clock;
    c.rate = found[survey_rate], c.speed = found[survey_speed], c.bad = found[survey_bad], c.viscosity = found[survey_viscosity];
    c.friction_velocity_over_viscosity = found[survey_wall_unit];
    if (stepped) c.viscous_share = max(c.viscous_share, c.viscosity * c.step / (explicit_viscosity * view.liquid_density * square(view.dz)));
    if constexpr (stepped) {
      const Real share = 2 / (square(view.radius) * view.nz);
      c.unsettled += found[survey_unsettled];
      judge_step(view, math::sqrt(share * found[survey_error]), math::sqrt(share * found[survey_motion]));
    }
  });
}

template <int N>
struct FirstSurvey {
  SectionView<N> v;
  Real* lanes;  // survey_rows * reduction_lanes
  template <class Team>
  RISER_HD void operator()(const Team& team) const { gather_survey<false>(team, v, lanes); }
};

/// The new time, and whether the drive breaks there; what is no number ends the run.
template <int N>
RISER_HD void end_step(const SectionView<N>& v) {
  SectionClock& c = *v.clock;
  const Kink kink = next_kink(v.drive, c.time);
  c.time += c.step;
  if (c.target - c.time < 1e-9 * c.step) c.time = c.target;
  c.previous_step = c.step;
  c.steps += 1;
  if (kink.time - c.time >= 1e-9 * c.step) return;
  c.time = min(kink.time, c.target);
  if (c.time == kink.time && kink.turn * usual_step(v) > 0.01) c.broken = 1;
}

template <int N>
struct EndStep {
  SectionView<N> v;
  Real* lanes;
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N>& view = v;
    gather_survey<true>(team, v, lanes);
    team.single([&view] { end_step(view); });
  }
};

/// The rate [1/s] at which slice k's lower face swings by its stratification, sqrt(g |d rho/dz|/rho), as a crossing: a step of 0.5/frequency
/// is allowed. Density and velocity follow each other explicitly, which stands 2/frequency at equal steps and less at others.
template <int N>
RISER_HD inline Real buoyancy_rate(const SectionView<N>& v, int at) {
  const Real below = v.density[at - 1], above = v.density[at];
  return 2 * stable_crossing * math::sqrt(2 * gravity * math::abs(above - below) / (above + below) * v.per_dz);
}

/// Error and motion, fastest crossing of a cell, speed, viscosity and friction of each slice; what is no number is noted.
template <int N>
struct Survey {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    const Real z = math::abs(v.uz[at]), r = math::abs(v.ur[at]);
    const Real crossing = z * v.per_dz + r * v.per_width[i];
    const Real found[survey_bad] = {square(v.uz[at] - v.uz_next[at]) / v.per_ring[i], square(v.uz[at]) / v.per_ring[i], v.unsettled && v.unsettled[k] > 0 ? 1.0 : 0.0,
                                    N > 0 ? max(crossing, buoyancy_rate(v, at)) : crossing, max(z, r), v.viscosity[at], v.wall_unit[k]};
    Real sum = z + r + math::abs(v.p[at]);
    RISER_UNROLL
    for (int c = 0; c < N; ++c) sum += v.phi[c][at] < -sound_share || v.phi[c][at] > 1 + sound_share ? 1e15 : math::abs(v.phi[c][at]);
    Real* row = v.survey + k;
    RISER_UNROLL
    for (int q = 0; q < survey_unsettled; ++q) row[q * v.stride] = i == 0 ? found[q] : row[q * v.stride] + found[q];
    RISER_UNROLL
    for (int q = survey_unsettled; q < survey_bad; ++q) row[q * v.stride] = i == 0 ? found[q] : max(row[q * v.stride], found[q]);
    const Real bad = sum < 1e15 ? 0 : 1;
    row[survey_bad * v.stride] = i == 0 ? bad : max(row[survey_bad * v.stride], bad);
  }
};

/// Flow of the provisional axial velocity through each slice's lower face, over 2 pi [m3/s].
template <int N>
struct FlowOfSlices {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const Real part = v.uz_new[v.at(i, k)] / v.per_ring[i];
    Real* sum = v.survey + survey_flow * v.stride + k;
    *sum = i == 0 ? part : *sum + part;
  }
};

/// Periodic ends, flow given: the drive that is missing, from how one slice answers to a unit of it.
template <int N>
struct FindDrive {
  SectionView<N> v;
  Real* lanes;
  RISER_HD void answer(Real* mean) const {
    const SectionClock& c = *v.clock;
    const int k = v.nz / 2;
    Real inner = 0, before = 0;
    for (int i = 0; i < v.nr; ++i) {
      const Real lower = v.r_face[i] * v.viscosity[v.at(i, k)] * v.per_distance[i] * v.per_ring[i];
      const Real upper = v.r_face[i + 1] * v.viscosity[v.at(i + 1, k)] * v.per_distance[i + 1] * v.per_ring[i];
      const Real pivot = 1 / (c.now * v.density[v.at(i, k)] / c.step + lower + upper - lower * before);
      before = v.drive_shape[v.nr + i] = upper * pivot;
      inner = v.drive_shape[i] = (1 + lower * inner) * pivot;
    }
    Real sum = v.drive_shape[v.nr - 1] / v.per_ring[v.nr - 1];
    for (int i = v.nr - 2; i >= 0; --i) sum += (v.drive_shape[i] += v.drive_shape[v.nr + i] * v.drive_shape[i + 1]) / v.per_ring[i];
    *mean = 2 * pi * sum / v.area;
  }
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N> view = v;
    Real flow[1];
    team_survey<1, 1>(team, view.nz, lanes, [view](int k, Real* value) { value[0] = view.survey[survey_flow * view.stride + k]; }, flow);
    team.single([&] {
      SectionClock& c = *view.clock;
      Real mean = 0;
      answer(&mean);
      c.missing_flow = (value_at(view.drive, c.time + c.step) - 2 * pi * flow[0] / view.nz) / view.area / mean;
      c.gradient += c.missing_flow;
    });
  }
};

template <int N>
struct AddDrive {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const { v.uz_new[v.at(i, k)] += v.clock->missing_flow * v.drive_shape[i]; }
};

/// The provisional velocity on the two ends: the inlet's profile; what leaves is the last slice's, shifted so that as much leaves as
/// enters. Closed ends stay at rest.
template <int N>
struct SetEnds {
  SectionView<N> v;
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N>& view = v;
    team.single([&view] {
      Real sum = 0;
      for (int i = 0; i < view.nr; ++i) sum += view.uz_new[view.at(i, view.nz - 1)] / view.per_ring[i];
      const bool open = view.ends == PipeEnds::open;
      const Real mean = open ? view.clock->inlet_flow / view.area : 0, missing = mean - 2 * pi * sum / view.area;
      for (int i = 0; i < view.nr; ++i) {
        view.uz_new[view.at(i, 0)] = mean * view.inlet_profile[i];
        view.uz_new[view.at(i, view.nz)] = open ? view.uz_new[view.at(i, view.nz - 1)] + missing * view.outlet_shape[i] : 0;
      }
    });
  }
};
}  // namespace riser
