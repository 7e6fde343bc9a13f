#pragma once
#include <string>

#include "solver/studies.hpp"

namespace riser {

/// A number with a unit drawn from a variation's distribution: words as they stand in a case.
class Distribution {
 public:
  /// Throws std::invalid_argument that says what is wrong with the variation.
  explicit Distribution(const Variation& variation);
  /// The word below which a share 0..1 of all draws lies, to twelve digits.
  std::string at(double share) const;

 private:
  double value(double share) const;
  DistributionKind kind_;
  std::string unit_;
  double low_, high_;       // ends; of an open distribution where it is cut, else infinite
  double centre_ = 0, spread_ = 1;  // mean and deviation; of a lognormal those of the logarithm; of a triangle the mode
  double first_ = 0, last_ = 1;     // shares at the cuts
};
}  // namespace riser
