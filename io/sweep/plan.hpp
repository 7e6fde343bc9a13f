#pragma once
#include <string>
#include <vector>

#include "io/config/config.hpp"

namespace riser {

/// The members of a sweep: for each, the words of each varied key in the order of sweep.vary. Throws std::invalid_argument with the
/// key and what is wrong. Same case, same members, on every machine.
std::vector<std::vector<std::string>> plan_sweep(const Sweep& sweep);
}  // namespace riser
