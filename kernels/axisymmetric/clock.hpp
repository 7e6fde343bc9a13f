#pragma once
#include "kernels/axial/ends.hpp"
#include "kernels/axisymmetric/view.hpp"
#include "kernels/team.hpp"

// Time, step and drive: programs of one team.
namespace riser {

/// Fractions below zero or above one by more than this are not rounding [-].
inline constexpr Real sound_share = 1e-9;

/// Rows of SectionView::survey, one value a slice.
enum SurveyRow { survey_rate, survey_speed, survey_viscosity, survey_wall_unit, survey_bad, survey_flow, survey_rows };

/// Step and weights of the coming step; a target that is near is met exactly. Source of the weights: backward differences of second order
/// at unequal steps, e.g. Wang & Ruuth 2008, J. Comput. Math. 26 838.
template <int N>
RISER_HD void begin_step(const SectionView<N>& v) {
  SectionClock& c = *v.clock;
  const Real left = c.target - c.time;
  c.active = left > 0 && c.bad == 0 ? 1 : 0;
  if (!c.active) return;
  Real step = min(v.maximum_step, v.courant * stable_crossing / max(c.rate + v.settling_bound * v.per_dz, 1e-300));
  if (c.steps > 0) step = min(step, 1.2 * c.previous_step);
  else if (v.settling_bound > 0) step *= 0.05;  // fronts form, and swing, before the first survey sees them
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

/// Largest values over the slices.
template <int N, class Team>
RISER_HD void gather_survey(const Team& team, const SectionView<N>& v, Real* lanes) {
  const SectionView<N> view = v;
  Real found[survey_flow];
  team_survey<0, survey_flow>(team, view.nz, lanes, [view](int k, Real* value) {
    for (int row = 0; row < survey_flow; ++row) value[row] = view.survey[row * view.stride + k];
    value[survey_bad] = value[survey_bad] > 0 ? view.nz - k : 0;
  }, found);
  team.single([&] {
    SectionClock& c = *view.clock;
    c.rate = found[survey_rate], c.speed = found[survey_speed], c.bad = found[survey_bad];
    c.friction_velocity_over_viscosity = found[survey_wall_unit];
    if (c.previous_step > 0) c.viscous_share = max(c.viscous_share, found[survey_viscosity] * c.step / (explicit_viscosity * view.liquid_density * square(view.dz)));
  });
}

template <int N>
struct FirstSurvey {
  SectionView<N> v;
  Real* lanes;  // survey_rows * reduction_lanes
  template <class Team>
  RISER_HD void operator()(const Team& team) const { gather_survey(team, v, lanes); }
};

/// The new time; what is no number ends the run.
template <int N>
struct EndStep {
  SectionView<N> v;
  Real* lanes;
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N>& view = v;
    team.single([&view] {
      SectionClock& c = *view.clock;
      c.time += c.step;
      if (c.target - c.time < 1e-9 * c.step) c.time = c.target;
      c.previous_step = c.step;
      c.steps += 1;
    });
    gather_survey(team, v, lanes);
  }
};

/// The rate [1/s] at which slice k's lower face swings by its stratification, sqrt(g |d rho/dz|/rho), as a crossing: a step of 0.5/frequency
/// is allowed. Density and velocity follow each other explicitly, which stands 2/frequency at equal steps and less at others.
template <int N>
RISER_HD inline Real buoyancy_rate(const SectionView<N>& v, int at) {
  const Real below = v.density[at - 1], above = v.density[at];
  return 2 * stable_crossing * math::sqrt(2 * gravity * math::abs(above - below) / (above + below) * v.per_dz);
}

/// Fastest crossing of a cell, speed, viscosity and friction of each slice; what is no number is noted.
template <int N>
struct Survey {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    const Real z = math::abs(v.uz[at]), r = math::abs(v.ur[at]);
    const Real found[survey_bad] = {N > 0 ? max(z * v.per_dz + r * v.per_width[i], buoyancy_rate(v, at)) : z * v.per_dz + r * v.per_width[i], max(z, r), v.viscosity[at], v.wall_unit[k]};
    Real sum = z + r + math::abs(v.p[at]);
    RISER_UNROLL
    for (int c = 0; c < N; ++c) sum += v.phi[c][at] < -sound_share || v.phi[c][at] > 1 + sound_share ? 1e15 : math::abs(v.phi[c][at]);
    Real* row = v.survey + k;
    RISER_UNROLL
    for (int q = 0; q < survey_bad; ++q) row[q * v.stride] = i == 0 ? found[q] : max(row[q * v.stride], found[q]);
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
