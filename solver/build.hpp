#pragma once
#include <algorithm>
#include <cmath>
#include <memory>

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
/// Class k's settling, w (1 - phi)^(n - 2) [m/s], of terminal velocity w [m/s] and exponent n [-], on 0..top [-], which is the same for all classes.
template <int N, int terms>
void fit_settling(double velocity, double exponent, double top, int k, SettlingFit<N, terms>& fit) {
  const auto c = fit_polynomial(terms, [&](double x) { return velocity * std::pow(1 - top * (x + 1) / 2, exponent - 2); });
  std::copy(c.begin(), c.end(), fit.coefficient[k]);
  fit.per_half = 2 / top;
}

RheologyView make_rheology(const RheologyTable& table);

/// How the scenario's classes slip in a pipe of this bore [m]; classes it has not are at rest. N at least their number.
/// dilute: the fit for few solids, where it is wanted.
template <int N>
void place_slip(const Scenario& scenario, double bore, const LiquidView& liquid, SlipLaw<N>& slip, SettlingFit<N, dilute_terms>* dilute = nullptr) {
  slip.maximum_packing = scenario.maximum_packing;
  const double liquid_density = liquid_property(liquid, liquid.density, liquid.pressure_centre, 4.0);
  for (int k = 0; k < N && k < static_cast<int>(scenario.solids.size()); ++k) {
    const SolidClass& solid = scenario.solids[k];
    double reynolds = 0;
    const double velocity = solid.carrier ? 0 : terminal_velocity_of(scenario, solid, bore, &reynolds);
    const double exponent = solid.carrier ? 2 : hindrance_exponent_of(solid, reynolds);
    slip.terminal_velocity[k] = velocity;
    fit_settling(velocity, exponent, scenario.maximum_packing, k, slip.settling);
    if (dilute) fit_settling(velocity, exponent, dilute_part * scenario.maximum_packing, k, *dilute);
    slip.coarse[k] = solid.carrier ? 0 : 1;
    slip.excess_density[k] = solid.carrier ? 0 : solid.density - liquid_density;
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
