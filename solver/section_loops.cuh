#pragma once
#include "kernels/axisymmetric/balance.hpp"
#include "solver/block_team.cuh"
#include "solver/cufft_library.hpp"

// The passes of the axisymmetric step on a CUDA device: a kernel each, in the order of one stream. Neighbouring threads take neighbouring
// slices, whose values lie side by side. Where the target is reached every kernel returns at once, so that steps can be launched ahead.
namespace riser {

/// Those that set SectionClock::active themselves.
template <class F>
inline constexpr bool decides = false;
template <int N>
inline constexpr bool decides<BeginStep<N>> = true;
template <int N>
inline constexpr bool decides<ResetClock<N>> = true;

/// Kernel parameters lie in constant memory, 4 KB on every device.
template <class F>
inline constexpr bool fits = sizeof(F) + 2 * sizeof(Span) <= 4096;

template <class F>
__global__ void cells_kernel(const __grid_constant__ F f, const Span rows, const Span slices) {
  if (f.v.clock->active == 0) return;
  const int place = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x), width = slices.end - slices.begin;
  const int i = rows.begin + place / width;
  if (i < rows.end) f(i, slices.begin + place % width);
}

template <class F>
__global__ void columns_kernel(const __grid_constant__ F f, const Span rows, const Span slices) {
  const int k = slices.begin + static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (f.v.clock->active == 0 || k >= slices.end) return;
  for (int i = rows.begin; i < rows.end; ++i) f.forward(i, k);
  for (int i = rows.end; i-- > rows.begin;) f.back(i, k);
}

/// A slice's thread goes on until its slice is done.
template <class F>
__global__ void settle_kernel(const __grid_constant__ F f, const Span rows, const Span slices, const int most) {
  const int k = slices.begin + static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (f.v.clock->active == 0 || k >= slices.end) return;
  for (int pass = 0; pass < most && f.open(k); ++pass) {
    for (int i = rows.begin; i < rows.end; ++i) f.forward(i, k);
    for (int i = rows.end; i-- > rows.begin;) f.back(i, k);
  }
}

template <class F>
__global__ void rising_kernel(const __grid_constant__ F f, const Span rows, const Span slices) {
  const int k = slices.begin + static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (f.v.clock->active == 0 || k >= slices.end) return;
  for (int i = rows.begin; i < rows.end; ++i) f(i, k);
}

template <class F>
__global__ void team_kernel(const __grid_constant__ F f) {
  if constexpr (!decides<F>) {
    if (f.v.clock->active == 0) return;  // all threads of the block alike: none of these programs writes it
  }
  f(BlockTeam{});
}

inline void check(cufftResult status, const char* what) {
  if (status != CUFFT_SUCCESS) throw DeviceError(std::string(what) + ": cuFFT error " + std::to_string(status));
}

/// See kernels/axisymmetric/step.hpp for what each pass promises. Launches only: no memory is taken and nothing is waited for after the
/// constructor, so that a step can be captured.
class CudaLoops {
 public:
  static constexpr int cell_threads = 256;
  static constexpr int slice_threads = 32;  // a thread a slice: small blocks reach more multiprocessors

  template <int N>
  CudaLoops(const SectionView<N>& v, cudaStream_t stream) : stream_(stream), spectrum_(reinterpret_cast<cufftDoubleComplex*>(v.spectrum)) {
    int length = v.nz;
    check(cufft().plan_many(&plan_, 1, &length, nullptr, 1, length, nullptr, 1, length, CUFFT_Z2Z, v.nr / 2), "plan of the transform");
    check(cufft().set_stream(plan_, stream_), "plan of the transform");
  }
  ~CudaLoops() { cufft().destroy(plan_); }
  CudaLoops(const CudaLoops&) = delete;
  CudaLoops& operator=(const CudaLoops&) = delete;

  template <class F>
  void cells(Span rows, Span slices, const F& f) const {
    static_assert(fits<F>);
    const int count = (rows.end - rows.begin) * (slices.end - slices.begin);
    cells_kernel<<<blocks(count, cell_threads), cell_threads, 0, stream_>>>(f, rows, slices);
  }
  template <class F>
  void columns(Span rows, Span slices, const F& f) const {
    static_assert(fits<F>);
    columns_kernel<<<blocks(slices.end - slices.begin, slice_threads), slice_threads, 0, stream_>>>(f, rows, slices);
  }
  template <class F>
  void settle(Span rows, Span slices, int most, const F& f) const {
    static_assert(fits<F>);
    settle_kernel<<<blocks(slices.end - slices.begin, slice_threads), slice_threads, 0, stream_>>>(f, rows, slices, most);
  }
  template <class F>
  void rising(Span rows, Span slices, const F& f) const {
    static_assert(fits<F>);
    rising_kernel<<<blocks(slices.end - slices.begin, slice_threads), slice_threads, 0, stream_>>>(f, rows, slices);
  }
  template <class F>
  void team(const F& f) const {
    static_assert(fits<F>);
    team_kernel<<<1, block_threads, 0, stream_>>>(f);
  }
  /// Also where the target is reached: `spectrum` is written anew by every step.
  void transform(bool backward) const {
    check(cufft().execute(plan_, spectrum_, spectrum_, backward ? CUFFT_INVERSE : CUFFT_FORWARD), "transform");
  }

 private:
  static unsigned blocks(int count, int threads) { return static_cast<unsigned>((count + threads - 1) / threads); }

  cudaStream_t stream_;
  cufftHandle plan_ = 0;
  cufftDoubleComplex* spectrum_;
};
}  // namespace riser
