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
std::string cuda_device_name() { return {}; }
#define RISER_CUDA_TOO(N) template std::unique_ptr<Executor<N>> make_cuda_executor<N>();
#else
#define RISER_CUDA_TOO(N)
#endif

#define RISER_INSTANTIATE(N)                                  \
  template std::unique_ptr<Executor<N>> make_host_executor<N>(); \
  RISER_CUDA_TOO(N)
RISER_INSTANTIATE(0)
RISER_INSTANTIATE(1)
RISER_INSTANTIATE(2)
RISER_INSTANTIATE(3)
RISER_INSTANTIATE(4)
RISER_INSTANTIATE(5)
RISER_INSTANTIATE(6)
}  // namespace riser
