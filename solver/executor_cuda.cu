#include <cuda_runtime.h>

#include "kernels/axial/step.hpp"
#include "solver/executor.hpp"
#include "solver/simulation.hpp"

// The CUDA team: one block advances one riser, its state in device memory, for a whole chunk of steps.
namespace riser {
namespace {

void check(cudaError_t status, const char* what) {
  if (status != cudaSuccess) throw DeviceError(std::string(what) + ": " + cudaGetErrorString(status));
}

struct BlockTeam {
  template <class F>
  __device__ void for_each(int n, F f) const {
    for (int i = threadIdx.x; i < n; i += blockDim.x) f(i);
    __syncthreads();
  }
  template <class F>
  __device__ void for_each_scalar(int n, F f) const { for_each(n, f); }
  template <class... F>
  __device__ void for_each_in_turn(int n, F... f) const {
    for_each(n, [&](int i) { (f(i), ...); });
  }
  template <class Bodies>
  __device__ void for_each_staggered(int n, int specials, const Bodies& bodies) const {
    for (int begin = 0; begin < n; begin += blockDim.x) {  // one face a thread; a tile is what the block holds
      const int f = begin + static_cast<int>(threadIdx.x);
      for (int k = 0; k < Bodies::fields; ++k) {
        const auto field = bodies.field(k);
        const Real roughness = f < n ? field.linear(f) : 0;
        if (__syncthreads_or(field.is_rough(roughness)) && f < n) field.nonlinear(f);
      }
      if (f < n) bodies.fluxes()(f);
      if (f < n && bodies.excess()(f) > 0) bodies.bounds()(f);
    }
    __syncthreads();
    single([&] { bodies.ends(); });
    if (specials > 0) for_each(specials, [&](int j) { bodies.special(j); });
    for_each(n, [&](int i) {
      for (int k = 0; k < Bodies::classes; ++k) bodies.update[k](i);
      if (Bodies::fields > Bodies::classes) bodies.heat(i);
    });
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
__global__ void begin_kernel(RiserView<N> view) { begin_run(BlockTeam{}, view); }

template <int N>
__global__ void advance_kernel(RiserView<N> view, Real target) { advance_chunk(BlockTeam{}, view, target, chunk_steps); }

/// Shifts every pointer of a view from the host block to the device block.
template <int N>
RiserView<N> shifted(RiserView<N> v, const char* from, char* to) {
  const auto move = [&](auto*& p) {
    using T = std::remove_reference_t<decltype(p)>;
    if (p) p = reinterpret_cast<T>(to + (reinterpret_cast<const char*>(p) - from));
  };
  for (int k = 0; k < N; ++k) move(v.phi[k]), move(v.phi1[k]), move(v.phi2[k]), move(v.flux[k]);
  for (int k = 0; k < N; ++k) move(v.feed[k].schedule.time), move(v.feed[k].schedule.value);
  for (int p = 0; p < v.pumps; ++p) move(v.pump[p].schedule.time), move(v.pump[p].schedule.value);
  for (ScheduleView* s : {&v.inlet_value, &v.outlet_value, &v.inlet_temperature}) move(s->time), move(s->value);
  move(v.clock), move(v.length), move(v.volume), move(v.area), move(v.bore), move(v.inverse_area), move(v.inverse_bore), move(v.relative_roughness), move(v.cosine);
  move(v.minor_loss), move(v.sea_temperature), move(v.outer_transfer), move(v.inner_transfer), move(v.inverse_wall_capacity), move(v.inverse_volume), move(v.face_factor);
  move(v.position), move(v.temperature), move(v.wall_temperature), move(v.pressure), move(v.flow), move(v.temperature1);
  move(v.temperature2), move(v.wall1), move(v.wall2), move(v.heat_flux), move(v.density), move(v.carrier_density), move(v.viscosity), move(v.reynolds), move(v.friction_ratio), move(v.friction), move(v.shear);
  move(v.dispersion), move(v.transfer), move(v.inverse_capacity), move(v.running), move(v.compliance), move(v.minimum_pressure);
  move(v.maximum_pressure), move(v.maximum_concentration), move(v.lanes), move(v.irregular), move(v.pipe_compliance);
  move(v.friction_table), move(v.friction_row);
  return v;
}

template <int N>
class CudaExecutor final : public Executor<N> {
 public:
  ~CudaExecutor() override { cudaFree(block_); }
  void start(Riser<N>& riser) override {
    check(cudaMalloc(&block_, riser.arena.bytes()), "no memory on the device for the riser");
    check(cudaMemcpy(block_, riser.arena.data(), riser.arena.bytes(), cudaMemcpyHostToDevice), "copy to the device");
    view_ = shifted(riser.view, reinterpret_cast<const char*>(riser.arena.data()), static_cast<char*>(block_));
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
  RiserView<N> view_{};
};
}  // namespace

template <int N>
std::unique_ptr<Executor<N>> make_cuda_executor() {
  return std::make_unique<CudaExecutor<N>>();
}
template std::unique_ptr<Executor<0>> make_cuda_executor<0>();
template std::unique_ptr<Executor<1>> make_cuda_executor<1>();
template std::unique_ptr<Executor<2>> make_cuda_executor<2>();
template std::unique_ptr<Executor<3>> make_cuda_executor<3>();
template std::unique_ptr<Executor<4>> make_cuda_executor<4>();
template std::unique_ptr<Executor<5>> make_cuda_executor<5>();
template std::unique_ptr<Executor<6>> make_cuda_executor<6>();

std::string cuda_device_name() {
  int count = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess || count == 0) return {};
  cudaDeviceProp properties{};
  return cudaGetDeviceProperties(&properties, 0) == cudaSuccess ? properties.name : std::string{};
}
}  // namespace riser
