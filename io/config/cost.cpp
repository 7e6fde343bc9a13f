#include "io/config/cost.hpp"

#include <algorithm>
#include <cmath>

#include "io/hdf5/memory.hpp"
#include "solver/section.hpp"

namespace riser {
namespace {

double largest(const std::vector<double>& values, double otherwise) {
  return values.empty() ? otherwise : *std::max_element(values.begin(), values.end());
}

double fastest_flow(const Scenario& s) {
  double flow = std::abs(s.initial_flow);  // [m3/s]
  for (const Pump& pump : s.pumps) flow = std::max({flow, largest(pump.flow, 0), largest(pump.flow_rate.value, 0)});
  for (const Boundary* b : {&s.inlet, &s.outlet})
    if (b->kind == BoundaryKind::flow)
      for (double value : b->value.value) flow = std::max(flow, std::abs(value));
  return flow;
}

/// Time [s] in which waves are resolved.
double wave_time(const Scenario& s) {
  if (s.pressure != PressureModel::elastic) return 0;
  if (s.waves.from.empty()) return s.end_time;
  double time = 0;
  for (std::size_t i = 0; i < s.waves.from.size() && i < s.waves.to.size(); ++i) time += std::max(0.0, std::min(s.waves.to[i], s.end_time) - s.waves.from[i]);
  return time;
}

Cost estimate_section(const Scenario& s) {
  Cost cost;
  const Segment& segment = s.segments[0];
  const double slices = slices_for(segment.length, s.cell_length), area = 0.7854 * segment.bore * segment.bore, classes = s.solids.size();
  cost.cells = static_cast<long>(slices) * s.section.radial_cells;
  double speed = largest(s.section.profile_velocity, 0);
  if (s.section.flow_given) speed = std::max(speed, 1.3 * largest(s.section_drive.value, 0) / area);
  const double step = std::min(s.maximum_step, speed > 0 ? 0.45 * s.courant * segment.length / slices / speed : s.maximum_step);
  cost.steps = std::ceil(s.end_time / step);
  cost.memory = section_memory(static_cast<double>(cost.cells), classes);
  cost.disk = 8.0 * (2 + std::floor(s.end_time / s.output.snapshot_interval)) * cost.cells * (5 + classes + (s.heat ? 1 : 0));
  return cost;
}
}  // namespace

Cost estimate(const Scenario& s) {
  if (s.model == Model::axisymmetric) return estimate_section(s);
  constexpr double wave_speed = 1400, unknown_velocity = 3;  // [m/s]; sound in stiff pipe, usual lift velocity
  constexpr double substeps_a_step = 64;                     // at most
  Cost cost;
  double bore = 1e9, shortest = s.cell_length;
  for (const Segment& segment : s.segments) {
    const long cells = std::max(1L, std::lround(segment.length / s.cell_length));
    cost.cells += cells;
    shortest = std::min(shortest, segment.length / cells);
    bore = std::min(bore, segment.bore);
  }
  const double flow = fastest_flow(s);
  const double velocity = flow > 0 ? flow / (0.7854 * bore * bore) : unknown_velocity;
  const double wave_rate = wave_speed / shortest, waves = std::min(wave_time(s), s.end_time);  // [1/s], [s]
  const double rate = std::max(velocity / (s.courant * shortest), 1 / s.maximum_step);         // [1/s]
  cost.steps = std::ceil((s.end_time - waves) * rate + waves * std::max(rate, wave_rate / substeps_a_step));
  cost.substeps = std::ceil(waves * std::max(wave_rate, rate));
  const double classes = s.solids.size(), snapshots = s.output.snapshot_interval > 0 ? 2 + std::floor(s.end_time / s.output.snapshot_interval) : 2;
  const double rows = s.output.series_interval > 0 ? 2 + std::floor(s.end_time / s.output.series_interval) : 2;
  cost.memory = axial_memory(static_cast<double>(cost.cells), classes);
  cost.disk = 8.0 * (snapshots * cost.cells * (6 + classes) + rows * (7 + 4 * classes + 2 * s.pumps.size() + 2 * s.output.probes.size()));
  return cost;
}
}  // namespace riser
