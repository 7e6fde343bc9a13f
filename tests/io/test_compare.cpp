#include <catch2/catch.hpp>

#include <cmath>

#include "io/compare.hpp"

using namespace riser;

TEST_CASE("two runs are compared over each field's largest value", "[compare]") {
  const hdf5::Field host{"pressure", {3}, {1e6, 0, -2e6}}, device{"pressure", {3}, {1e6, 1e-3, -2e6}};
  const auto found = differences({host}, {device});
  REQUIRE(found.size() == 1);
  CHECK(found[0].relative() == Approx(5e-10));
  CHECK(found[0].within(1e-9));
  CHECK(!found[0].within(1e-10));
}

TEST_CASE("a velocity is taken over the largest of all, what is at rest over a floor", "[compare]") {
  const hdf5::Field axial{"axial_velocity", {1}, {2}}, still{"radial_velocity", {1}, {0}}, moved{"radial_velocity", {1}, {2e-12}};
  CHECK(differences({axial, still}, {axial, moved})[1].relative() == Approx(1e-12));
  CHECK(differences({{"concentration", {1}, {0}}}, {{"concentration", {1}, {1e-15}}})[0].relative() == Approx(1e-12));
}

TEST_CASE("no number, another shape and a missing field are differences", "[compare]") {
  const double none = std::nan("");
  CHECK(differences({{"p", {1}, {none}}}, {{"p", {1}, {none}}})[0].within(0));
  CHECK(!differences({{"p", {1}, {none}}}, {{"p", {1}, {1}}})[0].within(1e9));
  CHECK(!differences({{"p", {1}, {1}}}, {{"p", {2}, {1, 1}}})[0].within(1e9));
  CHECK(!differences({{"p", {1}, {1}}}, {})[0].within(1e9));
  CHECK(!differences({}, {{"p", {1}, {1}}})[0].within(1e9));
}
