#pragma once
#include "kernels/axial/view.hpp"
#include "solver/scenario.hpp"

// The case's events become schedules and switches, so that the step meets them at their exact times without being told.
namespace riser {

/// The feed's schedule, zero between each stop (feed_stop of this feed or of all, flush) and the next feed_start.
Schedule with_events(const Scenario& scenario, const Feed& feed, int index);

/// Fills the switches of pump `index` from its trips and restarts. Throws std::invalid_argument beyond max_switches.
void place_switches(const Scenario& scenario, int index, PumpView& view);
}  // namespace riser
