#pragma once
#include "kernels/axial/momentum.hpp"

// Pressure waves: pressures in the cells, flows on the faces, leap-frog, sub-stepped within a transport step.
// Exact for a uniform frictionless pipe at Courant number 1 (d'Alembert's solution on the grid).
namespace riser {

/// Half the impedance mass of a face: rho ds/A summed over the two half cells [kg/m4].
template <int N>
RISER_HD inline Real face_inertia(const RiserView<N>& r, int f) {
  const Real below = f > 0 ? r.density[f - 1] * r.length[f - 1] / r.area[f - 1] : 0;
  const Real above = f < r.n ? r.density[f] * r.length[f] / r.area[f] : 0;
  return 0.5 * (below + above);
}

/// New flow of face f after `dt`: pressure difference, weight, friction (implicit), pumps.
template <int N>
RISER_HD inline Real face_flow(const RiserView<N>& r, Real dt, Real reference, Real below, Real above, int f) {
  Real weight = 0, friction = 0;
  if (f > 0) {
    weight += 0.5 * r.density[f - 1] * gravity * r.cosine[f - 1] * r.length[f - 1];
    friction += 0.5 * r.friction[f - 1] * r.length[f - 1];
  }
  if (f < r.n) {
    weight += 0.5 * r.density[f] * gravity * r.cosine[f] * r.length[f];
    friction += 0.5 * r.friction[f] * r.length[f];
  }
  const Real inertia = face_inertia(r, f);
  const Real damping = friction / (reference == 0 ? 1 : reference);
  return (r.flow[f] + dt / inertia * (below - above - weight)) / (1 + dt / inertia * (damping < 0 ? 0 : damping));
}

/// Largest stable sub-step [s]: ds/a in every cell.
template <int N, class Team>
RISER_HD Real wave_rate(const Team& team, const RiserView<N>& r) {
  return team_maximum(team, r.n, r.lanes, [&](int i) {
    return 1 / (math::sqrt(r.density[i] * r.compliance[i]) * r.length[i]);
  });
}

/// Sub-steps of a step of `crossings` = dt a/ds. At Courant number 1 waves run exactly; just below it the energy that the
/// scheme keeps is nearly singular, and a step that changes could feed it: not between 0.98 and 1.
RISER_HD inline Real wave_parts(Real crossings) {
  const Real nearest = floor(crossings + 0.5);
  if (nearest >= 1 && math::abs(crossings - nearest) < 1e-10 * nearest) return nearest;
  return ceil(crossings / 0.98);
}

/// Advances pressure and flow over the clock's step. The transport that follows uses the flow at its end; friction is
/// quasi-steady, scaled from the mid-pipe flow (first version: the clear cases).
template <int N, class Team>
RISER_HD void advance_waves(const Team& team, const RiserView<N>& r) {
  const Real dt = r.clock->step, start = r.clock->time;
  const Real rate = wave_rate(team, r);
  const Real parts = wave_parts(dt * rate);
  const int count = static_cast<int>(parts);
  const Real h = dt / parts;
  const Real reference = reference_flow(r, r.clock->flow);
  for (int j = 0; j < count; ++j) {
    const Real t = start + (j + 1) * h;
    team.for_each(r.n - 1, [&](int i) {
      const int f = i + 1;
      r.flow[f] = face_flow(r, h, reference, r.pressure[f - 1], r.pressure[f], f);
    });
    team.single([&] {
      const int n = r.n;
      r.flow[0] = r.inlet == EndKind::pressure ? face_flow(r, h, reference, value_at(r.inlet_value, t), r.pressure[0], 0)
                  : r.inlet == EndKind::flow   ? value_at(r.inlet_value, t)
                                               : 0;
      r.flow[n] = r.outlet == EndKind::pressure ? face_flow(r, h, reference, r.pressure[n - 1], value_at(r.outlet_value, t), n)
                  : r.outlet == EndKind::flow   ? value_at(r.outlet_value, t)
                                                : 0;
      for (int p = 0; p < r.pumps; ++p) {
        const int f = r.pump[p].face;
        r.flow[f] += h / face_inertia(r, f) * r.clock->pump_rise[p];
      }
    });
    team.for_each(r.n, [&](int i) {
      r.pressure[i] -= h * (r.flow[i + 1] - r.flow[i]) / (r.volume[i] * r.compliance[i]);
      const Real p = r.pressure[i];
      r.minimum_pressure[i] = p < r.minimum_pressure[i] ? p : r.minimum_pressure[i];
      r.maximum_pressure[i] = p > r.maximum_pressure[i] ? p : r.maximum_pressure[i];
    });
  }
}
}  // namespace riser
