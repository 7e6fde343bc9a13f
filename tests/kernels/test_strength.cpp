#include <catch2/catch.hpp>
#include <cmath>

#include "kernels/closures/strength.hpp"

using namespace riser;

TEST_CASE("Collapse of a pipe lies below its elastic and plastic limits and solves the standard's cubic", "[strength]") {
  const double yield = 450e6, modulus = 2.07e11;
  for (double slender : {15.0, 20.0, 30.0, 45.0}) {
    const double outer = 0.3, wall = outer / slender;
    const double elastic = 2 * modulus * std::pow(wall / outer, 3) / (1 - 0.09), plastic = 2 * yield * wall / outer;
    const double p = Collapse{yield, modulus}(outer, wall);
    CHECK(p > 0.3 * std::min(elastic, plastic));
    CHECK(p < std::min(elastic, plastic));
    CHECK((p - elastic) * (p * p - plastic * plastic) == Approx(p * elastic * plastic * 0.005 * slender).epsilon(1e-9));
  }
}

TEST_CASE("A round pipe collapses at the smaller of its two limits; a slender one nearly elastically", "[strength]") {
  CHECK(Collapse{450e6, 2.07e11, 0}(0.3, 0.02) == Approx(2 * 450e6 * 0.02 / 0.3).epsilon(1e-9));
  CHECK(Collapse{450e6, 2.07e11, 0}(0.3, 0.006) == Approx(2 * 2.07e11 * std::pow(0.02, 3) / 0.91).epsilon(1e-9));
  CHECK(Collapse{450e6, 2.07e11}(0.3, 0.004) < 2 * 2.07e11 * std::pow(0.004 / 0.3, 3) / 0.91);
}

TEST_CASE("Barlow's burst pressure", "[strength]") { CHECK(Barlow{450e6}(0.34, 0.02) == Approx(52.94e6).epsilon(1e-3)); }
