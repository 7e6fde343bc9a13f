#include <catch2/catch.hpp>
#include <cmath>

#include "kernels/closures/settling.hpp"
#include "tests/kernels/reference/closures_reference.hpp"

using namespace riser;

TEST_CASE("Drag coefficients at Re 1, 100, 1e4", "[drag]") {
  const Real reynolds[] = {1, 100, 1e4};
  const Real haider[] = {28.33446, 1.09474, 0.42038}, clift[] = {27.156, 1.08702, 0.40523};
  const Real cheng[] = {26.6163, 1.10238, 0.41675}, schiller[] = {27.6, 1.09173, 0.44};
  for (int i = 0; i < 3; ++i) {
    CHECK(HaiderLevenspiel{}(reynolds[i]) == Approx(haider[i]).margin(6e-6));
    CHECK(Clift{}(reynolds[i]) == Approx(clift[i]).margin(6e-6));
    CHECK(Cheng{}(reynolds[i]) == Approx(cheng[i]).margin(6e-5));
    CHECK(SchillerNaumann{}(reynolds[i]) == Approx(schiller[i]).margin(6e-6));
  }
}

TEST_CASE("Drag coefficients agree with the fluids package", "[drag]") {
  for (const auto& [reynolds, haider, clift, cheng] : reference::sphere_drag) {
    INFO("Re " << reynolds);
    CHECK(HaiderLevenspiel{}(reynolds) == Approx(haider).epsilon(1e-12));
    CHECK(Clift{}(reynolds) == Approx(clift).epsilon(1e-12));
    CHECK(Cheng{}(reynolds) == Approx(cheng).epsilon(1e-12));
  }
}

TEST_CASE("The non-spherical law meets the sphere's and grows with angularity", "[drag]") {
  for (const Real reynolds : {0.1, 10.0, 1000.0}) {
    CHECK(NonSphericalHaiderLevenspiel{1}(reynolds) == Approx(HaiderLevenspiel{}(reynolds)).epsilon(0.07));
    CHECK(NonSphericalHaiderLevenspiel{0.7}(reynolds) > NonSphericalHaiderLevenspiel{0.9}(reynolds));
  }
}

TEST_CASE("Ferguson-Church for natural grains", "[settling]") {
  const FergusonChurch natural{1.0};
  CHECK(natural(2e-3, 2000, 1042, 1.65e-3) == Approx(0.138).margin(5e-4));
  CHECK(natural(10e-3, 2000, 1042, 1.65e-3) == Approx(0.343).margin(5e-4));
  CHECK(natural(50e-3, 2000, 1042, 1.65e-3) == Approx(0.775).margin(5e-4));
  CHECK(natural(2e-3, 1042, 1042, 1.65e-3) == 0);
  CHECK(natural(2e-3, 900, 1042, 1.65e-3) < 0);
}

TEST_CASE("Terminal velocity agrees with the fluids package", "[settling]") {
  for (const auto& [diameter, haider, cheng] : reference::settling) {
    INFO("d " << diameter);
    CHECK(terminal_velocity(HaiderLevenspiel{}, diameter, 2000, 1042, 1.65e-3) == Approx(haider).epsilon(1e-9));
    CHECK(terminal_velocity(Cheng{}, diameter, 2000, 1042, 1.65e-3) == Approx(cheng).epsilon(1e-9));
  }
}

template <class Drag>
void check_force_balance(const Drag& drag, Real diameter) {
  const Real w = terminal_velocity(drag, diameter, 2650, 1025, 1.2e-3);
  const Real reynolds = grain_reynolds(w, diameter, 1025, 1.2e-3);
  const Real weight = 4.0 / 3.0 * (2650.0 - 1025) * gravity * diameter;
  INFO("d " << diameter << " Re " << reynolds);
  CHECK(drag(reynolds) * 1025 * w * w == Approx(weight).epsilon(1e-11));
}

TEST_CASE("At the terminal velocity drag balances weight", "[settling]") {
  for (const Real diameter : {1e-6, 1e-5, 1e-4, 1e-3, 7e-3, 3e-2, 0.1}) {
    check_force_balance(SchillerNaumann{}, diameter);
    check_force_balance(HaiderLevenspiel{}, diameter);
    check_force_balance(Cheng{}, diameter);
    check_force_balance(NonSphericalHaiderLevenspiel{0.7}, diameter);
  }
  for (const Real diameter : {1e-5, 1e-3, 3e-2}) check_force_balance(Clift{}, diameter);
}

TEST_CASE("Clift's curve has small steps alone, through the drag crisis as well", "[settling]") {
  for (const Real reynolds : {338000.0, 400000.0, 1e6}) {
    const Real below = Clift{}(reynolds * (1 - 1e-9)), above = Clift{}(reynolds * (1 + 1e-9));
    CHECK(above == Approx(below).margin(0.021));
  }
  CHECK(Clift{}(1e7) == Approx(0.182));
}

TEST_CASE("Terminal velocity: Stokes for the finest, odd in the density difference, zero when neutral", "[settling]") {
  const Real stokes = 1000 * gravity * 1e-14 / (18 * 1e-3);
  CHECK(terminal_velocity(HaiderLevenspiel{}, 1e-7, 2000, 1000, 1e-3) == Approx(stokes).epsilon(1e-3));
  CHECK(terminal_velocity(Cheng{}, 1e-3, 900, 1000, 1e-3) == -terminal_velocity(Cheng{}, 1e-3, 1100, 1000, 1e-3));
  CHECK(terminal_velocity(Cheng{}, 1e-3, 1000, 1000, 1e-3) == 0);
  CHECK(terminal_velocity(Cheng{}, 0, 2000, 1000, 1e-3) == 0);
}

TEST_CASE("Hindrance exponents at Re 1, 100, 1e4", "[settling]") {
  const Real reynolds[] = {1, 100, 1e4}, rowe[] = {4.3500, 2.7097, 2.3634}, garside[] = {4.8818, 3.0283, 2.7060};
  for (int i = 0; i < 3; ++i) {
    CHECK(RoweExponent{}(reynolds[i]) == Approx(rowe[i]).margin(5e-5));
    CHECK(GarsideAlDibouniExponent{}(reynolds[i]) == Approx(garside[i]).margin(5e-5));
  }
  CHECK(RichardsonZakiExponent{}(0.1) == 4.65);
  CHECK(RichardsonZakiExponent{}(100) == Approx(4.45 * std::pow(100, -0.1)));
  CHECK(RichardsonZakiExponent{}(1e4) == 2.39);
}

TEST_CASE("Hindered settling and the wall factor", "[settling]") {
  const HinderedSettling settling{0.3, 2.7};
  CHECK(settling(0) == Approx(0.3));
  CHECK(settling(0.2) == Approx(0.3 * std::pow(0.8, 2.7)));
  CHECK(settling(1) == Approx(0).margin(1e-200));
  CHECK(DiFelice{}(0, 10) == Approx(1));
  CHECK(DiFelice{}(0.1, 0) == Approx(std::pow(0.9 / 0.967, 3.3)));
  CHECK(DiFelice{}(0.1, 1e9) == Approx(std::pow(0.9 / 0.967, 0.85)));
}
