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

/// The threads of one block.
struct Block {
  __device__ int thread() const { return static_cast<int>(threadIdx.x); }
  __device__ int threads() const { return static_cast<int>(blockDim.x); }
  __device__ void sync() const { __syncthreads(); }
  __device__ bool any(bool here) const { return __syncthreads_or(here) != 0; }
};

/// Threads that share the work: see SerialTeam.
template <class Group>
struct DeviceTeam {
  static constexpr bool specialised = false;
  static constexpr int chains = 1;
  static constexpr int tile = whole_pipe;
  Group group;
  template <class F>
  __device__ void run(int begin, int end, F f) const {
    for_each_lane(end - begin, [begin, f](int i) { f(begin + i); });
    group.sync();
  }
  template <class F>
  __device__ void run_scalar(int begin, int end, F f) const { run(begin, end, f); }
  template <class F>
  __device__ bool any_positive(int begin, int end, F f) const {
    bool here = false;
    for_each_lane(end - begin, [&here, begin, f](int i) { here |= f(begin + i) > 0; });
    return group.any(here);
  }
  template <class F>
  __device__ void for_each(int n, F f) const { run(0, n, f); }
  template <class F>
  __device__ void for_each_scalar(int n, F f) const { run(0, n, f); }
  template <class F>
  __device__ void for_each_lane(int n, F f) const {
    for (int i = group.thread(); i < n; i += group.threads()) f(i);
  }
  template <class F>
  __device__ void single(F f) const {
    if (group.thread() == 0) f();
    group.sync();
  }
  __device__ void barrier() const { group.sync(); }
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
