#pragma once
#include <limits>

namespace riser {

/// Integer multiples of an interval [s]: no drift, however long the run.
class Clockwork {
 public:
  explicit Clockwork(double interval) : interval_(interval) {}
  double next() const { return interval_ > 0 ? (count_ + 1) * interval_ : std::numeric_limits<double>::infinity(); }
  /// True once a multiple is reached; two intervals that meet but for rounding count as one time.
  bool strikes(double time) {
    if (time < next() * (1 - 1e-12)) return false;
    ++count_;
    return true;
  }

 private:
  double interval_;
  long count_ = 0;
};
}  // namespace riser
