#include <cstring>
#include <stdexcept>

#include "benchmarks/perf/counting/counted.hpp"
#include "kernels/portable.hpp"
#define riser riser_counted
#include "kernels/axisymmetric/balance.hpp"
#include "kernels/axisymmetric/step.hpp"
#include "kernels/team.hpp"
#undef riser

namespace riser_counted_border {
namespace {
using riser_counted::Real;
using riser_counted::Span;

/// The host's loops, strip by strip, on one thread; the transform is done in doubles and counted by its formula.
struct CountedLoops {
  static constexpr int strip = 64;  // as solver/section_loops.hpp
  Real* spectrum;
  int pairs, length;
  Transform row_transform;

  template <class Body>
  void strips(Span slices, const Body& body) const {
    for (int begin = slices.begin; begin < slices.end; begin += strip) body(begin, begin + strip < slices.end ? begin + strip : slices.end);
  }
  template <class F>
  void cells(Span rows, Span slices, const F& f) const {
    strips(slices, [&](int begin, int end) {
      for (int i = rows.begin; i < rows.end; ++i)
        for (int k = begin; k < end; ++k) f(i, k);
    });
  }
  template <class F>
  void rising(Span rows, Span slices, const F& f) const { cells(rows, slices, f); }
  template <class F>
  void columns(Span rows, Span slices, const F& f) const {
    strips(slices, [&](int begin, int end) {
      for (int i = rows.begin; i < rows.end; ++i)
        for (int k = begin; k < end; ++k) f.forward(i, k);
      for (int i = rows.end; i-- > rows.begin;)
        for (int k = begin; k < end; ++k) f.back(i, k);
    });
  }
  template <class F>
  void settle(Span rows, Span slices, int most, const F& f) const {
    for (int k = slices.begin; k < slices.end; ++k)
      for (int pass = 0; pass < most && f.open(k); ++pass) {
        for (int i = rows.begin; i < rows.end; ++i) f.forward(i, k);
        for (int i = rows.end; i-- > rows.begin;) f.back(i, k);
      }
  }
  template <class F>
  void team(const F& f) const { f(riser_counted::SerialTeam{}); }

  /// 5 n log2 n operations a row, in equal parts of additions and multiplications; a row is read and written once.
  void transform(bool backward) {
    riser::perf::Tally& t = *riser::perf::tally;
    for (int pair = 0; pair < pairs; ++pair) {
      Real* row = spectrum + 2L * pair * length;
      for (int i = 0; i < 2 * length; ++i) t.access(row + i, false), t.access(row + i, true);
      const long operations = static_cast<long>(5.0 * length * std::log2(double(length)));
      t.additions += operations / 2, t.multiplications += operations / 2;
      row_transform(reinterpret_cast<double*>(row), backward);
    }
  }
};
}  // namespace

void advance_section(const void* from, std::size_t size, double target, Transform transform) {
  using View = riser_counted::SectionView<2>;
  if (size != sizeof(View)) throw std::logic_error("the counted view has another layout than the program's");
  alignas(View) unsigned char bytes[sizeof(View)];
  std::memcpy(bytes, from, size);
  const View& view = *reinterpret_cast<const View*>(bytes);
  CountedLoops loops{view.spectrum, view.nr / 2, view.nz, transform};
  view.clock->target = target;
  while (view.clock->time < target && view.clock->bad == 0) riser_counted::step(loops, view);
}
}  // namespace riser_counted_border
