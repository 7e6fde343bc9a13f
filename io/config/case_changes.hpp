#pragma once
#include <string>
#include <vector>

#include "solver/scenario.hpp"

namespace riser {

/// What differs between two resolved cases, one line a key: "time.courant: 0.8 -> 0.4"; keys that only say how a run is shown or how long it
/// goes are left out: title, time.end, output.folder, output.checkpoint_interval, output.checkpoints_kept.
/// Throws std::invalid_argument where one is no YAML.
std::vector<std::string> case_changes(const std::string& before, const std::string& now);

/// A line each, the first ten.
std::string changes_words(const std::vector<std::string>& changes);

/// What a case is known by, 64 bits in hexadecimal: equal where every value that an outcome depends on is. What only says how a case is shown (title,
/// output.folder, checkpoints) and its sweep are left out.
std::string fingerprint_of(const Scenario& scenario);
}  // namespace riser
