#pragma once
#include <algorithm>
#include <cmath>

#include "kernels/axial/residence.hpp"
#include "solver/build.hpp"
#include "solver/riser_state.hpp"

// The arrays that live with the state, and what is in them at the start; used by build.cpp alone.
namespace riser {

template <int N>
void place_state(Arena& arena, RiserView<N>& v) {
  const int n = v.n;
  for (int k = 0; k < N; ++k) {
    for (Real** p : {&v.phi[k], &v.phi1[k], &v.phi2[k]}) *p = arena.cells(n + 1);
  }
  for (const auto& [name, array] : kept_arrays(v)) *array = arena.cells(n + 1);
  for (Real** p : {&v.temperature1, &v.temperature2, &v.wall1, &v.wall2}) *p = arena.cells(n + 1);
  for (Real*& flux : v.flux) flux = arena.cells(n + 1);
  for (Real*& flow : v.stage_flow) flow = arena.cells(n + 1);
  v.lanes = arena.cells(resident_lanes<N>);
  v.column_friction = arena.take(2 * static_cast<size_t>(friction_nodes));
  v.marks = reinterpret_cast<unsigned long long*>(arena.take(2 * static_cast<size_t>(tile_marks(n))));
  const ColumnProgress column{};
  v.column = arena.place(&column, 1);
  const Clock clock{};
  v.clock = arena.place(&clock, 1);
  v.clock->missed_time = v.clock->plug_time = v.clock->plug_position = v.clock->cavity_time = v.clock->cavity_position = -1;
  std::fill(v.lowest_pressure, v.lowest_pressure + n, 1e300);
  std::fill(v.maximum_pressure, v.maximum_pressure + n, -1e300);
}

/// Cell averages of the initial concentration: layers by overlap, gaussians by the error function (in volume, so that a
/// pulse that crosses a bore change keeps its exact average).
inline void add_initial(const Grid& g, const InitialConcentration& initial, Real* phi) {
  double below = 0;
  double volume_at_centre = 0, area_at_centre = g.area[0];
  for (int i = 0; i < g.cells(); ++i) {
    if (g.s_face[i] <= initial.centre) volume_at_centre = below + (initial.centre - g.s_face[i]) * g.area[i], area_at_centre = g.area[i];
    below += g.volume[i];
  }
  below = 0;
  for (int i = 0; i < g.cells(); ++i) {
    if (initial.shape == InitialShape::layer) {
      const double overlap = std::min(initial.to, g.s_face[i + 1]) - std::max(initial.from, g.s_face[i]);
      phi[i] += initial.value * std::max(overlap, 0.0) / g.length[i];
    } else {
      const double width = initial.width * area_at_centre;
      const double a = (below - volume_at_centre) / width, b = (below + g.volume[i] - volume_at_centre) / width;
      phi[i] += initial.background + initial.value * width * std::sqrt(pi) / 2 * (std::erf(b) - std::erf(a)) / g.volume[i];
    }
    below += g.volume[i];
  }
}

template <int N>
void place_initial(const Scenario& scenario, const Grid& g, RiserView<N>& v) {
  for (const InitialConcentration& initial : scenario.initial) add_initial(g, initial, v.phi[initial.solid_class]);
  for (int i = 0; i < v.n; ++i) {
    const bool given = scenario.initial_temperature > -300;
    v.temperature[i] = v.wall_temperature[i] = given ? scenario.initial_temperature : g.sea_temperature[i];
    v.temperature1[i] = v.temperature2[i] = v.temperature[i];
    v.pressure[i] = g.sea_pressure[i];
    v.flow[i] = scenario.initial_flow;
  }
  v.flow[v.n] = v.clock->flow = scenario.initial_flow;
}
}  // namespace riser
