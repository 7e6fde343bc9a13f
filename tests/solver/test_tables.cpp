#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>

#include "kernels/axial/properties.hpp"
#include "kernels/closures/seawater.hpp"
#include "solver/build.hpp"
#include "solver/shifted.hpp"

// What the step reads from tables and polynomials against the closures themselves.
using namespace riser;

TEST_CASE("the friction table is within 1e-6 of every law", "[tables]") {
  for (FrictionLaw law : {FrictionLaw::churchill, FrictionLaw::colebrook, FrictionLaw::swamee_jain}) {
    for (double roughness : {0.0, 1e-4, 1e-2, 0.05}) {
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

TEST_CASE("a bin of the friction table by itself gives the same bits, and neighbours meet", "[tables]") {
  const Scenario scenario;
  const auto row = friction_row(scenario, 1e-4);
  for (double reynolds = 1e-5; reynolds < 1e9; reynolds *= 1.0037) {
    const FrictionPlace place = friction_place(reynolds * row[0]);
    const FrictionBin bin(row.data(), place.bin);
    REQUIRE(bin.place(reynolds) == place.t);
    REQUIRE(bin.at(place.t) == relative_friction_velocity(row.data(), 0, reynolds));
  }
  for (int bin = 1; bin + 1 < friction_bins; ++bin) REQUIRE(FrictionBin(row.data(), bin).at(1) == Approx(FrictionBin(row.data(), bin + 1).at(0)).epsilon(1e-13));
}

TEST_CASE("ratios found bin by bin are those of the table, whatever a stretch of pipe holds", "[tables]") {
  const Scenario scenario;
  const auto table = friction_row(scenario, 1e-4);
  const std::vector<int> row(64, 0);
  std::vector<double> reynolds(64), ratio(64);
  PropertyWork<1> w{};
  w.reynolds = reynolds.data(), w.friction_ratio = ratio.data(), w.friction_table = table.data(), w.friction_row = row.data(), w.one_friction_row = true;
  const auto check = [&](const char* what, auto value) {
    for (int i = 0; i < 64; ++i) reynolds[i] = value(i), ratio[i] = -1;
    tabulated_ratios(SerialTeam{}, w, 0, 64);
    INFO(what);
    for (int i = 0; i < 64; ++i) CHECK(ratio[i] == relative_friction_velocity(table.data(), 0, reynolds[i]));
  };
  check("one bin", [](int i) { return 1.1e6 * (1 + 1e-5 * i); });
  check("four bins, upwards", [](int i) { return 1.1e6 * (1 + 2e-3 * i); });
  check("four bins, downwards", [](int i) { return 1.3e6 * (1 - 2e-3 * i); });
  check("many bins", [](int i) { return 1e3 * std::pow(1.2, i); });
  check("ends alike, another in the middle", [](int i) { return i == 31 ? 5e5 : 1.1e6; });
  check("bins' borders", [](int i) { return (i % 2 ? std::nextafter(1048576.0, 0) : 1048576.0) / friction_octave_scale; });
  check("at rest", [](int) { return 0.0; });
  check("beyond the table", [](int i) { return 1e9 * (1 + 0.01 * i); });
}

TEST_CASE("ratios of a stretch of pipe where roughness changes are each cell's own", "[tables]") {
  const Scenario scenario;
  std::vector<double> table = friction_row(scenario, 1e-4);
  const auto rough = friction_row(scenario, 1e-2);
  table.insert(table.end(), rough.begin(), rough.end());
  std::vector<int> row(64, 0);
  std::vector<double> reynolds(64, 1.1e6), ratio(64);
  PropertyWork<1> w{};
  w.reynolds = reynolds.data(), w.friction_ratio = ratio.data(), w.friction_table = table.data(), w.friction_row = row.data(), w.one_friction_row = false;
  for (int changed : {-1, 0, 31, 63}) {
    if (changed >= 0) row[changed] = friction_row_size;
    tabulated_ratios(SerialTeam{}, w, 0, 64);
    INFO(changed);
    for (int i = 0; i < 64; ++i) CHECK(ratio[i] == relative_friction_velocity(table.data(), row[i], reynolds[i]));
    std::fill(row.begin(), row.end(), 0);
  }
}

TEST_CASE("an annulus' friction table, whose transition lies elsewhere, is within 1e-6, too", "[tables]") {
  for (FrictionLaw law : {FrictionLaw::churchill, FrictionLaw::colebrook, FrictionLaw::swamee_jain}) {
    Scenario scenario;
    scenario.friction = law;
    double worst = 0;
    for (double shape : {0.67, 0.75, 0.9}) {
      const auto row = friction_row(scenario, 1e-4, shape);
      for (double reynolds = 100; reynolds < 1e6; reynolds *= 1.00037) {
        const double ratio = relative_friction_velocity(row.data(), 0, reynolds);
        worst = std::max(worst, std::abs(8 * ratio * ratio / darcy_factor_of(scenario, shape * reynolds, 1e-4) - 1));
      }
    }
    INFO("law " << static_cast<int>(law) << ": " << worst);
    CHECK(worst < 1e-6);
  }
}

/// Largest error of a class's velocity over its terminal velocity, on 0..top.
template <int terms>
double settling_error(double exponent, double top, double bend) {
  SettlingFit<2, terms> fit{};
  fit_settling(1.0, 2.0, top, bend, 0, fit);
  fit_settling(0.3, exponent, top, bend, 1, fit);
  double worst = 0;
  for (double phi = 0; phi <= top; phi += top / 999)
    worst = std::max(worst, (1 - phi) * std::abs(fit.at(1, fit.place(phi)) / 0.3 - std::pow(1 - phi, exponent - 2)));
  return worst;
}

TEST_CASE("hindered settling as a polynomial is within 1e-6, in a dilute suspension within 2e-8", "[tables]") {
  for (double packing : {0.3, 0.55, 0.6, 0.65, 0.74, 0.85, 0.9, 0.95}) {
    for (double exponent : {0.0, 1.0, 2.0, 2.35, 2.7, 3.0, 3.6, 4.4, 4.65, 5.1, 7.0, 10.0}) {
      INFO("packing " << packing << ", exponent " << exponent);
      CHECK(settling_error<settling_terms>(exponent, packing, settling_bend({exponent}, packing)) < 1e-6);
      const bool usual = packing <= 0.74 && exponent > 2 && exponent < 6;
      CHECK(settling_error<dilute_terms>(exponent, dilute_part * packing, 0) < (usual ? 2e-8 : 2e-5));
    }
  }
}

TEST_CASE("settling of classes too different for one fit is refused by name", "[tables]") {
  CHECK(settling_bend({2.4, 5.0}, 0.65) == 0);
  CHECK_THROWS_WITH(settling_bend({0.0, 10.0}, 0.95), Catch::Contains("maximum_packing") && Catch::Contains("hindrance exponents"));
}

TEST_CASE("sea water's polynomials follow the closures", "[tables]") {
  Scenario scenario;
  const LiquidView liquid = make_liquid(scenario, 9e7);
  double density = 0, viscosity = 0, bulk = 0, prandtl = 0;
  for (double p = 1e5; p <= 9e7; p += 9e5) {
    for (double t = -2; t <= 40; t += 0.5) {
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
  CHECK(bulk < 1.5e-4);
}

TEST_CASE("the friction of an annulus is laminar 64/Re with the exact shape factor", "[tables]") {
  Scenario s;
  s.segments.resize(2);
  s.segments[0].length = s.segments[1].length = 100, s.segments[0].bore = 0.4, s.segments[1].bore = 0.16, s.segments[1].wall_thickness = 0.02;
  s.segments[0].inclination = pi, s.segments[1].inside = 0;
  const Grid grid = make_grid(s);
  CHECK(64 / grid.friction_shape[0] == Approx(95.25).epsilon(1e-4));  // radii 1:2, e.g. White, Viscous Fluid Flow, table 3-3 (4 x 23.81)
  const auto row = friction_row(s, 0, grid.friction_shape[0]);
  const double ratio = relative_friction_velocity(row.data(), 0, 500);
  CHECK(8 * ratio * ratio == Approx(95.25 / 500).epsilon(1e-3));
}

TEST_CASE("every pointer of a view goes to the device", "[tables]") {
  Scenario s;
  s.sea.depth = {0, 100}, s.sea.temperature = {20, 5};
  s.segments.resize(1), s.segments[0].length = 100, s.segments[0].bore = 0.3, s.inlet_depth = 100;
  s.outlet.value = {{0}, {1e5}, 0, 0};
  SolidClass grain;
  grain.diameter = 1e-3, grain.density = 2000;
  s.solids = {grain};
  s.feeds = {{0, FeedKind::volume_rate, {{0}, {0.001}, 0, 0}}};
  Pump pump;
  pump.flow = {0, 1}, pump.head = {2, 1}, pump.rated_speed = 1, pump.speed = {{0}, {1}, 0, 0};
  Valve valve, dump;
  valve.at = dump.at = {0, 1}, valve.coefficient = dump.coefficient = {0, 1}, valve.position = dump.position = 50, dump.dump = true;
  s.pumps = {pump}, s.valves = {valve, dump};
  s.friction = FrictionLaw::table, s.dispersion = DispersionLaw::table;
  s.friction_table = s.dispersion_table = {0.3, {1, 2}, {0}, {1, 3}, {0}};
  const auto riser = build<1>(s, make_grid(s));
  REQUIRE((riser->view.section_friction.value && riser->view.section_dispersion.value));
  const char* block = reinterpret_cast<const char*>(riser->arena.data());
  const auto moved = shifted(riser->view, block, const_cast<char*>(block) + riser->arena.bytes());
  const auto within = [&](const RiserView<1>& view, const char* from) {
    int count = 0;
    for (size_t at = 0; at + sizeof(char*) <= sizeof view; at += sizeof(char*)) {
      const char* word;
      std::memcpy(&word, reinterpret_cast<const char*>(&view) + at, sizeof word);
      count += word >= from && word < from + riser->arena.bytes();
    }
    return count;
  };
  CHECK(within(riser->view, block) > 80);
  CHECK(within(moved, block) == 0);
}
