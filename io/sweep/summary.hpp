#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "solver/studies.hpp"

namespace riser {

/// One outcome over all members of a sweep, in their order; not-a-number where a member has none.
struct OutcomeColumn {
  std::string name, units, long_name;
  std::vector<double> values;
};

/// Percentiles, the probabilities of a plug and of a cavity, and Sobol's indices where the sweep sampled for them. `done`: members that
/// ran to their end; `whole`: all members of the plan are here.
nlohmann::ordered_json summarise_sweep(const Sweep& sweep, const std::vector<OutcomeColumn>& outcomes, const std::vector<bool>& done, bool whole);
/// What people read at the end of a sampled sweep.
std::string human_sweep(const nlohmann::ordered_json& summary);
}  // namespace riser
