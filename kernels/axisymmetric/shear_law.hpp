#pragma once
#include "kernels/math.hpp"

// The flow curve read backwards: the shear rate that a stress causes. tau = tau_y + K rate^n gives rate = 0 below the yield stress and
// ((tau - tau_y)/K)^(1/n) above it, which stays finite and smooth where the viscosity has no bound.
namespace riser {

/// A flow curve at one place.
struct ShearLaw {
  Real yield_stress;  // [Pa]
  Real power;         // [-] 1/n
  Real scale;         // ln(K)/n
  Real time;          // [s] Papanastasiou's m of a regularised law
};

/// Shear rate and its slope over the stress.
struct Shear {
  Real rate, slope;  // [1/s], [1/Pa/s]
};

/// Sharp yield stress. Where n > 1 the true slope has no bound at the yield stress, and Newton would leap to and fro across it: the slope of
/// the chord from there is given instead, with which the iteration goes on by a factor of 1 - 1/n at least.
RISER_HD inline Shear sharp_shear(const ShearLaw& law, Real stress) {
  const Real excess = max(stress - law.yield_stress, 0.0);
  const Real per_stress = math::exp((law.power - 1) * math::log(max(excess, 1e-12)) - law.scale);
  return {excess * per_stress, excess > 0 ? max(law.power, 1.0) * per_stress : 0};
}

/// Papanastasiou's tau_y (1 - exp(-x)) + k x^n, x = m rate; linear below a hundredth, where it is so by then.
/// Source: Papanastasiou 1987, J. Rheol. 31 385.
struct RegularisedLaw {
  Real yield, index, log_k;  // [Pa], [-], ln of Pa
  struct Value {
    Real stress, slope, power_part;  // [Pa]
  };
  RISER_HD explicit RegularisedLaw(const ShearLaw& law)
      : yield(max(law.yield_stress, 1e-30)), index(1 / law.power), log_k((law.scale - math::log(law.time)) / law.power) {}
  RISER_HD Value at(Real x) const {
    constexpr Real linear = 0.01;
    const Real held = max(x, linear), part = math::exp(log_k + index * math::log(held)), rest = math::exp(-held);
    const Real stress = yield * (1 - rest) + part, slope = yield * rest + index * part / held, below = min(x / linear, 1.0);
    return {stress * below, x < linear ? stress / linear : slope, part};
  }
  /// One step of Newton's method towards the root of stress(x) = s: where the yield stress is most of it by the root of
  /// x + ln((tau_y - s + k x^n)/tau_y), else as it is. Both are concave: a step lands on the left, from there it goes on without turning.
  RISER_HD Real nearer(Real x, Real s) const {
    const Value now = at(x);
    const Real share = (yield - s + now.power_part) / yield, safe = max(share, 1e-9), held = max(x, 0.01);
    const Real by_rest = held - (held + math::log(safe)) / (1 + index * now.power_part / (yield * safe * held));
    const Real plain = x + (s - now.stress) / now.slope, mostly = now.power_part < 0.1 * yield ? share : 0;
    const Real plastic = x < 0.01 || index > 1 ? 0 : mostly;  // n > 1: convex far from rest, where plain steps converge
    return max(plastic > 1e-9 ? by_rest : plain, 0.1 * min(x, 0.01));
  }
};

/// The shear rate of a regularised law from a value `x` of m rate near it, which is bettered; `missing` [Pa]: what is left to do.
RISER_HD inline Shear regularised_shear(const ShearLaw& law, Real stress, Real& x, Real& missing) {
  const RegularisedLaw regularised(law);
  x = regularised.nearer(x, stress);
  const RegularisedLaw::Value now = regularised.at(x);
  missing = stress - now.stress;
  return {(x + missing / now.slope) / law.time, 1 / (now.slope * law.time)};
}
}  // namespace riser
