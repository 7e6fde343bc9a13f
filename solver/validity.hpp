#pragma once
#include <string>
#include <vector>

#include "solver/scenario.hpp"
#include "solver/snapshot.hpp"

namespace riser {

/// What a run met outside the tested range of a closure in force: one line each, with closure, range, value, where, and what
/// to do. `largest_carrier`: the largest fraction of the carrier class met [-].
std::vector<std::string> out_of_range(const Scenario& scenario, const Geometry& geometry, const Totals& totals, double largest_carrier);
}  // namespace riser
