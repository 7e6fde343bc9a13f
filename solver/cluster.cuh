#pragma once
#include <cooperative_groups.h>

#include "solver/block_team.cuh"

// Blocks that run a long riser together. They meet at the hardware's barrier of a thread-block cluster, which also makes what each wrote to
// global memory known to the others (CUDA Programming Guide, Thread Block Clusters); before compute capability 9 a team is one block.
namespace riser {

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
class Cluster {
 public:
  __device__ Cluster() : blocks_(static_cast<int>(group().num_blocks())) {}
  __device__ int blocks() const { return blocks_; }
  __device__ int thread() const { return static_cast<int>(blockIdx.x) % blocks_ * static_cast<int>(blockDim.x) + static_cast<int>(threadIdx.x); }
  __device__ int threads() const { return blocks_ * static_cast<int>(blockDim.x); }
  __device__ void sync() const {
    if (blocks_ == 1) __syncthreads();
    else group().sync();
  }
  __device__ bool any(bool here) const {
    const bool mine = __syncthreads_or(here) != 0;
    return blocks_ == 1 ? mine : any_block(mine);
  }
  __device__ bool any_in_warp(bool here) const { return __any_sync(0xffffffffu, here) != 0; }

 private:
  __device__ static cooperative_groups::cluster_group group() { return cooperative_groups::this_cluster(); }
  __device__ bool any_block(bool mine) const {
    __shared__ int found;  // in this block; the others read it
    if (threadIdx.x == 0) found = mine;
    sync();
    int all = 0;
    for (int b = 0; b < blocks_; ++b) all |= *group().map_shared_rank(&found, b);
    sync();  // nobody writes it again, or leaves, before all have read it
    return all != 0;
  }
  int blocks_;
};
#else
struct Cluster : Block {
  __device__ int blocks() const { return 1; }
};
#endif
using ClusterTeam = DeviceTeam<Cluster>;
}  // namespace riser
