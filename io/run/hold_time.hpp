#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>

#include "solver/simulation.hpp"

namespace riser {

/// The case with its restart, and every event and window of waves after it, moved so that the pumps are off for `off` [s];
/// it ends hold_time.within after the restart.
Scenario with_pumps_off_for(const Scenario& scenario, double off);

/// Runs the study: each off-time of the case, then five bisections between the longest that went well and the shortest that did
/// not. Writes hold_time.csv and returns {"longest_s", "limit_s", "reason", "curve": [...]}. Talks to standard error unless quiet.
nlohmann::ordered_json study_hold_time(const Scenario& scenario, Device device, const std::filesystem::path& folder, bool quiet);
}  // namespace riser
