#pragma once
#include <memory>

#include "solver/section_build.hpp"

// Who runs the axisymmetric step. Only std and own types cross this border, so that g++ and nvcc files meet here.
namespace riser {

template <int N>
class SectionExecutor {
 public:
  virtual ~SectionExecutor() = default;
  /// Viscosity and pressure in balance with the start.
  virtual void start(SectionState<N>& section) = 0;
  /// A chunk of steps towards the target [s], or until something is no number; the same bits however the way is cut. The clock is in the
  /// section again on return, the rest of the state when it is fetched; what the host has changed counts when it is put.
  virtual void advance(SectionState<N>& section, double target) = 0;
  virtual void fetch(SectionState<N>& section) = 0;
  virtual void put(SectionState<N>& section) = 0;
};

template <int N>
std::unique_ptr<SectionExecutor<N>> make_host_section_executor(int threads);

/// On the CUDA device, which must be there. Throws DeviceError where the module riser_section_cuda, or cuFFT, is missing.
template <int N>
std::unique_ptr<SectionExecutor<N>> make_cuda_section_executor();
}  // namespace riser
