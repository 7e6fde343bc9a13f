#pragma once
#include <vector>

#include "solver/section_build.hpp"
#include "solver/state.hpp"

// The parts of an axisymmetric run's state: fields whole, with what lies around them, and the clock.
namespace riser {

/// Values of one field, and how many of them stand before (0, 0).
template <int N>
std::size_t field_size(const SectionView<N>& v) {
  return static_cast<std::size_t>(v.nr + 5) * v.stride + 16;
}
template <int N>
std::size_t field_lead(const SectionView<N>& v) {
  return 2 * static_cast<std::size_t>(v.stride) + 8;
}

/// The fields that one step leaves to the next, or that a snapshot shows; stresses of a mud, temperatures where heat is in the case.
template <int N>
std::vector<std::pair<const char*, Real**>> kept_fields(SectionView<N>& v) {
  std::vector<std::pair<const char*, Real**>> all{{"uz", &v.uz}, {"ur", &v.ur}, {"uz_old", &v.uz_old}, {"ur_old", &v.ur_old}, {"p", &v.p}, {"p_old", &v.p_old},
                                                  {"rate", &v.rate}, {"density", &v.density}, {"viscosity", &v.viscosity}, {"eddy", &v.eddy}, {"correction", &v.correction}};
  if (v.rheology.size > 0) all.push_back({"stress", &v.stress}), all.push_back({"stress_old", &v.stress_old});
  if (v.rheology.size > 0 && v.regularisation_time > 0) all.push_back({"scaled_low", &v.scaled_low}), all.push_back({"scaled_high", &v.scaled_high});
  if (v.heat) all.push_back({"temperature", &v.temperature}), all.push_back({"temperature_old", &v.temperature_old});
  return all;
}

inline void add_clock(SectionClock& c, std::vector<StatePart>& parts) {
  const auto add = [&](const char* name, Real& value) { parts.push_back({std::string("clock_") + name, &value}); };
  const auto add_all = [&](const char* name, auto& values) { parts.push_back({std::string("clock_") + name, values, std::size(values)}); };
  add("time", c.time), add("target", c.target), add("step", c.step), add("previous_step", c.previous_step), add("ratio", c.ratio);
  add("now", c.now), add("before", c.before), add("older", c.older), add("gradient", c.gradient), add("missing_flow", c.missing_flow);
  add("inlet_flow", c.inlet_flow), add("mean_excess", c.mean_excess), add("rate", c.rate), add("speed", c.speed), add("viscous_share", c.viscous_share);
  add("friction_velocity_over_viscosity", c.friction_velocity_over_viscosity), add_all("mass_in", c.mass_in), add_all("mass_out", c.mass_out);
  add_all("inflow", c.inflow), add_all("outflow", c.outflow), add("bad", c.bad);
  add("motion", c.motion), add("allowed", c.allowed), add("time_error", c.time_error), add("largest_error", c.largest_error), add("viscosity", c.viscosity);
  add("broken", c.broken), add("seeking", c.seeking), add("unsettled", c.unsettled);
  parts.push_back({.name = "clock_active", .number = &c.active}), parts.push_back({.name = "clock_steps", .whole = &c.steps});
}

template <int N>
std::vector<StatePart> parts_of(SectionView<N>& v) {
  std::vector<StatePart> parts;
  const auto add = [&](const std::string& name, Real* field) { parts.push_back({name, field - field_lead(v), field_size(v)}); };
  for (int c = 0; c < N; ++c) add("phi_" + std::to_string(c), v.phi[c]), add("phi_old_" + std::to_string(c), v.phi_old[c]);
  for (const auto& [name, field] : kept_fields(v)) add(name, *field);
  const std::size_t slices = static_cast<std::size_t>(v.nz) + 9;
  parts.push_back({"wall_unit", v.wall_unit, slices}), parts.push_back({"mean_density", v.mean_density - 1, slices});
  add_clock(*v.clock, parts);
  return parts;
}
}  // namespace riser
