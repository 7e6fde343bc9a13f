// Counts what a cell-step costs by running the kernels with numbers that count: prints counts.json.
//   riser_count            counts.json anew            riser_count --check    fails where the committed one is off by more than 10 %
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "benchmarks/perf/counting/counted.hpp"
#include "benchmarks/perf/counting/tally.hpp"
#include "benchmarks/perf/scenarios.hpp"
#include "kernels/axisymmetric/view.hpp"
#include "solver/executor.hpp"
#include "solver/fourier.hpp"
#include "solver/section_executor.hpp"

using namespace riser;
using namespace riser::perf;
using Json = nlohmann::ordered_json;

namespace {

/// Caches as large as the footprints at which riser_bench measures its bandwidth.
Json counted(Arena& arena, double items_of_footprint, const std::function<double()>& run) {
  Tally sum;
  sum.begin = reinterpret_cast<std::uintptr_t>(arena.data()), sum.end = sum.begin + arena.bytes();
  IdealCache small(32 << 10, sum.begin, arena.bytes()), large(1 << 20, sum.begin, arena.bytes());
  sum.small = &small, sum.large = &large, sum.touched.assign(arena.bytes() / IdealCache::line + 1, 0);
  tally = &sum;
  const double items = run();
  tally = nullptr;
  const auto an_item = [&](double count) { return std::round(1000 * count / items) / 1000; };
  const double lines = std::count(sum.touched.begin(), sum.touched.end(), 1);
  return {{"additions", an_item(sum.additions)}, {"multiplications", an_item(sum.multiplications)}, {"multiply_adds", an_item(sum.multiply_adds)}, {"divisions", an_item(sum.divisions)},
          {"roots", an_item(sum.roots)}, {"bytes_beyond_32kB", an_item(small.traffic())}, {"bytes_beyond_1MB", an_item(large.traffic())},
          {"footprint_bytes_per_cell", std::round(lines * IdealCache::line / items_of_footprint)}, {"items_counted", items}};
}

/// `start` [s] by the program's own executor, then `span` [s] counted.
template <int N>
Json riser_counts(const Scenario& scenario, double start, double span) {
  const auto riser = build<N>(scenario, make_grid(scenario));
  const std::vector<Riser<N>*> all{riser.get()};
  const auto executor = make_host_executor<N>();
  executor->start(all), executor->advance(all, {start});
  Clock& c = *riser->view.clock;
  const int n = riser->view.n;
  return counted(riser->arena, n, [&] {
    const long before = c.elastic ? c.substeps : c.steps;
    riser_counted_border::advance_riser(N, &riser->view, sizeof riser->view, start + span);
    return double(n) * ((c.elastic ? c.substeps : c.steps) - before);
  });
}

std::unique_ptr<Fourier> fourier;

Json section_counts(int slices) {
  const Scenario scenario = section(slices);
  const SectionGrid grid = make_section_grid(scenario);
  const auto state = build_section<2>(scenario, grid);
  const auto executor = make_host_section_executor<2>(1);
  executor->start(*state), executor->advance(*state, 0.1);
  fourier = std::make_unique<Fourier>(state->view.nz);
  SectionClock& c = *state->view.clock;
  const double cells = double(state->view.nr) * state->view.nz;
  return counted(state->arena, cells, [&] {
    const long before = c.steps;
    riser_counted_border::advance_section(&state->view, sizeof state->view, 0.1 + 4 * c.step, [](double* row, bool backward) { fourier->transform(row, backward); });
    return cells * (c.steps - before);
  });
}

Json all_counts() {
  Json cases;
  cases["axial/rigid/classes:3/cells:6000"] = riser_counts<3>(three_classes(false), 300, 2);
  cases["axial/rigid/classes:3/heat/cells:6000"] = riser_counts<3>(three_classes(true), 300, 2);
  cases["axial/rigid/mud/cells:6000"] = riser_counts<1>(mud(), 300, 2);
  cases["axial/elastic/classes:3/cells:6000"] = riser_counts<3>(elastic(false), 5, 1);
  cases["axial/elastic/cavities/classes:3/cells:6000"] = riser_counts<3>(elastic(true), 5, 1);
  cases["axisymmetric/turbulent/classes:2/cells:115200"] = section_counts(480);
  return cases;
}

/// Number of values that are off by more than a tenth; each is named.
int compare(const Json& found, const Json& committed) {
  int off = 0;
  for (const auto& [name, values] : found.items())
    for (const auto& [key, value] : values.items()) {
      const double now = value, then = committed.value("/cases"_json_pointer / name / key, 0.0);
      if (key == "items_counted" || std::abs(now - then) <= 0.1 * then + 0.1) continue;
      std::fprintf(stderr, "%s: %s is %g now, %g in counts.json\n", name.c_str(), key.c_str(), now, then), ++off;
    }
  return off;
}
}  // namespace

int main(int count, char** arguments) {
  const Json found = all_counts();
  if (count > 1 && !std::strcmp(arguments[1], "--check")) {
    std::ifstream file(RISER_COUNTS);
    const int off = compare(found, Json::parse(file));
    if (off > 0) std::fprintf(stderr, "the kernels have changed: run benchmarks/perf/count.sh and commit counts.json\n");
    return off > 0;
  }
  const Json all{{"what", "an item's cost, counted by running the kernels with numbers that count; benchmarks/perf/count.sh makes this file anew"}, {"cases", found}};
  std::puts(all.dump(1).c_str());
}
