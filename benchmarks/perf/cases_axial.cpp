#include "benchmarks/perf/case.hpp"
#include "benchmarks/perf/scenarios.hpp"

// One riser: rigid, with heat, of mud, with waves. Items are cell-steps, with waves updates of a cell's pressure.
namespace riser::perf {
namespace {

class OneRiser final : public Work {
 public:
  OneRiser(const Scenario& scenario, Device device, double start, double span) : simulation_(scenario, device), waves_(scenario.pressure == PressureModel::elastic), span_(span) {
    simulation_.advance_to(start);
  }
  double portion(Watch& watch) override {
    const long before = updates();
    watch.start();
    simulation_.advance_to(simulation_.time() + span_);
    watch.stop();
    return double(updates() - before) * simulation_.geometry().s.size();
  }

 private:
  long updates() const {
    const Totals totals = simulation_.totals();
    return waves_ ? totals.substeps : totals.steps;
  }
  Simulation simulation_;
  bool waves_;
  double span_;  // [s] of simulated time
};

struct Kind {
  const char *name, *items;
  Scenario scenario;
  double start, span;  // [s]
};

/// On the host, and on a GPU over ten times the span: a call there ends with a copy of the state.
void add(std::vector<Case>& cases, const Kind& kind) {
  for (Device device : {Device::cpu, Device::cuda}) {
    const double span = device == Device::cuda ? 10 * kind.span : kind.span;
    Case c;
    c.name = std::string(kind.name) + (device == Device::cuda ? "/device:cuda" : "/threads:1");
    c.items = kind.items, c.counted = kind.name, c.device = device;
    c.prepare = [=] { return std::make_unique<OneRiser>(kind.scenario, device, kind.start, span); };
    cases.push_back(c);
  }
}
}  // namespace

std::vector<Case> axial_cases() {
  std::vector<Case> cases;
  add(cases, {"axial/rigid/classes:3/cells:6000", "cell-steps", three_classes(false), 300, 20});
  add(cases, {"axial/rigid/classes:3/heat/cells:6000", "cell-steps", three_classes(true), 300, 20});
  add(cases, {"axial/rigid/mud/cells:6000", "cell-steps", mud(), 300, 2});
  add(cases, {"axial/elastic/classes:3/cells:6000", "pressure updates", elastic(false), 5, 0.5});
  add(cases, {"axial/elastic/cavities/classes:3/cells:6000", "pressure updates", elastic(true), 5, 0.5});
  return cases;
}
}  // namespace riser::perf
