#include <memory>
#include <vector>

#include "kernels/axial/step.hpp"
#include "solver/block_team.cuh"
#include "solver/executor.hpp"
#include "solver/shifted.hpp"

// The CUDA team: one block advances one riser, its state in device memory, for a whole chunk of steps. Many risers, many blocks.
namespace riser {
namespace {

constexpr int chunk_steps = 4096;  // a chunk ends so that the host can look

/// Block m is the team of riser m.
template <int N>
__device__ __noinline__ void begin_riser(const RiserView<N>& view) { begin_run(BlockTeam{}, view); }  // out of line: fewer spills

template <int N>
__global__ void begin_kernel(const RiserView<N>* views) { begin_riser(views[blockIdx.x]); }

/// A riser that is at its target is left alone: nothing of its clock is written before every thread has looked at it.
template <int N>
__global__ void advance_kernel(const RiserView<N>* views, const Real* targets) {
  const RiserView<N>& view = views[blockIdx.x];
  if (must_go_on(*view.clock, targets[blockIdx.x])) advance_chunk(BlockTeam{}, view, targets[blockIdx.x], chunk_steps);
}

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
    check(cudaMemcpy(views_->data(), views.data(), views.size() * sizeof views[0], cudaMemcpyHostToDevice), "copy to the device");
    begin_kernel<N><<<blocks(risers), block_threads>>>(device_views());
    fetch(risers);
  }

  void advance(const std::vector<Riser<N>*>& risers, const std::vector<double>& targets) override {
    check(cudaMemcpy(targets_->data(), targets.data(), targets.size() * sizeof(Real), cudaMemcpyHostToDevice), "copy to the device");
    const auto any_goes_on = [&] {
      for (size_t m = 0; m < risers.size(); ++m)
        if (must_go_on(*risers[m]->view.clock, targets[m])) return true;
      return false;
    };
    while (any_goes_on()) {
      advance_kernel<N><<<blocks(risers), block_threads>>>(device_views(), reinterpret_cast<const Real*>(targets_->data()));
      fetch_clocks(risers);
    }
    fetch(risers);
  }

 private:
  static unsigned blocks(const std::vector<Riser<N>*>& risers) { return static_cast<unsigned>(risers.size()); }
  const RiserView<N>* device_views() const { return reinterpret_cast<const RiserView<N>*>(views_->data()); }

  /// What the host must know between two chunks.
  void fetch_clocks(const std::vector<Riser<N>*>& risers) {
    check(cudaGetLastError(), "kernel launch");
    for (size_t m = 0; m < risers.size(); ++m) {
      Clock* clock = risers[m]->view.clock;
      const auto place = reinterpret_cast<const char*>(clock) - reinterpret_cast<const char*>(risers[m]->arena.data());
      check(cudaMemcpy(clock, block_->data() + offsets_[m] + place, sizeof(Clock), cudaMemcpyDeviceToHost), "copy from the device");
    }
  }
  void fetch(const std::vector<Riser<N>*>& risers) {
    check(cudaGetLastError(), "kernel launch");
    for (size_t m = 0; m < risers.size(); ++m)
      check(cudaMemcpy(risers[m]->arena.data(), block_->data() + offsets_[m], risers[m]->arena.bytes(), cudaMemcpyDeviceToHost), "copy from the device");
  }

  std::unique_ptr<DeviceBlock> block_, views_, targets_;  // the risers' memory, their views, where each is to go
  std::vector<size_t> offsets_;                           // of each riser in the block
};
}  // namespace

template <int N>
std::unique_ptr<Executor<N>> make_cuda_executor() {
  return std::make_unique<CudaExecutor<N>>();
}
// This file is compiled once for each number of classes, RISER_CLASSES.
template std::unique_ptr<Executor<RISER_CLASSES>> make_cuda_executor<RISER_CLASSES>();
}  // namespace riser
