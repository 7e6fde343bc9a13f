#pragma once
#include <memory>
#include <vector>

#include "kernels/axisymmetric/step.hpp"
#include "kernels/team.hpp"
#include "solver/fourier.hpp"
#include "solver/thread_pool.hpp"

namespace riser {

/// The passes of the axisymmetric step on the host: strips of slices shared among threads, the rows of a strip in turn, each row a loop
/// that the compiler vectorises. The same bits on any number of threads.
class HostLoops {
 public:
  static constexpr int least_cells = 4096;
  static constexpr int strip = 64;  // slices: what a pass touches of them stays in the second-level cache

  template <int N>
  HostLoops(const SectionView<N>& v, int threads) : pairs_(v.nr / 2), length_(v.nz), spectrum_(v.spectrum) {
    const int most = v.nr * v.nz / least_cells;  // fewer cells a thread and waiting costs more than it brings
    const int count = threads < most ? threads : (most > 1 ? most : 1);
    for (int t = 0; t < count; ++t) fourier_.emplace_back(v.nz);
    pool_ = std::make_unique<ThreadPool>(count);
  }

  template <class F>
  void cells(Span rows, Span slices, const F& f) const {
    strips(slices, [&](int begin, int end) { upward(rows, begin, end, f); });
  }
  template <class F>
  void rising(Span rows, Span slices, const F& f) const { cells(rows, slices, f); }
  template <class F>
  void columns(Span rows, Span slices, const F& f) const {
    strips(slices, [&](int begin, int end) {
      upward(rows, begin, end, Forward<F>{f});
      downward(rows, begin, end, f);
    });
  }
  template <class F>
  void settle(Span rows, Span slices, int most, const F& f) const {
    strips(slices, [&](int begin, int end) {
      for (int pass = 0; pass < most && any_open(begin, end, f); ++pass) {
        upward(rows, begin, end, Forward<F>{f});
        downward(rows, begin, end, f);
      }
    });
  }
  template <class F>
  void team(const F& f) const { f(SerialTeam{}); }

  void transform(bool backward) {
    const int count = static_cast<int>(fourier_.size());  // each has its own work space
    pool_->share(count, [&](int t) {
      for (int pair = t; pair < pairs_; pair += count) fourier_[t].transform(spectrum_ + 2 * static_cast<long>(pair) * length_, backward);
    });
  }

 private:
  template <class F>
  struct Forward {
    F f;
    void operator()(int i, int k) const { f.forward(i, k); }
  };
  template <class Body>
  void strips(Span slices, const Body& body) const {
    const int count = (slices.end - slices.begin + strip - 1) / strip;
    pool_->share(count, [&](int s) {
      const int begin = slices.begin + s * strip;
      body(begin, begin + strip < slices.end ? begin + strip : slices.end);
    });
  }
  template <class F>
  static bool any_open(int begin, int end, const F& f) {
    for (int k = begin; k < end; ++k)
      if (f.open(k)) return true;
    return false;
  }
  /// Flattened and apart, so that each loop has its registers to itself and vectorises.
  template <class F>
  [[gnu::flatten, gnu::noinline]] static void upward(Span rows, int begin, int end, const F f) {
    for (int i = rows.begin; i < rows.end; ++i) {
#pragma omp simd
      for (int k = begin; k < end; ++k) f(i, k);
    }
  }
  template <class F>
  [[gnu::flatten, gnu::noinline]] static void downward(Span rows, int begin, int end, const F f) {
    for (int i = rows.end; i-- > rows.begin;) {
#pragma omp simd
      for (int k = begin; k < end; ++k) f.back(i, k);
    }
  }

  int pairs_, length_;
  double* spectrum_;
  std::vector<Fourier> fourier_;  // one a thread
  std::unique_ptr<ThreadPool> pool_;
};
}  // namespace riser
