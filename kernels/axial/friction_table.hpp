#pragma once
#include <cstdint>

#include "kernels/portable.hpp"

// Wall friction of a Newtonian carrier without logarithms in the step: u*/V = sqrt(f/8) over Re, a cubic in each of 128 bins
// an octave, so that the bin is read off the exponent's bits. tau_w = rho u*^2.
namespace riser {
inline constexpr int friction_bins_per_octave = 128;
inline constexpr int friction_first_octave = -20, friction_last_octave = 30;  // Re 1e-6 to 1.07e9; held outside
inline constexpr int friction_bins = (friction_last_octave - friction_first_octave) * friction_bins_per_octave;
inline constexpr int friction_row_size = 4 * friction_bins;  // a relative roughness: four planes of coefficients

/// Friction velocity over velocity, sqrt(f/8) [-], from one row of the table; Re >= 0. The test bounds its error by 1e-6.
RISER_HD inline Real relative_friction_velocity(const Real* table, int row, Real reynolds) {
  constexpr int shift = 52 - 7;  // 128 bins an octave
  constexpr std::uint64_t first = static_cast<std::uint64_t>(1023 + friction_first_octave) << 7, one = 0x3ff0000000000000u;
  constexpr Real lowest = 1.0 / 1048576, highest = 1073741823.0;
  const auto bits = __builtin_bit_cast(std::uint64_t, clamp(reynolds, lowest, highest));
  const int at = row + static_cast<int>((bits >> shift) - first);
  const Real t = __builtin_bit_cast(Real, ((bits << 7) & 0x000fffffffffffffu) | one) - 1;  // place in the bin, 0..1
  const Real *second = table + friction_bins, *third = second + friction_bins, *fourth = third + friction_bins;
  return table[at] + t * (second[at] + t * (third[at] + t * fourth[at]));
}
}  // namespace riser
