#pragma once
#include <cmath>
#include <limits>

namespace riser {

/// Integer multiples of an interval [s]: no drift, however long the run.
class Clockwork {
 public:
  /// `time`: where a resumed run is.
  explicit Clockwork(double interval, double time = 0) : interval_(interval), count_(interval > 0 ? static_cast<long>(std::floor(time / interval * (1 + 1e-12))) : 0) {}
  double next() const { return interval_ > 0 ? (count_ + 1) * interval_ : std::numeric_limits<double>::infinity(); }
  /// True once a multiple is reached; two intervals that meet but for rounding count as one time.
  bool strikes(double time) {
    if (time < next() * (1 - 1e-12)) return false;
    ++count_;
    return true;
  }

 private:
  double interval_;
  long count_;
};
}  // namespace riser
