#pragma once
#include <type_traits>

#include "kernels/axial/view.hpp"

namespace riser {

/// Shifts every pointer of a view from the host block to the device block.
template <int N>
RiserView<N> shifted(RiserView<N> v, const char* from, char* to) {
  const auto move = [&](auto*& p) {
    using T = std::remove_reference_t<decltype(p)>;
    if (p) p = reinterpret_cast<T>(to + (reinterpret_cast<const char*>(p) - from));
  };
  for (int k = 0; k < N; ++k) move(v.phi[k]), move(v.phi1[k]), move(v.phi2[k]);
  for (Real*& flux : v.flux) move(flux);
  for (Real*& flow : v.stage_flow) move(flow);
  for (int k = 0; k < N; ++k) move(v.feed[k].schedule.time), move(v.feed[k].schedule.value);
  for (int p = 0; p < v.pumps; ++p) move(v.pump[p].schedule.time), move(v.pump[p].schedule.value);
  for (ScheduleView* s : {&v.inlet_value, &v.outlet_value, &v.inlet_temperature}) move(s->time), move(s->value);
  move(v.clock), move(v.length), move(v.volume), move(v.area), move(v.bore), move(v.inverse_area), move(v.inverse_bore), move(v.relative_roughness), move(v.cosine);
  move(v.minor_loss), move(v.sea_temperature), move(v.outer_transfer), move(v.inner_transfer), move(v.inverse_wall_capacity), move(v.inverse_volume), move(v.face_factor);
  move(v.position), move(v.temperature), move(v.wall_temperature), move(v.pressure), move(v.flow), move(v.temperature1);
  move(v.temperature2), move(v.wall1), move(v.wall2), move(v.density), move(v.carrier_density), move(v.viscosity), move(v.reynolds), move(v.friction_ratio), move(v.friction), move(v.shear);
  move(v.dispersion), move(v.transfer), move(v.inverse_capacity), move(v.running), move(v.compliance), move(v.lowest_pressure);
  move(v.maximum_pressure), move(v.maximum_concentration), move(v.lanes), move(v.column_friction), move(v.column), move(v.marks), move(v.irregular), move(v.pipe_compliance);
  move(v.yield_stress), move(v.bed), move(v.structure), move(v.density_slope), move(v.damping), move(v.cell_flow), move(v.line_up), move(v.line_down);
  move(v.impedance), move(v.admittance), move(v.crossing), move(v.crossing_left), move(v.unsteady_gain);
  move(v.face_drop), move(v.face_impedance), move(v.face_gas), move(v.cavity), move(v.cavity_push), move(v.largest_cavity);
  move(v.flow_mean), move(v.face_weight), move(v.stratification), move(v.face_threshold), move(v.face_linear), move(v.face_quadratic);
  for (int i = 0; i < v.valves; ++i) move(v.valve[i].schedule.time), move(v.valve[i].schedule.value);
  move(v.friction_table), move(v.friction_row), move(v.section_friction.value), move(v.section_dispersion.value);
  move(v.settling_area), move(v.film_width), move(v.partner), move(v.partner_transfer);
  for (int p = 0; p < v.pumps; ++p) move(v.pump[p].quadrants);
  for (int b = 0; b < v.branches; ++b) move(v.branch[b].valve.schedule.time), move(v.branch[b].valve.schedule.value);
  return v;
}
}  // namespace riser
