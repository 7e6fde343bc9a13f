#include <catch2/catch.hpp>
#include <cmath>

#include "kernels/closures/wall_friction.hpp"
#include "tests/kernels/reference/closures_reference.hpp"

using namespace riser;

TEST_CASE("Darcy factors at Re 1e5, e/D 1e-4", "[friction]") {
  CHECK(Churchill{}(1e5, 1e-4) == Approx(0.018463).margin(5e-7));
  CHECK(Colebrook{}(1e5, 1e-4) == Approx(0.018514).margin(5e-7));
  CHECK(SwameeJain{}(1e5, 1e-4) == Approx(0.018452).margin(5e-7));
}

TEST_CASE("Darcy factors agree with the fluids package", "[friction]") {
  for (const auto& [reynolds, roughness, churchill, colebrook, swamee_jain] : reference::darcy) {
    INFO("Re " << reynolds << " e/D " << roughness);
    CHECK(Churchill{}(reynolds, roughness) == Approx(churchill).epsilon(1e-12));
    CHECK(Colebrook{}(reynolds, roughness) == Approx(colebrook).epsilon(1e-12));
    // fluids carries 6.97^0.9 where the paper's rounded 5.74 stands here.
    CHECK(SwameeJain{}(reynolds, roughness) == Approx(swamee_jain).epsilon(1e-3));
  }
}

TEST_CASE("Colebrook solves its equation to machine precision", "[friction]") {
  for (Real log_re = 3.7; log_re < 8.5; log_re += 0.05)
    for (const Real roughness : {0.0, 1e-6, 1e-4, 0.05}) {
      const Real reynolds = std::pow(10, log_re), x = 1 / std::sqrt(Colebrook{}(reynolds, roughness));
      INFO("Re " << reynolds << " e/D " << roughness);
      CHECK(std::fabs(x + 2 * std::log10(roughness / 3.7 + 2.51 * x / reynolds)) < 4e-15 * x);
    }
}

TEST_CASE("Every law but the constant one is 64/Re in slow flow, and finite at rest", "[friction]") {
  for (const Real reynolds : {1e-9, 1e-3, 1.0, 100.0}) {
    CHECK(Churchill{}(reynolds, 1e-4) * reynolds == Approx(64).epsilon(1e-12));
    CHECK(Colebrook{}(reynolds, 1e-4) * reynolds == Approx(64).epsilon(1e-14));
    CHECK(SwameeJain{}(reynolds, 1e-4) * reynolds == Approx(64).epsilon(1e-14));
    CHECK(ConstantDarcy{0.02}(reynolds, 0) == 0.02);
  }
  CHECK(std::isfinite(Churchill{}(0, 0)));
  CHECK(ConstantDarcy{0.02}(1e6, 0) == 0.02);
}

TEST_CASE("Friction laws are continuous in the Reynolds number", "[friction]") {
  for (Real reynolds = 500; reynolds < 6000; reynolds += 1) {
    const Real next = reynolds + 1;
    CHECK(std::fabs(Colebrook{}(next, 1e-4) - Colebrook{}(reynolds, 1e-4)) < 5e-4);
    CHECK(std::fabs(SwameeJain{}(next, 1e-4) - SwameeJain{}(reynolds, 1e-4)) < 5e-4);
    CHECK(std::fabs(Churchill{}(next, 1e-4) - Churchill{}(reynolds, 1e-4)) < 5e-4);
  }
}

TEST_CASE("Churchill in a vector loop gives what it gives alone", "[friction]") {
  Real reynolds[64], darcy[64];
  for (int i = 0; i < 64; ++i) reynolds[i] = std::pow(10, 0.125 * i);
#pragma omp simd
  for (int i = 0; i < 64; ++i) darcy[i] = Churchill{}(reynolds[i], 1e-4);
  for (int i = 0; i < 64; ++i) CHECK(darcy[i] == Approx(Churchill{}(reynolds[i], 1e-4)).epsilon(1e-13));
}
