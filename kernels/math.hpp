#pragma once
#include <cstdint>

#include "kernels/portable.hpp"

// Elementary functions that are plain arithmetic: the same bits of algorithm on a CPU and a GPU, no branch and no
// library call, so that a compiler turns a loop over them into vector code. Do not build with -ffast-math (the
// rounding by a large constant would be optimised away). GCC needs -fno-trapping-math to vectorise the clamps of exp; it
// changes no result.
namespace riser::math {
inline constexpr Real log_of_2_high = 6.93147180369123816490e-01;  // its product with an exponent is exact
inline constexpr Real log_of_2_low = 1.90821492927058770002e-10;
inline constexpr Real log_of_10 = 2.302585092994045684;

RISER_HD inline Real abs(Real x) { return __builtin_fabs(x); }

RISER_HD inline Real sqrt(Real x) { return __builtin_sqrt(x); }

/// magnitude of the first, sign of the second; 0 if the second is 0.
RISER_HD inline Real with_sign(Real magnitude, Real x) {
  return x > 0 ? magnitude : (x < 0 ? -magnitude : 0 * magnitude);
}

/// log(m) = f - f^2/2 + s (f^2/2 + R(s^2)), f = m - 1, s = f/(2 + f); m in [sqrt(1/2), sqrt(2)).
/// Source: the polynomial of FDLIBM e_log.c (Sun Microsystems 1993), error below 2^-58.
RISER_HD inline Real log_series_remainder(Real z) {
  Real r = 1.479819860511658591e-01;
  r = r * z + 1.531383769920937332e-01;
  r = r * z + 1.818357216161805012e-01;
  r = r * z + 2.222219843214978396e-01;
  r = r * z + 2.857142874366239149e-01;
  r = r * z + 3.999999999940941908e-01;
  r = r * z + 6.666666666666735130e-01;
  return r * z;
}

/// Natural logarithm, x in [1e-300, 1e300], relative error < 1e-15. 0 reads as 2^-1023; x < 0 and not-a-number give
/// not-a-number.
RISER_HD inline Real log(Real x) {
  constexpr std::uint64_t one = 0x3ff0000000000000u, root_half = 0x3fe6a09e667f3bcdu, two_to_52 = 0x4330000000000000u;
  const auto bits = __builtin_bit_cast(std::uint64_t, x);
  const std::uint64_t biased = (bits - root_half + one) >> 52;  // exponent + 1023
  const Real mantissa = __builtin_bit_cast(Real, bits - (biased << 52) + one);
  const Real exponent = __builtin_bit_cast(Real, two_to_52 | biased) - (4503599627370496.0 + 1023.0);
  const Real f = mantissa - 1, s = f / (2 + f), half_square = 0.5 * f * f;
  const Real tail = s * (half_square + log_series_remainder(s * s)) + exponent * log_of_2_low;
  const Real value = exponent * log_of_2_high - ((half_square - tail) - f);
  const std::uint64_t invalid = 0u - static_cast<std::uint64_t>(!(x >= 0));  // all ones are not-a-number; a mask, no branch
  return __builtin_bit_cast(Real, __builtin_bit_cast(std::uint64_t, value) | invalid);
}

/// (exp(r) - 1 - r)/r^2 by its Taylor series to r^13/13!, |r| <= log(2)/2: truncation below 5e-18.
RISER_HD inline Real exp_series_remainder(Real r) {
  Real p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  return p * r + 0.5;
}

/// Exponential, relative error < 1e-15; x is held inside [-708, 709], so the result never over- or underflows.
RISER_HD inline Real exp(Real x) {
  constexpr Real rounder = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer
  x = x < -708.0 ? -708.0 : x;
  x = x > 709.0 ? 709.0 : x;
  const Real shifted = x * 1.4426950408889634074 + rounder;
  const Real n = shifted - rounder;
  const Real r = (x - n * log_of_2_high) - n * log_of_2_low;
  const std::uint64_t scale = (__builtin_bit_cast(std::uint64_t, shifted) + 1023u) << 52;
  return (1 + (r + r * r * exp_series_remainder(r))) * __builtin_bit_cast(Real, scale);
}

/// x^y = exp(y log x), x >= 0; relative error about 1e-16 (1 + |y log x|). Held inside [exp(-708), exp(709)].
RISER_HD inline Real pow(Real x, Real y) { return exp(y * log(x)); }

RISER_HD inline Real log10(Real x) { return log(x) * (1.0 / log_of_10); }

RISER_HD constexpr Real power_4(Real x) { return square(square(x)); }
RISER_HD constexpr Real power_12(Real x) { return cube(power_4(x)); }
RISER_HD constexpr Real power_16(Real x) { return power_4(power_4(x)); }

/// 0 below 0, 1 above 1, 3 x^2 - 2 x^3 between: once differentiable.
RISER_HD constexpr Real smooth_step(Real x) {
  const Real t = clamp(x, 0, 1);
  return t * t * (3 - 2 * t);
}

/// Root of a function that changes sign once between low and high, by regula falsi with the Anderson-Bjorck weights:
/// never leaves the bracket; at_low: its value at low; always `steps` steps, so that it runs in vectors. Source: Anderson & Bjorck 1973.
template <int steps, class Function>
RISER_HD inline Real bracketed_root(const Function& function, Real low, Real at_low, Real high) {
  Real at_high = function(high);
  RISER_UNROLL_ON_HOST
  for (int step = 0; step < steps; ++step) {
    const Real rise = at_high - at_low, middle = high - at_high * (high - low) / (rise == 0 ? 1 : rise);
    const Real value = function(middle);
    const bool same_side = value * at_high > 0;  // as the newest point
    const Real weight = 1 - value / (at_high == 0 ? 1 : at_high);
    at_low = same_side ? at_low * (weight > 0 ? weight : 0.5) : at_high;
    low = same_side ? low : high;
    high = middle, at_high = value;
  }
  return abs(at_high) <= abs(at_low) ? high : low;
}
}  // namespace riser::math
