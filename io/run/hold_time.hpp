#pragma once
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "io/run/run.hpp"

namespace riser {

/// The case with its restart, and every event and window of waves after it, moved so that the pumps are off for `off` [s];
/// it ends hold_time.within after the restart.
Scenario with_pumps_off_for(const Scenario& scenario, double off);

struct HoldTimeStudy {
  nlohmann::ordered_json result;  // {"longest_s", "limit_s", "reason", "curve": [...]}; null where it was stopped
  std::string stopped;            // by what, before its end
};

/// Runs the study: each off-time of the case, then five bisections between the longest that went well and the shortest that did
/// not. Writes hold_time.csv; each trial that ends is in hold_time.journal, from where options.resume takes it. `stop` is asked after each chunk of
/// steps, and says why the study must stop. Talks to standard error unless quiet. Throws IoError.
HoldTimeStudy study_hold_time(const Scenario& scenario, const RunOptions& options, const std::string& device, const std::filesystem::path& folder,
                              const std::function<std::string()>& stop);
}  // namespace riser
