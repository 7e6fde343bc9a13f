#pragma once
#include "io/commands.hpp"

namespace riser {

/// Searches the case's `size`: a steady screen of every design, then full transients of the survivors. Writes size.json, size.csv,
/// size.h5, best.yaml and pictures. Returns an ExitCode; exit_nothing when no design meets the limits.
int command_size(const Words& words);
}  // namespace riser
