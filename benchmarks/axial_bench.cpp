// Speed of the axial step on this machine, with the machine's own fused multiply-add rate measured in the same run.
// Three classes, seawater, Churchill friction, Taylor dispersion, heat with the wall's storage, 6,000 cells, one core.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "solver/simulation.hpp"

using namespace riser;

namespace {
double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// [GFLOP/s] of independent fused multiply-adds in registers.
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
  return 2.0 * lanes * rounds / seconds * 1e-9;
}

Scenario three_classes() {
  Scenario s;
  s.inlet_depth = 6000;
  for (double diameter : {2e-3, 1e-2, 2e-2}) {
    SolidClass solid;
    solid.diameter = diameter;
    solid.density = 2000;
    s.solids.push_back(solid);
  }
  Segment segment;
  segment.length = 6000, segment.bore = 0.3, segment.roughness = 5e-5, segment.outer_heat_transfer = 20;
  s.segments = {segment};
  s.sea.depth = {0, 6000}, s.sea.temperature = {25, 2};
  s.inlet.kind = BoundaryKind::flow;
  s.inlet.value = {{0, 60}, {0.0, 0.28}, 0, 0};
  s.outlet.value = {{0}, {101325}, 0, 0};
  for (int k = 0; k < 3; ++k) s.feeds.push_back({k, FeedKind::dry_mass_rate, {{0, 60}, {0, 12}, 0.3, 300}});
  return s;
}
}  // namespace

int main() {
  Simulation simulation(three_classes(), Device::cpu);
  simulation.advance_to(300);
  std::vector<double> rates;
  for (int repeat = 0; repeat < 7; ++repeat) {
    const long before = simulation.totals().steps;
    const double start = now();
    simulation.advance_to(simulation.time() + 100);
    rates.push_back((simulation.totals().steps - before) * 6000.0 / (now() - start));
  }
  std::sort(rates.begin(), rates.end());
  std::printf("axial/rigid/classes:3/cells:6000/threads:1  %.2f million cell-steps/s (lowest %.2f, highest %.2f of 7)\n",
              rates[3] * 1e-6, rates.front() * 1e-6, rates.back() * 1e-6);
  std::printf("machine: %.1f GFLOP/s of fused multiply-adds on this core\n", multiply_add_rate());
}
