#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "kernels/closures/drag.hpp"
#include "kernels/closures/seawater.hpp"
#include "kernels/closures/settling.hpp"
#include "solver/build.hpp"
#include "solver/fit.hpp"

// The names of the Scenario become numbers and polynomials.
namespace riser {
namespace {

template <class F>
LiquidFit fit_liquid(const LiquidView& scale, F property) {
  LiquidFit fit{};
  std::vector<std::vector<double>> rows;
  for (double x : chebyshev_nodes(liquid_terms_p)) {
    const double p = scale.pressure_centre + x * scale.pressure_half;
    rows.push_back(fit_polynomial(liquid_terms_t, [&](double y) {
      return property(p, scale.temperature_centre + y * scale.temperature_half);
    }));
  }
  for (int j = 0; j < liquid_terms_t; ++j) {
    int next = 0;
    const auto column = fit_polynomial(liquid_terms_p, [&](double) { return rows[next++][j]; });
    for (int i = 0; i < liquid_terms_p; ++i) fit.coefficient[i][j] = column[i];
  }
  return fit;
}

double mid_viscosity(const Scenario& scenario) {
  if (scenario.liquid.law == LiquidLaw::constant) return scenario.liquid.viscosity;
  return SeawaterViscosity{}(sea_temperature(scenario.sea, scenario.inlet_depth / 2), scenario.liquid.salinity);
}

double mid_density(const Scenario& scenario) {
  if (scenario.liquid.law == LiquidLaw::constant) return scenario.liquid.density;
  const double depth = scenario.inlet_depth / 2;
  return SeawaterDensity{}(sea_pressure(scenario, depth), sea_temperature(scenario.sea, depth), scenario.liquid.salinity);
}
}  // namespace

LiquidView make_liquid(const Scenario& scenario, double highest_pressure) {
  const Liquid& liquid = scenario.liquid;
  LiquidView view{};
  view.pressure_centre = view.pressure_half = highest_pressure / 2;
  view.temperature_centre = 19;  // -2 .. 40 deg C
  view.temperature_half = 21;
  view.heat_capacity = liquid.heat_capacity;
  view.conductivity = liquid.conductivity;
  if (liquid.law == LiquidLaw::constant) {
    view.density.coefficient[0][0] = liquid.density;
    view.viscosity.coefficient[0][0] = liquid.viscosity;
    view.bulk_modulus.coefficient[0][0] = liquid.bulk_modulus;
    return view;
  }
  const double s = liquid.salinity;
  view.density = fit_liquid(view, [&](double p, double t) { return SeawaterDensity{}(p, t, s); });
  view.viscosity = fit_liquid(view, [&](double, double t) { return SeawaterViscosity{}(t, s); });
  view.bulk_modulus = fit_liquid(view, [&](double p, double t) { return SeawaterBulkModulus{}(p, t, s); });
  return view;
}

double terminal_velocity_of(const Scenario& scenario, const SolidClass& solid, double bore, double* reynolds) {
  const double rho = mid_density(scenario), mu = mid_viscosity(scenario), d = solid.diameter;
  double w = solid.terminal_velocity;
  switch (solid.terminal_law) {
    case TerminalLaw::ferguson_church: w = FergusonChurch{solid.shape_c2}(d, solid.density, rho, mu); break;
    case TerminalLaw::schiller_naumann: w = terminal_velocity(SchillerNaumann{}, d, solid.density, rho, mu); break;
    case TerminalLaw::haider_levenspiel: w = terminal_velocity(HaiderLevenspiel{}, d, solid.density, rho, mu); break;
    case TerminalLaw::clift: w = terminal_velocity(Clift{}, d, solid.density, rho, mu); break;
    case TerminalLaw::cheng: w = terminal_velocity(Cheng{}, d, solid.density, rho, mu); break;
    case TerminalLaw::fixed: break;
  }
  *reynolds = rho * std::abs(w) * d / mu;
  if (solid.wall_effect) w *= DiFelice{}(d / bore, *reynolds);
  return w;
}

double hindrance_exponent_of(const SolidClass& solid, double reynolds) {
  const double re = std::max(reynolds, 1e-6);
  switch (solid.hindrance_law) {
    case HindranceLaw::richardson_zaki: return solid.hindrance_exponent > 0 ? solid.hindrance_exponent : RichardsonZakiExponent{}(re);
    case HindranceLaw::rowe: return RoweExponent{}(re);
    case HindranceLaw::garside_al_dibouni: return GarsideAlDibouniExponent{}(re);
    case HindranceLaw::fixed: return solid.hindrance_exponent;
  }
  throw std::invalid_argument("unknown hindrance law");
}

HindrancePolynomial fit_hindrance(double exponent, double packing) {
  HindrancePolynomial polynomial{};
  const auto c = fit_polynomial(hindrance_terms, [&](double x) { return std::pow(1 - packing * (x + 1) / 2, exponent - 2); });
  std::copy(c.begin(), c.end(), polynomial.coefficient);
  return polynomial;
}
}  // namespace riser
