#pragma once
#include <cuda_runtime.h>

#include <string>

#include "kernels/device_team.hpp"
#include "solver/simulation.hpp"

// What the CUDA executors share: a block of threads as a team, device memory, errors.
namespace riser {

/// Throws DeviceError. The error is taken out of the runtime, so that the next executor does not meet it.
inline void check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  cudaGetLastError();
  throw DeviceError(std::string(what) + ": " + cudaGetErrorString(status));
}

/// The threads of one block.
struct Block {
  __device__ int thread() const { return static_cast<int>(threadIdx.x); }
  __device__ int threads() const { return static_cast<int>(blockDim.x); }
  __device__ void sync() const { __syncthreads(); }
  __device__ bool any(bool here) const { return __syncthreads_or(here) != 0; }
  __device__ bool any_in_warp(bool here) const { return __any_sync(0xffffffffu, here) != 0; }
};

using BlockTeam = DeviceTeam<Block>;

inline constexpr int block_threads = 256;  // a lane of a reduction stays with its thread
static_assert(block_threads == reduction_lanes);

/// Device memory that frees itself.
class DeviceBlock {
 public:
  explicit DeviceBlock(size_t bytes) { check(cudaMalloc(&data_, bytes), "no memory on the device for the run"); }
  ~DeviceBlock() { cudaFree(data_); }
  DeviceBlock(const DeviceBlock&) = delete;
  DeviceBlock& operator=(const DeviceBlock&) = delete;
  char* data() const { return static_cast<char*>(data_); }

 private:
  void* data_ = nullptr;
};
}  // namespace riser
