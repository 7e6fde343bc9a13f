#pragma once
#include <memory>

namespace riser {

/// Complex Fourier transforms of rows, forward exp(-i ...) or backward, neither scaled. One object a thread.
class Fourier {
 public:
  explicit Fourier(int length);
  ~Fourier();
  Fourier(Fourier&&) noexcept;
  /// In place: `row` holds `length` pairs of real and imaginary parts.
  void transform(double* row, bool backward);

 private:
  struct Plans;
  std::unique_ptr<Plans> plans_;
};
}  // namespace riser
