#include <algorithm>
#include <memory>
#include <vector>

#include "kernels/axial/residence.hpp"
#include "kernels/axial/step.hpp"
#include "solver/block_team.cuh"
#include "solver/executor.hpp"
#include "solver/shifted.hpp"

// The CUDA team: one block advances one riser for a whole chunk of steps, with as much of its state in shared memory as fits. Many risers,
// many blocks.
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
/// fast memory behind the view.
template <int N>
__global__ void __launch_bounds__(block_threads) advance_kernel(RiserView<N>* views, const Real* targets, const HotArrays hot, int room) {
  RiserView<N>& home = views[blockIdx.x];
  if (!must_go_on(*home.clock, targets[blockIdx.x])) return;
  RiserView<N>& view = *reinterpret_cast<RiserView<N>*>(fast_memory);
  copy_words(&view, &home);
  take_residence(BlockTeam{}, view, hot, fast_memory + sizeof view / sizeof(double), room);
  advance_chunk(BlockTeam{}, view, targets[blockIdx.x], chunk_steps);
  leave_residence(BlockTeam{}, view, hot, home);
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
      check(cudaMemcpy(block_->data() + offsets_[m], risers[m]->arena.data(), risers[m]->arena.bytes(), cudaMemcpyHostToDevice), "copy to the device");
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
    const auto any_goes_on = [&] {
      for (size_t m = 0; m < risers.size(); ++m)
        if (must_go_on(*risers[m]->view.clock, targets[m])) return true;
      return false;
    };
    while (any_goes_on()) {
      advance_kernel<N><<<blocks(risers), block_threads, sizeof(RiserView<N>) + room_ * sizeof(Real)>>>(
          device_views(), reinterpret_cast<const Real*>(targets_->data()), hot_, room_);
      fetch_clocks(risers);
    }
  }

  void fetch(const std::vector<Riser<N>*>& risers, std::size_t m) override {
    check(cudaMemcpy(risers[m]->arena.data(), block_->data() + offsets_[m], risers[m]->arena.bytes(), cudaMemcpyDeviceToHost), "copy from the device");
  }

 private:
  static unsigned blocks(const std::vector<Riser<N>*>& risers) { return static_cast<unsigned>(risers.size()); }
  RiserView<N>* device_views() const { return reinterpret_cast<RiserView<N>*>(views_->data()); }

  /// All the shared memory that the largest riser can use. The kernel's registers fill a multiprocessor with one block in any case.
  void reserve_fast_memory(const std::vector<Riser<N>*>& risers) {
    int device = 0, most = 0, wanted = 0;
    check(cudaGetDevice(&device), "the device");
    check(cudaDeviceGetAttribute(&most, cudaDevAttrMaxSharedMemoryPerBlockOptin, device), "the device's shared memory");
    hot_ = hot_arrays(risers[0]->view);
    for (Riser<N>* riser : risers) wanted = std::max(wanted, resident_lanes<N> + hot_.count * resident_size(riser->view.n));
    room_ = std::min(wanted, (most - static_cast<int>(sizeof(RiserView<N>))) / static_cast<int>(sizeof(Real)));
    if (room_ < 0) throw DeviceError("the device's blocks have too little shared memory for a riser; use --device cpu");
    check(cudaFuncSetAttribute(advance_kernel<N>, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(sizeof(RiserView<N>) + room_ * sizeof(Real))),
          "shared memory for a riser");
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
  int room_ = 0;                                                   // values of fast memory for the arrays of a riser
};
}  // namespace

template <int N>
std::unique_ptr<Executor<N>> make_cuda_executor() {
  return std::make_unique<CudaExecutor<N>>();
}
// This file is compiled once for each number of classes, RISER_CLASSES.
template std::unique_ptr<Executor<RISER_CLASSES>> make_cuda_executor<RISER_CLASSES>();
}  // namespace riser
