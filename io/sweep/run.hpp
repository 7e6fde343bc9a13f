#pragma once
#include <functional>

#include "io/run/run.hpp"
#include "io/run/stop.hpp"
#include "io/sweep/underway.hpp"

namespace riser {

/// Runs the members `todo`: side by side over threads, or all at once on a CUDA device. What a member gives does not depend on who ran it.
/// A member goes on from its state in `states`, to the same bits; those under way leave theirs when the sweep stops, and on the way as output.checkpoint_interval says.
/// `ended` is called with each member's number as it ends, one at a time; what it throws, and a state that cannot be left at the end, stops the sweep and comes out here.
void run_members(std::vector<Member>& members, const std::vector<std::size_t>& todo, const RunOptions& options, StudyStop& stop, MemberStates& states, const std::function<void(std::size_t)>& ended);
}  // namespace riser
