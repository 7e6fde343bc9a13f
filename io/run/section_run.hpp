#pragma once
#include <filesystem>

#include "io/run/run.hpp"
#include "solver/section_snapshot.hpp"

namespace riser {

/// Simulates a case of `model: axisymmetric` into a prepared folder; returns an ExitCode. Throws as run_case's parts do.
int simulate_section(const Scenario& scenario, const RunOptions& options, const std::filesystem::path& folder);
/// What a reader should know before believing a run.
std::vector<std::string> section_warnings(const Scenario& scenario, const SectionTotals& totals);
}  // namespace riser
