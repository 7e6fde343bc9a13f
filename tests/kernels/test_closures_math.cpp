#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "kernels/math.hpp"

using riser::Real;
namespace math = riser::math;

namespace {
Real relative_error(Real value, Real exact) { return exact == 0 ? std::fabs(value) : std::fabs(value / exact - 1); }

struct CubicLessTwo {
  Real operator()(Real x) const { return x * x * x - 2; }
};
}  // namespace

TEST_CASE("log and exp agree with the standard library to 1e-15", "[math]") {
  Real worst_log = 0, worst_exp = 0;
  for (int i = -200000; i <= 200000; ++i) {
    const Real y = 690.0 * i / 200000 + 1e-5, x = std::exp(y);
    worst_log = std::fmax(worst_log, relative_error(math::log(x), std::log(x)));
    worst_exp = std::fmax(worst_exp, relative_error(math::exp(y), x));
  }
  CHECK(worst_log < 1e-15);
  CHECK(worst_exp < 1e-15);
}

TEST_CASE("log keeps its relative accuracy next to 1, exp next to 0", "[math]") {
  Real worst_log = 0, worst_exp = 0;
  for (int i = -1000; i <= 1000; ++i) {
    const Real small = i * 4e-4, x = 1 + small;
    worst_log = std::fmax(worst_log, relative_error(math::log(x), std::log(x)));
    worst_exp = std::fmax(worst_exp, relative_error(math::exp(small), std::exp(small)));
  }
  CHECK(worst_log < 1e-15);
  CHECK(worst_exp < 1e-15);
  CHECK(math::log(1) == 0);
  CHECK(math::exp(0) == 1);
}

TEST_CASE("not-a-number passes through, exp saturates", "[math]") {
  const Real nan = std::numeric_limits<Real>::quiet_NaN();
  CHECK(std::isnan(math::log(nan)));
  CHECK(std::isnan(math::log(-1)));
  CHECK(std::isnan(math::exp(nan)));
  CHECK(std::isnan(math::pow(nan, 0.3)));
  CHECK(std::isfinite(math::exp(1e6)));
  CHECK(math::exp(-1e6) > 0);
  CHECK(math::pow(0, 4.7) < 1e-300);
}

TEST_CASE("pow loses no more than the conditioning of y log x", "[math]") {
  for (const Real x : {1e-8, 0.3, 1.0, 7.0, 1e9})
    for (const Real y : {-2.6, -0.193, 0.0, 1.0 / 12.0, 0.9, 4.7}) {
      const Real bound = 4e-16 * (1 + std::fabs(y * std::log(x)));
      INFO("x " << x << " y " << y);
      CHECK(relative_error(math::pow(x, y), std::pow(x, y)) < bound);
    }
}

TEST_CASE("sign, absolute value and the smooth step", "[math]") {
  CHECK(math::abs(-3.0) == 3.0);
  CHECK(math::with_sign(2, -1e-9) == -2);
  CHECK(math::with_sign(2, 0) == 0);
  CHECK(math::smooth_step(-1) == 0);
  CHECK(math::smooth_step(0.5) == 0.5);
  CHECK(math::smooth_step(2) == 1);
}

TEST_CASE("bracketed root finds the cube root of two", "[math]") {
  CHECK(math::bracketed_root<60>(CubicLessTwo{}, 0, -2, 10) == Approx(std::cbrt(2.0)).epsilon(1e-14));
}
