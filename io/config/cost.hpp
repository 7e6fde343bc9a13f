#pragma once
#include <string>

#include "solver/scenario.hpp"

namespace riser {

/// What a run will ask of the machine. Steps are a guess from the fastest flow the case names; substeps are those of the waves.
struct Cost {
  long cells = 0;
  double steps = 0, substeps = 0, memory = 0, disk = 0;  // [-], [bytes], [bytes] before compression
};

Cost estimate(const Scenario& scenario);
}  // namespace riser
