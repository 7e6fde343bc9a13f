#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>
#include <random>

#include "kernels/axisymmetric/balance.hpp"
#include "kernels/closures/mixing_length.hpp"
#include "solver/section.hpp"
#include "solver/section_build.hpp"
#include "solver/section_loops.hpp"
#include "solver/simulation.hpp"

using namespace riser;

namespace {
SolidClass grains(double velocity) {
  SolidClass solid;
  solid.name = "grains", solid.diameter = 1e-3, solid.density = 2000;
  solid.terminal_law = TerminalLaw::fixed, solid.terminal_velocity = velocity;
  solid.hindrance_law = HindranceLaw::fixed, solid.hindrance_exponent = 4;
  return solid;
}

/// Three metres of pipe, turbulent, with two sizes of grains that enter and fall.
Scenario lifted(SectionEnds ends) {
  Scenario s;
  s.model = Model::axisymmetric;
  s.cell_length = 3.0 / 400, s.section.radial_cells = 24, s.section.wall_cell = 1e-3;
  s.section.ends = ends, s.section.flow_given = true, s.section.turbulence = TurbulenceLaw::mixing_length;
  s.section.suspension = SuspensionViscosity::maron_pierce;
  s.section_drive = {{0}, {0.05}, 0, 0};
  s.liquid.law = LiquidLaw::constant;
  s.solids = {grains(0.05), grains(0.4)};
  Segment segment;
  segment.length = 3, segment.bore = 0.2;
  s.segments = {segment};
  s.inlet_depth = 3, s.maximum_step = 0.01;
  s.initial = {{0, InitialShape::layer, 0, 1, 0, 0, 0.1, 0}, {1, InitialShape::layer, 0.5, 2, 0, 0, 0.15, 0}};
  return s;
}

std::vector<double> state_after(const Scenario& s, int threads, double time) {
  AxisymmetricSimulation simulation(s, Device::cpu, threads);
  simulation.advance_to(time);
  const SectionSnapshot shot = simulation.snapshot();
  std::vector<double> all = shot.concentration;
  for (const auto* field : {&shot.axial_velocity, &shot.radial_velocity, &shot.pressure, &shot.temperature}) all.insert(all.end(), field->begin(), field->end());
  return all;
}
}  // namespace

TEST_CASE("any number of threads gives the same bits", "[section]") {
  const Scenario s = lifted(SectionEnds::open);
  const auto one = state_after(s, 1, 0.05);
  for (int threads : {2, 3}) {
    const auto more = state_after(s, threads, 0.05);
    REQUIRE(more.size() == one.size());
    CHECK(std::memcmp(more.data(), one.data(), one.size() * sizeof(double)) == 0);
  }
}

TEST_CASE("stops between do not move the times, a run reaches its target exactly", "[section]") {
  AxisymmetricSimulation simulation(lifted(SectionEnds::periodic), Device::cpu);
  for (double t : {0.001, 0.0123, 0.02}) {
    simulation.advance_to(t);
    CHECK(simulation.time() == t);
  }
  CHECK(simulation.series_row().flow_rate == Approx(0.05).epsilon(1e-10));
}

TEST_CASE("the pressure increment takes the divergence out of any velocity, whatever the ends", "[section]") {
  for (SectionEnds ends : {SectionEnds::periodic, SectionEnds::open, SectionEnds::closed}) {
    Scenario s = lifted(ends);
    s.cell_length = 3.0 / 90;
    const auto section = build_section<2>(s, make_section_grid(s));
    SectionView<2>& v = section->view;
    HostLoops loops(v, 2);
    SectionClock& c = *v.clock;
    c.step = 0.01, c.now = 1.5, c.active = 1;
    std::mt19937 random(7);
    std::uniform_real_distribution<double> any(-1, 1);
    for (int i = 0; i < v.nr; ++i)
      for (int k = 0; k <= v.nz; ++k) {
        v.uz_new[v.at(i, k)] = ends != SectionEnds::periodic && (k == 0 || k == v.nz) ? 0 : any(random);
        if (i > 0 && k < v.nz) v.ur_new[v.at(i, k)] = any(random);
      }
    if (ends == SectionEnds::periodic)
      for (int i = 0; i < v.nr; ++i) v.uz_new[v.at(i, v.nz)] = v.uz_new[v.at(i, 0)];
    project(loops, v);
    fill_velocity_ghosts(loops, v, v.uz, v.ur);
    double worst = 0;
    for (int i = 0; i < v.nr; ++i)
      for (int k = 0; k < v.nz; ++k) {
        const int at = v.at(i, k);
        const double radial = (v.r_face[i + 1] * v.ur[at + v.stride] - v.r_face[i] * v.ur[at]) * v.per_ring[i];
        worst = std::max(worst, std::abs(radial + (v.uz[at + 1] - v.uz[at]) * v.per_dz) / v.per_width[i]);
      }
    CHECK(worst < 1e-12);
  }
}

TEST_CASE("a packed bed in a closed pipe stays within the packing and keeps its mass", "[section]") {
  Scenario s = lifted(SectionEnds::closed);
  s.cell_length = 0.05;
  AxisymmetricSimulation simulation(s, Device::cpu);
  simulation.advance_to(20);
  const SectionTotals t = simulation.totals();
  const SectionSnapshot shot = simulation.snapshot();
  const std::size_t cells = shot.pressure.size();
  double most = 0, least = 1;
  for (std::size_t i = 0; i < cells; ++i) most = std::max(most, shot.concentration[i] + shot.concentration[cells + i]), least = std::min({least, shot.concentration[i], shot.concentration[cells + i]});
  CHECK(least >= 0);
  CHECK(most > 0.59);
  CHECK(most < s.maximum_packing * (1 + 1e-3));
  for (int k = 0; k < 2; ++k) CHECK(t.mass_stored[k] == Approx(t.mass_initial[k]).epsilon(1e-12));
}

TEST_CASE("rings and slices", "[section]") {
  const auto faces = ring_faces(0.15, 48, 2e-5);
  CHECK(faces.size() == 49);
  CHECK(faces[48] - faces[47] == Approx(2e-5).epsilon(1e-6));
  for (int i = 0; i < 47; ++i) CHECK(faces[i + 1] - faces[i] > faces[i + 2] - faces[i + 1]);
  CHECK(ring_faces(0.15, 4, 0)[1] == Approx(0.0375));
  CHECK(slices_for(6000, 0.1) == 60000);
  CHECK(slices_for(10, 0.13) == 80);   // 77: odd, then 78 = 2 x 3 x 13
  CHECK(slices_for(1, 10) == 8);
}

TEST_CASE("face values: limited ones stay between their neighbours, smooth ones are of third order", "[section]") {
  CHECK(limited_face(0, 1, 0) == 1);
  CHECK(limited_face(1, 2, 3) == Approx(2.5));
  CHECK(limited_face(0, 0, 1) == 0);
  const auto average = [](int i) { return (std::pow(i + 1, 4) - std::pow(i, 4)) / 4.0; };  // of x^3 over (i, i + 1)
  const auto square_of = [](int i) { return (std::pow(i + 1, 3) - std::pow(i, 3)) / 3.0; };  // of x^2: exact
  CHECK(limited_face(square_of(4), square_of(5), square_of(6)) == Approx(36).epsilon(1e-14));
  CHECK(upwind3_flux(1, average(4), average(5), average(6), average(7)) == Approx((2 * average(6) + 5 * average(5) - average(4)) / 6));
  CHECK(upwind3_flux(-1, average(4), average(5), average(6), average(7)) == Approx(-(2 * average(5) + 5 * average(6) - average(7)) / 6));
}

TEST_CASE("mixing length and suspension laws against their own digits", "[section]") {
  CHECK(nikuradse_length(0, 1) == Approx(0.14));
  CHECK(nikuradse_length(0.9, 1) / 0.1 == Approx(0.35834).epsilon(1e-4));  // towards 0.4 y at the wall
  CHECK(van_driest(26) == Approx(1 - std::exp(-1)));
  const SuspensionLaw thomas{1, 0, 0, 0, 0.6}, krieger{0, 1, 0, 1.82, 0.68};
  const auto log_of = [](const SuspensionLaw& law, double phi) {
    return std::log(law.thomas * ThomasViscosity{}(phi) + law.power * std::pow(1 - phi / law.packing, -law.exponent));
  };
  for (const SuspensionLaw& law : {thomas, krieger}) CHECK(log_slope(law, 0.3) == Approx((log_of(law, 0.3001) - log_of(law, 0.2999)) / 2e-4).epsilon(1e-5));
}

TEST_CASE("a run that leaves the numbers names the place", "[section]") {
  Scenario s = lifted(SectionEnds::periodic);
  s.section_drive = {{0}, {1e200}, 0, 0};
  AxisymmetricSimulation simulation(s, Device::cpu);
  CHECK_THROWS_AS(simulation.advance_to(1), Diverged);
}
