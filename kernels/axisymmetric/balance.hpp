#pragma once
#include "kernels/axisymmetric/step.hpp"

// The pressure at the start, in balance with weight and drive: a stratified column at rest then stays at rest.
namespace riser {

/// Velocity that a second of the forces at hand would give.
template <int N>
struct ForceAtStart {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k), in = at - v.stride;
    const bool end = v.ends != PipeEnds::periodic && (k == 0 || k == v.nz);
    const Real axial = 0.5 * (v.density[at] + v.density[at - 1]);
    const Real force = axial_force(v, axial, k) - (v.p[at] - v.p[at - 1]) * v.per_dz;
    v.uz_new[at] = end ? 0 : force / axial;
    if (i > 0) v.ur_new[at] = -(v.p[at] - v.p[in]) * v.per_distance[i] / (0.5 * (v.density[at] + v.density[in]));
  }
};

template <int N>
struct AddPressure {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    v.p[at] += v.correction[at];
    v.p_old[at] = v.p[at];
  }
};

template <int N>
struct ResetClock {
  SectionView<N> v;
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N>& view = v;
    team.single([&view] {
      SectionClock& c = *view.clock;
      c.step = 1, c.now = 1, c.ratio = 0, c.active = 1, c.broken = 1;
      if (view.ends == PipeEnds::periodic && !view.flow_given) c.gradient = value_at(view.drive, 0);
    });
  }
};

/// The constant-density increment gains a factor of 1 - rho_0/rho_max with each pass; 40 leave nothing of what a slurry needs.
template <class Loops, int N>
void begin_section(Loops& loops, const SectionView<N>& v) {
  const Span slices{0, v.nz};
  loops.team(ResetClock<N>{v});
  fill_velocity_ghosts(loops, v, v.uz, v.ur);
  fill_velocity_ghosts(loops, v, v.uz_old, v.ur_old);
  loops.cells({0, v.nr}, {0, v.nz + 1}, Extrapolate<N>{v});
  fill_velocity_ghosts(loops, v, v.uz_next, v.ur_next);
  fill_cell_ghosts(loops, v);
  for (int pass = 0; pass < 3; ++pass) update_properties(loops, v);  // the wall's units need a viscosity, the viscosity the wall's units
  if (v.rheology.size > 0) loops.cells({1, v.nr + 1}, {0, v.nz + 1}, FirstStress<N>{v});
  for (int pass = 0; pass < 40; ++pass) {
    loops.cells({0, v.nr}, {0, v.nz + 1}, ForceAtStart<N>{v});
    if (v.ends == PipeEnds::periodic) loops.cells({0, v.nr}, {0, 1}, VelocityGhosts<N>{v, v.uz_new, v.ur_new});
    solve_increment(loops, v);
    loops.cells({0, v.nr}, slices, AddPressure<N>{v});
    fill_cell_ghosts(loops, v);
  }
  loops.rising({0, v.nr}, slices, Survey<N>{v});
  loops.team(FirstSurvey<N>{v, v.survey + survey_rows * v.stride});
}
}  // namespace riser
