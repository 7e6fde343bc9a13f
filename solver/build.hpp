#pragma once
#include <memory>

#include "solver/arena.hpp"
#include "solver/grid.hpp"

// Scenario -> views and memory: the only place that knows closure names. Nothing is allocated after it.
namespace riser {

template <int N>
struct Riser {
  Arena arena;
  RiserView<N> view;
};

/// The polynomials in (p, T) of the carrier liquid, within 1e-5 of the closure over the pressures and temperatures met.
LiquidView make_liquid(const Scenario& scenario, double highest_pressure);

/// Terminal velocity [m/s] of a class in the liquid at mid-pipe (first version: one value a class).
double terminal_velocity_of(const Scenario& scenario, const SolidClass& solid, double bore, double* reynolds);
/// Hindrance exponent n of v = w (1 - phi)^n for a class at its terminal Reynolds number.
double hindrance_exponent_of(const SolidClass& solid, double reynolds);
/// (1 - phi)^(n - 2) as a polynomial on 0..packing.
HindrancePolynomial fit_hindrance(double exponent, double packing);

/// Darcy's factor by the case's law.
double darcy_factor_of(const Scenario& scenario, double reynolds, double relative_roughness);

/// The friction law over Re at one relative roughness: friction_row_size coefficients, see friction_table.hpp. `shape`: factor on
/// Re, 1 in a circular pipe.
std::vector<double> friction_row(const Scenario& scenario, double relative_roughness, double shape = 1);

/// Throws std::invalid_argument when more than max_pumps, max_curve, max_rows or max_segments are asked for.
template <int N>
std::unique_ptr<Riser<N>> build(const Scenario& scenario, const Grid& grid);
}  // namespace riser
