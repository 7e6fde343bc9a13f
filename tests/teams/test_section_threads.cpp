// The axisymmetric step with every pass shared among threads and its team programs run by a team of them, as a CUDA device does it: the bits of
// one thread, and no data race under the thread sanitiser.
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

#include "kernels/axisymmetric/balance.hpp"
#include "solver/fourier.hpp"
#include "tests/solver/section_case.hpp"
#include "tests/teams/thread_team.hpp"

using namespace riser;

namespace {

/// The kernels of solver/section_loops.cuh: thread t takes the cells or slices t, t + size and so on.
class ThreadLoops {
 public:
  ThreadLoops(const SectionView<2>& v, int size) : size_(size), v_(v), fourier_(v.nz) {}
  template <class F>
  void cells(Span rows, Span slices, const F& f) const {
    const int width = slices.end - slices.begin;
    share((rows.end - rows.begin) * width, [&](int t) { f(rows.begin + t / width, slices.begin + t % width); });
  }
  template <class F>
  void columns(Span rows, Span slices, const F& f) const {
    share(slices.end - slices.begin, [&](int t) {
      for (int i = rows.begin; i < rows.end; ++i) f.forward(i, slices.begin + t);
      for (int i = rows.end; i-- > rows.begin;) f.back(i, slices.begin + t);
    });
  }
  template <class F>
  void settle(Span rows, Span slices, int most, const F& f) const {
    share(slices.end - slices.begin, [&](int t) {
      for (int pass = 0; pass < most && f.open(slices.begin + t); ++pass) {
        for (int i = rows.begin; i < rows.end; ++i) f.forward(i, slices.begin + t);
        for (int i = rows.end; i-- > rows.begin;) f.back(i, slices.begin + t);
      }
    });
  }
  template <class F>
  void rising(Span rows, Span slices, const F& f) const {
    share(slices.end - slices.begin, [&](int t) {
      for (int i = rows.begin; i < rows.end; ++i) f(i, slices.begin + t);
    });
  }
  template <class F>
  void team(const F& f) const {
    Meeting meeting(size_);
    together([&](int rank) { f(ThreadTeam{rank, size_, &meeting, false}); });
  }
  void transform(bool backward) {
    for (int pair = 0; pair < v_.nr / 2; ++pair) fourier_.transform(v_.spectrum + 2 * pair * v_.nz, backward);
  }

 private:
  template <class Body>
  void together(const Body& body) const {
    std::vector<std::thread> members;
    for (int rank = 0; rank < size_; ++rank) members.emplace_back(body, rank);
    for (std::thread& member : members) member.join();
  }
  template <class Body>
  void share(int count, const Body& body) const {
    together([&](int rank) {
      for (int t = rank; t < count; t += size_) body(t);
    });
  }
  int size_;
  SectionView<2> v_;
  Fourier fourier_;
};

/// A section's memory, all of it.
std::vector<char> bytes_of(SectionState<2>& section) {
  const char* begin = reinterpret_cast<const char*>(section.arena.data());
  return {begin, begin + section.arena.bytes()};
}

/// The same after 30 steps from `start`, or fewer to the target.
std::vector<char> advance(SectionState<2>& section, const std::vector<char>& start, int size) {
  std::memcpy(static_cast<void*>(section.arena.data()), start.data(), start.size());
  ThreadLoops loops(section.view, size);
  begin_section(loops, section.view);
  SectionClock& clock = *section.view.clock;
  clock.target = 0.3;
  for (int most = 30; most > 0 && clock.time < clock.target && clock.bad == 0; --most) step(loops, section.view);
  return bytes_of(section);
}
}  // namespace

int main() {
  int wrong = 0;
  for (SectionEnds ends : {SectionEnds::periodic, SectionEnds::open, SectionEnds::closed}) {
    Scenario scenario = cases::full_section(ends);
    scenario.cell_length = 4.0 / 150;  // more slices than half of the lanes of a reduction: others meet
    const auto section = build_section<2>(scenario, make_section_grid(scenario));
    const SectionView<2>& view = section->view;
    for (int k = 8; k < 12; ++k) view.phi[1][view.at(1, k)] = view.phi_old[1][view.at(1, k)] = 0.1;  // not alike over the section: the liquid turns
    const std::vector<char> start = bytes_of(*section), alone = advance(*section, start, 1), together = advance(*section, start, 5);
    long differ = 0;
    for (std::size_t i = 0; i < alone.size(); ++i) differ += alone[i] != together[i];
    std::printf("ends %d: %ld steps, %ld of %zu bytes differ between one thread and five\n", static_cast<int>(ends), section->view.clock->steps, differ, alone.size());
    wrong += differ > 0 || section->view.clock->steps < 10;
  }
  return wrong;
}
