#pragma once
#include <memory>
#include <string>
#include <vector>

#include "solver/scenario.hpp"
#include "solver/snapshot.hpp"
#include "solver/state.hpp"

namespace riser {

enum class Device { automatic, cpu, cuda };

/// Many risers that advance together by the same team program: on CUDA a block each, on the host one after the other. Each has its own
/// length, cells, parameters and events. A member that diverges stops where it is; the others go on.
class Ensemble {
 public:
  /// Throws DeviceError when `device` is cuda and none is found.
  Ensemble(std::vector<Scenario> scenarios, Device device);
  ~Ensemble();
  Ensemble(Ensemble&&) noexcept;

  std::size_t size() const;
  std::string device_name() const;            // "cpu" or the GPU's name
  /// Every member that has not failed steps until exactly its time [s]; events between are met at their exact times.
  void advance_to(const std::vector<double>& times);
  /// A chunk of steps towards it, to the same bits; true while more is to be done. So that the caller can look at its signals.
  bool advance_some(const std::vector<double>& times);
  double time(std::size_t member) const;      // [s]
  std::string trouble(std::size_t member) const;  // where and when it diverged; empty while it goes

  const Geometry& geometry(std::size_t member) const;
  Snapshot snapshot(std::size_t member) const;
  SeriesRow series_row(std::size_t member) const;
  Totals totals(std::size_t member) const;
  State state(std::size_t member) const;
  /// Of a member of the same cells, classes and machines. Throws std::invalid_argument.
  void restore(std::size_t member, const State& state);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};
}  // namespace riser
