#pragma once
#include "kernels/axial/machines.hpp"
#include "kernels/axial/momentum.hpp"
#include "kernels/closures/unsteady_friction.hpp"

// Pressure waves: pressures in the cells, flows through the faces, leap-frog, sub-stepped within a transport step. Exact for a
// uniform frictionless pipe at Courant number 1 (d'Alembert's solution on the grid). A sub-step is
//   Q' = Q + h/I (p_below (1 - g) - p_above (1 + g) - weight - friction)      every face, I = rho ds/A of its two half cells
//   p' = p - h/(V beta) (Q_out (1 - g_out) - Q_in (1 + g_in))                 every cell
// g = drho/dp g cos ds/2 carries what stratification does: weight follows the pressure, and liquid that rises expands (the term
// -A beta j dp/ds, with the liquid's own share of beta). The two are adjoint, so the scheme keeps the waves' energy.
// The pressure's memory is the virtual pressure p*, which may fall below vapour pressure: (p - p*) V beta is then the volume of a
// cavity, and p = max(p*, p_vapour); with free gas p - p_v = (z + sqrt(z^2 + 4 c))/2, z = p* - p_v, c = gas p_gas/beta: the
// discrete vapour and gas cavity models. Source: Wylie & Streeter 1993, Fluid Transients in Systems, chapter 8.
namespace riser {

/// Sub-steps between two looks at densities, friction factors and transport.
inline constexpr int most_substeps = 64;

/// Fastest crossing of a cell by a wave [1/s].
template <int N, class Team>
RISER_HD Real wave_rate(const Team& team, const RiserView<N>& r) {
  return team_maximum(team, r.n, r.lanes, [&](int i) {
    return 1 / (math::sqrt(r.density[i] * r.compliance[i]) * r.length[i]);
  });
}

/// Sub-steps of a step of `crossings` = dt a/ds. At Courant number 1 waves run exactly; just below it the energy that the
/// scheme keeps is nearly singular, and a step that changes could feed it: not between 0.98 and 1.
RISER_HD inline Real wave_parts(Real crossings, bool torn) {
  if (torn) return ceil(crossings / 0.85);
  const Real nearest = floor(crossings + 0.5);
  if (nearest >= 1 && math::abs(crossings - nearest) < 1e-10 * nearest) return nearest;
  return ceil(crossings / 0.98);
}

/// Once the column has torn, a viscous pressure of this share of rho a dU, linear in the cell's divergence, joins the pressure
/// (von Neumann & Richtmyer 1950): the clipped ripples of the scheme would else open and close cells on their own. A front then
/// spreads like sqrt(0.3 a ds t), waves of the pipe's own period lose below 0.3 % a period. The sub-step is 0.85 of a crossing.
inline constexpr Real shock_viscosity = 0.15;

/// What half a cell adds to a face.
struct HalfCell {
  Real inertia, weight, stratification, threshold, linear, quadratic;
};

/// Friction is split into a threshold (the yield stress), a part linear in the flow (laminar) and a quadratic one, each frozen
/// at what the closure says of the present flow; the flow may then turn within the step.
template <int N>
RISER_HD inline HalfCell half_cell(const RiserView<N>& r, int i) {
  const Real half = 0.5 * r.length[i], area = r.area[i];
  HalfCell part{r.density[i] * half * r.inverse_area[i], r.density[i] * gravity * r.cosine[i] * half, 0, 0, 0, 0};
  part.stratification = 0.5 * r.density_slope[i] * gravity * r.cosine[i] * half;
  const Real flow = elastic_flow(0.5 * (r.flow[i] + r.flow[i + 1]), area), size = math::abs(flow);
  const Real gradient = r.damping[i] * size, yield = min(4 * r.yield_stress[i] * r.inverse_bore[i], gradient);
  const bool mud = r.friction_kind == FrictionKind::herschel_bulkley || (r.friction_kind == FrictionKind::section_table && r.yield_stress[i] > 0);
  const bool laminar = mud || r.reynolds[i] < laminar_reynolds_limit;
  part.threshold = half * (yield + (r.clock->bed_resistance > 0 ? r.bed[i] : 0));
  part.linear = laminar ? half * (gradient - yield) / size : 0;
  part.quadratic = laminar ? 0 : half * (gradient - yield) / (size * size);
  if (r.unsteady_friction) part.inertia *= 1 + BrunoneCoefficient{}(r.reynolds[i]);
  return part;
}

/// The coefficients of every face and cell for sub-steps of h.
template <int N, class Team>
RISER_HD void prepare_waves(const Team& team, const RiserView<N>& r, Real h) {
  team.for_each(r.n + 1, [&r, h](int f) {
    const HalfCell none{0, 0, 0, 0, 0, 0};
    const HalfCell a = f > 0 ? half_cell(r, f - 1) : none, b = f < r.n ? half_cell(r, f) : none;
    r.momentum_gain[f] = h / (a.inertia + b.inertia);
    r.face_weight[f] = a.weight + b.weight;
    r.stratification[f] = a.stratification + b.stratification;
    r.face_threshold[f] = a.threshold + b.threshold;
    r.face_linear[f] = a.linear + b.linear;
    r.face_quadratic[f] = a.quadratic + b.quadratic;
    r.flow_mean[f] = 0;
  });
  team.for_each(r.n, [&r, h](int i) {
    r.pressure_gain[i] = h * r.inverse_volume[i] / r.compliance[i];
    r.weighed_pressure[i] = r.pressure[i];
    const Real speed = 1 / math::sqrt(r.density[i] * r.compliance[i]);
    const Real impedance = r.density[i] * speed * r.inverse_area[i];
    r.unsteady_gain[i] = r.unsteady_friction ? 0.5 * impedance * BrunoneCoefficient{}(r.reynolds[i]) : 0;
    r.shock_gain[i] = shock_viscosity * impedance;
  });
}

/// What the loops of a sub-step need, by value: the view is too large to hand to every loop.
struct WaveWork {
  Real *flow, *flow_mean, *pressure, *virtual_pressure, *lowest, *highest, *unsteady_drag, *shock;
  const Real *momentum_gain, *face_weight, *stratification, *threshold, *linear, *quadratic;
  const Real *weighed_pressure, *pressure_gain, *unsteady_gain, *shock_gain, *compliance;
  Real vapour_pressure, free_gas;
};

template <int N>
RISER_HD inline WaveWork wave_work(const RiserView<N>& r) {
  return {r.flow, r.flow_mean, r.pressure, r.virtual_pressure, r.lowest_virtual_pressure, r.maximum_pressure, r.unsteady_drag, r.shock,
          r.momentum_gain, r.face_weight, r.stratification, r.face_threshold, r.face_linear, r.face_quadratic,
          r.weighed_pressure, r.pressure_gain, r.unsteady_gain, r.shock_gain, r.compliance, r.vapour_pressure, r.free_gas};
}

/// New flow of a face from the drive on it [Pa]: the threshold holds, the rest damps implicitly.
RISER_HD inline Real damped_flow(Real flow, Real gain, Real drive, Real threshold, Real linear, Real quadratic) {
  const Real free = flow + gain * drive, held = gain * threshold;
  const Real moving = free - clamp(free, -held, held);
  return moving / (1 + gain * (linear + quadratic * math::abs(flow)));
}

/// Drive on face f [Pa]; `heave`: weight over that at rest; what the weight gains over the pressures it was weighed at goes with the stratification.
RISER_HD inline Real face_drive(const WaveWork& r, Real heave, int f) {
  const Real below = r.pressure[f - 1], above = r.pressure[f];
  const Real gained = (below - r.weighed_pressure[f - 1]) + (above - r.weighed_pressure[f]);
  return below - above - r.face_weight[f] * heave - r.stratification[f] * gained;
}

/// The convective part of the unsteady friction on face f [Pa], rho k a |dV/ds| ds, upwind: dV/dt = -k a |dV/ds| is an eikonal
/// equation, of which a centred difference would make noise. Source: Osher & Sethian 1988, J. Comput. Phys. 79 12.
RISER_HD inline Real unsteady_drag(const WaveWork& r, int f) {
  const Real way = r.flow[f] > 0 ? 2 : -2;
  return max(max(way * r.unsteady_drag[f - 1], -way * r.unsteady_drag[f]), 0);
}

/// Faces 1..n-1. The convective part of the unsteady friction, a sign(Q) |dQ/ds|, comes from the last sub-step.
template <bool Unsteady, bool Torn, class Team>
RISER_HD void advance_flows(const Team& team, const WaveWork r, int n, Real heave) {
  team.for_each(n - 1, [r, heave](int j) {
    const int f = j + 1;
    Real drive = face_drive(r, heave, f);
    Real threshold = r.threshold[f];
    if constexpr (Unsteady) threshold += unsteady_drag(r, f);  // against the flow; it must not turn it
    if constexpr (Torn) drive += r.shock[f - 1] - r.shock[f];
    const Real flow = damped_flow(r.flow[f], r.momentum_gain[f], drive, threshold, r.linear[f], r.quadratic[f]);
    r.flow[f] = flow;
    r.flow_mean[f] += flow;
  });
}

/// Pressure [Pa] from the virtual pressure: vapour alone, or with free gas.
RISER_HD inline Real pressure_of(Real virtual_pressure, Real vapour, Real gas) {
  const Real excess = virtual_pressure - vapour, root = math::sqrt(excess * excess + 4 * gas);
  return max(virtual_pressure, vapour) + (gas > 0 ? 2 * gas / (root + math::abs(excess)) : 0);  // no digit lost either way
}

template <bool Gas, bool Unsteady, bool Torn, class Team>
RISER_HD void advance_pressures(const Team& team, const WaveWork r, int n) {
  team.for_each(n, [r](int i) {
    const Real out = r.flow[i + 1], in = r.flow[i];
    const Real virtual_pressure = r.virtual_pressure[i] - r.pressure_gain[i] * (out - in - r.stratification[i + 1] * out - r.stratification[i] * in);
    Real p = max(virtual_pressure, r.vapour_pressure);
    if constexpr (Gas) p = pressure_of(virtual_pressure, r.vapour_pressure, r.free_gas / r.compliance[i]);
    r.virtual_pressure[i] = virtual_pressure;
    if constexpr (Unsteady) r.unsteady_drag[i] = r.unsteady_gain[i] * (out - in);
    if constexpr (Torn) r.shock[i] = r.shock_gain[i] * (in - out);
    r.pressure[i] = p;
    r.lowest[i] = min(virtual_pressure, r.lowest[i]);
    r.highest[i] = max(p, r.highest[i]);
  });
}

/// Stations and ends: their flows from the present pressures, kept aside until the other faces have moved.
template <int N>
RISER_HD inline void advance_stations(const RiserView<N>& r, Real time) {
  Real* next = r.clock->station_flow;
  *next++ = end_flow(r, false, time);
  for (int j = 0; j < r.stations; ++j) *next++ = station_flow(r, r.station[j], face_drive(wave_work(r), weight_factor(r, time), r.station[j]), time);
  *next = end_flow(r, true, time);
}

template <int N>
RISER_HD inline void place_stations(const RiserView<N>& r) {
  const Real* next = r.clock->station_flow;
  const auto place = [&](int f, Real in_mean) {
    r.flow_mean[f] += *next - in_mean;
    r.flow[f] = *next++;
  };
  place(0, 0);
  for (int j = 0; j < r.stations; ++j) place(r.station[j], r.flow[r.station[j]]);
  place(r.n, 0);
}

/// Q with drive = stiffness Q + loss Q |Q| [m3/s].
RISER_HD inline Real driven_flow(Real drive, Real stiffness, Real loss) {
  return 2 * drive / (stiffness + math::sqrt(square(stiffness) + 4 * loss * math::abs(drive)) + 1e-300);
}

/// Flow into what stands beside the cells over a sub-step of h, and what it does to their pressures: implicit, so that neither
/// a small cushion nor an open dump limits the step. Call before the pressures advance.
template <int N>
RISER_HD inline void advance_branches(const RiserView<N>& r, Real time, Real h) {
  Clock& c = *r.clock;
  for (int b = 0; b < r.branches; ++b) {
    const BranchView& branch = r.branch[b];
    const int i = branch.cell;
    const Real gain = r.pressure_gain[i], volume = max(c.gas_volume[b], 1e-9), density = r.density[i];
    const Real gas = branch.vessel ? c.gas_start[b] * math::pow(branch.gas_volume / volume, branch.exponent) : 0;
    const Real beyond = branch.vessel ? gas : branch.outside, stiffness = branch.vessel ? h * branch.exponent * gas / volume : 0;
    const Real loss = branch.vessel ? density / (1000 * square(branch.coefficient)) : valve_loss(branch.valve, density, time);
    const Real alone = r.virtual_pressure[i] - gain * (r.flow[i + 1] - r.flow[i]);
    Real flow = driven_flow(alone - beyond, gain + stiffness, loss);
    if (alone - gain * flow < r.vapour_pressure) flow = driven_flow(r.vapour_pressure - beyond, stiffness, loss);  // a cavity holds its pressure
    if (loss >= closed_loss || (branch.valve.check && flow < 0)) flow = 0;
    r.virtual_pressure[i] -= gain * flow;
    if (branch.vessel) c.gas_volume[b] = max(volume - h * flow, 1e-9);
    c.branch_flow[b] += flow;
  }
}

/// Time and place of the first cavity; rare.
template <int N>
RISER_HD inline void note_cavity(const RiserView<N>& r) {
  int i = 0;
  while (i + 1 < r.n && r.virtual_pressure[i] >= r.vapour_pressure) ++i;
  r.clock->cavity_time = r.clock->time + r.clock->step, r.clock->cavity_position = r.position[i];
}

/// Largest of the flows the transport will see: cells a second, and whether all run upward faster than any class falls.
template <int N, class Team>
RISER_HD void survey_flows(const Team& team, const RiserView<N>& r, Real parts) {
  Real found[3];
  team_survey<0, 3>(team, r.n, r.lanes, [&r, parts](int i, Real* value) {
    const Real mean = r.flow_mean[i + 1] / parts, first = r.flow_mean[i] / parts;
    const Real fast = max(math::abs(mean), math::abs(first)) * r.inverse_area[i], slow = min(mean, first) * r.inverse_area[i];
    value[0] = (fast + r.clock->slip_bound) / r.length[i];
    value[1] = max(1e3 - slow, 0);  // the largest of it belongs to the slowest
    value[2] = max(r.vapour_pressure - r.virtual_pressure[i], 0);
  }, found);
  team.for_each(r.n + 1, [&r, parts](int f) { r.flow_mean[f] = r.flow_mean[f] / parts; });
  team.single([&] {
    Clock& c = *r.clock;
    c.fastest = found[0];
    c.upward_only = 1e3 - found[1] > 1.001 * c.slip_bound;
    if (found[2] > 0 && c.cavity_time < 0) note_cavity(r);
    if (c.fastest * c.step > 1 && c.smallest_bad == 0) c.smallest_bad = r.n;  // the flow has run away
  });
}

/// Advances pressures and flows over the clock's step; flow_mean is then the mean flow, which carries the solids.
template <int N, class Team>
RISER_HD void advance_waves(const Team& team, const RiserView<N>& r) {
  const Real dt = r.clock->step, start = r.clock->time, parts = wave_parts(dt * r.clock->wave_rate, r.clock->cavity_time >= 0), h = dt / parts;
  const bool torn = r.clock->cavity_time >= 0;
  const int count = static_cast<int>(parts);
  const WaveWork work = wave_work(r);
  const int n = r.n;
  prepare_waves(team, r, h);
  team.single([&] {
    for (int b = 0; b < r.branches; ++b) r.clock->branch_flow[b] = 0;
  });
  for (int j = 0; j < count; ++j) {
    team.single([&] { advance_stations(r, start + (j + 1) * h); });
    const Real heave = weight_factor(r, start + (j + 1) * h);
    if (torn) advance_flows<true, true>(team, work, n, heave);
    else if (r.unsteady_friction) advance_flows<true, false>(team, work, n, heave);
    else advance_flows<false, false>(team, work, n, heave);
    team.single([&] {
      place_stations(r);
      advance_rotors(r, start + j * h, h);
      if (r.branches > 0) advance_branches(r, start + (j + 1) * h, h);
    });
    if (torn) advance_pressures<true, true, true>(team, work, n);
    else if (r.unsteady_friction && r.free_gas > 0) advance_pressures<true, true, false>(team, work, n);
    else if (r.unsteady_friction) advance_pressures<false, true, false>(team, work, n);
    else if (r.free_gas > 0) advance_pressures<true, false, false>(team, work, n);
    else advance_pressures<false, false, false>(team, work, n);
  }
  survey_flows(team, r, parts);
  team.single([&] {
    r.clock->substeps += count;
    for (int b = 0; b < r.branches; ++b) r.clock->branch_flow[b] /= count;
  });
}
}  // namespace riser
