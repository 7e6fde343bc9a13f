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

struct AxisymmetricSimulation::State {
  Scenario scenario;
  SectionGrid grid;
  SectionGeometry geometry;
  std::string device;
  std::unique_ptr<AnySection> section;
};

AxisymmetricSimulation::AxisymmetricSimulation(const Scenario& scenario, Device device, int threads) : state_(std::make_unique<State>()) {
  // Not measured yet where a GPU begins to pay, so auto stays on the host.
  const bool cuda = device == Device::cuda;
  state_->device = cuda ? cuda_device_name() : "cpu";
  if (state_->device.empty()) throw DeviceError("no CUDA device was found (" + cuda_trouble() + "); use --device cpu, or auto to take what is there");
  state_->scenario = scenario;
  state_->grid = make_section_grid(scenario);
  state_->geometry = make_section_geometry(scenario, state_->grid);
  state_->section = make_section(scenario, state_->grid, cuda, std::max(threads, 1));
}
AxisymmetricSimulation::~AxisymmetricSimulation() = default;
AxisymmetricSimulation::AxisymmetricSimulation(AxisymmetricSimulation&&) noexcept = default;

double AxisymmetricSimulation::time() const { return state_->section->clock().time; }
std::string AxisymmetricSimulation::device_name() const { return state_->device; }

void AxisymmetricSimulation::advance_to(double asked) {
  const SectionClock& c = state_->section->clock();
  while (c.time < asked) {
    double target = asked;
    for (const Event& e : state_->scenario.events)
      if (e.time > c.time) target = std::min(target, e.time);
    state_->section->advance(target);
    if (c.bad == 0) continue;
    const int slice = state_->grid.slices() - static_cast<int>(c.bad);
    char text[240];
    std::snprintf(text, sizeof text, "the state ran away: first bad slice %d at z = %.3f m, t = %.6g s (step %.3g s); try a smaller time.courant or time.maximum_step",
                  slice, state_->grid.axis.s[slice], c.time, c.step);
    throw Diverged(text);
  }
}

const SectionGeometry& AxisymmetricSimulation::geometry() const { return state_->geometry; }
SectionSnapshot AxisymmetricSimulation::snapshot() const { return state_->section->snapshot(); }
SectionProfile AxisymmetricSimulation::profile(int slice) const { return state_->section->profile(slice); }
SectionRow AxisymmetricSimulation::series_row() const { return state_->section->row(); }
SectionTotals AxisymmetricSimulation::totals() const { return state_->section->totals(); }
}  // namespace riser
