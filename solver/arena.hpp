#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "kernels/axial/view.hpp"

namespace riser {

/// All memory of one riser in one block: a device copy is one transfer and one shift of the pointers.
class Arena {
 public:
  explicit Arena(size_t doubles) : block_(doubles, 0.0) {}
  /// `count` values starting on a 64-byte line; never grows (the views point inside).
  Real* take(size_t count) {
    const auto address = reinterpret_cast<std::uintptr_t>(block_.data() + used_);
    used_ += (64 - address % 64) % 64 / sizeof(Real);
    Real* start = block_.data() + used_;
    used_ += count;
    if (used_ > block_.size()) throw std::bad_alloc();
    return start;
  }
  /// A cell array with its ghosts; the pointer stands at cell 0.
  Real* cells(int n) { return take(static_cast<size_t>(n) + 2 * 8 + 8) + 8; }
  const Real* copy(const std::vector<double>& values) {
    Real* p = cells(static_cast<int>(values.size()));
    std::copy(values.begin(), values.end(), p);
    return p;
  }
  template <class T>
  T* place(const T* items, size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    T* p = reinterpret_cast<T*>(take((count * sizeof(T) + sizeof(Real) - 1) / sizeof(Real) + 1));
    if (count > 0) std::memcpy(static_cast<void*>(p), items, count * sizeof(T));
    return p;
  }
  Real* data() { return block_.data(); }
  size_t bytes() const { return used_ * sizeof(Real); }

 private:
  std::vector<Real> block_;
  size_t used_ = 0;
};
}  // namespace riser
