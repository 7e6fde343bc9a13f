#pragma once
#include <vector>

#include "kernels/axial/section_table.hpp"
#include "solver/arena.hpp"
#include "solver/section_tables.hpp"

// What a SectionTable says between its points and beyond them, and its nodes for the step.
namespace riser {

/// How a table goes on beyond its velocities. Both are continuous at the ends.
/// friction:   below, a straight line in V from the yield stress at rest (0 without one): laminar flow without a yield stress is linear
///             there, and a yield stress is what rest holds against; above, constant u*/V, as rough or fully turbulent flow has nearly.
/// dispersion: below and above in proportion to V, as where u*/V hardly changes.
enum class Beyond { friction, dispersion };

/// The value at a velocity >= 0 [m/s] in row `row`: a monotone cubic of ln(value) over ln(V), exact in the table's points.
/// Source: Fritsch & Butland 1984, SIAM J. Sci. Stat. Comput. 5, 300 (the slopes).
double section_table_value(const SectionTable& table, std::size_t row, double velocity, Beyond beyond);

/// The table's nodes in the riser's memory. Throws std::invalid_argument beyond max_section_rows.
SectionTableView place_section_table(const SectionTable& table, Beyond beyond, Arena& arena);
/// Room it takes in an arena [Reals].
std::size_t section_table_size(const SectionTable& table);
}  // namespace riser
