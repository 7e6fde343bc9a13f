#include <cuda_runtime.h>

#include "kernels/axial/step.hpp"
#include "solver/executor.hpp"
#include "solver/shifted.hpp"
#include "solver/simulation.hpp"

// The CUDA team: one block advances one riser, its state in device memory, for a whole chunk of steps.
namespace riser {
namespace {

void check(cudaError_t status, const char* what) {
  if (status != cudaSuccess) throw DeviceError(std::string(what) + ": " + cudaGetErrorString(status));
}

struct BlockTeam {
  static constexpr bool specialised = false;
  static constexpr int tile = 1 << 30;  // the whole pipe at a time
  template <class F>
  __device__ void run(int begin, int end, F f) const {
    for (int i = begin + static_cast<int>(threadIdx.x); i < end; i += static_cast<int>(blockDim.x)) f(i);
    __syncthreads();
  }
  template <class F>
  __device__ void run_scalar(int begin, int end, F f) const { run(begin, end, f); }
  template <class F>
  __device__ bool any_positive(int begin, int end, F f) const {
    bool here = false;
    for (int i = begin + static_cast<int>(threadIdx.x); i < end; i += static_cast<int>(blockDim.x)) here |= f(i) > 0;
    return __syncthreads_or(here) != 0;
  }
  template <class F>
  __device__ void for_each(int n, F f) const { run(0, n, f); }
  template <class F>
  __device__ void for_each_scalar(int n, F f) const { run(0, n, f); }
  template <class... F>
  __device__ void for_each_in_turn(int n, F... f) const {
    run(0, n, [&](int i) { (f(i), ...); });
  }
  template <class F>
  __device__ void for_each_lane(int n, F f) const {
    for (int i = threadIdx.x; i < n; i += blockDim.x) f(i);
  }
  template <class F>
  __device__ void single(F f) const {
    if (threadIdx.x == 0) f();
    __syncthreads();
  }
  __device__ void barrier() const { __syncthreads(); }
};

constexpr int block_threads = 256;  // a lane of a reduction stays with its thread
static_assert(block_threads == reduction_lanes);
constexpr int chunk_steps = 4096;   // a chunk ends so that the host can look

template <int N>
__global__ void begin_kernel(const RiserView<N>* view) { begin_run(BlockTeam{}, *view); }

template <int N>
__global__ void advance_kernel(const RiserView<N>* view, Real target) {
  advance_chunk(BlockTeam{}, *view, target, chunk_steps);
}

template <int N>
class CudaExecutor final : public Executor<N> {
 public:
  ~CudaExecutor() override {
    cudaFree(block_);
    cudaFree(view_);
  }
  void start(Riser<N>& riser) override {
    check(cudaMalloc(&block_, riser.arena.bytes()), "no memory on the device for the riser");
    check(cudaMemcpy(block_, riser.arena.data(), riser.arena.bytes(), cudaMemcpyHostToDevice), "copy to the device");
    const auto view = shifted(riser.view, reinterpret_cast<const char*>(riser.arena.data()), static_cast<char*>(block_));
    check(cudaMalloc(&view_, sizeof view), "no memory on the device for the riser");
    check(cudaMemcpy(view_, &view, sizeof view, cudaMemcpyHostToDevice), "copy to the device");
    begin_kernel<N><<<1, block_threads>>>(view_);
    fetch(riser);
  }
  void advance(Riser<N>& riser, double target) override {
    while (riser.view.clock->time < target && riser.view.clock->smallest_bad == 0) {
      advance_kernel<N><<<1, block_threads>>>(view_, target);
      fetch(riser);
    }
  }

 private:
  void fetch(Riser<N>& riser) {
    check(cudaGetLastError(), "kernel launch");
    check(cudaMemcpy(riser.arena.data(), block_, riser.arena.bytes(), cudaMemcpyDeviceToHost), "copy from the device");
  }
  void* block_ = nullptr;
  RiserView<N>* view_ = nullptr;
};
}  // namespace

template <int N>
std::unique_ptr<Executor<N>> make_cuda_executor() {
  return std::make_unique<CudaExecutor<N>>();
}
// This file is compiled once for each number of classes, RISER_CLASSES.
template std::unique_ptr<Executor<RISER_CLASSES>> make_cuda_executor<RISER_CLASSES>();
}  // namespace riser
