#pragma once
#include "kernels/axial/view.hpp"
#include "kernels/math.hpp"

// A pipe within a pipe: one line, down the annulus and up the inner pipe, whose two limbs exchange heat.
namespace riser {

/// Heat from the inner pipe's wall to the water in the annulus beside it over `dt`, exact for the pair alone. Half before and
/// half after the transport (Strang 1968, SIAM J. Numer. Anal. 5, 506): second order in the step. Both forget their difference as
/// exp(-u (1/C_wall + 1/C_water) dt), u [W/m/K] between them, C [J/m/K].
template <int N, class Team>
RISER_HD void exchange_between_limbs(const Team& team, const RiserView<N>& r, Real dt) {
  team.for_each(r.n, [&r, dt](int i) {
    const int j = r.partner[i];
    if (j < 0) return;
    const Real wall = r.inverse_wall_capacity[i], water = r.inverse_capacity[j], both = wall + water;
    const Real heat = (r.wall_temperature[i] - r.temperature[j]) * (1 - math::exp(-r.partner_transfer[i] * both * dt)) / both;  // [J/m]
    r.wall_temperature[i] -= heat * wall;
    r.temperature[j] += heat * water;
  });
}
}  // namespace riser
