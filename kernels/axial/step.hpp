#pragma once
#include "kernels/axial/balance.hpp"
#include "kernels/axial/bed.hpp"
#include "kernels/axial/column_step.hpp"
#include "kernels/axial/double_pipe.hpp"
#include "kernels/axial/elastic.hpp"
#include "kernels/axial/sweep.hpp"

// One step of one riser as a team program: properties, momentum, transport, pressure, envelopes.
namespace riser {

/// Head [m] of a pump's suction over vapour pressure, in the slurry there.
template <int N>
RISER_HD inline Real suction_head(const RiserView<N>& r, int p) {
  const int f = r.pump[p].face;
  const Real pressure = f > 0 ? r.pressure[f - 1] : r.clock->inlet_pressure;
  return (pressure - r.vapour_pressure_of_pumps) / (density_at_pump(r, p) * gravity);
}

/// Lowest and highest of what cell i has met.
template <int N>
RISER_HD inline void widen_envelopes(const RiserView<N>& r, int i, Real lowest, Real pressure) {
  r.lowest_pressure[i] = min(lowest, r.lowest_pressure[i]);
  r.maximum_pressure[i] = max(pressure, r.maximum_pressure[i]);
  r.maximum_concentration[i] = max(coarse_fraction(r, i), r.maximum_concentration[i]);
}

/// Accounts at the end of the step.
template <int N, class Team>
RISER_HD void close_step(const Team& team, const RiserView<N>& r) {
  team.single([&] {
    Clock& c = *r.clock;
    for (int k = 0; k < N; ++k) {
      c.mass_in[k] += c.step * c.inflow[k];
      c.mass_out[k] += c.step * c.outflow[k];
      c.mass_dumped[k] += c.step * c.dumped[k];
    }
    for (int p = 0; p < r.pumps; ++p) c.suction_head[p] = min(c.suction_head[p], suction_head(r, p));
    Real power = 0;
    for (int p = 0; p < r.pumps; ++p) power += c.pump_power[p];
    c.energy += c.step * power;
    const Real at_inlet = r.inlet == EndKind::pressure ? c.inlet_pressure : r.pressure[0];
    c.work += c.step * max(at_inlet - r.sea_at_inlet, 0.0) * max(c.flow, 0.0);
    c.steps += 1;
  });
}

/// Fractions below zero or above one by more than this are not rounding [-].
inline constexpr Real sound_fraction = 1e-9;
/// Mass that came or went by itself, over the largest of what came, went or is there [-]: above it is not rounding. So little as a part
/// `trace` of the pipe is no measure.
inline constexpr Real sound_balance = 1e-6, trace = 1e-3;

/// How far cell i lies outside what fractions can be [-].
template <int N>
RISER_HD inline Real unsoundness(const RiserView<N>& r, int i) {
  Real total = 0, lowest = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) total += r.phi[k][i], lowest = min(lowest, r.phi[k][i]);
  return max(-lowest, total - 1);
}

/// What class k's grains in the pipe, `stored` [m3], lack of what came less what went, over the largest of them; `pipe` [m3].
RISER_HD inline Real imbalance(const Clock& c, int k, Real stored, Real pipe) {
  const Real in = c.mass_in[k], out = c.mass_out[k] + c.mass_dumped[k], start = c.volume_at_start[k];
  return math::abs(stored - start - (in - out)) / max(max(max(math::abs(in), math::abs(out)), max(start, stored)), trace * pipe);
}

/// Grains [m3] of each class in the pipe, its volume [m3], and the worst unsoundness of any cell: N + 2 values.
template <int N, class Team>
RISER_HD void weigh(const Team& team, const RiserView<N>& r, Real* found) {
  team_survey<N + 1, N + 2>(team, r.n, r.lanes, [&r](int i, Real* value) {
    RISER_UNROLL
    for (int k = 0; k < N; ++k) value[k] = r.phi[k][i] * r.volume[i];
    value[N] = r.volume[i];
    value[N + 1] = unsoundness(r, i);
  }, found);
}

/// Looks whether fractions are fractions and mass stays, once a chunk of steps; marks the first bad cell.
template <int N, class Team>
RISER_HD void inspect(const Team& team, const RiserView<N>& r) {
  Real found[N + 2];
  weigh(team, r, found);
  team.single([&] {
    Clock& c = *r.clock;
    if (c.smallest_bad > 0) return;
    if (found[N + 1] > sound_fraction) {
      int i = 0;
      while (i < r.n - 1 && !(unsoundness(r, i) > sound_fraction)) ++i;
      c.smallest_bad = static_cast<Real>(r.n - i);
    }
    for (int k = 0; k < N; ++k)
      if (imbalance(c, k, found[k], found[N]) > sound_balance) c.smallest_bad = max(c.smallest_bad, 1.0);
  });
}

/// Before the first step: properties and the pressure that balances the initial state. Density needs pressure: a pass gains
/// two digits.
template <int N, class Team>
RISER_HD void begin_run(const Team& team, const RiserView<N>& r) {
  choose_setting(team, r);
  for (int pass = 0; pass < 8; ++pass) {
    update_properties(team, r, reference_flow(r, r.clock->flow));
    team.single([&] { r.clock->moving_friction = r.clock->resistance, close_balance(r); });
    update_pressure(team, r, [](int, Real) {});
  }
  if (r.clock->elastic) start_waves(team, r);
  team.single([&] {
    start_branches(r);
  });
  Real found[N + 2];
  weigh(team, r, found);
  team.single([&] {
    for (int k = 0; k < N; ++k) r.clock->volume_at_start[k] = found[k];
  });
}

template <int N>
RISER_HD inline bool within_window(const RiserView<N>& r, Real time) {
  bool within = false;
  for (int i = 0; i < r.windows; ++i) within |= time >= r.window_start[i] && time < r.window_end[i];
  return within;
}

/// Turns the waves on or off, before each step; the host stops at the windows' ends. Off: the column goes on with the flow that has its
/// momentum; an open cavity keeps the waves on.
template <int N, class Team>
RISER_HD void choose_setting(const Team& team, const RiserView<N>& r) {
  const bool before = r.clock->elastic, asked = within_window(r, r.clock->time);
  const Real torn = before && !asked ? open_cavities(team, r) : 0;
  const bool now = asked || torn > 0;
  team.barrier();
  if (before == now) return;
  if (now) {
    start_waves(team, r);
  } else {
    Real found[2];
    team_survey<2, 2>(team, r.n, r.lanes, [&r](int i, Real* value) {
      value[0] = r.density[i] * r.length[i] * r.inverse_area[i];
      value[1] = value[0] * 0.5 * (r.flow[i] + r.flow[i + 1]);
    }, found);
    team.single([&] { r.clock->flow = found[1] / found[0], r.clock->previous_step = 0, r.clock->column_part = 0; });
    team.for_each(r.n + 1, [&](int f) { r.flow[f] = r.clock->flow; });
  }
  team.single([&] { r.clock->elastic = now; });
}

RISER_HD inline bool must_go_on(const Clock& c, Real target) { return c.time < target && c.smallest_bad == 0; }

/// Advances to exactly `target` in at most `most` steps, to the same bits however the way is cut into chunks. The host looks again when it
/// returns.
template <int N, class Team>
RISER_HD void advance_chunk(const Team& team, const RiserView<N>& r, Real target, int most) {
  for (int left = most; left > 0 && must_go_on(*r.clock, target); --left) {
    if (r.windows > 0) choose_setting(team, r);
    update_properties(team, r, reference_flow(r, r.clock->flow));
    update_bed(team, r);
    if (r.clock->elastic) {
      const Real rate = wave_rate(team, r);
      team.single([&] { r.clock->wave_rate = rate; });
    }
    team.single([&] { open_step(r, target, r.clock->elastic ? r.clock->wave_rate / most_substeps : 0); });
    if (r.clock->elastic) advance_waves(team, r);
    else advance_column(team, r);
    const bool limbs = r.double_pipe && r.heat;
    if (limbs) exchange_between_limbs(team, r, 0.5 * r.clock->step);
    advance_transport(team, r);
    if (limbs) exchange_between_limbs(team, r, 0.5 * r.clock->step);
    team.single([&] {
      Clock& c = *r.clock;
      c.time = r.column->end;
      c.flow = r.clock->elastic ? r.flow[r.reference_cell] : c.flow_next;
      if (c.elastic) close_waves(r);
      else update_machines(r);
    });
    if (r.clock->elastic) {
      team.for_each(r.n, [&r](int i) { widen_envelopes(r, i, r.pressure[i], r.pressure[i]); });
    } else {
      team.for_each(r.n + 1, [&](int f) { r.flow[f] = r.clock->flow; });
      update_pressure(team, r, [&r](int i, Real p) { widen_envelopes(r, i, p, p); });
    }
    age_gel(team, r);
    close_step(team, r);
  }
  update_properties(team, r, reference_flow(r, r.clock->flow));  // so that a snapshot's shear is of its state, and no bad last step goes unnoticed
  inspect(team, r);
}
}  // namespace riser
