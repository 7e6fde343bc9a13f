#pragma once
#include "kernels/axial/wave_junctions.hpp"

// Vessels and dump valves: a third branch at a junction of two cells. The unknown is the pressure where the three meet.
namespace riser {

/// Q with drive = stiffness Q + loss Q |Q| [m3/s], and its slope over the drive.
struct DrivenFlow {
  Real flow, slope;
  RISER_HD static DrivenFlow of(Real drive, Real stiffness, Real loss) {
    const Real root = math::sqrt(square(stiffness) + 4 * loss * math::abs(drive)) + 1e-300;
    return {2 * drive / (stiffness + root), 1 / root};
  }
};

/// What a branch takes from the pipe at a pressure, over a sub-step of h: a vessel's cushion p V^n at the sub-step's middle,
/// linear about its present volume, behind the neck's loss; a dump's valve to the sea.
struct BranchLaw {
  Real beyond, stiffness, loss;
  bool check;
  RISER_HD DrivenFlow at(Real pressure) const {
    if (loss >= closed_loss) return {0, 0};
    const DrivenFlow driven = DrivenFlow::of(pressure - beyond, stiffness, loss);
    return check && driven.flow < 0 ? DrivenFlow{0, 0} : driven;
  }
};

/// Share of a sub-step's change in pressure that a cushion's flow sees: that of the exponential, of second order for a soft cushion and
/// damped for a stiff one. `ratio`: the cushion's stiffness over a sub-step over the impedance of the pipe beside it.
RISER_HD inline Real cushion_share(Real ratio) {
  return ratio < 1e-3 ? 0.5 + ratio / 12 : 1 / (1 - math::exp(-ratio)) - 1 / ratio;
}

template <int N>
RISER_HD inline BranchLaw branch_law(const RiserView<N>& r, int b, Real time, Real h) {
  const BranchView& branch = r.branch[b];
  const Real density = r.density[branch.cell];
  if (!branch.vessel) return {branch.outside, 0, valve_loss(branch.valve, density, time), branch.valve.check};
  const Real volume = r.clock->gas_volume[b],
             gas = r.clock->gas_start[b] * math::pow(branch.gas_volume / volume, branch.exponent);
  const Real below = r.impedance[branch.face - 1], above = r.impedance[branch.face], pipe = below * above / (below + above);
  const Real stiffness = h * branch.exponent * gas / volume;
  return {gas, cushion_share(stiffness / pipe) * stiffness, density / (1000 * square(branch.coefficient)), false};
}

/// The three flows that meet at a pressure, and how fast they part as it rises.
struct BranchFlows {
  Real below, above, aside, slope;
  RISER_HD Real excess() const { return below - above - aside; }
};

/// The laws of the pipe's two sides: drives at zero pressure; the lump between the two centres is parted at the branch.
struct BranchSides {
  FaceLaw below, above;
};

RISER_HD inline DrivenFlow side_flow(FaceLaw law, Real push) {
  law.drive += push;
  const Real moving = law.drive - clamp(law.drive, -law.threshold, law.threshold), base = law.impedance + law.linear;
  return moving == 0 ? DrivenFlow{0, 0} : DrivenFlow::of(moving, base, law.quadratic);
}

/// The branch stands off the face by up to half a cell: so much more pipe lies on one side, as a lump of inertia I dQ/dt, implicit.
/// Its length on the other side is not taken off: the whole pipe is longer by it for what passes the branch.
RISER_HD inline FaceLaw with_lump(FaceLaw law, Real inertia, Real flow, Real h) {
  law.impedance += inertia / h;
  law.drive += inertia / h * flow;
  return law;
}

template <int N>
RISER_HD inline BranchSides branch_sides(const RiserView<N>& r, const WaveWork& w, int f, const BranchView& branch,
                                         const Junction& j) {
  const Real weight = face_weight(w, f, w.line_up[f - 1] + w.line_down[f]), threshold = junction_threshold(r, f, j);
  const Real g = w.stratification[f], share = branch.share, rest = 1 - share;
  const FaceLaw below{w.line_up[f - 1] - share * weight, (1 - g) * w.impedance[f - 1], share * threshold,
                      share * w.linear[f], share * w.quadratic[f]};
  const FaceLaw above{-w.line_down[f] - rest * weight, (1 + g) * w.impedance[f], rest * threshold, rest * w.linear[f],
                      rest * w.quadratic[f]};
  const Real more_below = branch.below * r.density[f - 1] * r.inverse_area[f - 1];
  const Real more_above = branch.above * r.density[f] * r.inverse_area[f];
  return {with_lump(below, more_below, j.flow_below, w.step), with_lump(above, more_above, j.flow_above, w.step)};
}

/// All that meets at face f at a pressure.
template <int N>
RISER_HD inline BranchFlows meeting_at(const RiserView<N>& r, const BranchSides& sides, int f, Real pressure, Real time,
                                   Real h) {
  const DrivenFlow a = side_flow(sides.below, -pressure), b = side_flow(sides.above, pressure);
  BranchFlows meeting{a.flow, b.flow, 0, a.slope + b.slope};
  for (int k = 0; k < r.branches; ++k) {
    if (r.branch[k].face != f) continue;
    const DrivenFlow aside = branch_law(r, k, time, h).at(pressure);
    meeting.aside += aside.flow, meeting.slope += aside.slope;
  }
  return meeting;
}

/// The pressure [Pa] at which as much leaves as comes: Newton's method in a bracket; the excess falls as the pressure
/// rises.
template <class Excess>
RISER_HD inline Real meeting_pressure(const Excess& meeting, Real start, Real low, Real high) {
  Real p = clamp(start, low, high);
  for (int step = 0; step < 60; ++step) {
    const BranchFlows m = meeting(p);
    const Real excess = m.excess();
    if (excess == 0) break;
    (excess > 0 ? low : high) = p;
    Real next = p + excess / max(m.slope, 1e-300);
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    const Real change = math::abs(next - p);
    p = next;
    if (change <= 1e-14 * (math::abs(p) + 1e5)) break;
  }
  return p;
}

/// The bracket: the pressures that arrive, those beyond the branches, and the lumps between.
template <int N>
RISER_HD inline void branch_bracket(const RiserView<N>& r, const BranchSides& sides, int f, Real time, Real h,
                                    Real& low, Real& high) {
  low = min(sides.below.drive - sides.below.threshold, -sides.above.drive - sides.above.threshold);
  high = max(sides.below.drive + sides.below.threshold, -sides.above.drive + sides.above.threshold);
  for (int k = 0; k < r.branches; ++k) {
    if (r.branch[k].face != f) continue;
    const Real beyond = branch_law(r, k, time, h).beyond;
    low = min(low, beyond), high = max(high, beyond);
  }
  const Real room = 1 + 1e-9 * (math::abs(low) + math::abs(high));
  low -= room, high += room;
}

/// Takes the branches' flows at a pressure; fills vessels. Returns what the cells below the face give [m3/s].
template <int N>
RISER_HD inline Real take_branches(const RiserView<N>& r, int f, Real pressure, Real time, Real h) {
  Real from_below = 0;
  for (int k = 0; k < r.branches; ++k) {
    if (r.branch[k].face != f) continue;
    const Real flow = branch_law(r, k, time, h).at(pressure).flow;
    if (r.branch[k].vessel) r.clock->gas_volume[k] = max(r.clock->gas_volume[k] - h * flow, 1e-9);
    r.clock->branch_flow[k] += flow;
    from_below += r.branch[k].cell < f ? flow : 0;
  }
  return from_below;
}

/// The cavity of a junction with branches, after its flows are known at the liquid's pressure p.
RISER_HD inline void advance_meeting(const WaveWork& w, int f, Real gas, Real p, Junction& j) {
  const Real liquid = p - w.vapour_pressure;
  if (!(j.cavity_below > 0)) j.cavity_below = first_volume(gas, p, w.vapour_pressure);
  const Real excess = gas_excess(j.cavity_below, liquid, w.step * (w.admittance[f - 1] + w.admittance[f]), gas);
  j.cavity_below = gas / excess;
  j.flow_below -= (excess - liquid) * w.admittance[f - 1];
  j.flow_above += (excess - liquid) * w.admittance[f];
  w.largest_cavity[f] = max(w.largest_cavity[f], is_open(j.cavity_below, gas) ? j.cavity_below : 0);
}

/// The junction at face f with its branches. A cavity there holds its pressure for the branches while it is open.
template <int N>
RISER_HD inline Real advance_branches(const RiserView<N>& r, const WaveWork& w, int f, Real time, bool gas,
                                      Junction& j) {
  int first = 0;
  while (r.branch[first].face != f) ++first;
  const BranchSides sides = branch_sides(r, w, f, r.branch[first], j);
  Real low, high;
  branch_bracket(r, sides, f, time, w.step, low, high);
  const Real contents = half_gas(r, f - 1) + half_gas(r, f),
             cavity = w.vapour_pressure + (j.cavity_below > 0 ? contents / j.cavity_below : 0);
  const bool open = gas && is_open(j.cavity_below, contents);
  const BranchFlows held = open ? meeting_at(r, sides, f, cavity, time, w.step) : BranchFlows{};
  const Real p = meeting_pressure(
      [&](Real at) {
        BranchFlows m = meeting_at(r, sides, f, at, time, w.step);
        if (open) m.aside = held.aside;
        return m;
      },
      0.5 * (j.pressure_below + j.pressure_above), low, high);
  const BranchFlows met = meeting_at(r, sides, f, p, time, w.step);
  j.flow_below = (1 - w.stratification[f]) * met.below, j.flow_above = (1 + w.stratification[f]) * met.above;
  const Real taken = take_branches(r, f, open ? cavity : p, time, w.step);
  if (gas) advance_meeting(w, f, contents, p, j);
  j.pressure_below = w.line_up[f - 1] - w.impedance[f - 1] * j.flow_below;
  j.pressure_above = w.line_down[f] + w.impedance[f] * j.flow_above;
  return met.below - taken;
}
}  // namespace riser
