// Pressure waves: fronts, order, energy, rest, machines, branches, cavities; far from the point as well.
#include <catch2/catch.hpp>
#include <algorithm>
#include <random>

#include "kernels/axial/step.hpp"
#include "solver/build.hpp"
#include "tests/solver/cases.hpp"

using namespace riser;

namespace {
constexpr double bore = 0.3, held = 20e5;

/// A level frictionless pipe of 1 km with waves of 1,000 m/s.
Scenario level_pipe(int cells, double step) {
  Scenario s = cases::plain_pipe(1000, cells, bore);
  s.pressure = PressureModel::elastic, s.waves.cavities = false;
  s.liquid.bulk_modulus = 1e9, s.segments[0].youngs_modulus = 0, s.segments[0].inclination = pi / 2;
  s.inlet_depth = 0, s.maximum_step = step;
  s.inlet = {BoundaryKind::pressure, cases::constant(held)};
  s.outlet = {BoundaryKind::closed, {}};
  return s;
}

Scenario stopped(int cells, double step, double flow) {
  Scenario s = level_pipe(cells, step);
  s.initial_flow = flow;
  s.outlet = {BoundaryKind::flow, {{0, 1e-9}, {flow, 0}, 0, 0}};
  return s;
}

double highest(const Simulation& simulation) {
  const Totals t = simulation.totals();
  return *std::max_element(t.maximum_pressure.begin(), t.maximum_pressure.end());
}
double lowest(const Simulation& simulation) {
  const Totals t = simulation.totals();
  return *std::min_element(t.minimum_pressure.begin(), t.minimum_pressure.end());
}

/// A riser by itself, whose arrays a test may set.
struct Bare {
  explicit Bare(const Scenario& s) : riser(build<0>(s, make_grid(s))) { begin_run(SerialTeam{}, riser->view); }
  RiserView<0>& view() { return riser->view; }
  void advance_to(double time) {
    while (must_go_on(*view().clock, time)) advance_chunk(SerialTeam{}, view(), time, 1 << 20);
    REQUIRE(view().clock->smallest_bad == 0);
  }
  std::unique_ptr<Riser<0>> riser;
};

/// Mean difference [-] of a smooth pulse that ran half the pipe from itself, over its height.
double pulse_error(int cells, double crossing) {
  const double cell = 1000.0 / cells, speed = 1000, time = 0.4;
  Bare bare(level_pipe(cells, crossing * cell / speed));
  RiserView<0>& v = bare.view();
  const auto pulse = [](double s) { return std::exp(-std::pow((s - 300) / 60, 2)); };
  for (int i = 0; i < cells; ++i)
    v.pressure[i] += 1e5 * pulse(v.position[i]), v.cell_flow[i] = 1e5 * pulse(v.position[i]) * cases::area(bore) / 1e6;
  for (int f = 0; f <= cells; ++f) v.flow[f] = 1e5 * pulse(f * cell) * cases::area(bore) / 1e6;
  bare.advance_to(time);
  double sum = 0;
  for (int i = 0; i < cells; ++i)
    sum += std::abs((v.pressure[i] - held) / 1e5 - pulse(v.position[i] - speed * time)) / cells;
  return sum;
}
}  // namespace

TEST_CASE("No front overshoots, at any part of a cell that it crosses in a sub-step", "[waves]") {
  const double flow = 0.05 * cases::area(bore), surge = 1e6 * 0.05;
  for (bool cavities : {false, true}) {
    for (double crossing : {1.0, 0.98, 0.9, 0.7, 0.5, 0.2, 0.05}) {
      Scenario s = stopped(100, crossing * 0.01, flow);
      s.waves.cavities = cavities;
      Simulation simulation(s);
      simulation.advance_to(9);
      INFO("crossing " << crossing << ", cavities " << cavities);
      CHECK((highest(simulation) - held) / surge < 1 + 1e-6);
      CHECK((held - lowest(simulation)) / surge < 1 + 1e-6);
      CHECK((highest(simulation) - held) / surge > 1 - 1e-3);
    }
  }
}

TEST_CASE("A square wave keeps 99.5 % after ten periods on 1,000 cells", "[waves]") {
  const double flow = 0.05 * cases::area(bore);
  for (double crossing : {1.0, 0.9, 0.5}) {
    Simulation simulation(stopped(1000, crossing * 1e-3, flow));
    simulation.advance_to(41);  // a quarter of the eleventh period
    CHECK((simulation.series_row().outlet_pressure - held) / 5e4 == Approx(1).epsilon(5e-3));
    simulation.advance_to(43);
    CHECK((simulation.series_row().outlet_pressure - held) / 5e4 == Approx(-1).epsilon(5e-3));
  }
}

TEST_CASE("Smooth waves are of second order at least", "[waves]") {
  for (double crossing : {0.9, 0.7, 0.3}) {
    const double coarse = pulse_error(100, crossing), fine = pulse_error(200, crossing),
                 finest = pulse_error(400, crossing);
    INFO("crossing " << crossing << ": " << coarse << " " << fine << " " << finest);
    CHECK(std::log2(coarse / fine) > 2);
    CHECK(std::log2(fine / finest) > 2);
  }
  CHECK(pulse_error(100, 1) < 1e-12);
}

TEST_CASE("The energy of random waves never rises, stratified or not", "[waves]") {
  for (LiquidLaw law : {LiquidLaw::constant, LiquidLaw::seawater}) {
    Scenario s = cases::plain_pipe(6000, 150, bore);
    s.pressure = PressureModel::elastic, s.waves.cavities = false, s.liquid.law = law;
    s.inlet = {BoundaryKind::closed, {}}, s.outlet = {BoundaryKind::closed, {}};
    s.maximum_step = 0.02;
    Bare bare(s);
    RiserView<0>& v = bare.view();
    const std::vector<Real> rest(v.pressure, v.pressure + v.n);
    std::mt19937 random(1);
    std::uniform_real_distribution<double> any(-1, 1);
    for (int i = 0; i < v.n; ++i) v.pressure[i] += 1e5 * any(random), v.cell_flow[i] = 0.01 * any(random);
    const auto energy = [&] {
      double sum = 0;
      for (int i = 0; i < v.n; ++i) {
        const double weight =
            law == LiquidLaw::constant ? std::exp(-v.density[i] * gravity * v.compliance[i] * v.position[i]) : 1;
        sum += weight * (v.volume[i] * v.compliance[i] * square(v.pressure[i] - rest[i]) +
                         v.density[i] * v.length[i] / v.area[i] * square(v.cell_flow[i]));
      }
      return sum;
    };
    bare.advance_to(0.02);
    const double first = energy();
    double before = first;
    for (int k = 2; k < 500; ++k) {
      bare.advance_to(0.02 * k);
      REQUIRE(energy() <= before);
      before = energy();
    }
    CHECK(before < 0.5 * first);
  }
}

TEST_CASE("Rest stays rest in layers, in sea water and in a pipe of two bores", "[waves]") {
  for (LiquidLaw law : {LiquidLaw::constant, LiquidLaw::seawater}) {
    Scenario s = cases::plain_pipe(3000, 300, bore);
    s.pressure = PressureModel::elastic, s.liquid.law = law, s.waves.cavities = law == LiquidLaw::seawater;
    Segment upper = s.segments[0];
    upper.bore = 0.15, s.segments[0].length = 2000, upper.length = 1000;
    s.segments.push_back(upper);
    s.inlet = {BoundaryKind::closed, {}}, s.outlet.kind = BoundaryKind::pressure;
    s.solids = {cases::grains(0, 3)};
    s.initial = {{0, InitialShape::layer, 500, 1500, 0, 0, 0.2, 0}};
    Simulation simulation(s);
    simulation.advance_to(20);
    for (double q : simulation.snapshot().flow_rate) REQUIRE(std::abs(q) / cases::area(bore) < 1e-10);
  }
}

TEST_CASE("Liquid that rises expands, whatever its law: as much mass leaves as comes", "[waves]") {
  for (LiquidLaw law : {LiquidLaw::constant, LiquidLaw::seawater}) {
    Scenario s = cases::plain_pipe(6000, 300, bore);
    s.pressure = PressureModel::elastic, s.waves.cavities = false, s.liquid.law = law;
    s.liquid.bulk_modulus = 2.4e9, s.friction = FrictionLaw::constant, s.darcy_factor = 0.014;
    s.initial_flow = 0.2, s.inlet = {BoundaryKind::flow, cases::constant(0.2)}, s.maximum_step = 1;
    s.outlet = {BoundaryKind::pressure, cases::constant(1e6)};
    Simulation simulation(s);
    simulation.advance_to(300);
    const Snapshot now = simulation.snapshot();
    if (law == LiquidLaw::seawater) {
      // The term is of the weight's gradient alone: friction's share of the expansion is missing.
      const double density = now.mixture_density.front(),
                   lost = 0.014 * 6000 / bore * density / 2 * square(0.2 / cases::area(bore));
      const double share = lost / (now.pressure.front() - now.pressure.back());
      const double missing = std::pow(now.mixture_density.back() / density, share);
      CHECK(now.flow_rate.back() * now.mixture_density.back() == Approx(0.2 * density * missing).epsilon(2e-4));
    } else {
      const Segment& pipe = s.segments[0];
      const double beta = 1 / 2.4e9 + bore / (pipe.youngs_modulus * pipe.wall_thickness),
                   column = 1000 * gravity * 6000;
      CHECK(std::log(now.flow_rate.back() / 0.2) == Approx(beta * column).epsilon(1e-2));
    }
  }
}

TEST_CASE("Two valves that shut at once: the method of characteristics gives 44.9 bar", "[waves]") {
  for (double row : {0.01, 0.0033, 0.002}) {
    Scenario s = level_pipe(200, 0.1);
    s.waves.cavities = true, s.liquid.bulk_modulus = 2.2e9, s.segments[0].youngs_modulus = 207e9;
    s.inlet.value = cases::constant(30e5), s.outlet = {BoundaryKind::pressure, cases::constant(29.9e5)},
    s.initial_flow = 0.07;
    for (double at : {300.0, 700.0}) {
      Valve valve;
      valve.position = at, valve.at = {0, 1}, valve.coefficient = {0, 4000.0 / 3600},
      valve.opening = {{0, 10, 10.001}, {1, 1, 0}, 0, 0};
      s.valves.push_back(valve);
    }
    Simulation simulation(s);
    for (int k = 1; k * row <= 14; ++k) simulation.advance_to(k * row);
    CHECK(highest(simulation) == Approx(44.9e5).epsilon(2e-3));
  }
}

TEST_CASE("Where rows of output cut the steps the waves stay the same", "[waves]") {
  for (double row : {0.0098, 0.01, 0.049, 0.05, 0.098}) {
    Scenario s = cases::plain_pipe(490, 49, 0.2);
    s.pressure = PressureModel::elastic, s.waves.cavities = false, s.liquid.bulk_modulus = 2e9;
    s.segments[0].youngs_modulus = 20e9, s.segments[0].inclination = pi / 2, s.inlet_depth = 0;
    s.inlet = {BoundaryKind::pressure, {{0, 1}, {5e5, 6e5}, 0, 0}}, s.outlet = {BoundaryKind::closed, {}};
    s.output.probes = {250};
    Simulation simulation(s);
    double low = 1e9, high = 0;
    for (int k = 1; k * row <= 20; ++k) {
      simulation.advance_to(k * row);
      const double p = simulation.series_row().probe_pressure[0];
      low = std::min(low, p), high = std::max(high, p);
    }
    INFO("row " << row);
    CHECK(low > 4.99e5);
    CHECK(high == Approx(6.7e5).epsilon(0.05));
  }
}

TEST_CASE("A dump valve and a vessel know no unsteady friction in slow flow", "[waves]") {
  Scenario s = level_pipe(100, 0.1);
  s.segments[0].bore = 0.5, s.segments[0].youngs_modulus = 2.07e11, s.liquid.bulk_modulus = 2.2e9,
  s.waves.cavities = true;
  s.friction = FrictionLaw::constant, s.darcy_factor = 0.01;
  for (WaveFriction friction : {WaveFriction::quasi_steady, WaveFriction::vitkovsky}) {
    s.waves.friction = friction;
    Scenario dumped = s, vessel = s;
    dumped.inlet.value = cases::constant(2e5);
    Valve dump;
    dump.dump = true, dump.position = 995, dump.at = {0, 1}, dump.coefficient = {0, 1},
    dump.opening = {{0, 100}, {0, 1}, 0, 0};
    dumped.valves = {dump};
    Simulation simulation(dumped);
    simulation.advance_to(600);
    // 98,675 Pa = (rho/2) V^2 lambda 995 m/D + Q^2 at 1 bar for 1 m3/s
    const double area = cases::area(0.5), loss = 500 / square(area) * 0.01 * 995 / 0.5 + 1e5;
    CHECK(simulation.series_row().branch_flow[0] == Approx(std::sqrt((2e5 - 101325) / loss)).epsilon(1e-4));

    vessel.darcy_factor = 1e-6, vessel.inlet.value = {{0, 1e-3}, {1.5e5, 2e5}, 0, 0};
    vessel.vessels = {{"cushion", 995, 4, 1.2, 100}};
    Simulation swinging(vessel);
    double low = 9, high = 0;
    for (int k = 1; k <= 1200; ++k) {
      swinging.advance_to(0.1 * k);
      const double volume = swinging.series_row().gas_volume[0];
      low = std::min(low, volume), high = std::max(high, volume);
    }
    // p_0 V_0/(n - 1) [(V_0/V)^(n - 1) - 1] = 2 bar (V_0 - V): where the swing turns
    CHECK(high == Approx(4).epsilon(1e-3));
    CHECK(low == Approx(2.437).epsilon(5e-3));
  }
}

TEST_CASE("Mud coasts to rest, exactly", "[waves]") {
  for (double step : {0.005, 0.0047}) {
    Scenario s = level_pipe(200, step);
    s.rheology.law = RheologyLaw::bingham;
    s.rheology.fraction = {0}, s.rheology.yield_stress = {10}, s.rheology.consistency = {0.05}, s.rheology.index = {1};
    s.friction = FrictionLaw::churchill;
    s.initial_flow = 0.05, s.inlet.value = cases::constant(held),
    s.outlet = {BoundaryKind::pressure, cases::constant(held)};
    Simulation simulation(s);
    simulation.advance_to(60);
    for (double q : simulation.snapshot().flow_rate) REQUIRE(q == 0);
  }
}

TEST_CASE("The mirror image of a stop is its mirror image", "[waves]") {
  Scenario s = stopped(100, 0.008, 0.02);
  s.friction = FrictionLaw::constant, s.darcy_factor = 0.02;
  Scenario mirrored = s;
  mirrored.initial_flow = -0.02;
  std::swap(mirrored.inlet, mirrored.outlet);
  mirrored.inlet.value.value = {-0.02, 0};
  Simulation a(s), b(mirrored);
  for (double t : {0.3, 1.0, 3.3, 8.0}) {
    a.advance_to(t), b.advance_to(t);
    CHECK(a.series_row().outlet_pressure == Approx(b.series_row().inlet_pressure).epsilon(1e-6));
    CHECK(a.series_row().inlet_pressure == Approx(b.series_row().outlet_pressure).epsilon(1e-6));
  }
}

TEST_CASE("Soft and stiff liquids, thin and thick ones: waves stay within their surge and friction brings its flow",
          "[waves]") {
  for (double bulk : {1e5, 1e7, 1e11, 1e13}) {
    const double speed = std::sqrt(bulk / 1000), flow = 1e-3 * speed * cases::area(bore), surge = 1e-3 * bulk;
    Scenario s = stopped(50, 1e6, flow);
    s.liquid.bulk_modulus = bulk;
    s.maximum_step = 20 / speed;
    Simulation simulation(s);
    simulation.advance_to(9000 / speed);
    INFO("bulk modulus " << bulk);
    CHECK(highest(simulation) - held == Approx(surge).epsilon(1e-3).margin(1e-6 * held));
  }
  for (double viscosity : {1e-2, 1.0, 1e2}) {
    Scenario s = level_pipe(50, 0.1);
    s.friction = FrictionLaw::churchill, s.liquid.viscosity = viscosity;
    s.segments[0].bore = 0.05;
    s.outlet = {BoundaryKind::pressure, cases::constant(held - 1e4 * viscosity)};
    Simulation simulation(s);
    simulation.advance_to(viscosity < 0.1 ? 600 : 60);
    const double poiseuille = pi * std::pow(0.05, 4) / (128 * viscosity) * 1e4 * viscosity / 1000;
    CHECK(simulation.series_row().flow_rate == Approx(poiseuille).epsilon(1e-2));
  }
}

TEST_CASE("Cavities: peaks and volumes do not depend on the part of a cell that a wave crosses", "[waves]") {
  double peak = 0, volume = 0;
  for (double crossing : {0.95, 0.7, 0.5}) {
    Scenario s = level_pipe(200, crossing * 0.005);
    const double p = 5e5, velocity = 2.4 * (p - 2340) / 1e6;
    s.waves.cavities = true, s.friction = FrictionLaw::constant,
    s.darcy_factor = 0.3 * p / (1000 / bore * 500 * square(velocity));
    s.initial_flow = velocity * cases::area(bore), s.inlet.value = cases::constant(1.3 * p);
    s.outlet = {BoundaryKind::flow, {{0, 1e-9}, {s.initial_flow, 0}, 0, 0}};
    Simulation simulation(s);
    double high = 0, largest = 0;
    for (int k = 1; k <= 400; ++k) {
      simulation.advance_to(0.05 * k);
      high = std::max(high, simulation.series_row().outlet_pressure),
      largest = std::max(largest, simulation.series_row().cavity_volume);
    }
    INFO("crossing " << crossing);
    CHECK(simulation.totals().cavity_time == Approx(2).epsilon(0.02));
    CHECK(lowest(simulation) == 2340);
    if (peak > 0) CHECK(high == Approx(peak).epsilon(5e-3));
    if (volume > 0) CHECK(largest == Approx(volume).epsilon(1e-2));
    peak = high, volume = largest;
  }
}

TEST_CASE("A probe and an end show the pressure where they are", "[waves]") {
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    Scenario s = level_pipe(10, 0.1);
    s.pressure = model, s.friction = FrictionLaw::constant, s.darcy_factor = 0.02, s.initial_flow = 0.1;
    s.inlet = {BoundaryKind::flow, cases::constant(0.1)}, s.outlet = {BoundaryKind::pressure, cases::constant(held)};
    s.output.probes = {0, 30, 500, 777, 1000};
    Simulation simulation(s);
    simulation.advance_to(200);
    const SeriesRow row = simulation.series_row();
    const double gradient = 0.02 / bore * 500 * square(0.1 / cases::area(bore));
    for (size_t k = 0; k < s.output.probes.size(); ++k)
      CHECK(row.probe_pressure[k] - held == Approx(gradient * (1000 - s.output.probes[k])).epsilon(1e-3).margin(1));
    CHECK(row.inlet_pressure - held == Approx(gradient * 1000).epsilon(1e-3));
    CHECK(row.outlet_pressure == Approx(held).epsilon(1e-9));
  }
}
