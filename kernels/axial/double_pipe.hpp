#pragma once
#include "kernels/axial/cells.hpp"
#include "kernels/math.hpp"

// A pipe within a pipe: one line, down the annulus and up the inner pipe, whose two limbs exchange heat.
namespace riser {

/// (1 - exp(-x))/x, x >= 0, and the divided difference of it between two of these.
RISER_HD inline Real mean_decay(Real x) { return x < 1e-5 ? 1 - 0.5 * x : (1 - math::exp(-x)) / x; }
RISER_HD inline Real mean_decay_slope(Real slow, Real fast) {
  const Real gap = fast - slow, x = 0.5 * (fast + slow);
  if (gap > 1e-4 * (1 + fast)) return (mean_decay(fast) - mean_decay(slow)) / gap;
  return x < 1e-2 ? -0.5 + x * (1.0 / 3 - x * (0.125 - x / 30)) : (math::exp(-x) * (1 + x) - 1) / (x * x);
}

/// Liquid of the inner pipe, its wall, liquid of the annulus beside it [K].
struct LimbTemperatures {
  Real inner, wall, outer;
};

/// Three stores in a chain, 1/C [m K/J] each, over a time, by what passes between them in it, `film` and `between` [J/m/K].
struct LimbChain {
  Real inner, wall, outer, film, between;
  /// Minus the changes that the present differences ask for.
  RISER_HD LimbTemperatures rates(const LimbTemperatures& t) const {
    const Real in = film * (t.inner - t.wall), out = between * (t.wall - t.outer);  // [J/m]
    return {inner * in, wall * (out - in), -outer * out};
  }
  /// The exact solution, a polynomial in the chain's matrix with eigenvalues 0, slow and fast, by Newton's divided differences of exp(-x). Heat is kept.
  RISER_HD LimbTemperatures after(const LimbTemperatures& t) const {
    const Real half = 0.5 * (film * (inner + wall) + between * (wall + outer));
    const Real product = film * between * (inner * wall + inner * outer + wall * outer);
    const Real fast = half + math::sqrt(max(half * half - product, 0.0)), slow = product / max(fast, 1e-100);
    const Real first = mean_decay(slow), second = mean_decay_slope(slow, fast);
    const LimbTemperatures once = rates(t), twice = rates(once);
    return {t.inner - first * once.inner - second * (twice.inner - slow * once.inner), t.wall - first * once.wall - second * (twice.wall - slow * once.wall),
            t.outer - first * once.outer - second * (twice.outer - slow * once.outer)};
  }
};

/// Heat from the inner pipe to the water in the annulus beside it over `dt`, exact for the pair alone. Half before and half after the transport (Strang
/// 1968, SIAM J. Numer. Anal. 5, 506): second order in the step. The pair is the inner wall and the annulus' water, C [J/m/K] each, that forget their
/// difference as exp(-u (1/C_wall + 1/C_water) dt), u [W/m/K] between them; where the exchange is stiff, the inner pipe's water takes part as well.
template <int N, class Team>
RISER_HD void exchange_between_limbs(const Team& team, const RiserView<N>& r, Real dt) {
  const bool stiff = exchange_is_stiff(r);
  team.for_each(r.n, [&r, dt, stiff](int i) {
    const int j = r.partner[i];
    if (j < 0) return;
    const LimbChain chain{r.inverse_capacity[i], r.inverse_wall_capacity[i], r.inverse_capacity[j], stiff ? r.transfer[i] * dt : 0, r.partner_transfer[i] * dt};
    const LimbTemperatures next = chain.after({r.temperature[i], r.wall_temperature[i], r.temperature[j]});
    r.temperature[i] = next.inner, r.wall_temperature[i] = next.wall, r.temperature[j] = next.outer;
  });
}
}  // namespace riser
