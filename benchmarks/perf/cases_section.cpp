#include "benchmarks/perf/case.hpp"
#include "benchmarks/perf/scenarios.hpp"
#include "solver/section.hpp"

// The axisymmetric step on a section larger than the caches.
namespace riser::perf {
namespace {

class OneSection final : public Work {
 public:
  OneSection(Device device, int threads) : simulation_(section(2400), device, threads) { simulation_.advance_to(0.1); }
  double portion(Watch& watch) override {
    const long before = simulation_.totals().steps;
    watch.start();
    simulation_.advance_to(simulation_.time() + 0.05);
    watch.stop();
    const SectionGeometry& g = simulation_.geometry();
    return double(simulation_.totals().steps - before) * g.r.size() * g.z.size();
  }

 private:
  AxisymmetricSimulation simulation_;
};

Case turbulent(Device device, int threads) {
  Case c;
  c.counted = "axisymmetric/turbulent/classes:2/cells:115200";
  c.name = c.counted + (device == Device::cuda ? "/device:cuda" : "/threads:" + std::to_string(threads));
  c.items = "cell-steps", c.threads = threads, c.device = device;
  c.prepare = [=] { return std::make_unique<OneSection>(device, threads); };
  return c;
}
}  // namespace

std::vector<Case> section_cases() { return {turbulent(Device::cpu, 1), turbulent(Device::cpu, 2), turbulent(Device::cuda, 1)}; }
}  // namespace riser::perf
