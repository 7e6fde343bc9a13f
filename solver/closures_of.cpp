#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "kernels/closures/drag.hpp"
#include "kernels/closures/seawater.hpp"
#include "kernels/closures/settling.hpp"
#include "kernels/closures/wall_friction.hpp"
#include "kernels/axial/friction_table.hpp"
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

template <class F>
TemperatureFit fit_temperature(const LiquidView& scale, F property) {
  TemperatureFit fit{};
  const auto c = fit_polynomial(temperature_terms, [&](double y) { return property(scale.temperature_centre + y * scale.temperature_half); });
  std::copy(c.begin(), c.end(), fit.coefficient);
  return fit;
}

double mid_viscosity(const Scenario& scenario) {
  if (scenario.liquid.law == LiquidLaw::constant) return scenario.liquid.viscosity;
  return SeawaterViscosity{}(sea_temperature(scenario.sea, scenario.inlet_depth / 2), scenario.liquid.salinity);
}

/// Largest error of v over w [-] of the fit for one exponent.
double settling_error(double exponent, double packing, double bend) {
  SettlingFit<1, settling_terms> fit{};
  fit_settling(1.0, exponent, packing, bend, 0, fit);
  double worst = 0;
  for (int i = 0; i <= 100; ++i) {
    const double phi = packing * i / 100;
    worst = std::max(worst, (1 - phi) * std::abs(fit.at(0, fit.place(phi)) - std::pow(1 - phi, exponent - 2)));
  }
  return worst;
}

/// A fit worse than this is refused, one better than the second needs no bend [-].
constexpr double sound_fit = 1e-3, fine_fit = 1e-7;
}  // namespace

double settling_density(const Scenario& scenario) {
  if (scenario.liquid.law == LiquidLaw::constant) return scenario.liquid.density;
  const double depth = scenario.inlet_depth / 2;
  return SeawaterDensity{}(sea_pressure(scenario, depth), sea_temperature(scenario.sea, depth), scenario.liquid.salinity);
}

double settling_bend(const std::vector<double>& exponents, double packing) {
  double best = 1e300, bend = 0;
  for (int i = 0; i <= 20 && best > fine_fit; ++i) {
    const double tried = (i % 2 ? -0.05 : 0.05) * 2 * ((i + 1) / 2);  // 0, then outward on both sides
    double worst = 0;
    for (double exponent : exponents) worst = std::max(worst, settling_error(exponent, packing, tried));
    if (worst < best) best = worst, bend = tried;
  }
  if (exponents.empty() || best < sound_fit) return bend;
  const auto [low, high] = std::minmax_element(exponents.begin(), exponents.end());
  throw std::invalid_argument("maximum_packing " + std::to_string(packing) + " with hindrance exponents from " + std::to_string(*low) + " to " +
                              std::to_string(*high) + ": the settling near packing is off by " + std::to_string(100 * best) +
                              " % of the terminal velocity; lower maximum_packing or take exponents of 2 to 5");
}

double highest_pressure_of_liquid(const Scenario& scenario, const std::vector<double>& sea) {
  double deepest = scenario.sea.surface_pressure;
  for (double pressure : sea) deepest = std::max(deepest, pressure);
  return 1.5 * deepest + 2e6;
}

LiquidView make_liquid(const Scenario& scenario, double highest_pressure) {
  const Liquid& liquid = scenario.liquid;
  LiquidView view{};
  view.pressure_centre = view.pressure_half = highest_pressure / 2;
  view.temperature_centre = 19;  // -2 .. 40 deg C
  view.temperature_half = 21;
  view.heat_capacity = liquid.heat_capacity;
  view.conductivity = liquid.conductivity;
  const auto prandtl_two_thirds = [&](double mu) { return std::pow(mu * liquid.heat_capacity / liquid.conductivity, 2.0 / 3.0); };
  if (liquid.law == LiquidLaw::constant) {
    view.density.coefficient[0][0] = liquid.density;
    view.viscosity.coefficient[0] = liquid.viscosity;
    view.prandtl_two_thirds.coefficient[0] = prandtl_two_thirds(liquid.viscosity);
    view.bulk_modulus.coefficient[0][0] = liquid.bulk_modulus;
    return view;
  }
  const double s = liquid.salinity;
  view.density = fit_liquid(view, [&](double p, double t) { return SeawaterDensity{}(p, t, s); });
  view.viscosity = fit_temperature(view, [&](double t) { return SeawaterViscosity{}(t, s); });
  view.prandtl_two_thirds = fit_temperature(view, [&](double t) { return prandtl_two_thirds(SeawaterViscosity{}(t, s)); });
  view.bulk_modulus = fit_liquid(view, [&](double p, double t) { return SeawaterBulkModulus{}(p, t, s); });
  return view;
}

double terminal_velocity_of(const Scenario& scenario, const SolidClass& solid, double bore, double* reynolds) {
  const double rho = settling_density(scenario), mu = mid_viscosity(scenario), d = solid.diameter;
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

RheologyView make_rheology(const RheologyTable& table) {
  if (table.fraction.size() > max_rows) throw std::invalid_argument("at most " + std::to_string(max_rows) + " rows in the rheology table");
  RheologyView view{};
  if (table.law == RheologyLaw::newtonian || table.fraction.empty()) return view;
  view.size = static_cast<int>(table.fraction.size());
  const auto index = [&](int i) { return table.law == RheologyLaw::bingham ? 1 : table.index[i]; };
  view.first = {0, table.yield_stress[0], table.consistency[0], index(0)};
  for (int i = 0; i + 1 < view.size; ++i) {
    const double width = table.fraction[i + 1] - table.fraction[i];
    view.fraction[i] = table.fraction[i], view.width[i] = width;
    view.yield_slope[i] = (table.yield_stress[i + 1] - table.yield_stress[i]) / width;
    view.consistency_slope[i] = (table.consistency[i + 1] - table.consistency[i]) / width;
    view.index_slope[i] = (index(i + 1) - index(i)) / width;
  }
  return view;
}

double darcy_factor_of(const Scenario& scenario, double reynolds, double relative_roughness) {
  switch (scenario.friction) {
    case FrictionLaw::churchill: return Churchill{}(reynolds, relative_roughness);
    case FrictionLaw::colebrook: return Colebrook{}(reynolds, relative_roughness);
    case FrictionLaw::swamee_jain: return SwameeJain{}(reynolds, relative_roughness);
    case FrictionLaw::constant: return ConstantDarcy{scenario.darcy_factor}(reynolds, relative_roughness);
    case FrictionLaw::none:
    case FrictionLaw::table: return 0;  // see section_table.hpp
  }
  throw std::invalid_argument("unknown friction law");
}

std::vector<double> friction_row(const Scenario& scenario, double relative_roughness, double shape) {
  const bool none = scenario.friction == FrictionLaw::none;
  std::vector<double> row(friction_row_size);
  row[0] = friction_octave_scale * shape;
  for (int bin = 0; bin < friction_bins; ++bin) {
    const double octave = std::ldexp(1 / friction_octave_scale, friction_first_octave + bin / friction_bins_per_octave);
    const double width = octave / friction_bins_per_octave, from = octave + width * (bin % friction_bins_per_octave);
    const auto c = fit_polynomial_with_ends(friction_terms, [&](double t) {
      const double reynolds = from + width * t;
      return std::sqrt((none ? Churchill{}(reynolds, 0) : darcy_factor_of(scenario, reynolds, relative_roughness)) / 8);
    });
    std::copy(c.begin(), c.end(), row.begin() + (1 + bin) * friction_bin_size);
  }
  return row;
}
}  // namespace riser
