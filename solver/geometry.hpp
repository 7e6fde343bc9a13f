#pragma once
#include "solver/grid.hpp"
#include "solver/snapshot.hpp"

namespace riser {

Geometry make_geometry(const Scenario& scenario, const Grid& grid);
/// Fills burst_limit and collapse_limit where the pipe has a strength.
void add_limits(const Geometry& geometry, Totals& totals);
}  // namespace riser
