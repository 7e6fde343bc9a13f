#pragma once
#include <cstdint>

#include "kernels/portable.hpp"

// Closures that a family of 2-D sections found (`riser tabulate`), looked up without branches: over the velocity in 128 equal bins an
// octave, so that the bin is read off the exponent's bits; over the concentration between the table's own rows. Linear in a bin and
// between rows. solver/section_table.cpp fills the nodes.
namespace riser {
inline constexpr int section_bins_per_octave = 128;
inline constexpr int section_first_octave = -20, section_last_octave = 7;  // 1e-6 to 128 m/s; held outside
inline constexpr int section_bins = (section_last_octave - section_first_octave) * section_bins_per_octave;
inline constexpr int section_row_size = section_bins + 8;  // nodes of one concentration, whole cache lines
inline constexpr int max_section_rows = 16;

/// Row j reaches from concentration[j] over 1/per_width[j] to the next one; per_width 0: no row beyond.
struct SectionTableView {
  int rows;           // at least 2 in use; 0 no table
  const Real* value;  // [Pa] or [m2/s], rows x section_row_size
  Real concentration[max_section_rows], per_width[max_section_rows];  // [-]
  Real first_yield_stress, yield_step[max_section_rows];              // [Pa] of the first row; gained to the next
};

/// What a table goes by [-]: the carrier's share of liquid and carrier (by_carrier 1), or without a carrier all grains (0).
RISER_HD inline Real section_concentration(Real by_carrier, Real carrier, Real coarse) {
  return by_carrier * carrier / (1 - coarse) + (1 - by_carrier) * coarse;
}

/// Place of a concentration among the rows, 0 .. rows - 1 [-].
RISER_HD inline Real section_row(const SectionTableView& table, Real concentration) {
  Real place = 0;
  RISER_UNROLL_ON_HOST
  for (int j = 0; j < max_section_rows; ++j) place += clamp((concentration - table.concentration[j]) * table.per_width[j], 0, 1);
  return place;
}

/// Yield stress [Pa] of what the sections carried.
RISER_HD inline Real section_yield_stress(const SectionTableView& table, Real concentration) {
  Real stress = table.first_yield_stress;
  RISER_UNROLL_ON_HOST
  for (int j = 0; j < max_section_rows; ++j) stress += table.yield_step[j] * clamp((concentration - table.concentration[j]) * table.per_width[j], 0, 1);
  return stress;
}

/// The speed [m/s] within what the nodes span.
RISER_HD inline Real section_speed(Real speed) {
  constexpr Real lowest = 1.0 / 1048576, highest = 127.9999999;
  return clamp(speed, lowest, highest);
}

/// The table's value at a speed that section_speed() has held, and a concentration.
RISER_HD inline Real section_value(const SectionTableView& table, Real speed, Real concentration) {
  constexpr int shift = 52 - 7;  // 128 bins an octave
  constexpr std::uint64_t first = static_cast<std::uint64_t>(1023 + section_first_octave) << 7, one = 0x3ff0000000000000u;
  const auto bits = __builtin_bit_cast(std::uint64_t, speed);
  const Real t = __builtin_bit_cast(Real, ((bits << 7) & 0x000fffffffffffffu) | one) - 1;  // place in the bin, 0..1
  const Real row = section_row(table, concentration);
  const int below = static_cast<int>(min(row, table.rows - 1.5));
  const Real share = row - below;
  const int at = below * section_row_size + static_cast<int>((bits >> shift) - first);
  const Real *next = table.value + 1, *upper_row = table.value + section_row_size, *upper_next = upper_row + 1;
  const Real lower = table.value[at] + t * (next[at] - table.value[at]);
  const Real upper = upper_row[at] + t * (upper_next[at] - upper_row[at]);
  return lower + share * (upper - lower);
}

/// Friction velocity over velocity [-] where the wall shear stress is the table's: sqrt(tau_w/rho)/V.
RISER_HD inline Real section_friction_ratio(const SectionTableView& table, Real density, Real speed, Real concentration) {
  const Real held = section_speed(speed);
  return __builtin_sqrt(section_value(table, held, concentration) / density) / held;
}
}  // namespace riser
