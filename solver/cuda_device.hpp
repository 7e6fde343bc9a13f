#pragma once
#include <string>

namespace riser {

/// Why no CUDA device can be used, in the CUDA runtime's words (a driver older than the program's CUDA, say); empty where one can.
std::string cuda_trouble();
}  // namespace riser
