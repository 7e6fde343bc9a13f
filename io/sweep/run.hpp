#pragma once
#include <functional>

#include "io/run/run.hpp"
#include "io/run/stop.hpp"
#include "io/sweep/members.hpp"

namespace riser {

using SweepStop = StudyStop;

/// Runs the members `todo`: side by side over threads, or all at once on a CUDA device. What a member gives does not depend on who ran it.
/// `ended` is called with each member's number as it ends, one at a time; what it throws stops the sweep and comes out here.
void run_members(std::vector<Member>& members, const std::vector<std::size_t>& todo, const RunOptions& options, SweepStop& stop, const std::function<void(std::size_t)>& ended);
}  // namespace riser
