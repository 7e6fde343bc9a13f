#include "kernels/axial/step.hpp"
#include "solver/executor.hpp"

namespace riser {
namespace {

template <int N>
class HostExecutor final : public Executor<N> {
 public:
  void start(Riser<N>& riser) override { begin_run(SerialTeam{}, riser.view); }
  void advance(Riser<N>& riser, double target) override {
    while (riser.view.clock->time < target && riser.view.clock->smallest_bad == 0)
      advance_chunk(SerialTeam{}, riser.view, target, 1 << 20);
  }
};
}  // namespace

template <int N>
std::unique_ptr<Executor<N>> make_host_executor() {
  return std::make_unique<HostExecutor<N>>();
}

#ifndef RISER_HAS_CUDA
template <int N>
std::unique_ptr<Executor<N>> make_cuda_executor() {
  return nullptr;
}
template std::unique_ptr<Executor<RISER_CLASSES>> make_cuda_executor<RISER_CLASSES>();
#endif

// This file is compiled once for each number of classes, RISER_CLASSES.
template std::unique_ptr<Executor<RISER_CLASSES>> make_host_executor<RISER_CLASSES>();
}  // namespace riser
