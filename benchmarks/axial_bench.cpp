// Speed of the axial and the axisymmetric step on one core of this machine, with the machine's own limits measured in the same run: fused
// multiply-adds in registers, and loads and stores within a cache footprint like the riser's own.
//   axial_bench          a line for each case            axial_bench --json    as Google Benchmark prints it
// Three classes, seawater, Churchill friction, Taylor dispersion, 6,000 cells; then the same with heat and the wall's
// storage; waves with machines, counted in updates of a pressure; a mud, a carrier class whose wall shear stress follows from Herschel-Bulkley's law.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "solver/section.hpp"
#include "solver/simulation.hpp"
#include "solver/transients.hpp"

using namespace riser;

namespace {
constexpr int cells = 6000;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// [1/s] independent fused multiply-adds in registers, times two.
double multiply_add_rate() {
  constexpr int lanes = 128;
  double x[lanes];
  for (int i = 0; i < lanes; ++i) x[i] = 1 + i;
  const long rounds = 20'000'000;
  const double start = now();
  for (long r = 0; r < rounds; ++r)
#pragma omp simd
    for (int i = 0; i < lanes; ++i) x[i] = x[i] * 0.999999999 + 1e-9;
  const double seconds = now() - start;
  double sum = 0;
  for (double v : x) sum += v;
  if (sum == 0.123) std::puts("");
  return 2.0 * lanes * rounds / seconds;
}

/// [B/s] of a = b + s c over arrays of `bytes` in all: two loads and a store.
double triad_rate(std::size_t bytes) {
  const int n = static_cast<int>(bytes / 24);
  std::vector<double> a(n), b(n, 1.0), c(n, 2.0);
  const long rounds = std::max(2L, 6'000'000'000L / (24L * n));
  const double start = now();
  for (long r = 0; r < rounds; ++r) {
    double* const to = a.data();
    const double *const x = b.data(), *const y = c.data();
#pragma omp simd
    for (int i = 0; i < n; ++i) to[i] = x[i] + 1e-9 * y[i];
    b[r % n] = a[(r + 1) % n];  // a round depends on the one before
  }
  return 24.0 * n * rounds / (now() - start);
}

Scenario riser_of_6_km() {
  Scenario s;
  s.inlet_depth = cells;
  Segment segment;
  segment.length = cells, segment.bore = 0.3, segment.roughness = 5e-5, segment.outer_heat_transfer = 20;
  s.segments = {segment};
  s.sea.depth = {0, cells}, s.sea.temperature = {25, 2};
  s.inlet.kind = BoundaryKind::flow;
  s.inlet.value = {{0, 60}, {0.0, 0.28}, 0, 0};
  s.outlet.value = {{0}, {101325}, 0, 0};
  return s;
}

Scenario three_classes(bool heat) {
  Scenario s = riser_of_6_km();
  s.heat = heat;
  for (double diameter : {2e-3, 1e-2, 2e-2}) {
    SolidClass solid;
    solid.diameter = diameter, solid.density = 2000;
    s.solids.push_back(solid);
  }
  for (int k = 0; k < 3; ++k) s.feeds.push_back({k, FeedKind::dry_mass_rate, {{0, 60}, {0, 12}, 0.3, 300}});
  return s;
}

Scenario mud() {
  Scenario s = riser_of_6_km();
  s.heat = false;
  SolidClass clay;
  clay.carrier = true, clay.density = 2650;
  s.solids = {clay};
  s.rheology = {RheologyLaw::herschel_bulkley, {0, 0.05, 0.1}, {0, 1, 10}, {0.0015, 0.03, 0.3}, {1, 0.75, 0.55}, 1000};
  s.feeds.push_back({0, FeedKind::concentration, {{0, 60}, {0, 0.06}, 0.3, 300}});
  return s;
}

/// Waves in the same riser with a booster station and a check valve; counted in updates of a cell's pressure. A start from
/// rest tears the column, and from then on a sub-step costs more.
Scenario elastic(bool torn) {
  Scenario s = three_classes(false);
  s.pressure = PressureModel::elastic;
  if (!torn) s.inlet.value = {{0}, {0.28}, 0, 0}, s.initial_flow = 0.28;
  Pump pump;
  pump.position = 2000, pump.flow = {0, 0.3, 0.6}, pump.head = {60, 50, 20}, pump.efficiency = {0.3, 0.7, 0.6}, pump.rated_speed = 150;
  pump.speed = {{0.0}, {150.0}, 0, 0};
  Valve valve;
  valve.position = 4000, valve.check = true, valve.at = {0, 1}, valve.coefficient = {0, 1};
  s.pumps = {pump}, s.valves = {valve};
  return s;
}

struct Row {
  std::string name;
  double rate, lowest, highest;          // [1/s]
  const char* items = "cell-steps";
};

Row measure(const char* name, const Scenario& scenario, double span, double start = 300) {
  Simulation simulation(scenario, Device::cpu);
  simulation.advance_to(start);
  std::vector<double> rates;
  for (int repeat = 0; repeat < 7; ++repeat) {
    const auto updates = [&] {
      const Totals t = simulation.totals();
      return scenario.pressure == PressureModel::elastic ? t.substeps : t.steps;
    };
    const long before = updates();
    const double start = now();
    simulation.advance_to(simulation.time() + span);
    rates.push_back((updates() - before) * double(cells) / (now() - start));
  }
  std::sort(rates.begin(), rates.end());
  return {name, rates[3], rates.front(), rates.back()};
}

/// Members of an ensemble, as `riser sweep` runs them: each thread advances its own risers; cell-steps a second and core.
Row measure_ensemble(const char* name, const Scenario& scenario, double span, int threads, int risers) {
  std::vector<Simulation> members;
  for (int m = 0; m < risers; ++m) members.emplace_back(scenario, Device::cpu);
  const auto all_to = [&](double target) {
    std::vector<std::jthread> crew;
    for (int t = 0; t < threads; ++t)
      crew.emplace_back([&, t] {
        for (int m = t; m < risers; m += threads) members[m].advance_to(target);
      });
  };
  const auto steps = [&] {
    long sum = 0;
    for (const Simulation& member : members) sum += member.totals().steps;
    return sum;
  };
  double target = 300;
  all_to(target);
  std::vector<double> rates;
  for (int repeat = 0; repeat < 7; ++repeat) {
    const long before = steps();
    const double start = now();
    all_to(target += span);
    rates.push_back(double(steps() - before) * cells / (now() - start) / threads);
  }
  std::sort(rates.begin(), rates.end());
  return {name, rates[3], rates.front(), rates.back()};
}

/// The nodules' sizing on the riser above: candidates of the steady screen a second, and designs through their transients a second.
Scenario sizing() {
  Scenario s = three_classes(true);
  s.inlet = {BoundaryKind::sea, {}};
  s.segments[0].yield_strength = 758e6, s.segments[0].bore = 0.15;
  Pump pump;
  pump.position = 900, pump.flow = {0, 0.1, 0.3, 0.4}, pump.head = {125, 120, 97, 40}, pump.efficiency = {0, 0.4, 0.72, 0.5}, pump.rated_speed = 150;
  pump.speed = {{0}, {150}, 0, 0}, pump.run_down_time = 5;
  s.pumps = {pump};
  Sizing& z = s.sizing;
  z.duties = {{"target", 4.05, 1, {}}};
  z.bore.from = 0.1, z.bore.to = 0.2, z.bore.count = 21, z.wall_thickness.values = {0.008, 0.012, 0.016}, z.stations.values = {2, 4, 6, 8, 10, 12};
  z.lowest_station.values = {300, 900, 1800}, z.concentration.from = 0.02, z.concentration.to = 0.12, z.concentration.count = 51;
  return s;
}

Row measure_screen() {
  const std::vector<Scenario> duties{sizing()};
  const DesignSpace space(duties[0]);
  std::vector<double> rates;
  for (int repeat = 0; repeat < 7; ++repeat) {
    const double start = now(), candidates = screen(duties, space, 1).candidates;
    rates.push_back(candidates / (now() - start));
  }
  std::sort(rates.begin(), rates.end());
  return {"sizing/screen/designs:1134/concentrations:51/threads:1", rates[3], rates.front(), rates.back(), "candidates"};
}

Row measure_transients() {
  const std::vector<Scenario> duties{sizing()};
  const DesignSpace space(duties[0]);
  const Screen screened = screen(duties, space, 1);
  std::vector<double> rates;
  for (int repeat = 0; repeat < 7; ++repeat) {
    const std::size_t at = screened.survivors[repeat % screened.survivors.size()];
    const double start = now();
    judge_transients(duties[0], 0, space.design(at), screened.designs[at]);
    rates.push_back(1 / (now() - start));
  }
  std::sort(rates.begin(), rates.end());
  return {"sizing/transients/cells:300/threads:1", rates[3], rates.front(), rates.back(), "designs"};
}

/// The axisymmetric model in full but for heat: turbulent, two classes of grains, 48 rings; larger than the caches.
Scenario section() {
  Scenario s;
  s.model = Model::axisymmetric;
  s.cell_length = 0.1, s.section.radial_cells = 48, s.section.wall_cell = 15e-6;
  s.section.ends = SectionEnds::open, s.section.flow_given = true, s.section.inlet_profile = InletProfile::turbulent;
  s.section.turbulence = TurbulenceLaw::mixing_length, s.section.suspension = SuspensionViscosity::thomas;
  s.section_drive = {{0}, {0.25}, 0, 0};
  s.liquid.law = LiquidLaw::constant, s.liquid.density = 1030, s.liquid.viscosity = 1.5e-3;
  s.heat = false;
  Segment segment;
  segment.length = 240, segment.bore = 0.3;
  s.segments = {segment}, s.inlet_depth = 240;
  for (double diameter : {2e-3, 1e-2}) {
    SolidClass solid;
    solid.diameter = diameter, solid.density = 2000;
    s.feeds.push_back({static_cast<int>(s.solids.size()), FeedKind::concentration, {{0}, {0.05}, 0, 0}});
    s.solids.push_back(solid);
  }
  return s;
}

/// What the passes of the section above read and write of whole fields, each once a pass [B a cell-step]: 149 doubles.
constexpr double section_bytes = 8 * 149;

Row measure_section(const char* name, int threads) {
  AxisymmetricSimulation simulation(section(), Device::cpu, threads);
  const double cells = simulation.geometry().r.size() * double(simulation.geometry().z.size());
  simulation.advance_to(0.1);
  std::vector<double> rates;
  for (int repeat = 0; repeat < 7; ++repeat) {
    const long before = simulation.totals().steps;
    const double start = now();
    simulation.advance_to(simulation.time() + 0.15);
    rates.push_back((simulation.totals().steps - before) * cells / (now() - start));
  }
  std::sort(rates.begin(), rates.end());
  return {name, rates[3], rates.front(), rates.back()};
}

void print_json(const std::vector<Row>& rows, double flops, double small, double large, double memory) {
  std::printf("{\n  \"context\": {\"multiply_add_flops\": %.4g, \"bytes_per_second_32kB\": %.4g, \"bytes_per_second_1MB\": %.4g, \"bytes_per_second_256MB\": %.4g},\n", flops, small, large, memory);
  std::printf("  \"benchmarks\": [");
  for (std::size_t i = 0; i < rows.size(); ++i)
    std::printf("%s\n    {\"name\": \"%s\", \"run_type\": \"iteration\", \"iterations\": 7, \"real_time\": %.6g, \"cpu_time\": %.6g, "
                "\"time_unit\": \"ns\", \"items_per_second\": %.6g}", i ? "," : "", rows[i].name.c_str(), 1e9 / rows[i].rate, 1e9 / rows[i].rate, rows[i].rate);
  std::printf("\n  ]\n}\n");
}
}  // namespace

int main(int count, char** arguments) {
  const bool json = count > 1 && !std::strcmp(arguments[1], "--json");
  const std::vector<Row> rows = {measure("axial/rigid/classes:3/cells:6000/threads:1", three_classes(false), 100),
                                 measure("axial/rigid/classes:3/heat/cells:6000/threads:1", three_classes(true), 100),
                                 measure("axial/rigid/mud/cells:6000/threads:1", mud(), 20),
                                 measure("axial/elastic/classes:3/cells:6000/threads:1", elastic(false), 1, 5),
                                 measure("axial/elastic/cavities/classes:3/cells:6000/threads:1", elastic(true), 1, 5),
                                 measure_ensemble("axial/ensemble/risers:8/classes:3/cells:6000/threads:1", three_classes(false), 20, 1, 8),
                                 measure_ensemble("axial/ensemble/risers:8/classes:3/cells:6000/threads:2/per_core", three_classes(false), 20, 2, 8), measure_screen(), measure_transients(),
                                 measure_section("axisymmetric/turbulent/classes:2/cells:115200/threads:1", 1), measure_section("axisymmetric/turbulent/classes:2/cells:115200/threads:2", 2)};
  const double flops = multiply_add_rate(), small = triad_rate(32 << 10), large = triad_rate(1 << 20), memory = triad_rate(std::size_t(256) << 20);
  if (json) return print_json(rows, flops, small, large, memory), 0;
  for (const Row& row : rows)
    std::printf("%-50s %.4g %s/s (lowest %.4g, highest %.4g of 7): at this rate the machine has time for %.3g flop and %.3g B in its cache for each\n",
                row.name.c_str(), row.rate, row.items, row.lowest, row.highest, flops / row.rate, large / row.rate);
  std::printf("machine: %.1f GFLOP/s of fused multiply-adds, %.1f GB/s of loads and stores in 32 kB, %.1f GB/s in 1 MB, %.1f GB/s in 256 MB, on this core\n",
              flops * 1e-9, small * 1e-9, large * 1e-9, memory * 1e-9);
  std::printf("axisymmetric: %.0f B a cell-step through its passes, %.0f %% of what the core moves in 256 MB\n", section_bytes, 100 * rows[rows.size() - 2].rate * section_bytes / memory);
}
