#include <cuda_runtime.h>

#include "solver/block_team.cuh"
#include "solver/cuda_device.hpp"
#include "solver/executor.hpp"

namespace riser {
std::string cuda_device_name() {
  int count = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess || count == 0) return {};
  cudaDeviceProp properties{};
  return cudaGetDeviceProperties(&properties, 0) == cudaSuccess ? properties.name : std::string{};
}

void use_cuda_device(int index) {
  int count = 0;
  if (cudaGetDeviceCount(&count) == cudaSuccess && count > 0) check(cudaSetDevice(index % count), "the device of a rank");
}

std::string cuda_trouble() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status == cudaSuccess) return count > 0 ? "" : "the driver lists none";
  return cudaGetErrorString(status);
}
}  // namespace riser
