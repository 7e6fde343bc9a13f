#pragma once
#include "kernels/team.hpp"

// Threads of a CUDA device as a team. Nothing here is CUDA's own, so that the tests run the same code with threads of the host.
namespace riser {
inline constexpr int warp_size = 32;
static_assert(tile_size == warp_size * sizeof(unsigned long long));  // a tile's number has a byte a warp

/// See SerialTeam. Group: thread(), threads() of all who share the riser, sync(), any(here) of all, any_in_warp(here) of the warp.
template <class Group>
struct DeviceTeam {
  static constexpr bool specialised = false;
  static constexpr int chains = 1;
  static constexpr int tile = whole_pipe;
  Group group;
  template <class F>
  RISER_HD void run(int begin, int end, F f) const {
    for_each_lane(end - begin, [begin, f](int i) { f(begin + i); });
    group.sync();
  }
  template <class F>
  RISER_HD void run_scalar(int begin, int end, F f) const { run(begin, end, f); }
  template <class F>
  RISER_HD bool any_positive(int begin, int end, F f) const {
    bool here = false;
    for_each_lane(end - begin, [&here, begin, f](int i) { here |= f(begin + i) > 0; });
    return group.any(here);
  }
  /// A warp writes one of the bytes of its tile's number: none of them has to be cleared.
  template <class F, class Opening>
  RISER_HD MarkedTiles mark(const Tiles& tiles, unsigned long long* at, F f, const Opening& opening) const {
    bool mine = false;
    const int count = tiles.count() * tile_size;
    for (int lane = group.thread(); lane < count; lane += group.threads()) {  // a warp's lanes stay together
      const int i = tiles.origin + lane;
      const bool here = i >= tiles.begin && i < tiles.end && (f(i) > 0 || (tiles.opens(i) && opening(i) > 0));
      const bool warp = group.any_in_warp(here);
      if (lane % warp_size == 0) reinterpret_cast<unsigned char*>(at)[lane / warp_size] = warp;
      mine |= here;
    }
    return {tiles, at, group.any(mine)};
  }
  template <class F>
  RISER_HD void run_where(const MarkedTiles& marked, bool wanted, F f) const {
    run(marked.tiles.begin, marked.tiles.end, [&marked, wanted, f](int i) {
      if ((marked.any && marked.at[marked.tiles.of(i)] != 0) == wanted) f(i);
    });
  }
  template <class F>
  RISER_HD void for_each(int n, F f) const { run(0, n, f); }
  template <class F>
  RISER_HD void for_each_scalar(int n, F f) const { run(0, n, f); }
  template <class F>
  RISER_HD void for_each_lane(int n, F f) const {
    for (int i = group.thread(); i < n; i += group.threads()) f(i);
  }
  template <class F>
  RISER_HD void single(F f) const {
    if (group.thread() == 0) f();
    group.sync();
  }
  RISER_HD void barrier() const { group.sync(); }
};
}  // namespace riser
