#pragma once
#include <string>
#include <vector>

#include "io/hdf5/read.hpp"

namespace riser {

/// How far a field of one file lies from the same field of another.
struct Difference {
  std::string name;
  double largest = 0;   // of |a - b|; infinite where only one of them is a number
  double scale = 0;     // what it is taken over
  std::string trouble;  // missing from a file, another shape
  double relative() const { return largest > 0 ? largest / scale : 0; }
  bool within(double tolerance) const { return trouble.empty() && relative() <= tolerance; }
};

/// One for every field of either list. The scale is the largest value of the field in both files, for a velocity the largest of all
/// velocities, and never less than what round-off leaves of a field at rest.
std::vector<Difference> differences(const std::vector<hdf5::Field>& a, const std::vector<hdf5::Field>& b);
}  // namespace riser
