#include <algorithm>
#include <thread>

#include "benchmarks/perf/case.hpp"
#include "benchmarks/perf/scenarios.hpp"

// Many risers side by side, as `riser sweep` runs them: on the host each thread advances its own, on a GPU all go at once.
namespace riser::perf {
namespace {

class Members {
 public:
  Members(const Scenario& scenario, int risers, Device device, int threads) {
    for (int t = 0; t < threads && t < risers; ++t)
      parts_.emplace_back(std::vector<Scenario>(risers / threads + (t < risers % threads), scenario), device);
  }
  /// All as one riser is at `time` [s].
  void begin_at(double time, const Scenario& scenario) {
    Ensemble one({scenario}, Device::cpu);
    one.advance_to({time});
    const State state = one.state(0);
    for (Ensemble& part : parts_)
      for (std::size_t m = 0; m < part.size(); ++m) part.restore(m, state);
  }
  void advance_to(double target) {
    std::vector<std::jthread> crew;
    for (std::size_t t = 1; t < parts_.size(); ++t) crew.emplace_back([this, t, target] { advance(parts_[t], target); });
    advance(parts_[0], target);
  }
  double cell_steps() const {
    double sum = 0;
    for (const Ensemble& part : parts_)
      for (std::size_t m = 0; m < part.size(); ++m) sum += double(part.totals(m).steps) * part.geometry(m).s.size();
    return sum;
  }

 private:
  static void advance(Ensemble& part, double target) { part.advance_to(std::vector<double>(part.size(), target)); }
  std::vector<Ensemble> parts_;  // one a thread
};

class Side final : public Work {
 public:
  Side(const Scenario& scenario, int risers, Device device, int threads, double span) : members_(scenario, risers, device, threads), span_(span) {
    members_.advance_to(time_);
  }
  double portion(Watch& watch) override {
    const double before = members_.cell_steps();
    watch.start();
    members_.advance_to(time_ += span_);
    watch.stop();
    return members_.cell_steps() - before;
  }

 private:
  Members members_;
  double time_ = 300, span_;
};

/// More members than a small memory holds are done in batches. On the host a riser does not know of the others, so the batch kept in memory,
/// many times the caches, is advanced again and again in the place of the others.
class Batches final : public Work {
 public:
  Batches(int risers, int batch, Device device, int threads) : rounds_(risers / batch), members_(three_classes_in(600), batch, device, threads) { members_.begin_at(time_, three_classes_in(600)); }
  double portion(Watch& watch) override {
    const double before = members_.cell_steps();
    watch.start();
    for (int round = 0; round < rounds_; ++round) members_.advance_to(time_ += span);
    watch.stop();
    return members_.cell_steps() - before;
  }

 private:
  static constexpr double span = 90;  // [s] about thirty steps of 10 m cells
  int rounds_;
  Members members_;
  double time_ = 3600;                // [s] the pipe is full: a front on its way costs twice as much
};

Case crossover(int risers, Device device, int threads) {
  // A host member of 600 cells takes about half a megabyte, so that a batch stays below a gigabyte; a GPU wants them all at once.
  const int batch = device == Device::cuda ? risers : std::min(risers, 1000);
  Case c;
  c.name = "crossover/risers:" + std::to_string(risers) + "/cells:600/classes:3/device:" + (device == Device::cuda ? "cuda" : "cpu");
  c.items = "cell-steps", c.counted = "axial/rigid/classes:3/cells:6000", c.device = device, c.on_request = true;
  c.threads = device == Device::cuda ? 1 : std::min(threads, risers);
  c.prepare = [=, used = c.threads] { return std::make_unique<Batches>(risers, batch, device, used); };
  return c;
}
}  // namespace

std::vector<Case> ensemble_cases() {
  std::vector<Case> cases;
  for (int threads : {1, 2}) {
    Case c;
    c.name = "axial/ensemble/risers:8/classes:3/cells:6000/threads:" + std::to_string(threads) + (threads > 1 ? "/per_core" : "");
    c.items = "cell-steps", c.counted = "axial/rigid/classes:3/cells:6000", c.threads = threads, c.per_core = threads > 1;
    c.prepare = [threads] { return std::make_unique<Side>(three_classes(false), 8, Device::cpu, threads, 5); };
    cases.push_back(c);
  }
  Case gpu;
  gpu.name = "axial/ensemble/risers:256/classes:3/cells:6000/device:cuda";
  gpu.items = "cell-steps", gpu.counted = "axial/rigid/classes:3/cells:6000", gpu.device = Device::cuda;
  gpu.prepare = [] { return std::make_unique<Side>(three_classes(false), 256, Device::cuda, 1, 100); };
  cases.push_back(gpu);
  return cases;
}

std::vector<Case> crossover_cases(const Setting& setting) {
  std::vector<Case> cases;
  for (int risers : {1, 10, 100, 1000, 10000})
    for (Device device : {Device::cpu, Device::cuda}) cases.push_back(crossover(risers, device, setting.threads));
  return cases;
}
}  // namespace riser::perf
