#pragma once
#include "kernels/axial/view.hpp"

namespace riser {

/// What the property loop needs, by value: nothing in it can alias what the loop writes.
template <int N>
struct PropertyWork {
  const Real* phi[N > 0 ? N : 1];
  Real coarse[N > 0 ? N : 1], density[N > 0 ? N : 1], heat_density[N > 0 ? N : 1], squeeze[N > 0 ? N : 1];
  LiquidView liquid;
  const RheologyView* rheology;
  const SectionTableView* section_friction;
  Real by_carrier;  // 1 or 0; see section_concentration()
  const Real *temperature, *pressure, *bore, *inverse_area, *inverse_bore, *relative_roughness, *minor_loss, *pipe_compliance, *inner_transfer, *film_width;
  Real *mixture_density, *carrier_density, *viscosity, *reynolds, *friction_ratio, *shear, *friction, *compliance, *dispersion, *inverse_capacity, *transfer;
  const Real* friction_table;
  const int* friction_row;
  bool one_friction_row;
  const Real *face_flow, *structure;
  Real ageing_growth;
  Real *yield_stress, *density_slope, *damping;
  Real flow, local, taylor, constant_dispersion;  // local: 1 = each cell by its own flow, 0 = all by `flow`; taylor: 1 or 0
};

template <int N>
RISER_HD inline PropertyWork<N> property_work(const RiserView<N>& r, Real flow) {
  PropertyWork<N> w{};
  for (int k = 0; k < N; ++k) {
    w.phi[k] = r.phi[k], w.coarse[k] = r.slip.coarse[k], w.density[k] = r.class_density[k];
    w.heat_density[k] = r.class_density[k] * r.class_heat[k], w.squeeze[k] = r.class_compressibility[k];
  }
  w.liquid = r.liquid, w.rheology = &r.rheology, w.temperature = r.temperature, w.pressure = r.pressure;
  w.bore = r.bore, w.inverse_area = r.inverse_area, w.inverse_bore = r.inverse_bore;
  w.relative_roughness = r.relative_roughness, w.minor_loss = r.minor_loss;
  w.pipe_compliance = r.pipe_compliance, w.inner_transfer = r.inner_transfer, w.film_width = r.film_width, w.mixture_density = r.density;
  w.carrier_density = r.carrier_density, w.viscosity = r.viscosity, w.reynolds = r.reynolds, w.friction_ratio = r.friction_ratio;
  w.shear = r.shear, w.friction = r.friction, w.compliance = r.compliance, w.dispersion = r.dispersion;
  w.inverse_capacity = r.inverse_capacity, w.transfer = r.transfer;
  w.structure = r.structure, w.ageing_growth = r.ageing_growth;
  w.face_flow = r.flow, w.yield_stress = r.yield_stress, w.density_slope = r.density_slope, w.damping = r.damping, w.local = r.clock->elastic ? 1 : 0;
  w.section_friction = &r.section_friction, w.by_carrier = r.carrier_class >= 0 ? 1 : 0;
  w.flow = flow, w.friction_table = r.friction_table, w.friction_row = r.friction_row, w.one_friction_row = r.one_friction_row, w.taylor = r.taylor_dispersion ? 1 : 0;
  w.constant_dispersion = r.constant_dispersion;
  return w;
}
}  // namespace riser
