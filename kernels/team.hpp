#pragma once
#include "kernels/portable.hpp"

namespace riser {

/// Reductions have this fixed shape on every backend, so that all of them give the same bits.
inline constexpr int reduction_lanes = 256;
/// The tile of a team that takes all cells at a time.
inline constexpr int whole_pipe = 1 << 30;
/// What is decided for many indices at once is decided for a tile of so many, whatever a team takes at a time: the same on every backend.
inline constexpr int tile_size = reduction_lanes;

/// The indices begin .. end - 1 in tiles that begin at origin + j tile_size. A tile's number is counted from `origin`, which is at most `begin`.
struct Tiles {
  int begin, end, origin;
  RISER_HD int count() const { return end > begin ? (end - 1 - origin) / tile_size + 1 : 0; }
  RISER_HD int of(int i) const { return (i - origin) / tile_size; }
  /// True where a tile, or the stretch, begins.
  RISER_HD bool opens(int i) const { return i == begin || (i - origin) % tile_size == 0; }
};

/// Some of the tiles: tile j is marked where at[j] is not 0; a team that takes one at a time has `any` alone.
struct MarkedTiles {
  Tiles tiles;
  const unsigned long long* at;
  bool any;
};

/// A team advances one riser. Every loop ends with a barrier; bodies of one call never depend on each other. `tile`: as
/// many cells as should be taken at a time. The host's team is a serial loop that the compiler vectorises.
struct SerialTeam {
  static constexpr bool specialised = true;  // a loop for every setting, so that it vectorises
  static constexpr int chains = 8;  // of dependent sums, side by side
  static constexpr int tile = tile_size;  // the arrays of a tile stay near the core, and the calls for a tile are few
  /// Flattened and apart, so that each loop has its registers to itself and vectorises.
  template <class F>
  [[gnu::flatten, gnu::noinline]] void run(int begin, int end, const F f) const {
#pragma omp simd
    for (int i = begin; i < end; ++i) f(i);
  }
  /// The same for bodies that branch.
  template <class F>
  void run_scalar(int begin, int end, F f) const {
    for (int i = begin; i < end; ++i) f(i);
  }
  /// True where any f(i) is positive.
  template <class F>
  [[gnu::flatten, gnu::noinline]] bool any_positive(int begin, int end, const F f) const {
    Real largest = 0;
#pragma omp simd reduction(max : largest)
    for (int i = begin; i < end; ++i) largest = max(largest, f(i));
    return largest > 0;
  }
  /// Marks the tiles where f(i), or opening(i) of the first index, is positive. `at`: room for a number a tile. Here all indices lie in one tile.
  template <class F, class Opening>
  MarkedTiles mark(const Tiles& tiles, unsigned long long* at, const F f, const Opening& opening) const {
    return {tiles, at, any_positive(tiles.begin, tiles.end, f) || opening(tiles.begin) > 0};
  }
  /// Runs f where tiles are marked, or where they are not.
  template <class F>
  void run_where(const MarkedTiles& marked, bool wanted, const F f) const {
    if (marked.any == wanted) run(marked.tiles.begin, marked.tiles.end, f);
  }
  template <class F>
  void for_each(int n, F f) const { run(0, n, f); }
  template <class F>
  void for_each_scalar(int n, F f) const { run_scalar(0, n, f); }
  /// As for_each, without the barrier: body l is always run by the same thread.
  template <class F>
  void for_each_lane(int n, F f) const { run(0, n, f); }
  template <class F>
  void single(F f) const { f(); }
  void barrier() const {}
};

/// Sums (the first `sums` values) and largest values of f over 0..n-1, the same bits on every backend: lane l combines
/// i = l, l + lanes, ..., then the lanes combine pairwise. f(i, values) writes `count` values; they come back in `result`.
/// `lanes`: count * reduction_lanes values of scratch. before(begin, end): what the team does to a stretch of
/// cells before f looks at them.
template <int sums, int count, class Team, class F, class Before>
RISER_HD void team_survey(const Team& team, int n, Real* lanes, F f, Real* result, const Before& before) {
  const auto combine = [](int q, Real a, Real b) { return q < sums ? a + b : max(a, b); };
  team.for_each(count * reduction_lanes, [=](int l) { lanes[l] = 0; });
  for (int row = 0; row < n; row += reduction_lanes) {
    const int width = n - row < reduction_lanes ? n - row : reduction_lanes;
    before(row, row + width);
    team.for_each_lane(width, [=](int l) {
      Real value[count];
      f(row + l, value);
      RISER_UNROLL
      for (int q = 0; q < count; ++q) lanes[q * reduction_lanes + l] = combine(q, lanes[q * reduction_lanes + l], value[q]);
    });
  }
  team.barrier();  // the lanes of others are looked at
  for (int width = reduction_lanes / 2; width > 0; width /= 2) {
    team.for_each(width, [=](int l) {
      RISER_UNROLL
      for (int q = 0; q < count; ++q)
        lanes[q * reduction_lanes + l] = combine(q, lanes[q * reduction_lanes + l], lanes[q * reduction_lanes + l + width]);
    });
  }
  for (int q = 0; q < count; ++q) result[q] = lanes[q * reduction_lanes];
  team.barrier();
}

template <int sums, int count, class Team, class F>
RISER_HD void team_survey(const Team& team, int n, Real* lanes, F f, Real* result) {
  team_survey<sums, count>(team, n, lanes, f, result, [](int, int) {});
}

/// Largest of f(0..n-1) and 0.
template <class Team, class F>
RISER_HD Real team_maximum(const Team& team, int n, Real* lanes, F f) {
  Real result[1];
  team_survey<0, 1>(team, n, lanes, [=](int i, Real* value) { value[0] = f(i); }, result);
  return result[0];
}

/// Exclusive running sum: out[i] = f(0) + ... + f(i-1), i = 0..n; out has n + 1 values, lanes as above.
template <class Team, class F>
RISER_HD void team_scan(const Team& team, int n, Real* lanes, Real* out, F f) {
  const int chunk = (n + reduction_lanes - 1) / reduction_lanes;
  team.for_each(n, [=](int i) { out[i + 1] = f(i); });
  team.for_each_scalar(reduction_lanes / Team::chains, [=](int group) {
    Real total[Team::chains] = {};
    for (int i = 0; i < chunk; ++i) {
      RISER_UNROLL
      for (int j = 0; j < Team::chains; ++j) {
        const int at = (group * Team::chains + j) * chunk + i;
        if (at < n) out[at + 1] = total[j] += out[at + 1];
      }
    }
    for (int j = 0; j < Team::chains; ++j) lanes[group * Team::chains + j] = total[j];
  });
  team.single([&] {
    Real total = 0;
    for (int l = 0; l < reduction_lanes; ++l) {
      const Real next = total + lanes[l];
      lanes[l] = total;
      total = next;
    }
    out[0] = 0;
  });
  team.for_each_scalar(reduction_lanes, [=](int l) {
    const int begin = l * chunk < n ? l * chunk : n;
    const int end = begin + chunk < n ? begin + chunk : n;
    for (int i = begin; i < end; ++i) out[i + 1] += lanes[l];
  });
}
}  // namespace riser
