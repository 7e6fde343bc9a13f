#pragma once
#include <string>

namespace riser {

/// Why no CUDA device can be used, in the CUDA runtime's words (a driver older than the program's CUDA, say); empty where one can.
std::string cuda_trouble();
/// The calling thread's device: number `index`, counted around where there are fewer. Nothing where there is none.
/// To be called before the thread's first use of a device. Throws DeviceError.
void use_cuda_device(int index);
}  // namespace riser
