#pragma once
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "kernels/axial/properties.hpp"
#include "solver/arena.hpp"
#include "solver/fit.hpp"
#include "solver/grid.hpp"

// Scenario -> views and memory: the only place that knows closure names. Nothing is allocated after it.
namespace riser {

template <int N>
struct Riser {
  Arena arena;
  RiserView<N> view;
};

/// Up to this pressure [Pa] the liquid's properties are fitted; above they are held. sea: the pressures outside the pipe [Pa].
double highest_pressure_of_liquid(const Scenario& scenario, const std::vector<double>& sea);
/// The polynomials in (p, T) of the carrier liquid, -2 to 40 deg C: density and viscosity within 1e-6 of the closures, bulk modulus within 1.5e-4.
LiquidView make_liquid(const Scenario& scenario, double highest_pressure);

/// Terminal velocity [m/s] of a class in the liquid at mid-pipe (first version: one value a class).
double terminal_velocity_of(const Scenario& scenario, const SolidClass& solid, double bore, double* reynolds);
/// Hindrance exponent n of v = w (1 - phi)^n for a class at its terminal Reynolds number.
double hindrance_exponent_of(const SolidClass& solid, double reynolds);
/// The bend of the fit that serves classes of these exponents up to this packing best; throws std::invalid_argument where none does.
double settling_bend(const std::vector<double>& exponents, double packing);
/// Density [kg/m3] of the liquid at mid-pipe, where grains settle: for their terminal velocity as for their slip.
double settling_density(const Scenario& scenario);

/// Class k's settling, w (1 - phi)^(n - 2) [m/s], of terminal velocity w [m/s] and exponent n [-], on 0..top [-]; top and bend [-] are the
/// same for all classes.
template <int N, int terms>
void fit_settling(double velocity, double exponent, double top, double bend, int k, SettlingFit<N, terms>& fit) {
  fit.per_half = 2 * (1 + bend * top) / top, fit.bend = bend;
  const auto fraction = [&](double x) { return (x + 1) / (fit.per_half - bend * (x + 1)); };
  const auto c = fit_polynomial(terms, [&](double x) { return velocity * std::pow(1 - fraction(x), exponent - 2); });
  std::copy(c.begin(), c.end(), fit.coefficient[k]);
}

RheologyView make_rheology(const RheologyTable& table);

/// How the scenario's classes slip in a pipe of this bore [m]; classes it has not are at rest. N at least their number.
/// dilute: the fit for few solids, where it is wanted.
template <int N>
void place_slip(const Scenario& scenario, double bore, SlipLaw<N>& slip, SettlingFit<N, dilute_terms>* dilute = nullptr) {
  const double packing = slip.maximum_packing = scenario.maximum_packing, density = settling_density(scenario);
  const int classes = std::min(N, static_cast<int>(scenario.solids.size()));
  std::vector<double> velocity(classes, 0.0), exponent(classes, 2.0);
  for (int k = 0; k < classes; ++k) {
    double reynolds = 0;
    if (scenario.solids[k].carrier) continue;
    velocity[k] = terminal_velocity_of(scenario, scenario.solids[k], bore, &reynolds);
    exponent[k] = hindrance_exponent_of(scenario.solids[k], reynolds);
  }
  const double bend = settling_bend(exponent, packing);
  for (int k = 0; k < classes; ++k) {
    const bool carrier = scenario.solids[k].carrier;
    slip.terminal_velocity[k] = velocity[k];
    slip.exponent[k] = carrier ? 0 : exponent[k];
    slip.crowd[k] = std::max(1.0, std::pow(1 - packing, exponent[k] - 2));
    fit_settling(velocity[k], exponent[k], packing, bend, k, slip.settling);
    if (dilute) fit_settling(velocity[k], exponent[k], dilute_part * packing, 0, k, *dilute);
    slip.coarse[k] = carrier ? 0 : 1;
    slip.excess_density[k] = carrier ? 0 : scenario.solids[k].density - density;
    slip.buoyancy[k] = slip.excess_density[k] == 0 ? 0 : 1 / slip.excess_density[k];  // a grain as heavy as the liquid does not slip
  }
}

/// Darcy's factor by the case's law.
double darcy_factor_of(const Scenario& scenario, double reynolds, double relative_roughness);

/// The friction law over Re at one relative roughness: friction_row_size coefficients, see friction_table.hpp. `shape`: factor on
/// Re, 1 in a circular pipe. Without friction: of a smooth pipe, for the film.
std::vector<double> friction_row(const Scenario& scenario, double relative_roughness, double shape = 1);

/// Throws std::invalid_argument when more than max_pumps, max_curve, max_rows or max_segments are asked for.
template <int N>
std::unique_ptr<Riser<N>> build(const Scenario& scenario, const Grid& grid);
}  // namespace riser
