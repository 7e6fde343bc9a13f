#include <algorithm>
#include <memory>
#include <vector>

#include "kernels/axial/residence.hpp"
#include "kernels/axial/step.hpp"
#include "solver/cluster.cuh"
#include "solver/executor.hpp"
#include "solver/shifted.hpp"

// The CUDA team: one block advances one riser for a whole chunk of steps, with as much of its state in shared memory as fits. Many risers,
// many blocks. A riser too long for that, where multiprocessors would stand idle, is shared by a cluster of blocks, its state in the device's cache.
namespace riser {
namespace {

constexpr int chunk_steps = 4096;  // a chunk ends so that the host can look

extern __shared__ double fast_memory[];

template <class T>
__device__ void copy_words(T* to, const T* from) {
  static_assert(sizeof(T) % sizeof(double) == 0);
  for (int i = threadIdx.x; i < static_cast<int>(sizeof(T) / sizeof(double)); i += blockDim.x)
    reinterpret_cast<double*>(to)[i] = reinterpret_cast<const double*>(from)[i];
  __syncthreads();
}

/// Block m is the team of riser m.
template <int N>
__device__ __noinline__ void begin_riser(const RiserView<N>& view) { begin_run(BlockTeam{}, view); }  // out of line: fewer spills

template <int N>
__global__ void __launch_bounds__(block_threads) begin_kernel(const RiserView<N>* views) { begin_riser(views[blockIdx.x]); }

/// A riser that is at its target is left alone: nothing of its clock is written before every thread has looked at it. `room`: values of
/// fast memory behind the view; 0 where a cluster shares the riser.
template <int N>
__global__ void __launch_bounds__(block_threads) advance_kernel(RiserView<N>* views, const Real* targets, const HotArrays hot, int room) {
  const ClusterTeam team{};
  const int m = static_cast<int>(blockIdx.x) / team.group.blocks();
  RiserView<N>& home = views[m];
  if (!must_go_on(*home.clock, targets[m])) return;
  RiserView<N>& view = *reinterpret_cast<RiserView<N>*>(fast_memory);
  copy_words(&view, &home);
  team.barrier();
  take_residence(team, view, hot, fast_memory + sizeof view / sizeof(double), room);
  advance_chunk(team, view, targets[m], chunk_steps);
  leave_residence(team, view, hot, home);
}

/// The clocks side by side, so that the host gets them in one copy.
template <int N>
__global__ void gather_kernel(const RiserView<N>* views, Clock* clocks) { copy_words(&clocks[blockIdx.x], views[blockIdx.x].clock); }

template <int N>
class CudaExecutor final : public Executor<N> {
 public:
  void start(const std::vector<Riser<N>*>& risers) override {
    size_t bytes = 0;
    for (const Riser<N>* riser : risers) {
      offsets_.push_back(bytes);
      bytes += (riser->arena.bytes() + 255) / 256 * 256;
    }
    block_ = std::make_unique<DeviceBlock>(bytes);
    std::vector<RiserView<N>> views;
    for (size_t m = 0; m < risers.size(); ++m) {
      put(risers, m);
      views.push_back(shifted(risers[m]->view, reinterpret_cast<const char*>(risers[m]->arena.data()), block_->data() + offsets_[m]));
    }
    views_ = std::make_unique<DeviceBlock>(views.size() * sizeof views[0]);
    targets_ = std::make_unique<DeviceBlock>(risers.size() * sizeof(Real));
    clocks_ = std::make_unique<DeviceBlock>(risers.size() * sizeof(Clock));
    check(cudaMemcpy(views_->data(), views.data(), views.size() * sizeof views[0], cudaMemcpyHostToDevice), "copy to the device");
    reserve_fast_memory(risers);
    begin_kernel<N><<<blocks(risers), block_threads>>>(device_views());
    fetch_clocks(risers);
  }

  void advance(const std::vector<Riser<N>*>& risers, const std::vector<double>& targets) override {
    check(cudaMemcpy(targets_->data(), targets.data(), targets.size() * sizeof(Real), cudaMemcpyHostToDevice), "copy to the device");
    launch_chunk(risers);
    fetch_clocks(risers);
  }

  void fetch(const std::vector<Riser<N>*>& risers, std::size_t m) override {
    check(cudaMemcpy(risers[m]->arena.data(), block_->data() + offsets_[m], risers[m]->arena.bytes(), cudaMemcpyDeviceToHost), "copy from the device");
  }

  void put(const std::vector<Riser<N>*>& risers, std::size_t m) override {
    check(cudaMemcpy(block_->data() + offsets_[m], risers[m]->arena.data(), risers[m]->arena.bytes(), cudaMemcpyHostToDevice), "copy to the device");
  }

 private:
  static unsigned blocks(const std::vector<Riser<N>*>& risers) { return static_cast<unsigned>(risers.size()); }
  RiserView<N>* device_views() const { return reinterpret_cast<RiserView<N>*>(views_->data()); }

  size_t fast_bytes() const { return sizeof(RiserView<N>) + room_ * sizeof(Real); }

  void launch_chunk(const std::vector<Riser<N>*>& risers) {
    cudaLaunchAttribute cluster{};
    cluster.id = cudaLaunchAttributeClusterDimension;
    cluster.val.clusterDim.x = static_cast<unsigned>(cluster_);
    cluster.val.clusterDim.y = cluster.val.clusterDim.z = 1;
    cudaLaunchConfig_t launch{};
    launch.gridDim = blocks(risers) * static_cast<unsigned>(cluster_), launch.blockDim = block_threads, launch.dynamicSmemBytes = fast_bytes();
    launch.attrs = &cluster, launch.numAttrs = cluster_ > 1 ? 1 : 0;
    check(cudaLaunchKernelEx(&launch, advance_kernel<N>, device_views(), reinterpret_cast<const Real*>(targets_->data()), hot_, room_), "kernel launch");
  }

  /// All the shared memory that the largest riser can use. The kernel's registers fill a multiprocessor with one block in any case.
  void reserve_fast_memory(const std::vector<Riser<N>*>& risers) {
    hot_ = hot_arrays(risers[0]->view);
    int longest = 0;
    for (const Riser<N>* riser : risers) longest = std::max(longest, riser->view.n);
    const int wanted = resident_lanes<N> + hot_.count * resident_size(longest);
    const int dynamic = most_dynamic_bytes(), most = (dynamic - static_cast<int>(sizeof(RiserView<N>))) / static_cast<int>(sizeof(Real));
    if (most < 0) throw DeviceError("the device's blocks have too little shared memory for a riser; use --device cpu");
    cluster_ = 2 * most < wanted ? blocks_to_share(risers.size()) : 1;
    room_ = cluster_ > 1 ? 0 : std::min(wanted, most);
    // The attribute belongs to the function, not to this executor: all set it to the most there is, so that none lowers another's.
    check(cudaFuncSetAttribute(advance_kernel<N>, cudaFuncAttributeMaxDynamicSharedMemorySize, dynamic), "shared memory for a riser");
  }

  static cudaFuncAttributes kernel_attributes() {
    cudaFuncAttributes found{};
    check(cudaFuncGetAttributes(&found, advance_kernel<N>), "what the kernel needs");
    return found;
  }

  /// Shared memory [bytes] that a launch may ask for: the device's limit holds for it and the kernel's own together.
  static int most_dynamic_bytes() {
    return attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin) - static_cast<int>(kernel_attributes().sharedSizeBytes);
  }

  /// How many blocks a riser may have without any waiting for another's; a power of two.
  static int blocks_to_share(size_t risers) {
    constexpr int most = 8;  // of a cluster on every device that has them
    // Code made from PTX of an older architecture has a team of one block, on whatever device it runs: see cluster.cuh.
    const bool clusters = attribute(cudaDevAttrClusterLaunch) && kernel_attributes().ptxVersion >= 90;
    const size_t idle = clusters ? attribute(cudaDevAttrMultiProcessorCount) : 0;
    int blocks = 1;
    while (blocks < most && 2 * blocks * risers <= idle) blocks *= 2;
    return blocks;
  }

  static int attribute(cudaDeviceAttr which) {
    int device = 0, value = 0;
    check(cudaGetDevice(&device), "the device");
    check(cudaDeviceGetAttribute(&value, which, device), "what the device offers");
    return value;
  }

  /// What the host must know between two chunks.
  void fetch_clocks(const std::vector<Riser<N>*>& risers) {
    gather_kernel<N><<<blocks(risers), block_threads>>>(device_views(), reinterpret_cast<Clock*>(clocks_->data()));
    check(cudaGetLastError(), "kernel launch");
    std::vector<Clock> clocks(risers.size());
    check(cudaMemcpy(clocks.data(), clocks_->data(), clocks.size() * sizeof(Clock), cudaMemcpyDeviceToHost), "copy from the device");
    for (size_t m = 0; m < risers.size(); ++m) *risers[m]->view.clock = clocks[m];
  }

  std::unique_ptr<DeviceBlock> block_, views_, targets_, clocks_;  // the risers' memory, their views, where each is to go, how far each is
  std::vector<size_t> offsets_;                                    // of each riser in the block
  HotArrays hot_{};                                                // of the first riser; which ones are at hand is the same for all
  int room_ = 0, cluster_ = 1;                                     // values of fast memory for the arrays of a riser; blocks that share one
};
}  // namespace

template <int N>
std::unique_ptr<Executor<N>> make_cuda_executor() {
  return std::make_unique<CudaExecutor<N>>();
}
// This file is compiled once for each number of classes, RISER_CLASSES.
template std::unique_ptr<Executor<RISER_CLASSES>> make_cuda_executor<RISER_CLASSES>();
}  // namespace riser
