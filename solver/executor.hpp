#pragma once
#include <memory>
#include <string>
#include <vector>

#include "solver/build.hpp"

// Who runs the team program. Only std and own types cross this border, so that g++ and nvcc files meet here.
namespace riser {

/// Initial pressure, properties and envelopes; then a chunk of steps of each riser towards its target [s]; one that is there already, or has
/// failed, is left alone. The clocks are in the risers again on return, the rest of a riser's state when it is fetched; what the host has
/// changed counts when it is put. The same risers in the same order every time.
template <int N>
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void start(const std::vector<Riser<N>*>& risers) = 0;
  virtual void advance(const std::vector<Riser<N>*>& risers, const std::vector<double>& targets) = 0;
  virtual void fetch(const std::vector<Riser<N>*>& risers, std::size_t place) = 0;
  virtual void put(const std::vector<Riser<N>*>& risers, std::size_t place) = 0;
};

template <int N>
std::unique_ptr<Executor<N>> make_host_executor();

/// Null when no CUDA device is found or the program was built without nvcc.
template <int N>
std::unique_ptr<Executor<N>> make_cuda_executor();
/// Name of the CUDA device, empty when there is none.
std::string cuda_device_name();
}  // namespace riser
