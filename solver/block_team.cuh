#pragma once
#include <cuda_runtime.h>

#include <string>

#include "kernels/team.hpp"
#include "solver/simulation.hpp"

// What the CUDA executors share: a block of threads as a team, device memory, errors.
namespace riser {

inline void check(cudaError_t status, const char* what) {
  if (status != cudaSuccess) throw DeviceError(std::string(what) + ": " + cudaGetErrorString(status));
}

struct BlockTeam {
  static constexpr bool specialised = false;
  static constexpr int tile = 1 << 30;  // the whole pipe at a time
  template <class F>
  __device__ void run(int begin, int end, F f) const {
    for (int i = begin + static_cast<int>(threadIdx.x); i < end; i += static_cast<int>(blockDim.x)) f(i);
    __syncthreads();
  }
  template <class F>
  __device__ void run_scalar(int begin, int end, F f) const { run(begin, end, f); }
  template <class F>
  __device__ bool any_positive(int begin, int end, F f) const {
    bool here = false;
    for (int i = begin + static_cast<int>(threadIdx.x); i < end; i += static_cast<int>(blockDim.x)) here |= f(i) > 0;
    return __syncthreads_or(here) != 0;
  }
  template <class F>
  __device__ void for_each(int n, F f) const { run(0, n, f); }
  template <class F>
  __device__ void for_each_scalar(int n, F f) const { run(0, n, f); }
  template <class F>
  __device__ void for_each_lane(int n, F f) const {
    for (int i = threadIdx.x; i < n; i += blockDim.x) f(i);
  }
  template <class F>
  __device__ void single(F f) const {
    if (threadIdx.x == 0) f();
    __syncthreads();
  }
  __device__ void barrier() const { __syncthreads(); }
};

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
