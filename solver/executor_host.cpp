#include "kernels/axial/step.hpp"
#include "solver/executor.hpp"

namespace riser {
namespace {

constexpr int chunk_steps = 1024;  // a tenth of a second of 6,000 cells: a signal is heard soon

template <int N>
class HostExecutor final : public Executor<N> {
 public:
  void start(const std::vector<Riser<N>*>& risers) override {
    for (Riser<N>* riser : risers) begin_run(SerialTeam{}, riser->view);
  }
  void advance(const std::vector<Riser<N>*>& risers, const std::vector<double>& targets) override {
    for (size_t m = 0; m < risers.size(); ++m)
      if (must_go_on(*risers[m]->view.clock, targets[m])) advance_chunk(SerialTeam{}, risers[m]->view, targets[m], chunk_steps);
  }
  void fetch(const std::vector<Riser<N>*>&, std::size_t) override {}  // it is there
  void put(const std::vector<Riser<N>*>&, std::size_t) override {}
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
