#pragma once
#include "kernels/axial/view.hpp"
#include "kernels/closures/dispersion.hpp"
#include "kernels/closures/heat.hpp"
#include "kernels/closures/non_newtonian.hpp"
#include "kernels/closures/wall_friction.hpp"
#include "kernels/math.hpp"
#include "kernels/team.hpp"

// What the closures say of one cell: densities, wall shear stress, dispersion, heat transfer. Once per step.
namespace riser {

/// Polynomial of a liquid property at (p absolute [Pa], T [deg C]).
RISER_HD inline Real liquid_property(const LiquidView& liquid, const LiquidFit& fit, Real pressure, Real temperature) {
  const Real x = clamp((pressure - liquid.pressure_centre) / liquid.pressure_half, -1, 1);
  const Real y = clamp((temperature - liquid.temperature_centre) / liquid.temperature_half, -1, 1);
  Real value = 0;
  for (int i = liquid_terms_p - 1; i >= 0; --i) {
    Real row = 0;
    for (int j = liquid_terms_t - 1; j >= 0; --j) row = row * y + fit.coefficient[i][j];
    value = value * x + row;
  }
  return value;
}

/// Carrier rheology at a carrier fraction: linear between the rows, held outside them.
/// The Newtonian part follows the liquid's viscosity when no table is given (size 0).
RISER_HD inline CarrierFluid carrier_fluid(const RheologyView& table, Real fraction, Real density, Real viscosity) {
  CarrierFluid fluid{density, 0, viscosity, 1};
  if (table.size == 0) return fluid;
  int i = 0;
  while (i + 2 < table.size && table.fraction[i + 1] < fraction) ++i;
  const int j = table.size > 1 ? i + 1 : i;
  const Real width = table.fraction[j] - table.fraction[i];
  const Real x = width > 0 ? clamp((fraction - table.fraction[i]) / width, 0, 1) : 0;
  fluid.yield_stress = table.yield_stress[i] + x * (table.yield_stress[j] - table.yield_stress[i]);
  fluid.consistency = table.consistency[i] + x * (table.consistency[j] - table.consistency[i]);
  fluid.index = table.index[i] + x * (table.index[j] - table.index[i]);
  return fluid;
}

/// Wall shear stress [Pa], signed like the velocity [m/s].
template <FrictionKind kind>
RISER_HD inline Real wall_shear_stress(Real darcy, Real velocity, Real bore, Real roughness, const CarrierFluid& fluid) {
  const Real speed = velocity < 0 ? -velocity : velocity;
  if (kind == FrictionKind::none) return 0;
  if (kind == FrictionKind::herschel_bulkley)
    return herschel_bulkley_wall_shear_stress(velocity, bore, roughness, fluid);
  const Real reynolds = max(fluid.density * speed * bore / fluid.consistency, 1e-9);
  Real f = darcy;
  if (kind == FrictionKind::churchill) f = Churchill{}(reynolds, roughness / bore);
  if (kind == FrictionKind::colebrook) f = Colebrook{}(reynolds, roughness / bore);
  if (kind == FrictionKind::swamee_jain) f = SwameeJain{}(reynolds, roughness / bore);
  return f / 8 * fluid.density * velocity * speed;
}

/// Fills density, compliance, friction gradient, shear, dispersion and heat transfer of cell i at flow `flow` [m3/s].
template <FrictionKind kind, int N>
RISER_HD inline void cell_properties(const RiserView<N>& r, Real flow, int i) {
  const Real temperature = r.temperature[i], pressure = r.pressure[i];
  const Real liquid_density = liquid_property(r.liquid, r.liquid.density, pressure, temperature);
  const Real viscosity = liquid_property(r.liquid, r.liquid.viscosity, pressure, temperature);
  Real solids = 0, mass = 0, carrier = 0, carrier_mass = 0, heat = 0, squeeze = 0;
  for (int k = 0; k < N; ++k) {
    const Real fraction = r.phi[k][i];
    solids += fraction;
    mass += fraction * r.class_density[k];
    heat += fraction * r.class_density[k] * r.class_heat[k];
    squeeze += fraction * r.class_compressibility[k];
    carrier += (1 - r.slip.coarse[k]) * fraction;
    carrier_mass += (1 - r.slip.coarse[k]) * fraction * r.class_density[k];
  }
  const Real liquid = 1 - solids;
  const Real velocity = flow / r.area[i];
  const Real carrier_density = (liquid * liquid_density + carrier_mass) / (liquid + carrier);
  const CarrierFluid fluid = carrier_fluid(r.rheology, carrier / (liquid + carrier), carrier_density, viscosity);
  const Real shear = wall_shear_stress<kind>(r.darcy_factor, velocity, r.bore[i], r.roughness[i], fluid);
  r.density[i] = liquid * liquid_density + mass;
  r.shear[i] = shear;
  r.friction[i] = 4 * shear / r.bore[i] + r.minor_loss[i] * 0.5 * r.density[i] * velocity * (velocity < 0 ? -velocity : velocity);
  r.capacity[i] = liquid * liquid_density * r.liquid.heat_capacity + heat;
  if (r.elastic)
    r.compliance[i] = liquid / liquid_property(r.liquid, r.liquid.bulk_modulus, pressure, temperature) + squeeze + r.pipe_compliance[i];
  const Real stress = shear < 0 ? -shear : shear;
  r.dispersion[i] = r.taylor_dispersion ? TaylorTurbulent{}(r.bore[i], stress, fluid.density) : r.constant_dispersion;
  if (r.heat) {
    const Real speed = velocity < 0 ? -velocity : velocity;
    const Real reynolds = max(fluid.density * speed * r.bore[i] / viscosity, 1.0);
    const Real prandtl = viscosity * r.liquid.heat_capacity / r.liquid.conductivity;
    const Real darcy = 8 * stress / max(fluid.density * speed * speed, 1e-12);
    const Real convective = r.inner_transfer[i] > 0
                                ? r.inner_transfer[i]
                                : Gnielinski{}(reynolds, prandtl, darcy, r.liquid.conductivity, r.bore[i]);
    r.transfer[i] = pi * r.bore[i] * convective;
  }
}

/// The uniform switch over friction laws stands outside the loop, so that the loop vectorises.
template <int N, class Team>
RISER_HD void update_properties(const Team& team, const RiserView<N>& r, Real flow) {
  switch (r.friction_kind) {
    case FrictionKind::churchill:
      return team.for_each(r.n, [=](int i) { cell_properties<FrictionKind::churchill>(r, flow, i); });
    case FrictionKind::colebrook:
      return team.for_each(r.n, [=](int i) { cell_properties<FrictionKind::colebrook>(r, flow, i); });
    case FrictionKind::swamee_jain:
      return team.for_each(r.n, [=](int i) { cell_properties<FrictionKind::swamee_jain>(r, flow, i); });
    case FrictionKind::constant:
      return team.for_each(r.n, [=](int i) { cell_properties<FrictionKind::constant>(r, flow, i); });
    case FrictionKind::none:
      return team.for_each(r.n, [=](int i) { cell_properties<FrictionKind::none>(r, flow, i); });
    case FrictionKind::herschel_bulkley:
      return team.for_each_scalar(r.n, [=](int i) { cell_properties<FrictionKind::herschel_bulkley>(r, flow, i); });
  }
}
}  // namespace riser
