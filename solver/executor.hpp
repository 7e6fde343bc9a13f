#pragma once
#include <memory>
#include <string>

#include "solver/build.hpp"

// Who runs the team program. Only std and own types cross this border, so that g++ and nvcc files meet here.
namespace riser {

/// Initial pressure, properties and envelopes; then steps until `target`. The state is in `riser` again on return.
template <int N>
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void start(Riser<N>& riser) = 0;
  virtual void advance(Riser<N>& riser, double target) = 0;
};

template <int N>
std::unique_ptr<Executor<N>> make_host_executor();

/// Null when no CUDA device is found or the program was built without nvcc.
template <int N>
std::unique_ptr<Executor<N>> make_cuda_executor();
/// Name of the CUDA device, empty when there is none.
std::string cuda_device_name();
}  // namespace riser
