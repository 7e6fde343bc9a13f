#pragma once
#include <algorithm>

#include "kernels/axial/ends.hpp"

// Values at a named place along the pipe, from what its cells hold: rows of output.
namespace riser {

/// Temperature [deg C] of what passes the outlet.
template <int N>
double outlet_temperature(const RiserView<N>& v) {
  if (v.heat && v.flow[v.n] < 0) return v.outlet_temperature;
  const Real *t = v.temperature + v.n - 1, first = t[0] - t[-1], earlier = t[-1] - t[-2];
  return t[0] + held_difference(first / 2 + (first - earlier) / 3, smaller_difference(first, earlier));
}

/// Linear between the centres of the cells around s, of values f(i).
template <int N, class F>
double value_between_centres(const RiserView<N>& v, double s, F f) {
  const int above = static_cast<int>(std::upper_bound(v.position, v.position + v.n, s) - v.position);
  if (above == 0 || above == v.n) return f(above == 0 ? 0 : v.n - 1);
  const double x = (s - v.position[above - 1]) / (v.position[above] - v.position[above - 1]);
  return (1 - x) * f(above - 1) + x * f(above);
}
}  // namespace riser
