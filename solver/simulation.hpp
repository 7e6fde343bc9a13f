#pragma once
#include <stdexcept>
#include <string>

#include "solver/ensemble.hpp"

namespace riser {

/// Thrown when the state is no longer a number or leaves its bounds; the message names cell, position and time.
struct Diverged : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Thrown when the asked device is not there or fails.
struct DeviceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One riser in time: an ensemble of one. All arrays cross this border as plain host vectors in SI.
class Simulation {
 public:
  /// Throws DeviceError when `device` is cuda and none is found.
  explicit Simulation(const Scenario& scenario, Device device = Device::automatic);

  double time() const;                 // [s]
  std::string device_name() const;     // "cpu" or the GPU's name
  /// Steps until exactly `time` [s]. Events between are met at their exact times. Throws Diverged.
  void advance_to(double time);
  /// A chunk of steps towards it, to the same bits; true while more is to be done. Throws Diverged.
  bool advance_some(double time);

  const Geometry& geometry() const;
  Snapshot snapshot() const;
  SeriesRow series_row() const;
  Totals totals() const;
  State state() const;
  /// A state of the same case. Throws std::invalid_argument where it is one of other cells, classes or machines.
  void restore(const State& state);

 private:
  Ensemble one_;
};
}  // namespace riser
