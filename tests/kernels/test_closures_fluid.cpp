#include <catch2/catch.hpp>
#include <cmath>

#include "kernels/closures/dispersion.hpp"
#include "kernels/closures/heat.hpp"
#include "kernels/closures/seawater.hpp"
#include "kernels/closures/suspension.hpp"
#include "kernels/closures/wall_friction.hpp"
#include "kernels/closures/wear.hpp"
#include "tests/kernels/reference/closures_reference.hpp"

using namespace riser;

TEST_CASE("EOS-80 and Chen-Millero at UNESCO's own check values", "[seawater]") {
  const Real surface = 101325, deep = surface + 1e8;
  CHECK(SeawaterDensity{}(surface, 5, 35) == Approx(1027.67547).margin(5e-6));
  CHECK(SeawaterDensity{}(deep, 5, 35) == Approx(1069.48914).margin(5e-6));
  CHECK(SeawaterDensity{}(deep, 25, 35) == Approx(1062.53817).margin(5e-6));
  CHECK(SeawaterDensity{}(surface, 5, 0) == Approx(999.96675).margin(5e-6));
  CHECK(SeawaterSoundSpeed{}(deep, 40, 40) == Approx(1731.9954).margin(5e-5));
}

TEST_CASE("Sea water against TEOS-10", "[seawater]") {
  for (const auto& [pressure, temperature, salinity, density, sound_speed] : reference::seawater) {
    INFO("p " << pressure << " T " << temperature);
    CHECK(SeawaterDensity{}(pressure, temperature, salinity) == Approx(density).epsilon(1e-4));
    const Real modulus = density * sound_speed * sound_speed;
    CHECK(SeawaterBulkModulus{}(pressure, temperature, salinity) == Approx(modulus).epsilon(1.5e-3));
  }
}

TEST_CASE("Sea water viscosity of Sharqawy", "[seawater]") {
  CHECK(SeawaterViscosity{}(20, 0) == Approx(1.002e-3).epsilon(2e-3));
  CHECK(SeawaterViscosity{}(20, 35) == Approx(1.077e-3).epsilon(2e-3));
  CHECK(SeawaterViscosity{}(2, 34.7) > SeawaterViscosity{}(27, 34.7));
}

TEST_CASE("Suspension viscosity: one when clear, Einstein when thin, finite when packed", "[suspension]") {
  CHECK(KriegerDougherty{0.6}(0) == 1);
  CHECK(MaronPierce{0.6}(0) == 1);
  CHECK(ThomasViscosity{}(0) == Approx(1.00273));
  CHECK(KriegerDougherty{0.6}(1e-5) - 1 == Approx(2.5e-5).epsilon(1e-3));
  CHECK(ThomasViscosity{}(0.3) == Approx(1 + 0.75 + 0.9045 + 0.00273 * std::exp(4.98)));
  CHECK(MaronPierce{0.6}(0.3) == Approx(4));
  CHECK(std::isfinite(KriegerDougherty{0.6}(0.7)));
}

TEST_CASE("Taylor dispersion is 10.1 a u*", "[dispersion]") {
  CHECK(TaylorTurbulent{}(0.3, 0.1) == Approx(10.1 * 0.15 * 0.1));
  CHECK(TaylorTurbulent{}(0.3, 0) == 0);
}

TEST_CASE("Straight pipe erosion at V 4, D 0.3", "[wear]") {
  CHECK(StraightPipeErosion{}(4, 0.3) * 1e6 == Approx(3.24e-7).epsilon(1e-3));  // [mm/t]
}

TEST_CASE("Gnielinski: laminar 3.66, the formula when turbulent, continuous between", "[heat]") {
  const auto nusselt = [](Real reynolds, Real darcy) {
    return Gnielinski{}(reynolds, 7, std::pow(7, 2.0 / 3), std::sqrt(darcy / 8));
  };
  CHECK(nusselt(100, 0.64) == Approx(3.66));
  CHECK(nusselt(0, 6.4e10) == Approx(3.66));
  const Real e = 0.018 / 8;
  CHECK(nusselt(1e5, 0.018) == Approx(e * (1e5 - 1000) * 7 / (1 + 12.7 * std::sqrt(e) * (std::pow(7, 2.0 / 3) - 1))).epsilon(1e-13));
  Real before = nusselt(2000, Churchill{}(2000, 0));
  for (Real reynolds = 2010; reynolds < 6000; reynolds += 10) {
    const Real now = nusselt(reynolds, Churchill{}(reynolds, 0));
    CHECK(now >= before * (1 - 1e-12));
    CHECK(now < before * 1.05);
    before = now;
  }
}
