#pragma once
#include <algorithm>

#include "kernels/axial/balance.hpp"
#include "kernels/axial/ends.hpp"

// Values at a named place along the pipe, from what its cells hold: rows of output.
namespace riser {

/// The cell that holds the place s [m]; at a face the one above it.
template <int N>
int cell_of(const RiserView<N>& v, double s) {
  const int below = static_cast<int>(std::upper_bound(v.position, v.position + v.n, s) - v.position) - 1;
  if (below < 0) return 0;
  const bool next = s >= v.position[below] + 0.5 * v.length[below];
  return std::min(below + (next ? 1 : 0), v.n - 1);
}

/// Pressure's slope [Pa/m] within a cell: of the momentum balance; while waves run, of weight and friction alone.
template <int N>
double pressure_slope(const RiserView<N>& v, int i) {
  const Clock& c = *v.clock;
  if (!c.elastic && c.steps > 0) return -(v.running[i + 1] - v.running[i]) / v.length[i];
  return -(v.density[i] * gravity * weight_factor(v, c.time) * v.cosine[i] + v.friction[i]);
}

/// Pressure [Pa] at s, in the cell that holds it; a wave is taken as linear from centre to centre.
template <int N>
double pressure_at(const RiserView<N>& v, double s) {
  const int i = cell_of(v, s), j = s < v.position[i] ? i - 1 : i + 1;
  const bool apart = j < 0 || j >= v.n || std::find(v.station, v.station + v.stations, std::max(i, j)) != v.station + v.stations;
  const double way = s - v.position[i];
  if (!v.clock->elastic || apart) return v.pressure[i] + pressure_slope(v, i) * way;
  return v.pressure[i] + (v.pressure[j] - v.pressure[i]) / (v.position[j] - v.position[i]) * way;
}

/// Pressure [Pa] at the inlet, below what stands there, and at the outlet, above what stands there.
template <int N>
double inlet_pressure(const RiserView<N>& v) {
  const Clock& c = *v.clock;
  return v.inlet == EndKind::pressure && c.steps > 0 ? c.inlet_pressure : v.pressure[0] - 0.5 * v.length[0] * pressure_slope(v, 0) - rise_at(v, 0);
}
template <int N>
double outlet_pressure(const RiserView<N>& v) {
  const Clock& c = *v.clock;
  const int last = v.n - 1;
  return v.outlet == EndKind::pressure && c.steps > 0 ? c.outlet_pressure : v.pressure[last] + 0.5 * v.length[last] * pressure_slope(v, last) + rise_at(v, v.n);
}

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
