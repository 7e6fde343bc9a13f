#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <numeric>
#include <random>

#include "kernels/axisymmetric/balance.hpp"
#include "solver/fourier.hpp"
#include "tests/solver/section_case.hpp"

// What the CUDA backend takes for granted, on the host: the threads of a pass may come in any order, and a step beyond the target changes
// nothing where every pass looks at SectionClock::active first.
using namespace riser;

namespace {

/// A team whose threads come last to first.
struct BackwardTeam : SerialTeam {
  template <class F>
  void for_each(int n, F f) const {
    for (int i = n; i-- > 0;) f(i);
  }
  template <class F>
  void for_each_scalar(int n, F f) const { for_each(n, f); }
  template <class F>
  void for_each_lane(int n, F f) const { for_each(n, f); }
};

/// Out of line, so that every order is the same code and rounds alike.
template <class F>
[[gnu::noinline]] void one(const F& f, int i, int k) { f(i, k); }
template <class F>
[[gnu::noinline]] void column(const F& f, Span rows, int k) {
  for (int i = rows.begin; i < rows.end; ++i) f.forward(i, k);
  for (int i = rows.end; i-- > rows.begin;) f.back(i, k);
}

/// The kernels of solver/section_loops.cuh one thread after the other, in order or shuffled.
class ThreadByThread {
 public:
  template <int N>
  ThreadByThread(const SectionView<N>& v, bool shuffled)
      : shuffled_(shuffled), clock_(v.clock), pairs_(v.nr / 2), length_(v.nz), spectrum_(v.spectrum), fourier_(v.nz) {}
  template <class F>
  void cells(Span rows, Span slices, const F& f) {
    const int width = slices.end - slices.begin;
    threads((rows.end - rows.begin) * width, [&](int t) { one(f, rows.begin + t / width, slices.begin + t % width); });
  }
  template <class F>
  void columns(Span rows, Span slices, const F& f) {
    threads(slices.end - slices.begin, [&](int t) { column(f, rows, slices.begin + t); });
  }
  template <class F>
  void settle(Span rows, Span slices, int most, const F& f) {
    threads(slices.end - slices.begin, [&](int t) {
      for (int pass = 0; pass < most && f.open(slices.begin + t); ++pass) column(f, rows, slices.begin + t);
    });
  }
  template <class F>
  void rising(Span rows, Span slices, const F& f) {
    threads(slices.end - slices.begin, [&](int t) {
      for (int i = rows.begin; i < rows.end; ++i) one(f, i, slices.begin + t);
    });
  }
  template <class F>
  void team(const F& f) {
    if (clock_->active == 0 && !decides(f)) return;
    shuffled_ ? f(BackwardTeam{}) : f(SerialTeam{});
  }
  void transform(bool backward) {
    for (int pair = 0; pair < pairs_; ++pair) fourier_.transform(spectrum_ + 2 * pair * length_, backward);
  }

 private:
  template <int N>
  static bool decides(const BeginStep<N>&) { return true; }
  template <int N>
  static bool decides(const ResetClock<N>&) { return true; }
  template <class F>
  static bool decides(const F&) { return false; }
  template <class Body>
  void threads(int count, const Body& body) {
    if (clock_->active == 0) return;
    std::vector<int> order(count);
    std::iota(order.begin(), order.end(), 0);
    if (shuffled_) std::shuffle(order.begin(), order.end(), random_);
    for (int t : order) body(t);
  }
  bool shuffled_;
  const SectionClock* clock_;
  int pairs_, length_;
  Real* spectrum_;
  Fourier fourier_;
  std::mt19937 random_{1};
};

/// A section that can be run again from its start, in the same memory.
class Again {
 public:
  explicit Again(SectionEnds ends) : section_(make(ends)) {
    const SectionView<2>& v = section_->view;
    for (int k = 8; k < 12; ++k) v.phi[1][v.at(1, k)] = v.phi_old[1][v.at(1, k)] = 0.1;  // not alike over the section: the liquid turns
    start_ = bytes();
  }
  SectionClock& clock() { return *section_->view.clock; }
  /// All memory after 1 s, some 60 steps; the clock's `active` and the transform's own work space, written anew by every step, left out.
  std::vector<char> run(bool shuffled, int steps_too_many) {
    std::memcpy(section_->arena.data(), start_.data(), start_.size());
    SectionView<2>& view = section_->view;
    ThreadByThread loops(view, shuffled);
    begin_section(loops, view);
    clock().target = 1;
    while (clock().time < clock().target && clock().bad == 0) step(loops, view);
    for (int s = 0; s < steps_too_many; ++s) step(loops, view);
    CHECK(clock().active == (steps_too_many > 0 ? 0 : 1));
    clock().active = 0;
    std::fill_n(view.spectrum, view.nr * view.nz, 0.0);
    return bytes();
  }

 private:
  static std::unique_ptr<SectionState<2>> make(SectionEnds ends) {
    const Scenario scenario = cases::full_section(ends);
    return build_section<2>(scenario, make_section_grid(scenario));
  }
  std::vector<char> bytes() {
    const char* begin = reinterpret_cast<const char*>(section_->arena.data());
    return {begin, begin + section_->arena.bytes()};
  }
  std::unique_ptr<SectionState<2>> section_;
  std::vector<char> start_;
};
}  // namespace

TEST_CASE("the threads of every axisymmetric pass may come in any order, and a step beyond the target changes nothing") {
  Again section(GENERATE(SectionEnds::periodic, SectionEnds::open, SectionEnds::closed));
  const std::vector<char> in_order = section.run(false, 0);
  CHECK(section.clock().bad == 0);
  CHECK(section.clock().time == 1);
  CHECK(section.clock().steps > 40);
  CHECK(section.clock().speed > 1e-4);
  CHECK((section.run(true, 0) == in_order));
  CHECK((section.run(false, 3) == in_order));
}
