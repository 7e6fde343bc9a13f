#include "solver/section.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "solver/cuda_device.hpp"
#include "solver/executor.hpp"
#include "solver/section_state.hpp"
#include "solver/simulation.hpp"

namespace riser {
namespace {

template <int N>
std::unique_ptr<AnySection> make(const Scenario& scenario, const SectionGrid& grid, bool cuda, int threads) {
  return std::make_unique<SomeSection<N>>(scenario, grid, cuda ? make_cuda_section_executor<N>() : make_host_section_executor<N>(threads));
}

std::unique_ptr<AnySection> make_section(const Scenario& s, const SectionGrid& grid, bool cuda, int threads) {
  switch (s.solids.size()) {
    case 0: return make<0>(s, grid, cuda, threads);
    case 1: return make<1>(s, grid, cuda, threads);
    case 2: return make<2>(s, grid, cuda, threads);
    case 3: return make<3>(s, grid, cuda, threads);
    case 4: return make<4>(s, grid, cuda, threads);
    case 5: return make<5>(s, grid, cuda, threads);
    case 6: return make<6>(s, grid, cuda, threads);
    default: throw std::invalid_argument("at most 6 classes of solids");
  }
}
}  // namespace

struct AxisymmetricSimulation::Inside {
  Scenario scenario;
  SectionGrid grid;
  SectionGeometry geometry;
  std::string device;
  std::unique_ptr<AnySection> section;
  bool stale = true;  // the host's state is older than the device's

  AnySection& fresh() {
    if (stale) section->fetch();
    stale = false;
    return *section;
  }
};

AxisymmetricSimulation::AxisymmetricSimulation(const Scenario& scenario, Device device, int threads) : inside_(std::make_unique<Inside>()) {
  // Not measured yet where a GPU begins to pay, so auto stays on the host.
  const bool cuda = device == Device::cuda;
  inside_->device = cuda ? cuda_device_name() : "cpu";
  if (inside_->device.empty()) throw DeviceError("no CUDA device was found (" + cuda_trouble() + "); use --device cpu, or auto to take what is there");
  inside_->scenario = scenario;
  inside_->grid = make_section_grid(scenario);
  inside_->geometry = make_section_geometry(scenario, inside_->grid);
  inside_->section = make_section(scenario, inside_->grid, cuda, std::max(threads, 1));
}
AxisymmetricSimulation::~AxisymmetricSimulation() = default;
AxisymmetricSimulation::AxisymmetricSimulation(AxisymmetricSimulation&&) noexcept = default;

double AxisymmetricSimulation::time() const { return inside_->section->clock().time; }
std::string AxisymmetricSimulation::device_name() const { return inside_->device; }

void AxisymmetricSimulation::advance_to(double asked) {
  while (advance_some(asked)) continue;
}

bool AxisymmetricSimulation::advance_some(double asked) {
  const SectionClock& c = inside_->section->clock();
  if (c.time >= asked) return false;
  double target = asked;
  for (const Event& e : inside_->scenario.events)
    if (e.time > c.time) target = std::min(target, e.time);
  inside_->section->advance(target);
  inside_->stale = true;
  if (c.bad == 0) return c.time < asked;
  const int slice = inside_->grid.slices() - static_cast<int>(c.bad);
  char text[400];
  std::snprintf(text, sizeof text, "the run cannot go on: first bad slice %d at z = %.3f m, t = %.6g s (step %.3g s): %s", slice, inside_->grid.axis.s[slice], c.time, c.step,
                inside_->fresh().trouble(slice, inside_->scenario).c_str());
  throw Diverged(text);
}

const SectionGeometry& AxisymmetricSimulation::geometry() const { return inside_->geometry; }
SectionSnapshot AxisymmetricSimulation::snapshot() const { return inside_->fresh().snapshot(); }
SectionProfile AxisymmetricSimulation::profile(int slice) const { return inside_->fresh().profile(slice); }
SectionRow AxisymmetricSimulation::series_row() const { return inside_->fresh().row(); }
SectionTotals AxisymmetricSimulation::totals() const { return inside_->fresh().totals(); }
State AxisymmetricSimulation::state() const { return copy_state(inside_->fresh().parts()); }
void AxisymmetricSimulation::restore(const State& state) {
  restore_state(state, inside_->fresh().parts());
  inside_->section->put();
}
}  // namespace riser
