#include <catch2/catch.hpp>
#include <cmath>

#include "kernels/closures/non_newtonian.hpp"
#include "solver/section.hpp"
#include "solver/section_dispersion.hpp"
#include "solver/section_table.hpp"
#include "solver/validity.hpp"
#include "tests/solver/cases.hpp"

// Tables of 2-D sections: what lies between their points and beyond, what the step looks up, and the dispersion that fills one.
using namespace riser;

namespace {

/// A Herschel-Bulkley mud in laminar flow at two concentrations [Pa]; a bore of 0.1 m.
CarrierFluid mud(double concentration) { return {1000, 100 * concentration, 1 + 20 * concentration, 0.6}; }

SectionTable mud_table() {
  SectionTable table;
  table.bore = 0.1, table.velocity = {0.1, 0.2, 0.5, 1, 2}, table.concentration = {0.02, 0.05, 0.1};
  for (double c : table.concentration) {
    table.yield_stress.push_back(mud(c).yield_stress);
    for (double v : table.velocity) table.value.push_back(herschel_bulkley_wall_shear_stress(v, table.bore, 0, mud(c)));
  }
  return table;
}

/// A table where the step finds it.
struct Placed {
  Arena arena;
  SectionTableView view;
  explicit Placed(const SectionTable& table, Beyond beyond = Beyond::friction) : arena(section_table_size(table) + 64), view(place_section_table(table, beyond, arena)) {}
  double at(double velocity, double concentration) const { return section_value(view, section_speed(velocity), concentration); }
};

/// A level pipe with the table's friction and one class, at a flow of V = 1.5 m/s.
Scenario tabulated_pipe(double concentration, bool carrier) {
  Scenario s = cases::plain_pipe(100, 20, 0.1);
  s.segments[0].inclination = pi / 2;
  s.solids = {cases::grains(0, 3)};
  s.solids[0].carrier = carrier, s.solids[0].density = 1000;
  s.initial = {{0, InitialShape::layer, 0, 100, 0, 0, concentration, 0}};
  s.feeds = {{0, FeedKind::concentration, cases::constant(concentration)}};
  s.friction = FrictionLaw::table, s.friction_table = mud_table();
  s.inlet = {BoundaryKind::flow, cases::constant(1.5 * cases::area(0.1))};
  return s;
}
}  // namespace

TEST_CASE("a table is exact in its points, monotone between them, and near the law it was made of", "[section_tables]") {
  const SectionTable table = mud_table();
  const Placed placed(table);
  for (std::size_t row = 0; row < 3; ++row) {
    const double c = table.concentration[row];
    for (std::size_t i = 0; i < table.velocity.size(); ++i) {
      const double wanted = table.value[row * table.velocity.size() + i];
      CHECK(section_table_value(table, row, table.velocity[i], Beyond::friction) == Approx(wanted).epsilon(1e-12));
      CHECK(placed.at(table.velocity[i], c) == Approx(wanted).epsilon(i == 0 ? 5e-4 : 3e-5));  // the straight line below the first point ends within a bin
    }
    double before = 0, worst = 0;
    for (double v = 1e-6; v < 100; v *= 1.003) {
      const double found = placed.at(v, c);
      CHECK(found >= before);
      before = found;
      if (v > 0.1 && v < 2) worst = std::max(worst, std::abs(found / herschel_bulkley_wall_shear_stress(v, 0.1, 0, mud(c)) - 1));
      CHECK(found == Approx(section_table_value(table, row, v, Beyond::friction)).epsilon(std::abs(v / 0.1 - 1) < 0.01 ? 5e-4 : 3e-5));
    }
    CHECK(worst < 0.005);
  }
  CHECK(placed.at(1, 0.035) == Approx(0.5 * (placed.at(1, 0.02) + placed.at(1, 0.05))).epsilon(1e-12));  // linear in the concentration
  CHECK(placed.at(1, 0.0) == placed.at(1, 0.02));
  CHECK(placed.at(1, 0.5) == placed.at(1, 0.1));
  CHECK(section_yield_stress(placed.view, 0.075) == Approx(7.5).epsilon(1e-12));
}

TEST_CASE("beyond its velocities a table goes to the yield stress, or to nothing, and on at constant u*/V", "[section_tables]") {
  SectionTable table = mud_table();
  const double lowest = table.value[0], highest = table.value[4];
  CHECK(section_table_value(table, 0, 0, Beyond::friction) == Approx(2));
  CHECK(section_table_value(table, 0, 0.05, Beyond::friction) == Approx(0.5 * (2 + lowest)));
  CHECK(section_table_value(table, 0, 4, Beyond::friction) == Approx(4 * highest));
  CHECK(section_table_value(table, 0, 4, Beyond::dispersion) == Approx(2 * highest));
  table.yield_stress.clear();
  CHECK(section_table_value(table, 0, 0.05, Beyond::friction) == Approx(0.5 * lowest));
  const Placed placed(table);
  CHECK(section_friction_ratio(placed.view, 1000, 3, 0.02) == Approx(section_friction_ratio(placed.view, 1000, 50, 0.02)).epsilon(3e-5));
  CHECK(section_friction_ratio(placed.view, 1000, 500, 0.02) == Approx(section_friction_ratio(placed.view, 1000, 100, 0.02)).epsilon(3e-5));
  table.concentration = {0.02}, table.value.resize(5);
  CHECK(Placed(table).at(1, 0.3) == Approx(table.value[3]).epsilon(3e-5));  // a single concentration holds everywhere
  table.concentration.assign(17, 0);
  CHECK_THROWS_AS(Placed(table), std::invalid_argument);
}

TEST_CASE("a run takes its friction from the table, by the carrier or by all grains, and its dispersion too", "[section_tables]") {
  for (bool carrier : {true, false}) {
    for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
      Scenario s = tabulated_pipe(0.05, carrier);
      s.pressure = model;
      s.initial_flow = 1.5 * cases::area(0.1);
      Simulation run(s, Device::cpu);
      run.advance_to(5);
      const double stress = run.snapshot().wall_shear_stress[10];
      INFO("carrier " << carrier << ", elastic " << (model == PressureModel::elastic));
      CHECK(stress == Approx(herschel_bulkley_wall_shear_stress(1.5, 0.1, 0, mud(0.05))).epsilon(0.005));
      CHECK(run.series_row().restart_pressure == Approx(4 * 5 / 0.1 * 100).epsilon(1e-3));
    }
  }
  Scenario s = tabulated_pipe(0.05, true);
  s.dispersion = DispersionLaw::table, s.dispersion_table = mud_table();
  for (double& value : s.dispersion_table.value) value = 0.3;
  s.initial = {{0, InitialShape::gaussian, 0, 0, 40, 8, 0.01, 0}}, s.feeds.clear();
  s.cell_length = 0.5;
  s.initial_flow = 1e-3 * cases::area(0.1), s.inlet.value = cases::constant(s.initial_flow), s.dispersion_table.velocity = {1e-5, 1e-4, 5e-4, 1e-3, 1};
  Simulation run(s, Device::cpu);
  const auto variance = [&] {
    const Geometry& g = run.geometry();
    const std::vector<double> phi = run.snapshot().concentration;
    double sum = 0, first = 0, second = 0;
    for (std::size_t i = 0; i < phi.size(); ++i) sum += phi[i], first += phi[i] * g.s[i], second += phi[i] * g.s[i] * g.s[i];
    return second / sum - first * first / (sum * sum);
  };
  const double start = variance();
  run.advance_to(60);
  CHECK((variance() - start) / (2 * 0.3 * 60) == Approx(1).epsilon(2e-3));
}

TEST_CASE("the dispersion of a laminar section is Taylor's and Aris's", "[section_tables]") {
  const double radius = 0.05, speed = 0.4, spread = 1e-4;
  for (double wall : {0.0, 2e-4}) {
    const std::vector<double> face = ring_faces(radius, 32, wall);
    SectionProfile profile;
    for (std::size_t i = 0; i + 1 < face.size(); ++i) profile.velocity.push_back(2 * speed * (1 - (square(face[i]) + square(face[i + 1])) / (2 * radius * radius)));
    profile.eddy_viscosity.assign(face.size(), 0.0);
    const double wanted = spread + square(radius * speed) / (48 * spread);
    CHECK(axial_dispersion(profile, face, spread, 0.7) == Approx(wanted).epsilon(1e-3));
    profile.eddy_viscosity.assign(face.size(), 0.35 * spread);  // half as much again, over a Schmidt number of 0.7
    CHECK(axial_dispersion(profile, face, spread, 0.7) == Approx(1.5 * spread + square(radius * speed) / (48 * 1.5 * spread)).epsilon(1e-3));
  }
}

TEST_CASE("a table used beyond its points is named with what to do", "[section_tables]") {
  const Scenario s = tabulated_pipe(0.05, true);
  Geometry g;
  g.s = {2.5};
  Totals t;
  t.maximum_concentration = {0}, t.maximum_pressure = {1e5};
  const double area = cases::area(0.1);
  CHECK(out_of_range(s, g, t, {0.1, 2 * area, 0.1 * area}).empty());
  const auto lines = out_of_range(s, g, t, {0.2, 3 * area, 0.05 * area});
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == "the friction table is known for velocities from 0.1 to 2 m/s; here V 3 m/s above the last, which goes on at constant u*/V: tabulate velocities that reach there");
  CHECK(lines[1].find("V 0.05 m/s at the end below the first") != std::string::npos);
  CHECK(lines[2].find("C 0.2 above the last, which is held") != std::string::npos);
}
