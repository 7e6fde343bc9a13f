#include "benchmarks/perf/counting/tally.hpp"

#include <numeric>

namespace riser::perf {

IdealCache::IdealCache(double bytes, std::uintptr_t begin, std::size_t size)
    : begin_(begin), ends_(static_cast<std::uint32_t>(size / line + 1)), newest_(ends_), capacity_(static_cast<std::uint32_t>(bytes / line)),
      before_(ends_ + 1), after_(ends_ + 1), in_(ends_ + 1), dirty_(ends_ + 1) {
  before_[ends_] = after_[ends_] = ends_;
}

void IdealCache::touch(std::uint32_t l, bool write) {
  if (in_[l]) {
    unlink(l);
  } else {
    if (held_ == capacity_) forget_oldest();
    in_[l] = 1, dirty_[l] = 0, ++held_;
    if (!write) traffic_ += line;
  }
  const std::uint32_t last = before_[ends_];
  after_[last] = l, before_[l] = last, after_[l] = ends_, before_[ends_] = l;
  dirty_[l] |= write;
  newest_ = l;
}

void IdealCache::forget_oldest() {
  const std::uint32_t oldest = after_[ends_];
  unlink(oldest);
  if (dirty_[oldest]) traffic_ += line;
  in_[oldest] = 0, --held_;
}
}  // namespace riser::perf
