#include <algorithm>
#include <stdexcept>

#include "io/config/distribution.hpp"
#include "io/config/reader.hpp"

namespace riser {
namespace {

void describe_variation(FieldVisitor& v, Variation& variation) {
  v.text("key", variation.key, true, "of the case, such as pipe.segments[0].bore; several with commas between take the same value");
  v.texts("values", variation.values, "as they stand in a case");
  v.text("from", variation.from, false, "the lowest, with its unit; where a normal or lognormal is cut");
  v.text("to", variation.to, false, "the highest, in the same unit");
  choose(v, "distribution", variation.distribution, {"uniform", "normal", "lognormal", "triangular"}, "of samples");
  const Names of[] = {{}, {"mean", "deviation"}, {"median"}, {"mode"}};
  for (const auto& [key, text] : {std::pair{"mean", &variation.mean}, {"deviation", &variation.deviation}, {"median", &variation.median}, {"mode", &variation.mode}}) {
    const Names& mine = of[static_cast<int>(variation.distribution)];
    if (std::find(mine.begin(), mine.end(), key) != mine.end()) v.text(key, *text, true, "with its unit");
    else v.unused(key, "not of this distribution");
  }
  if (variation.distribution == DistributionKind::lognormal) v.number("factor", variation.factor, {"", 1, 1000, true}, "one deviation multiplies or divides by it");
  else v.unused("factor", "only with distribution: lognormal");
  v.number("count", variation.count, {"", 0, 1e6}, "values of a grid between from and to, both counted");
}
}  // namespace

void describe_sweep(FieldVisitor& v, Sweep& sweep) {
  choose(v, "method", sweep.method, {"grid", "list", "latin_hypercube", "sobol"}, "every combination, row by row, sampled, or sampled for Sobol's indices");
  if (sweep.method == SweepMethod::latin_hypercube || sweep.method == SweepMethod::sobol) {
    v.number("samples", sweep.samples, {"", 1, 1e6}, "");
    v.number("seed", sweep.seed, {"", 0, 1e9}, "the same seed gives the same members");
  } else {
    for (const char* key : {"samples", "seed"}) v.unused(key, "only with method: latin_hypercube or sobol");
  }
  v.list("vary", {sweep.vary.size(), [&](size_t n) { sweep.vary.resize(n); },
                  [&](FieldVisitor& row, size_t i) { describe_variation(row, sweep.vary[i]); }, 32}, "what differs between members");
}

void check_sweep(const Scenario& s, ConfigReader& r) {
  const Sweep& sweep = s.sweep;
  const bool sampled = sweep.method == SweepMethod::latin_hypercube || sweep.method == SweepMethod::sobol;
  for (std::size_t i = 0; sampled && i < sweep.vary.size(); ++i) {
    const std::string path = "sweep.vary[" + std::to_string(i) + "]";
    if (!sweep.vary[i].values.empty()) {
      r.report(path + ".values", "values are for grid and list", "a distribution: from and to, or mean and deviation, ...");
      continue;
    }
    try {
      const Distribution distribution(sweep.vary[i]);
    } catch (const std::invalid_argument& error) {
      r.report(path, error.what());
    }
  }
}
}  // namespace riser
