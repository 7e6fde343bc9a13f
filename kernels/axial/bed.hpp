#pragma once
#include "kernels/axial/momentum.hpp"

// A packed bed and an aged gel: what holds the column at rest and has to be broken before it moves.
namespace riser {

/// Share of the maximum packing from which grains begin to bear on each other.
inline constexpr Real bearing_share = 0.95;

/// Coulomb friction of the grains on the wall [Pa/m]: stress of a bed in a pipe saturates (Janssen 1895) at
/// D (submerged weight)/(4 mu K), where the wall carries just that weight. The threshold is wall_support times it: 1 for a bed
/// through which the liquid seeps, more for one pushed as a whole (the user's coefficient). 0 below 95 % of the packing.
template <int N>
RISER_HD inline Real bed_threshold(const RiserView<N>& r, int i) {
  Real coarse = 0, excess = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) coarse += r.slip.coarse[k] * r.phi[k][i], excess += r.slip.excess_density[k] * r.phi[k][i];
  const Real share = coarse / r.slip.maximum_packing;
  return r.wall_support * math::smooth_step((share - bearing_share) / (1 - bearing_share)) * max(excess, 0) * gravity * math::abs(r.cosine[i]);
}

/// Fills the bed's threshold where something is packed, and sums it over the column.
template <int N, class Team>
RISER_HD void update_bed(const Team& team, const RiserView<N>& r) {
  const bool packed = r.clock->largest_coarse > bearing_share * r.slip.maximum_packing, before = r.clock->bed_resistance > 0;
  team.barrier();
  if (!packed && !before) return;
  Real found[1];
  team.for_each(r.n, [&r](int i) { r.bed[i] = bed_threshold(r, i); });
  team_survey<1, 1>(team, r.n, r.lanes, [&r](int i, Real* value) { value[0] = r.bed[i] * r.length[i]; }, found);
  team.single([&] { r.clock->bed_resistance = found[0]; });
}

/// Structure of a gel, 0 fresh to 1 aged: dS/dt = (1 - S)/T - S (shear rate)/strain, exact over a step of steady flow; the yield stress is
/// multiplied by 1 + growth S. Source: the simplest of the kinetic laws of Moore 1959, Trans. Br. Ceram. Soc. 58 470.
template <int N, class Team>
RISER_HD void age_gel(const Team& team, const RiserView<N>& r) {
  if (!(r.ageing_growth > 0)) return;
  const Real dt = r.clock->step, own = r.clock->elastic ? 1 : 0;
  team.for_each(r.n, [&r, dt, own](int i) {
    const Real flow = own * 0.5 * (r.flow[i] + r.flow[i + 1]) + (1 - own) * r.clock->flow;
    const Real rate = 8 * math::abs(flow) * r.inverse_area[i] * r.inverse_bore[i];
    const Real pace = 1 / r.ageing_time + rate / r.ageing_strain, balance = 1 / (r.ageing_time * pace);
    r.structure[i] = balance + (r.structure[i] - balance) * math::exp(-dt * pace);
  });
}
}  // namespace riser
