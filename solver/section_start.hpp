#pragma once
#include <algorithm>
#include <vector>

#include "kernels/axial/ends.hpp"
#include "kernels/axisymmetric/view.hpp"
#include "solver/build_state.hpp"
#include "solver/section_build.hpp"

// What is in the pipe at the start of an axisymmetric run; used by section_build.cpp alone.
namespace riser {

/// Linear between the rows, held outside them.
inline double table_value(const std::vector<double>& at, const std::vector<double>& value, double x) {
  const auto above = std::upper_bound(at.begin(), at.end(), x);
  if (above == at.begin()) return value.front();
  if (above == at.end()) return value.back();
  const std::size_t i = above - at.begin();
  return value[i - 1] + (value[i] - value[i - 1]) * (x - at[i - 1]) / (at[i] - at[i - 1]);
}

/// Fractions by layers and pulses, velocity by the table or the inlet's profile, temperature by the case or the sea; both time levels.
template <int N>
void place_section_start(const Scenario& scenario, const SectionGrid& g, SectionView<N>& v) {
  const AxisymmetricModel& model = scenario.section;
  const bool table = !model.profile_radius.empty(), flows = !table && v.ends == PipeEnds::open;
  const double mean = flows ? value_at(v.drive, 0) / v.area : 0;
  for (const InitialConcentration& initial : scenario.initial) {
    std::vector<double> row(v.nz, 0.0);
    add_initial(g.axis, initial, row.data());
    for (int i = 0; i < v.nr; ++i)
      for (int k = 0; k < v.nz; ++k) v.phi[initial.solid_class][v.at(i, k)] += row[k];
  }
  for (int i = 0; i < v.nr; ++i) {
    const double u = table ? table_value(model.profile_radius, model.profile_velocity, g.r[i]) : mean * v.inlet_profile[i];
    const bool shut = v.ends == PipeEnds::closed;
    for (int k = 0; k <= v.nz; ++k) v.uz[v.at(i, k)] = shut ? 0 : u;
    for (int k = 0; k < v.nz; ++k) {
      for (int c = 0; c < N; ++c) v.phi_old[c][v.at(i, k)] = v.phi[c][v.at(i, k)];
      if (!v.heat) continue;
      const double t = scenario.initial_temperature > -300 ? scenario.initial_temperature : g.axis.sea_temperature[k];
      v.temperature[v.at(i, k)] = v.temperature_old[v.at(i, k)] = t;
    }
    std::copy(v.uz + v.at(i, 0), v.uz + v.at(i, v.nz + 1), v.uz_old + v.at(i, 0));
  }
}
}  // namespace riser
