#pragma once
#include <memory>
#include <string>

#include "solver/ensemble.hpp"
#include "solver/section_snapshot.hpp"
#include "solver/state.hpp"

namespace riser {

/// A pipe in two dimensions, r and z, in time. All arrays cross this border as plain host vectors in SI.
class AxisymmetricSimulation {
 public:
  /// `threads` of the host, at least 1. Throws DeviceError when `device` is cuda and none is found.
  AxisymmetricSimulation(const Scenario& scenario, Device device, int threads = 1);
  ~AxisymmetricSimulation();
  AxisymmetricSimulation(AxisymmetricSimulation&&) noexcept;

  double time() const;              // [s]
  std::string device_name() const;  // "cpu" or the GPU's name
  /// Steps until exactly `time` [s]. Throws Diverged.
  void advance_to(double time);
  /// A chunk of steps towards it, to the same bits; true while more is to be done. Throws Diverged.
  bool advance_some(double time);

  const SectionGeometry& geometry() const;
  SectionSnapshot snapshot() const;
  /// Through the lower face of a slice.
  SectionProfile profile(int slice) const;
  SectionRow series_row() const;
  SectionTotals totals() const;
  State state() const;
  /// A state of the same case. Throws std::invalid_argument where it is one of other cells or classes.
  void restore(const State& state);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// Slices of the asked length that a transform likes: even, with no prime factor above 5, at least 8.
int slices_for(double length, double cell_length);
/// Faces of the rings [m], 0 to the wall: equal, or by a hyperbolic tangent so that the last ring is `wall_cell` thick.
std::vector<double> ring_faces(double radius, int rings, double wall_cell);
}  // namespace riser
