#pragma once
#include "kernels/portable.hpp"

namespace riser {

/// Reductions have this fixed shape on every backend, so that all of them give the same bits.
inline constexpr int reduction_lanes = 256;

/// A team advances one riser. `for_each` ends with a barrier; bodies of one call never depend on each other.
/// The host's team is a serial loop that the compiler vectorises.
struct SerialTeam {
  template <class F>
  void for_each(int n, F f) const {
#pragma omp simd
    for (int i = 0; i < n; ++i) f(i);
  }
  template <class F>
  void for_each_scalar(int n, F f) const {
    for (int i = 0; i < n; ++i) f(i);
  }
  /// As for_each, without the barrier: body l is always run by the same thread.
  template <class F>
  void for_each_lane(int n, F f) const { for_each(n, f); }
  template <class F>
  void single(F f) const { f(); }
  void barrier() const {}
};

/// out-of-line halves of the reductions: lane l combines i = l, l + lanes, ...; then the lanes combine pairwise.
template <class Team, class F, class Combine>
RISER_HD Real team_reduce(const Team& team, int n, Real* lanes, Real start, F f, Combine combine) {
  team.for_each(reduction_lanes, [=](int l) { lanes[l] = start; });
  for (int row = 0; row < n; row += reduction_lanes) {
    const int width = n - row < reduction_lanes ? n - row : reduction_lanes;
    team.for_each_lane(width, [=](int l) { lanes[l] = combine(lanes[l], f(row + l)); });
  }
  for (int width = reduction_lanes / 2; width > 0; width /= 2) {
    team.for_each(width, [=](int l) { lanes[l] = combine(lanes[l], lanes[l + width]); });
  }
  const Real result = lanes[0];
  team.barrier();
  return result;
}

/// Sum of f(0..n-1), the same bits on every backend. `lanes`: reduction_lanes values of scratch.
template <class Team, class F>
RISER_HD Real team_sum(const Team& team, int n, Real* lanes, F f) {
  return team_reduce(team, n, lanes, 0, f, [](Real a, Real b) { return a + b; });
}

/// Largest of f(0..n-1) and 0.
template <class Team, class F>
RISER_HD Real team_maximum(const Team& team, int n, Real* lanes, F f) {
  return team_reduce(team, n, lanes, 0, f, [](Real a, Real b) { return a > b ? a : b; });
}

/// Exclusive running sum: out[i] = f(0) + ... + f(i-1), i = 0..n; out has n + 1 values, lanes as above.
template <class Team, class F>
RISER_HD void team_scan(const Team& team, int n, Real* lanes, Real* out, F f) {
  const int chunk = (n + reduction_lanes - 1) / reduction_lanes;
  team.for_each_scalar(reduction_lanes, [=](int l) {
    const int begin = l * chunk < n ? l * chunk : n;
    const int end = begin + chunk < n ? begin + chunk : n;
    Real total = 0;
    for (int i = begin; i < end; ++i) {
      total += f(i);
      out[i + 1] = total;
    }
    lanes[l] = total;
  });
  team.single([=] {
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
