#pragma once
#include <cstdint>

#include "kernels/portable.hpp"

// Wall friction of a Newtonian carrier without logarithms in the step: u*/V = sqrt(f/8) over Re, a polynomial in each of 16 bins
// an octave, so that the bin is read off the exponent's bits. tau_w = rho u*^2. Octaves begin at Re 2000 times powers of two, in an
// annulus by its shape: the laws that blend laminar and turbulent flow from 2000 to 4000 bend only where bins meet.
namespace riser {
inline constexpr int friction_bins_per_octave = 16, friction_terms = 7;
inline constexpr int friction_bin_size = 8;  // values a bin takes in a row: a cache line
inline constexpr int friction_first_octave = -20, friction_last_octave = 30;  // Re 1e-6 to 1.05e9; held outside
inline constexpr int friction_bins = (friction_last_octave - friction_first_octave) * friction_bins_per_octave;
inline constexpr int friction_row_size = friction_bin_size * (1 + friction_bins);  // of a relative roughness; its first value: the scale
inline constexpr Real friction_octave_scale = 2048.0 / 2000;  // of a round pipe's Reynolds numbers

inline constexpr int friction_bits_of_bin = 4, friction_shift = 52 - friction_bits_of_bin;
inline constexpr std::uint64_t friction_first_bin = static_cast<std::uint64_t>(1023 + friction_first_octave) << friction_bits_of_bin;

/// Factor on the Reynolds number of a row's pipe [-], 1 where it is round.
RISER_HD inline Real friction_shape(const Real* table, int row) { return table[row] * (1 / friction_octave_scale); }

/// Where a Reynolds number times the scale lies: number of the bin, from 0, and 0..1 within it.
struct FrictionPlace {
  int bin;
  Real t;
};
RISER_HD inline FrictionPlace friction_place(Real scaled) {
  constexpr std::uint64_t one = 0x3ff0000000000000u;
  constexpr Real lowest = 1.0 / 1048576, highest = 1073741823.0;
  const auto bits = __builtin_bit_cast(std::uint64_t, clamp(scaled, lowest, highest));
  const int bin = static_cast<int>((bits >> friction_shift) - friction_first_bin);
  return {bin, __builtin_bit_cast(Real, ((bits << friction_bits_of_bin) & 0x000fffffffffffffu) | one) - 1};
}

/// Where bin `bin` begins, in Reynolds numbers times the scale.
RISER_HD inline Real friction_bin_start(int bin) {
  return __builtin_bit_cast(Real, (friction_first_bin + static_cast<std::uint64_t>(bin)) << friction_shift);
}

/// A bin's polynomial c[0] + c[1] t + ..., by Estrin's scheme.
RISER_HD inline Real friction_polynomial(const Real* c, Real t) {
  const Real t2 = t * t, low = (c[0] + c[1] * t) + (c[2] + c[3] * t) * t2, high = (c[4] + c[5] * t) + c[6] * t2;
  return low + high * (t2 * t2);
}

/// Friction velocity over velocity, sqrt(f/8) [-], from one row of the table; Re >= 0. The test bounds its error by 1e-6.
RISER_HD inline Real relative_friction_velocity(const Real* table, int row, Real reynolds) {
  const FrictionPlace place = friction_place(reynolds * table[row]);
  return friction_polynomial(table + row + friction_bin_size * (1 + place.bin), place.t);
}

/// The same for Reynolds numbers of one bin of a row, whose coefficients then stay in registers: the same bits.
struct FrictionBin {
  Real scale, per_width, start;  // 1/width, a power of two, and where it begins in widths: the place is exact
  Real coefficient[friction_terms];
  RISER_HD FrictionBin(const Real* row, int bin) : scale(row[0]), per_width(1 / (friction_bin_start(bin + 1) - friction_bin_start(bin))), start(friction_bin_start(bin) * per_width) {
    for (int j = 0; j < friction_terms; ++j) coefficient[j] = row[friction_bin_size * (1 + bin) + j];
  }
  RISER_HD Real place(Real reynolds) const { return reynolds * scale * per_width - start; }  // 0 to 1 within
  RISER_HD Real at(Real place) const { return friction_polynomial(coefficient, place); }
};
}  // namespace riser
