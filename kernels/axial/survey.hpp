#pragma once
#include "kernels/axial/view.hpp"
#include "kernels/math.hpp"
#include "kernels/team.hpp"

// Sums and largest values of a column: what the momentum balance and the time step need, and whether the state is sound.
namespace riser {

/// Fraction of the slipping classes in cell i.
template <int N>
RISER_HD inline Real coarse_fraction(const RiserView<N>& r, int i) {
  Real total = 0;
  RISER_UNROLL
  for (int k = 0; k < N; ++k) total += r.slip.coarse[k] * r.phi[k][i];
  return total;
}

/// 0, or not-a-number where the state of cell i is one.
template <int N>
RISER_HD inline Real soundness(const RiserView<N>& r, int i) {
  Real sum = r.temperature[i] + r.pressure[i];
  RISER_UNROLL
  for (int k = 0; k < N; ++k) sum += r.phi[k][i];
  return 0 * sum;
}

/// Looks up the first cell that is not a number, or packed; rare.
template <int N>
RISER_HD inline void find_trouble(const RiserView<N>& r, bool bad, bool packed) {
  Clock& c = *r.clock;
  for (int i = 0; i < r.n; ++i) {
    if (bad && c.smallest_bad == 0 && !(soundness(r, i) == 0)) c.smallest_bad = static_cast<Real>(r.n - i);
    if (!packed || c.plug_time >= 0 || coarse_fraction(r, i) < 0.999 * r.slip.maximum_packing) continue;
    c.plug_time = c.time;
    c.plug_position = r.position[i];
  }
  if (bad && c.smallest_bad == 0) c.smallest_bad = static_cast<Real>(r.n);  // a sound state that gives no friction
}

/// Fastest rate [1/s] at which liquid and wall of cell i near each other, the sea and the annulus around them; no more than this sum.
template <int N>
RISER_HD inline Real exchange_rate(const RiserView<N>& r, int i) {
  const Real outer = r.outer_transfer[i] + r.partner_transfer[i];
  return r.transfer[i] * (r.inverse_capacity[i] + r.inverse_wall_capacity[i]) + outer * r.inverse_wall_capacity[i];
}

/// What one cell adds to the survey of the column: inertia [kg/m4], weight, friction [Pa] and soundness; largest dispersion
/// [m2/s], coarse fraction, temperature, and fraction of each class.
template <int N>
RISER_HD inline void survey_cell(const RiserView<N>& r, int i, Real* value) {
  const Real length = r.length[i], density = r.density[i];
  value[0] = density * length * r.inverse_area[i];
  value[1] = density * gravity * r.cosine[i] * length;
  value[2] = r.friction[i] * length + soundness(r, i);
  value[3] = r.dispersion[i];
  value[4] = coarse_fraction(r, i);
  value[5] = math::abs(r.temperature[i]);
  RISER_UNROLL
  for (int k = 0; k < N; ++k) value[6 + k] = r.phi[k][i];
}

/// Sums and largest values of the column into the clock, after before(begin, end) of each stretch; notices a state that is not a number,
/// and a plug. Heat: how fast the walls exchange it as well.
template <bool Heat, int N, class Team, class Before>
RISER_HD void survey_column(const Team& team, const RiserView<N>& r, const Before& before) {
  constexpr int fields = Heat ? 7 + N : 6 + N;
  Real found[fields];
  team_survey<3, fields>(team, r.n, r.lanes, [&r](int i, Real* value) {
    survey_cell(r, i, value);
    if constexpr (Heat) value[6 + N] = exchange_rate(r, i);
  }, found, before);
  team.single([&] {
    Clock& c = *r.clock;
    c.inertia = found[0], c.weight = found[1], c.resistance = found[2];
    c.largest_dispersion = found[3], c.largest_coarse = found[4], c.largest_temperature = found[5];
    for (int k = 0; k < N; ++k) c.largest[k] = found[6 + k];
    c.slip_bound = fastest_slip(r.slip, c.largest, c.largest_coarse);
    if constexpr (Heat) c.exchange_rate = found[6 + N];
    const bool bad = !(found[2] == found[2]), packed = c.plug_time < 0 && found[4] >= 0.999 * r.slip.maximum_packing;
    if (bad || packed) find_trouble(r, bad, packed);
  });
}

template <int N, class Team>
RISER_HD void survey_column(const Team& team, const RiserView<N>& r) {
  survey_column<true>(team, r, [](int, int) {});
}
}  // namespace riser
