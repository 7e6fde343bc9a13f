#pragma once
#include "kernels/axial/friction_table.hpp"
#include "kernels/axial/liquid.hpp"
#include "kernels/axial/property_work.hpp"
#include "kernels/axial/survey.hpp"
#include "kernels/closures/dispersion.hpp"
#include "kernels/closures/heat.hpp"
#include "kernels/closures/non_newtonian.hpp"
#include "kernels/math.hpp"
#include "kernels/team.hpp"

// What the closures say of one cell: densities, wall shear stress, dispersion, heat transfer; and of the column. Once per step.
namespace riser {

/// Carrier rheology at a carrier fraction: linear between the rows, held outside them.
RISER_HD inline CarrierFluid carrier_fluid(const RheologyView& table, Real fraction, Real density, Real viscosity) {
  const bool none = table.size == 0;  // no table: the liquid alone
  Real yield_stress = table.first.yield_stress, consistency = none ? viscosity : table.first.consistency, index = none ? 1 : table.first.index;
  RISER_UNROLL_ON_HOST
  for (int j = 0; j < max_rows; ++j) {
    const Real x = clamp(fraction - table.fraction[j], 0, table.width[j]);
    yield_stress += x * table.yield_slope[j];
    consistency += x * table.consistency_slope[j];
    index += x * table.index_slope[j];
  }
  return {density, yield_stress, consistency, index};
}

/// Friction velocity over velocity, sqrt(f/8), of the carrier at `speed` >= 0 [m/s] in one cell's pipe. In an annulus a yield-stress carrier flows as in
/// the round pipe that a Newtonian one sees, of `shape` times the hydraulic diameter (Jones & Leung 1981; without yield stress it is their law).
template <FrictionKind kind>
RISER_HD inline Real friction_ratio(const Real* table, int row, Real speed, Real reynolds, Real bore, Real relative_roughness,
                                    const CarrierFluid& fluid) {
  if constexpr (kind == FrictionKind::none) return 0;
  if constexpr (kind == FrictionKind::herschel_bulkley) {
    const Real seen = bore * friction_shape(table, row), stress = herschel_bulkley_wall_shear_stress(speed, seen, relative_roughness * seen, fluid);
    return math::sqrt(stress / fluid.density) / max(speed, 1e-100);
  }
  return relative_friction_velocity(table, row, reynolds);
}

/// With waves the closures look at a flow that is never quite zero [m3/s]: laminar friction and yield stress then have a slope.
inline constexpr Real least_elastic_velocity = 1e-3;  // [m/s]
RISER_HD inline Real elastic_flow(Real flow, Real area) {
  const Real least = least_elastic_velocity * area;
  return flow < 0 ? min(flow, -least) : max(flow, least);
}

/// What the fractions of a cell add up to.
struct Mixture {
  Real solids, mass, carrier, carrier_mass, heat, squeeze;  // [-], [kg/m3], [-], [kg/m3], [J/m3/K], [1/Pa]
};

template <int N>
RISER_HD inline Mixture mixture_of(const PropertyWork<N>& w, int i) {
  Mixture m{0, 0, 0, 0, 0, 0};
  RISER_UNROLL
  for (int k = 0; k < N; ++k) {
    const Real fraction = w.phi[k][i], moving = (1 - w.coarse[k]) * fraction;
    m.solids += fraction;
    m.mass += fraction * w.density[k];
    m.heat += fraction * w.heat_density[k];
    m.squeeze += fraction * w.squeeze[k];
    m.carrier += moving;
    m.carrier_mass += moving * w.density[k];
  }
  return m;
}

/// What a section table goes by in cell i [-].
template <int N>
RISER_HD inline Real table_concentration(const PropertyWork<N>& w, int i) {
  const Mixture m = mixture_of(w, i);
  return section_concentration(w.by_carrier, m.carrier, m.solids - m.carrier);
}

/// Densities, viscosity, heat capacity and compliance of cell i.
template <bool Heat, bool Elastic, bool Carrier, int N>
RISER_HD inline void cell_material(const PropertyWork<N>& w, int i) {
  const Real temperature = w.temperature[i], pressure = w.pressure[i];
  const Mixture m = mixture_of(w, i);
  const Real liquid = 1 - m.solids, liquid_density = liquid_property(w.liquid, w.liquid.density, pressure, temperature);
  w.mixture_density[i] = liquid * liquid_density + m.mass;
  w.carrier_density[i] = liquid_density;
  if constexpr (Carrier) w.carrier_density[i] = (liquid * liquid_density + m.carrier_mass) / (liquid + m.carrier);
  w.viscosity[i] = liquid_property(w.liquid, w.liquid.viscosity, temperature);
  if constexpr (Elastic) w.density_slope[i] = liquid * liquid_property_slope(w.liquid, w.liquid.density, pressure, temperature);
  if constexpr (Elastic)
    w.compliance[i] = liquid / liquid_property(w.liquid, w.liquid.bulk_modulus, pressure, temperature) + m.squeeze + w.pipe_compliance[i];
  if constexpr (Heat) w.inverse_capacity[i] = w.inverse_area[i] / (liquid * liquid_density * w.liquid.heat_capacity + m.heat);
}

template <FrictionKind kind, int N>
RISER_HD inline CarrierFluid fluid_of(const PropertyWork<N>& w, int i) {
  if constexpr (kind == FrictionKind::section_table)
    return {w.carrier_density[i], section_yield_stress(*w.section_friction, table_concentration(w, i)), w.viscosity[i], 1};
  if constexpr (kind != FrictionKind::herschel_bulkley) return {w.carrier_density[i], 0, w.viscosity[i], 1};
  const Mixture m = mixture_of(w, i);
  CarrierFluid fluid = carrier_fluid(*w.rheology, m.carrier / (1 - m.solids + m.carrier), w.carrier_density[i], w.viscosity[i]);
  fluid.yield_stress *= 1 + w.ageing_growth * w.structure[i];
  return fluid;
}

/// Flow [m3/s] that the closures of cell i look at: its own where waves are resolved, never quite zero; else the column's.
template <bool Elastic, int N>
RISER_HD inline Real cell_flow(const PropertyWork<N>& w, int i) {
  if constexpr (!Elastic) return w.flow;
  const Real own = elastic_flow(0.5 * (w.face_flow[i] + w.face_flow[i + 1]), 1 / w.inverse_area[i]);  // always: a loop with a branch would not vectorise
  return w.local > 0 ? own : w.flow;
}

template <bool Elastic, int N>
RISER_HD inline Real cell_reynolds(const PropertyWork<N>& w, int i) {
  const Real speed = math::abs(cell_flow<Elastic>(w, i) * w.inverse_area[i]);
  return w.carrier_density[i] * speed * w.bore[i] / w.viscosity[i];
}

/// Friction velocity over velocity in cell i, by the law in force.
template <FrictionKind kind, int N>
RISER_HD inline Real cell_friction_ratio(const PropertyWork<N>& w, int i, Real speed, Real reynolds, const CarrierFluid& fluid) {
  if constexpr (kind == FrictionKind::section_table) return section_friction_ratio(*w.section_friction, fluid.density, speed, table_concentration(w, i));
  return friction_ratio<kind>(w.friction_table, w.friction_row[i], speed, reynolds, w.bore[i], w.relative_roughness[i], fluid);
}

/// Wall shear, friction gradient and dispersion of cell i. Ready: its Reynolds number and friction ratio are there already.
template <FrictionKind kind, bool Elastic, bool Ready, int N>
RISER_HD inline void cell_friction(const PropertyWork<N>& w, int i) {
  const Real flow = cell_flow<Elastic>(w, i), density = w.carrier_density[i], velocity = flow * w.inverse_area[i], speed = math::abs(velocity);
  const CarrierFluid fluid = fluid_of<kind>(w, i);
  if constexpr (!Ready) w.reynolds[i] = cell_reynolds<Elastic>(w, i);
  if constexpr (!Ready) w.friction_ratio[i] = cell_friction_ratio<kind>(w, i, speed, w.reynolds[i], fluid);
  const Real ratio = w.friction_ratio[i], friction_velocity = ratio * speed, shear = density * ratio * friction_velocity * velocity;
  constexpr bool yields = kind == FrictionKind::herschel_bulkley || kind == FrictionKind::section_table;
  if constexpr (Elastic || yields) w.yield_stress[i] = fluid.yield_stress;
  Real share = 1;  // of the friction found that the flow has
  const Real own_flow = 0.5 * (w.face_flow[i] + w.face_flow[i + 1]);
  if constexpr (Elastic) share = w.local > 0 ? own_flow / flow : 1;
  const Real gradient = 4 * shear * w.inverse_bore[i] + w.minor_loss[i] * 0.5 * w.mixture_density[i] * velocity * speed;
  w.shear[i] = share * shear;
  w.friction[i] = share * gradient;
  if constexpr (Elastic) w.damping[i] = gradient / flow;
  w.dispersion[i] = w.taylor * TaylorTurbulent{}(w.bore[i], friction_velocity) + w.constant_dispersion;
}

/// Friction [Pa/m] of cell i at another flow > 0 [m3/s], with the densities and viscosities that are there.
template <FrictionKind kind, int N>
RISER_HD inline Real friction_at(const PropertyWork<N>& w, int i, Real flow) {
  const Real speed = flow * w.inverse_area[i], density = w.carrier_density[i], reynolds = density * speed * w.bore[i] / w.viscosity[i];
  const Real ratio = cell_friction_ratio<kind>(w, i, speed, reynolds, fluid_of<kind>(w, i)), shear = density * square(ratio * speed);
  return 4 * shear * w.inverse_bore[i] + w.minor_loss[i] * 0.5 * w.mixture_density[i] * square(speed);
}

/// The table's friction ratios of cells in one bin; other cells are left alone. Returns a positive number in a cell whose Reynolds number
/// lies outside all the bins that are looked at.
struct RatiosOfBin {
  const Real* reynolds;
  Real* ratio;
  Real lowest, highest;  // of all bins, times the table's scale
  FrictionBin bin;
  RISER_HD Real operator()(int i) const {
    const Real re = reynolds[i], x = re * bin.scale, place = bin.place(re), found = bin.at(place);
    ratio[i] = place >= 0 && place < 1 ? found : ratio[i];
    return max(lowest - x, x - highest);
  }
};

/// The same for a stretch of pipe: bin by bin where it has one row and meets few bins, as neighbours do; else false.
template <int N, class Team>
RISER_HD bool ratios_by_bins(const Team& team, const PropertyWork<N>& w, int begin, int end) {
  constexpr int most_bins = 5;
  const int row_of_first = w.friction_row[begin];
  if (!w.one_friction_row && team.any_positive(begin, end, [row = w.friction_row, row_of_first](int i) { return row[i] != row_of_first ? Real(1) : Real(0); })) return false;
  const Real* row = w.friction_table + row_of_first;
  const int first = friction_place(w.reynolds[begin] * row[0]).bin, last = friction_place(w.reynolds[end - 1] * row[0]).bin;
  const int low = first < last ? first : last, high = first < last ? last : first;
  if (high - low >= most_bins) return false;
  constexpr Real below_one = 1 - 0x1p-53;  // what is less than the next bin's start is at most so much of it
  for (int bin = low; bin <= high; ++bin) {
    const RatiosOfBin ratios{w.reynolds, w.friction_ratio, friction_bin_start(low), friction_bin_start(high + 1) * below_one,
                             FrictionBin(row, bin)};
    if (team.any_positive(begin, end, ratios)) return false;
  }
  return true;
}

template <int N, class Team>
RISER_HD void tabulated_ratios(const Team& team, const PropertyWork<N>& w, int begin, int end) {
  if (ratios_by_bins(team, w, begin, end)) return;
  team.run(begin, end, [table = w.friction_table, row = w.friction_row, reynolds = w.reynolds, ratio = w.friction_ratio](int i) {
    ratio[i] = relative_friction_velocity(table, row[i], reynolds[i]);
  });
}

/// Heat transfer of a metre of wall [W/m/K]: pi D h with the given coefficient h, or pi k Nu. Without friction the film is that of a smooth pipe.
template <FrictionKind kind, int N>
RISER_HD inline void cell_transfer(const PropertyWork<N>& w, int i) {
  const Real prandtl = w.viscosity[i] * (w.liquid.heat_capacity * (1 / w.liquid.conductivity));
  const Real power = liquid_property(w.liquid, w.liquid.prandtl_two_thirds, w.temperature[i]);
  Real ratio = w.friction_ratio[i];
  if constexpr (kind == FrictionKind::none) ratio = relative_friction_velocity(w.friction_table, w.friction_row[i], w.reynolds[i]);
  const Real found = w.liquid.conductivity * Gnielinski{}(w.reynolds[i], prandtl, power, ratio);
  const Real given = w.inner_transfer[i], law = given > 0 ? 0.0 : 1.0;  // weights, not branches: the loop vectorises
  w.transfer[i] = pi * w.film_width[i] * (w.bore[i] * given + law * found);
}

template <FrictionKind kind, bool Heat, bool Elastic, bool Carrier, int N, class Team>
RISER_HD void fill_properties(const Team& team, const RiserView<N>& r, Real flow) {
  constexpr bool by_bins = kind == FrictionKind::tabulated && Team::specialised;
  const PropertyWork<N> w = property_work(r, flow);
  const auto material = [w](int i) {
    cell_material<Heat, Elastic, Carrier>(w, i);
    if constexpr (by_bins) w.reynolds[i] = cell_reynolds<Elastic>(w, i);
  };
  const auto friction = [w](int i) { cell_friction<kind, Elastic, by_bins>(w, i); };
  const auto transfer = [w](int i) { cell_transfer<kind>(w, i); };
  if constexpr (!Team::specialised) return team.for_each(r.n, [=](int i) { material(i), friction(i), transfer(i); });
  survey_column<Heat>(team, r, [&](int begin, int end) {
    team.run(begin, end, material);
    if constexpr (by_bins) tabulated_ratios(team, w, begin, end);
    team.run(begin, end, friction);
    if constexpr (Heat) team.run(begin, end, transfer);
  });
}

/// A team that is not specialised takes the body that does everything, and one survey behind it; it costs it less than a choice of many.
template <FrictionKind kind, bool Carrier, int N, class Team>
RISER_HD void update_properties_with(const Team& team, const RiserView<N>& r, Real flow) {
  if constexpr (!Team::specialised) {
    fill_properties<kind, true, true, true>(team, r, flow);
  } else {
    if (r.heat && r.clock->elastic) return fill_properties<kind, true, true, Carrier>(team, r, flow);
    if (r.heat) return fill_properties<kind, true, false, Carrier>(team, r, flow);
    if (r.clock->elastic) return fill_properties<kind, false, true, Carrier>(team, r, flow);
    fill_properties<kind, false, false, Carrier>(team, r, flow);
  }
}

/// What the loop of tabulated dispersion needs, by value.
template <int N>
struct DispersionWork {
  const Real* phi[N > 0 ? N : 1];
  Real coarse[N > 0 ? N : 1], by_carrier, flow, local;
  const Real *face_flow, *inverse_area;
  const SectionTableView* table;
  Real* dispersion;
};

/// Dispersion by the sections' table, over what the friction law left there. Out of line: what it needs is no burden on other laws.
template <int N, class Team>
[[gnu::noinline]] RISER_HD void tabulated_dispersion(const Team& team, const RiserView<N>& r, Real flow) {
  DispersionWork<N> w{};
  for (int k = 0; k < N; ++k) w.phi[k] = r.phi[k], w.coarse[k] = r.slip.coarse[k];
  w.by_carrier = r.carrier_class >= 0 ? 1 : 0, w.flow = flow, w.local = r.clock->elastic ? 1 : 0;
  w.face_flow = r.flow, w.inverse_area = r.inverse_area, w.table = &r.section_dispersion, w.dispersion = r.dispersion;
  team.for_each(r.n, [w](int i) {
    const Real own = 0.5 * (w.face_flow[i] + w.face_flow[i + 1]), speed = math::abs(w.local * own + (1 - w.local) * w.flow) * w.inverse_area[i];
    Real coarse = 0, carrier = 0;
    RISER_UNROLL
    for (int k = 0; k < N; ++k) coarse += w.coarse[k] * w.phi[k][i], carrier += (1 - w.coarse[k]) * w.phi[k][i];
    w.dispersion[i] = section_value(*w.table, section_speed(speed), section_concentration(w.by_carrier, carrier, coarse));
  });
}

/// The wall's friction by the sections' table; out of line as well.
template <int N, class Team>
[[gnu::noinline]] RISER_HD void tabulated_properties(const Team& team, const RiserView<N>& r, Real flow) {
  update_properties_with<FrictionKind::section_table, true>(team, r, flow);
}

/// The uniform switches over laws and settings stand outside the loop, so that the loop vectorises.
template <int N, class Team>
RISER_HD void update_by_law(const Team& team, const RiserView<N>& r, Real flow) {
  constexpr auto table = FrictionKind::tabulated, none = FrictionKind::none, mud = FrictionKind::herschel_bulkley;
  if (r.friction_kind == FrictionKind::section_table) return tabulated_properties(team, r, flow);
  if (r.friction_kind == mud) return update_properties_with<mud, true>(team, r, flow);
  if (r.friction_kind == none) return update_properties_with<none, true>(team, r, flow);
  if constexpr (Team::specialised) {
    if (r.carrier_class < 0) return update_properties_with<table, false>(team, r, flow);
  }
  update_properties_with<table, true>(team, r, flow);
}

/// What the carrier's yield stress holds along the column [Pa].
template <int N, class Team>
RISER_HD void sum_yield(const Team& team, const RiserView<N>& r) {
  if (r.friction_kind != FrictionKind::herschel_bulkley && r.friction_kind != FrictionKind::section_table) return;
  Real found[1];
  team_survey<1, 1>(team, r.n, r.lanes, [yield = r.yield_stress, inverse_bore = r.inverse_bore, length = r.length](int i, Real* value) {
    value[0] = 4 * yield[i] * inverse_bore[i] * length[i];
  }, found);
  team.single([&] { r.clock->yield_resistance = found[0]; });
}

/// Properties of all cells at `flow` [m3/s], and the survey of the column.
template <int N, class Team>
RISER_HD void update_properties(const Team& team, const RiserView<N>& r, Real flow) {
  update_by_law(team, r, flow);
  const bool again = r.section_dispersion.rows > 0;  // by a law that overwrites what the survey has seen
  if (again) tabulated_dispersion(team, r, flow);
  if (again || !Team::specialised) survey_column(team, r);
  sum_yield(team, r);
}
}  // namespace riser
