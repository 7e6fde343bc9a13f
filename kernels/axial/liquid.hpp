#pragma once
#include "kernels/axial/view.hpp"

// Properties of the liquid as polynomials in pressure and temperature, fitted by solver/build.
namespace riser {

/// Polynomial of a liquid property at (p absolute [Pa], T [deg C]).
RISER_HD inline Real liquid_property(const LiquidView& liquid, const LiquidFit& fit, Real pressure, Real temperature) {
  const Real x = clamp((pressure - liquid.pressure_centre) * (1 / liquid.pressure_half), -1, 1);
  const Real y = clamp((temperature - liquid.temperature_centre) * (1 / liquid.temperature_half), -1, 1);
  Real value = 0;
  RISER_UNROLL
  for (int i = liquid_terms_p - 1; i >= 0; --i) {
    Real row = 0;
    RISER_UNROLL
    for (int j = liquid_terms_t - 1; j >= 0; --j) row = row * y + fit.coefficient[i][j];
    value = value * x + row;
  }
  return value;
}

/// Its slope over pressure [1/Pa times the property's unit]; 0 where the polynomial is held.
RISER_HD inline Real liquid_property_slope(const LiquidView& liquid, const LiquidFit& fit, Real pressure, Real temperature) {
  const Real free = (pressure - liquid.pressure_centre) * (1 / liquid.pressure_half), x = clamp(free, -1, 1);
  const Real y = clamp((temperature - liquid.temperature_centre) * (1 / liquid.temperature_half), -1, 1);
  Real slope = 0;
  RISER_UNROLL
  for (int i = liquid_terms_p - 1; i >= 1; --i) {
    Real row = 0;
    RISER_UNROLL
    for (int j = liquid_terms_t - 1; j >= 0; --j) row = row * y + fit.coefficient[i][j];
    slope = slope * x + i * row;
  }
  return free == x ? slope * (1 / liquid.pressure_half) : 0;
}

/// Polynomial of a property of T [deg C] alone.
RISER_HD inline Real liquid_property(const LiquidView& liquid, const TemperatureFit& fit, Real temperature) {
  const Real y = clamp((temperature - liquid.temperature_centre) * (1 / liquid.temperature_half), -1, 1);
  Real value = fit.coefficient[temperature_terms - 1];
  RISER_UNROLL
  for (int j = temperature_terms - 2; j >= 0; --j) value = value * y + fit.coefficient[j];
  return value;
}
}  // namespace riser
