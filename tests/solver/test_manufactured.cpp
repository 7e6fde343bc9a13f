#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "kernels/axisymmetric/balance.hpp"
#include "solver/section_build.hpp"
#include "solver/section_loops.hpp"

// The full axisymmetric equations with variable density and viscosity against a manufactured solution: a velocity without divergence
// that sticks to the wall, a fraction and a pressure are chosen; what they lack in the equations is added as a source. Derivatives of
// the chosen functions are taken by differences of fourth order (error 1e-9 of the source).
namespace {
using namespace riser;
using Function = std::function<double(double, double, double)>;  // of r, z, t

constexpr double length = 1, radius = 0.5, density = 1000, grains = 1800, viscosity = 2, diffusivity = 2e-3, packing = 0.6;

double wave(double z) { return 2 * pi * z / length; }
/// Both velocities from the stream function r^2 (1 - x^2)^2 S(z, t), x = r/R.
double strength(double z, double t) { return 0.3 + 0.2 * std::sin(wave(z)) * std::cos(3 * t); }
double uz(double r, double z, double t) {
  const double x2 = square(r / radius);
  return (2 * square(1 - x2) - 4 * x2 * (1 - x2)) * strength(z, t);
}
double ur(double r, double z, double t) {
  const double slope = 0.2 * 2 * pi / length * std::cos(wave(z)) * std::cos(3 * t);
  return -r * square(1 - square(r / radius)) * slope;
}
double phi(double r, double z, double t) { return 0.2 + 0.08 * std::cos(wave(z)) * square(1 - square(r / radius)) * std::cos(15 * t); }
double p(double r, double z, double t) {
  const double x2 = square(r / radius);
  return 100 * std::sin(wave(z) + 0.5) * (1 + x2 - 0.5 * x2 * x2) * std::cos(2.5 * t);
}
double rho(double r, double z, double t) { return density + phi(r, z, t) * (grains - density); }
double mu(double r, double z, double t) { return viscosity / square(1 - phi(r, z, t) / packing); }

double slope(const std::function<double(double)>& f, double x) {
  constexpr double h = 2e-3;
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}
Function d_dr(Function f) {
  return [f](double r, double z, double t) { return slope([&](double x) { return f(x, z, t); }, r); };
}
Function d_dz(Function f) {
  return [f](double r, double z, double t) { return slope([&](double x) { return f(r, x, t); }, z); };
}
Function d_dt(Function f) {
  return [f](double r, double z, double t) { return slope([&](double x) { return f(r, z, x); }, t); };
}
double along(const Function& f, double r, double z, double t) {
  return d_dt(f)(r, z, t) + ur(r, z, t) * d_dr(f)(r, z, t) + uz(r, z, t) * d_dz(f)(r, z, t);
}

double shear(double r, double z, double t) { return mu(r, z, t) * (d_dr(uz)(r, z, t) + d_dz(ur)(r, z, t)); }
double stretch_z(double r, double z, double t) { return 2 * mu(r, z, t) * d_dz(uz)(r, z, t); }
double stretch_r(double r, double z, double t) { return 2 * mu(r, z, t) * d_dr(ur)(r, z, t) * r; }  // times r
double force_z(double r, double z, double t) {
  const Function moment = [](double x, double y, double s) { return x * shear(x, y, s); };
  return rho(r, z, t) * along(uz, r, z, t) + d_dz(p)(r, z, t) - d_dr(moment)(r, z, t) / r - d_dz(stretch_z)(r, z, t);
}
double force_r(double r, double z, double t) {
  const double hoop = 2 * mu(r, z, t) * ur(r, z, t) / r;
  return rho(r, z, t) * along(ur, r, z, t) + d_dr(p)(r, z, t) - d_dr(stretch_r)(r, z, t) / r + hoop / r - d_dz(shear)(r, z, t);
}
double source_phi(double r, double z, double t) {
  const Function moment = [](double x, double y, double s) { return x * d_dr(phi)(x, y, s); };
  return along(phi, r, z, t) - diffusivity * (d_dr(moment)(r, z, t) / r + d_dz(d_dz(phi))(r, z, t));
}

Scenario scenario_of(int rings) {
  Scenario s;
  s.model = Model::axisymmetric;
  s.cell_length = length / rings;
  s.section.radial_cells = rings;
  s.section.ends = SectionEnds::periodic;
  s.section.suspension = SuspensionViscosity::maron_pierce;
  s.section.diffusivity = diffusivity;
  s.section_drive = {{0}, {0}, 0, 0};
  s.liquid.law = LiquidLaw::constant, s.liquid.density = density, s.liquid.viscosity = viscosity;
  s.heat = false;
  s.maximum_packing = packing;
  SolidClass solid;
  solid.diameter = 1e-3, solid.density = grains, solid.terminal_law = TerminalLaw::fixed, solid.hindrance_law = HindranceLaw::fixed;
  s.solids = {solid};
  Segment segment;
  segment.length = length, segment.bore = 2 * radius, segment.inclination = pi / 2;  // lies: no weight along it
  s.segments = {segment};
  s.inlet_depth = 1;
  s.courant = 1;
  return s;
}

struct Places {
  const SectionGrid& g;
  double r(int i) const { return g.r[i]; }
  double face(int i) const { return g.r_face[i]; }
  double z(int k) const { return (k + 0.5) * g.dz; }
  double level(int k) const { return k * g.dz; }
};

void fill(const SectionView<1>& v, const Places& at, double t, bool old) {
  for (int i = 0; i < v.nr; ++i)
    for (int k = 0; k < v.nz; ++k) {
      const int here = v.at(i, k);
      (old ? v.uz_old : v.uz)[here] = uz(at.r(i), at.level(k), t);
      (old ? v.ur_old : v.ur)[here] = i > 0 ? ur(at.face(i), at.z(k), t) : 0;
      (old ? v.p_old : v.p)[here] = p(at.r(i), at.z(k), t);
      (old ? v.phi_old : v.phi)[0][here] = phi(at.r(i), at.z(k), t);
    }
}

struct Errors {
  double velocity = 0, pressure = 0, fraction = 0;  // L2 over the section
};

Errors errors_of(const SectionView<1>& v, const Places& at, double t) {
  Errors e;
  double volume = 0, mean = 0;
  for (int i = 0; i < v.nr; ++i)
    for (int k = 0; k < v.nz; ++k) volume += 1 / v.per_ring[i], mean += (v.p[v.at(i, k)] - p(at.r(i), at.z(k), t)) / v.per_ring[i];
  mean /= volume;  // the constant of the pressure is free
  for (int i = 0; i < v.nr; ++i)
    for (int k = 0; k < v.nz; ++k) {
      const int here = v.at(i, k);
      const double share = 1 / v.per_ring[i] / volume, radial = i > 0 ? v.ur[here] - ur(at.face(i), at.z(k), t) : 0;
      e.velocity += share * (square(v.uz[here] - uz(at.r(i), at.level(k), t)) + square(radial));
      e.pressure += share * square(v.p[here] - p(at.r(i), at.z(k), t) - mean);
      e.fraction += share * square(v.phi[0][here] - phi(at.r(i), at.z(k), t));
    }
  return {std::sqrt(e.velocity), std::sqrt(e.pressure), std::sqrt(e.fraction)};
}

/// A run to t = 0.24 s in steps that shrink with the cells.
Errors run(int rings) {
  const Scenario scenario = scenario_of(rings);
  const SectionGrid grid = make_section_grid(scenario);
  const auto section = build_section<1>(scenario, grid);
  SectionView<1>& v = section->view;
  HostLoops loops(v, 1);
  const Places at{grid};
  const int steps = 3 * rings / 2;
  const double step_length = 0.24 / steps;
  fill(v, at, -step_length, true), fill(v, at, 0, false);
  std::vector<double> sources[3];
  for (auto& source : sources) source.resize(static_cast<size_t>(v.nr + 1) * v.stride);
  v.source_z = sources[0].data(), v.source_r = sources[1].data(), v.source_phi = sources[2].data();
  SectionClock& c = *v.clock;
  v.maximum_step = step_length * (1 + 1e-9);
  c.steps = 1, c.previous_step = c.step = step_length, c.active = 1, c.ratio = 1, c.allowed = 1;
  fill_velocity_ghosts(loops, v, v.uz, v.ur);
  for (int n = 0; n < steps; ++n) {
    const double end = (n + 1) * step_length;
    for (int i = 0; i < v.nr; ++i)
      for (int k = 0; k < v.nz; ++k) {
        const int here = v.at(i, k);
        sources[0][here] = force_z(at.r(i), at.level(k), end);
        sources[1][here] = i > 0 ? force_r(at.face(i), at.z(k), end) : 0;
        sources[2][here] = source_phi(at.r(i), at.z(k), end - 0.5 * step_length);
      }
    if (n == 0) fill_cell_ghosts(loops, v), update_properties(loops, v);
    c.target = end;
    step(loops, v);
    REQUIRE(c.time == Approx(end));
  }
  return errors_of(v, at, c.time);
}
}  // namespace

TEST_CASE("manufactured: the full axisymmetric equations with variable density and viscosity are of second order", "[section]") {
  std::vector<Errors> found;
  for (int rings : {16, 32, 64}) found.push_back(run(rings));
  const auto order = [&](auto member) { return std::log2(found[1].*member / found[2].*member); };
  for (const Errors& e : found) UNSCOPED_INFO("velocity " << e.velocity << " pressure " << e.pressure << " fraction " << e.fraction << " orders " << order(&Errors::velocity) << " " << order(&Errors::pressure) << " " << order(&Errors::fraction));
  CHECK(order(&Errors::velocity) > 1.9);
  CHECK(order(&Errors::pressure) > 1.9);
  CHECK(order(&Errors::fraction) > 1.9);
  CHECK(found[2].velocity < 2.5e-4);
  CHECK(found[2].fraction < 2e-5);
}
