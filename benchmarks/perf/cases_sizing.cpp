#include "benchmarks/perf/case.hpp"
#include "benchmarks/perf/scenarios.hpp"
#include "solver/transients.hpp"

// What `riser size` spends its time on: candidates of the steady screen, and the best design's full transients.
namespace riser::perf {
namespace {

class SteadyScreen final : public Work {
 public:
  double portion(Watch& watch) override {
    watch.start();
    const double candidates = screen(duties_, space_, 1).candidates;
    watch.stop();
    return candidates;
  }

 private:
  std::vector<Scenario> duties_{sizing()};
  DesignSpace space_{duties_[0]};
};

class Transients final : public Work {
 public:
  double portion(Watch& watch) override {
    watch.start();
    judge_transients(duties_[0], 0, space_.design(best_), screened_.designs[best_]);
    watch.stop();
    return 1;
  }

 private:
  std::vector<Scenario> duties_{sizing()};
  DesignSpace space_{duties_[0]};
  Screen screened_ = screen(duties_, space_, 1);
  std::size_t best_ = screened_.survivors.at(0);
};

template <class Kind>
Case one(const char* name, const char* items) {
  Case c;
  c.name = name, c.items = items;
  c.prepare = [] { return std::make_unique<Kind>(); };
  return c;
}
}  // namespace

std::vector<Case> sizing_cases() {
  return {one<SteadyScreen>("sizing/screen/designs:1134/concentrations:51/threads:1", "candidates"),
          one<Transients>("sizing/transients/cells:300/threads:1", "designs")};
}
}  // namespace riser::perf
