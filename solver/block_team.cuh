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
  /// A warp writes one of the bytes of its tile's number: none of them has to be cleared.
  template <class F, class Opening>
  __device__ MarkedTiles mark(const Tiles& tiles, unsigned long long* at, F f, const Opening& opening) const {
    bool mine = false;
    for (int lane = group.thread(); lane - static_cast<int>(threadIdx.x) < tiles.count() * tile_size; lane += group.threads()) {
      const int i = tiles.origin + lane;
      const bool here = i >= tiles.begin && i < tiles.end && (f(i) > 0 || (tiles.opens(i) && opening(i) > 0));
      const bool warp = __any_sync(0xffffffffu, here) != 0;
      if (lane % 32 == 0) reinterpret_cast<unsigned char*>(at)[lane / 32] = warp;
      mine |= here;
    }
    return {tiles, at, group.any(mine)};
  }
  template <class F>
  __device__ void run_where(const MarkedTiles& marked, bool wanted, F f) const {
    run(marked.tiles.begin, marked.tiles.end, [&marked, wanted, f](int i) {
      if ((marked.any && marked.at[marked.tiles.of(i)] != 0) == wanted) f(i);
    });
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
static_assert(block_threads == tile_size && tile_size == 32 * sizeof(unsigned long long));  // a block marks a tile at a time, a byte a warp

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
