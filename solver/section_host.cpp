#include "kernels/axisymmetric/balance.hpp"
#include "solver/section_executor.hpp"
#include "solver/section_loops.hpp"

namespace riser {
namespace {

constexpr int chunk_steps = 16;  // a quarter of a second of 115,000 cells: a signal is heard soon

template <int N>
class HostSectionExecutor final : public SectionExecutor<N> {
 public:
  explicit HostSectionExecutor(int threads) : threads_(threads) {}
  void start(SectionState<N>& section) override {
    loops_ = std::make_unique<HostLoops>(section.view, threads_);
    begin_section(*loops_, section.view);
  }
  void advance(SectionState<N>& section, double target) override {
    SectionClock& clock = *section.view.clock;
    clock.target = target;
    for (int left = chunk_steps; left > 0 && clock.time < target && clock.bad == 0; --left) step(*loops_, section.view);
  }
  void fetch(SectionState<N>&) override {}  // it is there
  void put(SectionState<N>&) override {}

 private:
  int threads_;
  std::unique_ptr<HostLoops> loops_;
};
}  // namespace

template <int N>
std::unique_ptr<SectionExecutor<N>> make_host_section_executor(int threads) {
  return std::make_unique<HostSectionExecutor<N>>(threads);
}

// This file is compiled once for each number of classes, RISER_CLASSES.
template std::unique_ptr<SectionExecutor<RISER_CLASSES>> make_host_section_executor<RISER_CLASSES>(int);
}  // namespace riser
