#pragma once
#include <string>
#include <vector>

#include "solver/scenario.hpp"
#include "solver/snapshot.hpp"

namespace riser {

/// What a run met that its totals do not hold.
struct Met {
  double carrier = 0;                      // [-] largest fraction of the carrier class
  double largest_flow = 0, last_flow = 0;  // [m3/s] in any place, either way; at the end
};

/// What a run met outside the tested range of a closure in force: one line each, with closure, range, value, where, and what
/// to do.
std::vector<std::string> out_of_range(const Scenario& scenario, const Geometry& geometry, const Totals& totals, const Met& met);

/// What a case takes for granted about its machines, known before a run: one line each, with the remedy.
std::vector<std::string> assumed(const Scenario& scenario);
}  // namespace riser
