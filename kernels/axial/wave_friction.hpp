#pragma once
#include "kernels/axial/momentum.hpp"
#include "kernels/axial/wave_cavities.hpp"
#include "kernels/closures/unsteady_friction.hpp"

// The coefficients of the waves' cells and faces, held for the sub-steps of a step: impedances, weights, friction.
namespace riser {

/// Friction of a cell over its flow [Pa/m]: threshold + linear |Q| + quadratic Q^2.
struct FrictionSplit {
  Real threshold, linear, quadratic;
};

/// The curve with the value and the slope of the closure, from its gradient at two flows 1 % apart. No coefficient is
/// negative: a law that bends more than a square, or less than a line, keeps its value.
RISER_HD inline FrictionSplit friction_split(Real flow, Real gradient, Real more, Real yield) {
  const Real threshold = min(yield, gradient), moving = (gradient - threshold) / flow,
             slope = (more - gradient) / (0.01 * flow);
  const Real linear = clamp(2 * moving - slope, 0, moving);
  return {threshold, linear, (moving - linear) / flow};
}

/// Friction gradient of the closures in cell i [Pa/m] at a flow > 0 [m3/s].
template <FrictionKind kind, int N>
RISER_HD inline Real friction_gradient(const PropertyWork<N>& w, int i, Real flow) {
  const Real speed = flow * w.inverse_area[i], reynolds = w.carrier_density[i] * speed * w.bore[i] / w.viscosity[i];
  const CarrierFluid fluid = fluid_of<kind>(w, i);
  Real ratio = 0;
  if constexpr (kind == FrictionKind::section_table)
    ratio = section_friction_ratio(*w.section_friction, fluid.density, speed, table_concentration(w, i));
  else
    ratio = friction_ratio<kind>(w.friction_table, w.friction_row[i], speed, reynolds, w.bore[i],
                                 w.relative_roughness[i], fluid);
  return (4 * w.carrier_density[i] * square(ratio) * w.inverse_bore[i] + 0.5 * w.minor_loss[i] * w.mixture_density[i]) *
         square(speed);
}

/// Linear and quadratic part of every cell's friction, for the time being where the waves will run.
template <FrictionKind kind, int N, class Team>
[[gnu::noinline]] RISER_HD void place_wave_friction(const Team& team, const RiserView<N>& r) {
  const PropertyWork<N> w = property_work(r, 0);
  team.for_each(r.n, [w, damping = r.damping, linear = r.line_up, quadratic = r.line_down](int i) {
    const Real flow = math::abs(elastic_flow(0.5 * (w.face_flow[i] + w.face_flow[i + 1]), 1 / w.inverse_area[i]));
    const Real gradient = damping[i] * flow, more = friction_gradient<kind>(w, i, 1.01 * flow);
    const FrictionSplit curve = friction_split(flow, gradient, more, 4 * w.yield_stress[i] * w.inverse_bore[i]);
    linear[i] = curve.linear, quadratic[i] = curve.quadratic;
  });
}

template <int N, class Team>
RISER_HD void place_friction(const Team& team, const RiserView<N>& r) {
  switch (r.friction_kind) {
    case FrictionKind::none:
      return place_wave_friction<FrictionKind::none>(team, r);
    case FrictionKind::tabulated:
      return place_wave_friction<FrictionKind::tabulated>(team, r);
    case FrictionKind::herschel_bulkley:
      return place_wave_friction<FrictionKind::herschel_bulkley>(team, r);
    case FrictionKind::section_table:
      return place_wave_friction<FrictionKind::section_table>(team, r);
  }
}

/// What half a cell adds to a face; weight at the cell's present pressure.
struct HalfCell {
  Real weight, stratification, threshold, linear, quadratic;
};

template <int N>
RISER_HD inline HalfCell half_cell(const RiserView<N>& r, int i) {
  const Real half = 0.5 * r.length[i], specific = gravity * r.cosine[i] * half;
  const Real flow = math::abs(elastic_flow(0.5 * (r.flow[i] + r.flow[i + 1]), r.area[i]));
  const Real yield = min(4 * r.yield_stress[i] * r.inverse_bore[i], r.damping[i] * flow),
             bed = r.clock->bed_resistance > 0 ? r.bed[i] : 0;
  // A liquid of constant density still expands as it rises, with the pipe: beta rho; else by its own law.
  const Real expansion = r.constant_liquid ? r.density[i] * r.compliance[i] : r.density_slope[i];
  return {r.density[i] * specific, 0.5 * expansion * specific, half * (yield + bed), half * r.line_up[i],
          half * r.line_down[i]};
}

/// Face f between its half cells. With a density that follows the pressure, weight and expansion are adjoint: the
/// scheme then feeds no energy to the waves. With a constant one the energy that stays is weighted by exp(-beta rho g
/// s). At an end half a cell expands against one side.
template <int N>
RISER_HD inline void place_face(const RiserView<N>& r, int f, bool gas) {
  const bool below = f > 0, above = f < r.n;
  const HalfCell none{0, 0, 0, 0, 0}, a = below ? half_cell(r, f - 1) : none, b = above ? half_cell(r, f) : none;
  const Real g = (a.stratification + b.stratification) * (below && above ? 1 : 2), follows = r.constant_liquid ? 0 : 1;
  const Real zl = below ? r.impedance[f - 1] : 0, zr = above ? r.impedance[f] : 0;
  const Real pressures = (below ? r.pressure[f - 1] : 0) + (above ? r.pressure[f] : 0);
  const Real left = 1 - g, right = 1 + g;
  r.face_weight[f] = a.weight + b.weight - follows * g * pressures;
  r.stratification[f] = g;
  r.face_impedance[f] = follows > 0 ? square(left) * zl + square(right) * zr : left * zl + right * zr;
  r.face_threshold[f] = a.threshold + b.threshold;
  r.face_linear[f] = a.linear + b.linear;
  r.face_quadratic[f] = a.quadratic + b.quadratic;
  r.flow_mean[f] = 0;
  r.face_gas[f] = below && above ? half_gas(r, f - 1) + half_gas(r, f) : 0.1 * no_gas;
  if (gas && !(r.cavity[f] > 0))
    r.cavity[f] = first_volume(r.face_gas[f], pressures / (below && above ? 2 : 1), r.vapour_pressure);
}

/// The coefficients of every cell and face for sub-steps of h. Unsteady friction k: its share of inertia goes into
/// impedance and speed.
template <int N, class Team>
RISER_HD void prepare_waves(const Team& team, const RiserView<N>& r, Real h, bool gas) {
  place_friction(team, r);
  team.for_each(r.n, [&r, h](int i) {
    const Real speed = 1 / math::sqrt(r.density[i] * r.compliance[i]),
               impedance = r.density[i] * speed * r.inverse_area[i];
    const Real k = r.unsteady_friction ? BrunoneCoefficient{}(r.reynolds[i]) : 0, slower = math::sqrt(1 + k);
    const Real nu = min(speed * h / (r.length[i] * slower), 1);
    r.impedance[i] = impedance * slower;
    r.admittance[i] = 1 / (impedance * slower);
    r.crossing[i] = nu;
    r.crossing_left[i] = (1 - nu) / nu;
    r.unsteady_gain[i] = k * impedance;
  });
  team.for_each(r.n + 1, [&r, gas](int f) { place_face(r, f, gas); });
}
}  // namespace riser
