#pragma once
#include "kernels/math.hpp"

// Heat between the liquid of a cell, its wall and the sea in one stage of the transport step, for any film, any wall and any step.
namespace riser {

/// Up to this part of a difference that a step takes away, dt times the fastest rate [-], exchange is explicit: then no stage overshoots at
/// Courant numbers up to 0.8.
inline constexpr Real stiff_exchange = 0.2;

/// Exchange over a step: dt h/C_liquid, dt h/C_wall, dt U/C_wall [-] with h, U [W/m/K], C [J/m/K]. As a matrix,
/// X = ((film, -film), (-at_wall, at_wall + sea)).
struct WallExchange {
  Real film, at_wall, sea;
};

/// Temperatures, or their changes, of liquid and wall [K].
struct LiquidAndWall {
  Real liquid, wall;
};

/// (1 + X)^-1 times the rates over the step: implicit Euler. The new temperatures are means of the liquid's after transport alone, of the wall's and of the sea's.
RISER_HD inline LiquidAndWall implicit_change(const WallExchange& x, const LiquidAndWall& rate) {
  const Real wall = 1 + x.at_wall + x.sea, pivot = 1 / (wall + x.film * (1 + x.sea));
  return {(wall * rate.liquid + x.film * rate.wall) * pivot, (x.at_wall * rate.liquid + (1 + x.film) * rate.wall) * pivot};
}

/// p(X) times the rates over the step, p(x) = 1 - q(x), q = c x^4/(1 + c x^3 + c x^4), c = 4/27. Slow modes go by the explicit stage, with an error of
/// order x^4; of the fast ones x p(x) <= 1 is left, so that they decay in every stage. Where the rates vanish nothing changes: steady states are those
/// of the equations. Heat is kept, as X and p(X) have the same left null vector. By the eigenvalues of X, fast and slow, and a divided difference
/// of q without cancellation.
RISER_HD inline LiquidAndWall filtered_change(const WallExchange& x, const LiquidAndWall& rate) {
  constexpr Real c = 4.0 / 27;
  const Real outer = x.at_wall + x.sea, half = 0.5 * (x.film + outer), gap = 0.5 * (x.film - outer);
  const Real fast = half + math::sqrt(gap * gap + x.film * x.at_wall), slow = x.film * x.sea / max(fast, 1e-100);
  const Real fast3 = c * cube(fast), slow3 = c * cube(slow);
  const Real of_slow = 1 + slow3 * (1 + slow), both = 1 / (of_slow * (1 + fast3 * (1 + fast)));
  const Real slope = (c * (fast + slow) * (fast * fast + slow * slow) + fast3 * slow3) * both;
  const Real own = 1 - (slow3 * slow / of_slow - slope * slow);
  return {own * rate.liquid - slope * x.film * (rate.liquid - rate.wall), own * rate.wall - slope * (outer * rate.wall - x.at_wall * rate.liquid)};
}

/// The largest part of `gap` that leaves `value` + part within low..high [-]; value lies within.
RISER_HD inline Real part_within(Real value, Real gap, Real low, Real high) {
  const Real room = max(gap > 0 ? high - value : value - low, 0.0);
  return min(1.0, room / max(math::abs(gap), 1e-300));
}
}  // namespace riser
