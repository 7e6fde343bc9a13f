#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>

#include "solver/section_loops.cuh"
#include "solver/section_module.hpp"
#include "solver/section_shifted.hpp"

// The axisymmetric step on a CUDA device: captured once as a graph of kernels, then launched many times before the host looks.
namespace riser {
namespace {

class Stream {
 public:
  Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "a stream of the device"); }
  ~Stream() { cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

/// One step, ready to be launched.
template <int N>
class StepGraph {
 public:
  StepGraph(CudaLoops& loops, const SectionView<N>& view, cudaStream_t stream) : stream_(stream) {
    cudaGraph_t graph = nullptr;
    check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed), "capture of the step");  // cuFFT may ask the device meanwhile
    step(loops, view);
    check(cudaStreamEndCapture(stream, &graph), "capture of the step");
    const cudaError_t status = cudaGraphInstantiateWithFlags(&graph_, graph, 0);
    cudaGraphDestroy(graph);
    check(status, "graph of the step");
  }
  ~StepGraph() { cudaGraphExecDestroy(graph_); }
  StepGraph(const StepGraph&) = delete;
  StepGraph& operator=(const StepGraph&) = delete;
  void launch() const { check(cudaGraphLaunch(graph_, stream_), "launch of a step"); }

 private:
  cudaStream_t stream_;
  cudaGraphExec_t graph_ = nullptr;
};

constexpr int chunk_steps = 32;            // a chunk ends so that the host can look
constexpr std::uintptr_t alignment = 256;  // [bytes] of device memory

/// Steps worth launching before the host looks again: what is left at the last step, a step more than that costs its launches only.
int steps_ahead(const SectionClock& clock, double target) {
  const double left = clock.steps > 0 ? (target - clock.time) / clock.step : chunk_steps;
  return left < chunk_steps ? std::max(static_cast<int>(std::lround(left)), 1) : chunk_steps;
}

template <int N>
class CudaSectionExecutor final : public SectionExecutor<N> {
 public:
  void start(SectionState<N>& section) override {
    const char* host = reinterpret_cast<const char*>(section.arena.data());
    block_ = std::make_unique<DeviceBlock>(section.arena.bytes() + alignment);
    memory_ = block_->data() + reinterpret_cast<std::uintptr_t>(host) % alignment;  // rows stay on the lines where the arena put them
    view_ = shifted(section.view, host, memory_);
    put(section);
    loops_ = std::make_unique<CudaLoops>(view_, stream_.get());
    begin_section(*loops_, view_);
    check(cudaGetLastError(), "kernel launch");
    fetch(section);
    step(*loops_, view_);  // to the present time: it changes nothing, but loads every kernel before the capture
    check(cudaGetLastError(), "kernel launch");
    check(cudaStreamSynchronize(stream_.get()), "first step on the device");
    graph_ = std::make_unique<StepGraph<N>>(*loops_, view_, stream_.get());
  }

  void advance(SectionState<N>& section, double target) override {
    SectionClock& clock = *section.view.clock;
    copy(&view_.clock->target, &target, sizeof target, cudaMemcpyHostToDevice);
    for (int s = steps_ahead(clock, target); s > 0; --s) graph_->launch();
    copy(&clock, view_.clock, sizeof clock, cudaMemcpyDeviceToHost);
  }

  void fetch(SectionState<N>& section) override { copy(section.arena.data(), memory_, section.arena.bytes(), cudaMemcpyDeviceToHost); }
  void put(SectionState<N>& section) override { copy(memory_, section.arena.data(), section.arena.bytes(), cudaMemcpyHostToDevice); }

 private:
  /// After all that was launched before.
  void copy(void* to, const void* from, size_t bytes, cudaMemcpyKind kind) {
    check(cudaMemcpyAsync(to, from, bytes, kind, stream_.get()), kind == cudaMemcpyHostToDevice ? "copy to the device" : "copy from the device");
    check(cudaStreamSynchronize(stream_.get()), "a step on the device");
  }

  Stream stream_;
  std::unique_ptr<DeviceBlock> block_;
  char* memory_ = nullptr;  // where the arena's first value lies in the block
  SectionView<N> view_{};   // its pointers are the device's
  std::unique_ptr<CudaLoops> loops_;
  std::unique_ptr<StepGraph<N>> graph_;
};
}  // namespace

template <int N>
std::unique_ptr<SectionExecutor<N>> make_module_section_executor() {
  return std::make_unique<CudaSectionExecutor<N>>();
}
// This file is compiled once for each number of classes, RISER_CLASSES.
template std::unique_ptr<SectionExecutor<RISER_CLASSES>> make_module_section_executor<RISER_CLASSES>();
}  // namespace riser
