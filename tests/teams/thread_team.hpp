#pragma once
#include <algorithm>
#include <atomic>
#include <barrier>

#include "kernels/team.hpp"

// A team of threads with a real barrier, for the tests alone.
namespace riser {

struct Meeting {
  explicit Meeting(int members) : gate(members) {}
  std::barrier<> gate;
  std::atomic<int> any{0};
};

/// The members share the work as a CUDA block does: index i goes to member i mod size. Specialised: with the serial team's loops, else the device's.
template <bool Specialised>
struct ThreadTeam {
  static constexpr bool specialised = Specialised;
  static constexpr int chains = 1;
  static constexpr int tile = whole_pipe;
  int rank, size;
  Meeting* meeting;
  bool mutant;

  void barrier() const { meeting->gate.arrive_and_wait(); }
  template <class F>
  void run(int begin, int end, F f) const {
    for (int i = begin + rank; i < end; i += size) f(i);
    if (!mutant) barrier();
  }
  template <class F>
  void run_scalar(int begin, int end, F f) const { run(begin, end, f); }
  template <class F>
  bool any_positive(int begin, int end, F f) const {
    bool here = false;
    for (int i = begin + rank; i < end; i += size) here |= f(i) > 0;
    return any(here);
  }
  template <class F, class Opening>
  MarkedTiles mark(const Tiles& tiles, unsigned long long* at, F f, const Opening& opening) const {
    bool here = false;
    for (int j = rank; j < tiles.count(); j += size) {
      const int from = tiles.origin + j * tile_size, begin = std::max(from, tiles.begin), end = std::min(from + tile_size, tiles.end);
      at[j] = opening(begin) > 0;
      for (int i = begin; i < end; ++i) at[j] |= f(i) > 0;
      here |= at[j] != 0;
    }
    return {tiles, at, any(here)};
  }
  template <class F>
  void run_where(const MarkedTiles& marked, bool wanted, F f) const {
    run(marked.tiles.begin, marked.tiles.end, [&](int i) {
      if ((marked.at[marked.tiles.of(i)] != 0) == wanted) f(i);
    });
  }
  bool any(bool here) const {
    if (here) meeting->any.store(1);
    barrier();
    const bool result = meeting->any.load() != 0;
    barrier();
    if (rank == 0) meeting->any.store(0);
    barrier();
    return result;
  }
  template <class F>
  void for_each(int n, F f) const { run(0, n, f); }
  template <class F>
  void for_each_scalar(int n, F f) const { run(0, n, f); }
  template <class F>
  void for_each_lane(int n, F f) const {
    for (int l = rank; l < n; l += size) f(l);
  }
  template <class F>
  void single(F f) const {
    if (rank == 0) f();
    barrier();
  }
};
}  // namespace riser
