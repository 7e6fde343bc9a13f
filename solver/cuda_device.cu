#include <cuda_runtime.h>

#include "solver/executor.hpp"

namespace riser {
std::string cuda_device_name() {
  int count = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess || count == 0) return {};
  cudaDeviceProp properties{};
  return cudaGetDeviceProperties(&properties, 0) == cudaSuccess ? properties.name : std::string{};
}
}  // namespace riser
