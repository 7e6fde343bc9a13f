#pragma once
#include <algorithm>
#include <atomic>
#include <barrier>
#include <deque>

#include "kernels/device_team.hpp"

// A team of threads with a real barrier, for the tests alone.
namespace riser {

struct Meeting {
  explicit Meeting(int members) : gate(members) {}
  /// True for all members where one has brought `here`.
  bool vote(bool here, bool leads) {
    if (here) any.store(1);
    gate.arrive_and_wait();
    const bool result = any.load() != 0;
    gate.arrive_and_wait();
    if (leads) any.store(0);
    gate.arrive_and_wait();
    return result;
  }
  std::barrier<> gate;
  std::atomic<int> any{0};
};

/// A group for DeviceTeam: the threads of a block, or of a cluster of blocks, each for one of CUDA's, in warps.
struct ThreadGroup {
  struct Place {
    explicit Place(int members) : all(members) {
      for (int w = 0; w < members / warp_size; ++w) warps.emplace_back(warp_size);
    }
    Meeting all;
    std::deque<Meeting> warps;
  };
  int rank, size;
  Place* place;
  int thread() const { return rank; }
  int threads() const { return size; }
  void sync() const { place->all.gate.arrive_and_wait(); }
  bool any(bool here) const { return place->all.vote(here, rank == 0); }
  bool any_in_warp(bool here) const { return place->warps[rank / warp_size].vote(here, rank % warp_size == 0); }
};

/// Members of any number share the work as a CUDA block does: index i goes to member i mod size. The loops are the serial team's.
struct ThreadTeam {
  static constexpr bool specialised = true;
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
    return meeting->vote(here, rank == 0);
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
    return {tiles, at, meeting->vote(here, rank == 0)};
  }
  template <class F>
  void run_where(const MarkedTiles& marked, bool wanted, F f) const {
    run(marked.tiles.begin, marked.tiles.end, [&](int i) {
      if ((marked.at[marked.tiles.of(i)] != 0) == wanted) f(i);
    });
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
