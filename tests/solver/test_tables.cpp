#include <catch2/catch.hpp>
#include <cmath>

#include "kernels/axial/properties.hpp"
#include "kernels/closures/seawater.hpp"
#include "solver/build.hpp"

// What the step reads from tables and polynomials against the closures themselves.
using namespace riser;

TEST_CASE("the friction table is within 1e-6 of every law", "[tables]") {
  for (FrictionLaw law : {FrictionLaw::churchill, FrictionLaw::colebrook, FrictionLaw::swamee_jain}) {
    for (double roughness : {0.0, 1e-4, 1e-2}) {
      Scenario scenario;
      scenario.friction = law;
      const auto row = friction_row(scenario, roughness);
      double worst = 0;
      for (double reynolds = 1e-3; reynolds < 1e9; reynolds *= 1.00037) {
        const double f = law == FrictionLaw::churchill   ? Churchill{}(reynolds, roughness)
                         : law == FrictionLaw::colebrook ? Colebrook{}(reynolds, roughness)
                                                         : SwameeJain{}(reynolds, roughness);
        const double ratio = relative_friction_velocity(row.data(), 0, reynolds);
        worst = std::max(worst, std::abs(8 * ratio * ratio / f - 1));
      }
      INFO("law " << static_cast<int>(law) << ", roughness " << roughness);
      CHECK(worst < 1e-6);
    }
  }
}

TEST_CASE("hindered settling as a polynomial is within 1e-6", "[tables]") {
  for (double packing : {0.55, 0.6, 0.65, 0.74}) {
    for (double exponent : {2.35, 2.7, 3.0, 3.6, 4.4, 4.65, 5.1}) {
      const HindrancePolynomial polynomial = fit_hindrance(exponent, packing);
      double worst = 0;
      for (double phi = 0; phi <= packing; phi += packing / 999)
        worst = std::max(worst, std::abs(polynomial(2 * phi / packing - 1) - std::pow(1 - phi, exponent - 2)));
      INFO("packing " << packing << ", exponent " << exponent);
      CHECK(worst < 1e-6);
    }
  }
}

TEST_CASE("sea water's polynomials follow the closures", "[tables]") {
  Scenario scenario;
  const LiquidView liquid = make_liquid(scenario, 9e7);
  double density = 0, viscosity = 0, bulk = 0, prandtl = 0;
  for (double p = 1e5; p <= 9e7; p += 9e5) {
    for (double t = -1.5; t <= 35; t += 0.5) {
      const double mu = SeawaterViscosity{}(t, 34.7);
      density = std::max(density, std::abs(liquid_property(liquid, liquid.density, p, t) / SeawaterDensity{}(p, t, 34.7) - 1));
      bulk = std::max(bulk, std::abs(liquid_property(liquid, liquid.bulk_modulus, p, t) / SeawaterBulkModulus{}(p, t, 34.7) - 1));
      viscosity = std::max(viscosity, std::abs(liquid_property(liquid, liquid.viscosity, t) / mu - 1));
      const double two_thirds = std::pow(mu * liquid.heat_capacity / liquid.conductivity, 2.0 / 3);
      prandtl = std::max(prandtl, std::abs(liquid_property(liquid, liquid.prandtl_two_thirds, t) / two_thirds - 1));
    }
  }
  CHECK(density < 1e-6);
  CHECK(viscosity < 1e-6);
  CHECK(prandtl < 1e-6);
  CHECK(bulk < 1e-4);
}
