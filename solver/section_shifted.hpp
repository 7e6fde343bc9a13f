#pragma once
#include <type_traits>

#include "kernels/axisymmetric/view.hpp"

namespace riser {

/// Shifts every pointer of a view from the host block to the device block.
template <int N>
SectionView<N> shifted(SectionView<N> v, const char* from, char* to) {
  const auto move = [&](auto*&... pointers) {
    const auto one = [&](auto*& p) {
      using T = std::remove_reference_t<decltype(p)>;
      if (p) p = reinterpret_cast<T>(to + (reinterpret_cast<const char*>(p) - from));
    };
    (one(pointers), ...);
  };
  for (int c = 0; c < N; ++c) move(v.phi[c], v.phi_old[c], v.share[c], v.feed[c].schedule.time, v.feed[c].schedule.value);
  for (int c = 0; c <= N; ++c) move(v.flux_z[c], v.flux_r[c]);  // the last is heat's
  for (ScheduleView* s : {&v.drive, &v.inlet_temperature}) move(s->time, s->value);
  move(v.clock, v.r, v.r_face, v.per_ring, v.per_width, v.per_distance, v.outer_weight, v.per_face_ring, v.mixing_length, v.wall_distance);
  move(v.inlet_profile, v.outlet_shape, v.cosine, v.outside_temperature);
  move(v.uz, v.ur, v.uz_old, v.ur_old, v.p, v.p_old, v.temperature, v.temperature_old, v.rate, v.stress, v.stress_old, v.scaled_low, v.scaled_high);
  move(v.law_yield, v.law_power, v.law_scale, v.cross_stress, v.normal_stress, v.pace, v.sweep, v.carried, v.unsettled, v.half_width, v.off_axis);
  move(v.uz_next, v.ur_next, v.uz_new, v.ur_new, v.room, v.density, v.viscosity, v.eddy, v.mean_density, v.wall_unit, v.upper);
  move(v.correction, v.spectrum, v.survey, v.drive_shape, v.mode_weight, v.mode_mix, v.inverse_pivot, v.mode_place);
  move(v.source_z, v.source_r, v.source_phi);
  return v;
}
}  // namespace riser
