#pragma once
#include <filesystem>

#include "io/run.hpp"

namespace riser {

/// Simulates a case of `model: axisymmetric` into a prepared folder; returns an ExitCode. Throws as run_case's parts do.
int simulate_section(const Scenario& scenario, const RunOptions& options, const std::filesystem::path& folder);
}  // namespace riser
