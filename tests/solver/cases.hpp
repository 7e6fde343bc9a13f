#pragma once
#include <cmath>

#include "solver/simulation.hpp"

// Small scenarios that the solver's tests share.
namespace riser::cases {

inline Schedule constant(double value) { return {{0.0}, {value}, 0, 0}; }

/// A vertical frictionless pipe of constant-property liquid with one class; no heat, no dispersion.
inline Scenario plain_pipe(double length, int cells, double bore) {
  Scenario s;
  s.liquid.law = LiquidLaw::constant;
  s.cell_length = length / cells;
  s.maximum_step = 100;
  s.friction = FrictionLaw::none;
  s.dispersion = DispersionLaw::none;
  s.heat = false;
  s.inlet_depth = length;
  Segment segment;
  segment.length = length;
  segment.bore = bore;
  s.segments = {segment};
  s.outlet.value = constant(101325);
  return s;
}

inline SolidClass grains(double terminal_velocity, double exponent) {
  SolidClass solid;
  solid.name = "grains";
  solid.density = 2000;
  solid.diameter = 1e-3;
  solid.terminal_law = TerminalLaw::fixed;
  solid.terminal_velocity = terminal_velocity;
  solid.hindrance_law = HindranceLaw::fixed;
  solid.hindrance_exponent = exponent;
  return solid;
}

inline double area(double bore) { return pi / 4 * bore * bore; }
}  // namespace riser::cases
