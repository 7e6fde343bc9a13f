#include <catch2/catch.hpp>
#include <cmath>

#include "kernels/closures/non_newtonian.hpp"

using namespace riser;

namespace {
constexpr Real bore = 0.254;
constexpr DarbyMelson bingham_pipe{1300, 6, 0.02};
}  // namespace

TEST_CASE("Buckingham-Reiner Fanning factors of the check case", "[non_newtonian]") {
  const Real velocity[] = {2.3, 1.0, 0.5, 0.2, 0.1};
  const Real fanning[] = {0.00256477577, 0.0118061742, 0.0437917651, 0.256557293, 0.994167784};
  for (int i = 0; i < 5; ++i)
    CHECK(bingham_pipe.laminar_darcy(velocity[i], bore) / 4 == Approx(fanning[i]).epsilon(5e-9));
}

TEST_CASE("Darby-Melson blend of the check case", "[non_newtonian]") {
  CHECK(bingham_pipe(2.3, bore) == Approx(0.0190500771).epsilon(1e-8));
  CHECK(std::isfinite(bingham_pipe(1e-6, bore)));
}

TEST_CASE("Buckingham-Reiner satisfies its quartic from creep to fast flow", "[non_newtonian]") {
  const BuckinghamReiner law{6, 0.02};
  for (Real log_v = -12; log_v < 2; log_v += 0.25) {
    const Real velocity = std::pow(10, log_v), tau = law.wall_shear_stress(velocity, bore), a = 6 / tau;
    INFO("V " << velocity);
    CHECK(tau * (1 - 4 * a / 3 + a * a * a * a / 3) == Approx(8 * velocity * 0.02 / bore).epsilon(1e-12).margin(1e-14));
  }
  CHECK(law.wall_shear_stress(0, bore) == 6);
  CHECK(BuckinghamReiner{0, 0.02}.wall_shear_stress(1, bore) == Approx(8 * 0.02 / bore));
}

TEST_CASE("Laminar Herschel-Bulkley: the stress and the velocity are inverses", "[non_newtonian]") {
  for (const Real yield : {0.0, 1e-3, 1.0, 50.0})
    for (const Real consistency : {1e-3, 0.1, 10.0})
      for (const Real index : {0.15, 0.3, 0.6, 1.0, 1.5})
        for (Real log_v = -9; log_v < 1.5; log_v += 0.25) {
          const Real velocity = std::pow(10, log_v);
          const HerschelBulkleyLaminar law{yield, consistency, index};
          const Real tau = law.wall_shear_stress(velocity, bore);
          INFO("tau_y " << yield << " K " << consistency << " n " << index << " V " << velocity);
          const Real conditioning = 1 + tau / (tau - yield) / index;  // of V as a function of tau
          REQUIRE(std::fabs(law.velocity(tau, bore) / velocity - 1) < 1e-14 * conditioning);
        }
}

TEST_CASE("Laminar Herschel-Bulkley reduces to Poiseuille, power law and Buckingham", "[non_newtonian]") {
  const Real shear = 8 * 0.7 / bore;
  CHECK(HerschelBulkleyLaminar{0, 0.02, 1}.wall_shear_stress(0.7, bore) == Approx(0.02 * shear).epsilon(1e-14));
  const Real power_law = 0.5 * std::pow(shear * (3 * 0.6 + 1) / (4 * 0.6), 0.6);
  CHECK(HerschelBulkleyLaminar{0, 0.5, 0.6}.wall_shear_stress(0.7, bore) == Approx(power_law).epsilon(1e-13));
  for (const Real v : {1e-6, 0.01, 1.0})
    CHECK(HerschelBulkleyLaminar{6, 0.02, 1}.wall_shear_stress(v, bore) ==
          Approx(BuckinghamReiner{6, 0.02}.wall_shear_stress(v, bore)).epsilon(1e-13));
  CHECK(HerschelBulkleyLaminar{6, 0.02, 0.8}.velocity(5.9, bore) == 0);
}

TEST_CASE("Wall shear stress is Churchill's without yield and thinning", "[non_newtonian]") {
  const CarrierFluid water{1000, 0, 1e-3, 1};
  for (const Real v : {1e-6, 0.005, 0.01, 0.05, 1.0, 6.0}) {
    const Real churchill = 0.125 * Churchill{}(1000 * v * bore / 1e-3, 5e-5 / bore) * 1000 * v * v;
    CHECK(herschel_bulkley_wall_shear_stress(v, bore, 5e-5, water) == Approx(churchill).epsilon(1e-14));
    // The general path, taken by the least yield stress, meets it.
    CHECK(HerschelBulkleyFriction{v, bore, 5e-5, water}.wall_shear_stress() == Approx(churchill).epsilon(1e-13));
    CHECK(herschel_bulkley_wall_shear_stress(v, bore, 5e-5, {1000, 1e-12, 1e-3, 1}) ==
          Approx(churchill).margin(2e-12));
  }
}

TEST_CASE("Wall shear stress is odd, zero at rest, and jumps to the yield stress", "[non_newtonian]") {
  const CarrierFluid mud{1200, 6, 0.02, 0.8};
  CHECK(herschel_bulkley_wall_shear_stress(0, bore, 5e-5, mud) == 0);
  const Real forward = herschel_bulkley_wall_shear_stress(2, bore, 5e-5, mud);
  CHECK(herschel_bulkley_wall_shear_stress(-2, bore, 5e-5, mud) == -forward);
  CHECK(herschel_bulkley_wall_shear_stress(1e-12, bore, 5e-5, mud) == Approx(6).epsilon(1e-3));
}

TEST_CASE("Wall shear stress grows with velocity and without a jump through transition", "[non_newtonian]") {
  for (const Real yield : {0.0, 0.01, 1.0, 6.0, 50.0})
    for (const Real consistency : {1e-3, 0.02, 1.0})
      for (const Real index : {0.3, 0.6, 1.0}) {
        const CarrierFluid fluid{1200, yield, consistency, index};
        Real before = 0;
        for (Real log_v = -4; log_v < 1.3; log_v += 0.005) {
          const Real tau = herschel_bulkley_wall_shear_stress(std::pow(10, log_v), bore, 5e-5, fluid);
          INFO("tau_y " << yield << " K " << consistency << " n " << index << " V " << std::pow(10, log_v));
          REQUIRE(tau > before);
          if (before > 0) REQUIRE(std::log(tau / before) < 6 * 0.005 * std::log(10.0));
          before = tau;
        }
      }
}

TEST_CASE("The stress found is a fixed point of the turbulent blend, for every mud", "[non_newtonian]") {
  for (const Real yield : {0.0, 1e-3, 0.1, 2.0, 20.0, 100.0})
    for (const Real consistency : {1e-3, 0.02, 0.3, 5.0})
      for (const Real index : {0.2, 0.3, 0.45, 0.7, 1.0, 1.2})
        for (Real log_v = -6; log_v < 1; log_v += 0.05) {
          const Real v = std::pow(10, log_v);
          const HerschelBulkleyFriction flow{v, bore, 5e-5, {1300, yield, consistency, index}};
          const Real laminar = HerschelBulkleyLaminar{yield, consistency, index}.wall_shear_stress(v, bore);
          const Real tau = flow.wall_shear_stress();
          INFO("tau_y " << yield << " K " << consistency << " n " << index << " V " << v);
          REQUIRE(std::abs(flow.mismatch(std::log(tau - yield), laminar)) < 1e-6);
        }
}

TEST_CASE("Papanastasiou yield is zero at rest and whole in fast shear", "[non_newtonian]") {
  CHECK(papanastasiou_yield_stress(6, 0, 1000) == 0);
  CHECK(papanastasiou_yield_stress(6, 1, 1000) == Approx(6));
}
