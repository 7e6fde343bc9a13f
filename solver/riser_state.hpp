#pragma once
#include <vector>

#include "solver/build.hpp"
#include "solver/state.hpp"

// The parts of a riser's state: every array that one step leaves to the next or that a snapshot shows, and its clock.
namespace riser {

/// The arrays of n + 1 values that live with a riser, but for those within a step (see place_state).
template <int N>
std::vector<std::pair<const char*, Real**>> kept_arrays(RiserView<N>& v) {
  return {{"temperature", &v.temperature}, {"wall_temperature", &v.wall_temperature}, {"pressure", &v.pressure}, {"flow", &v.flow},
          {"density", &v.density}, {"carrier_density", &v.carrier_density}, {"viscosity", &v.viscosity}, {"reynolds", &v.reynolds},
          {"friction_ratio", &v.friction_ratio}, {"friction", &v.friction}, {"shear", &v.shear}, {"dispersion", &v.dispersion},
          {"transfer", &v.transfer}, {"inverse_capacity", &v.inverse_capacity}, {"running", &v.running}, {"compliance", &v.compliance},
          {"yield_stress", &v.yield_stress}, {"bed", &v.bed}, {"structure", &v.structure}, {"density_slope", &v.density_slope},
          {"damping", &v.damping}, {"cell_flow", &v.cell_flow}, {"line_up", &v.line_up}, {"line_down", &v.line_down},
          {"impedance", &v.impedance}, {"admittance", &v.admittance}, {"crossing", &v.crossing}, {"crossing_left", &v.crossing_left},
          {"unsteady_gain", &v.unsteady_gain}, {"flow_mean", &v.flow_mean}, {"face_drop", &v.face_drop}, {"face_weight", &v.face_weight},
          {"stratification", &v.stratification}, {"face_threshold", &v.face_threshold}, {"face_linear", &v.face_linear},
          {"face_quadratic", &v.face_quadratic}, {"face_impedance", &v.face_impedance}, {"face_gas", &v.face_gas}, {"cavity", &v.cavity},
          {"cavity_push", &v.cavity_push}, {"largest_cavity", &v.largest_cavity}, {"lowest_pressure", &v.lowest_pressure}, {"maximum_pressure", &v.maximum_pressure},
          {"maximum_concentration", &v.maximum_concentration}};
}

/// The junctions are plain numbers in a row.
inline void add_junctions(Clock& c, std::vector<StatePart>& parts) {
  constexpr std::size_t values = 7;
  static_assert(sizeof(Junction) == values * sizeof(Real));
  parts.push_back({"clock_junction", &c.junction[0].pressure_below, values * max_junctions});
}

/// Every number of the clock.
inline void add_clock(Clock& c, std::vector<StatePart>& parts) {
  const auto add = [&](const char* name, Real& value) { parts.push_back({std::string("clock_") + name, &value}); };
  const auto add_all = [&](const char* name, auto& values) { parts.push_back({std::string("clock_") + name, values, std::size(values)}); };
  add("time", c.time), add("step", c.step), add("flow", c.flow), add("flow_half", c.flow_half), add("flow_next", c.flow_next);
  add("acceleration", c.acceleration), add("inertia", c.inertia), add("weight", c.weight), add("resistance", c.resistance);
  add("previous_weight", c.previous_weight), add("previous_step", c.previous_step), add("slip_bound", c.slip_bound);
  add("largest_dispersion", c.largest_dispersion), add_all("largest", c.largest), add("largest_temperature", c.largest_temperature);
  add("largest_coarse", c.largest_coarse), add("exchange_rate", c.exchange_rate), add("transport_parts", c.transport_parts), add("fastest", c.fastest), add("shortest_cell", c.shortest_cell);
  add("inlet_pressure", c.inlet_pressure), add("outlet_pressure", c.outlet_pressure), add_all("pump_rise", c.pump_rise);
  add_all("pump_power", c.pump_power), add_all("valve_drop", c.valve_drop), add_all("branch_flow", c.branch_flow);
  add_all("gas_volume", c.gas_volume), add_all("gas_start", c.gas_start), add_all("dumped", c.dumped), add_all("mass_dumped", c.mass_dumped);
  add_all("suction_head", c.suction_head), add_all("pump_speed", c.pump_speed), add("cavity_time", c.cavity_time), add("cavity_position", c.cavity_position);
  add_all("mass_in", c.mass_in), add_all("mass_out", c.mass_out), add_all("inflow", c.inflow), add_all("outflow", c.outflow);
  add("energy", c.energy), add("work", c.work), add("plug_time", c.plug_time), add("plug_position", c.plug_position);
  add("bed_resistance", c.bed_resistance), add("wave_rate", c.wave_rate), add_junctions(c, parts);
  add_all("volume_at_start", c.volume_at_start), add("smallest_bad", c.smallest_bad), add("yield_resistance", c.yield_resistance);
  add("friction_scale", c.friction_scale), add("fresh_scale", c.fresh_scale), add("friction_inertia", c.friction_inertia);
  add("moving_friction", c.moving_friction), add("friction_share", c.friction_share), add("bed_share", c.bed_share);
  add("column_part", c.column_part), add("missed_time", c.missed_time), add("missed_error", c.missed_error);
  parts.push_back({.name = "clock_steps", .whole = &c.steps}), parts.push_back({.name = "clock_substeps", .whole = &c.substeps});
  parts.push_back({.name = "clock_elastic", .flag = &c.elastic}), parts.push_back({.name = "clock_upward_only", .flag = &c.upward_only});
}

template <int N>
std::vector<StatePart> parts_of(RiserView<N>& v) {
  std::vector<StatePart> parts;
  const std::size_t count = static_cast<std::size_t>(v.n) + 1;
  for (int k = 0; k < N; ++k) parts.push_back({"phi_" + std::to_string(k), v.phi[k], count});
  for (const auto& [name, array] : kept_arrays(v)) parts.push_back({name, *array, count});
  parts.push_back({"column_friction", v.column_friction, 2 * static_cast<std::size_t>(friction_nodes)});
  add_clock(*v.clock, parts);
  return parts;
}
}  // namespace riser
