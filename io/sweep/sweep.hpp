#pragma once
#include "io/commands.hpp"

namespace riser {

/// Runs every member of the case's sweep side by side and writes sweep.csv and sweep.h5 into the run's folder. A member that
/// diverges is reported and the rest go on. Returns an ExitCode: 3 when a member diverged.
int command_sweep(const Words& words);
}  // namespace riser
