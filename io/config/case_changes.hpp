#pragma once
#include <string>
#include <vector>

namespace riser {

/// What differs between two resolved cases, one line a key: "time.courant: 0.8 -> 0.4"; keys that only say how a run is shown or how long it
/// goes are left out: title, time.end, output.folder, output.checkpoint_interval, output.checkpoints_kept.
/// Throws std::invalid_argument where one is no YAML.
std::vector<std::string> case_changes(const std::string& before, const std::string& now);
}  // namespace riser
