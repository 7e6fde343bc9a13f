#include "solver/ensemble.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <stdexcept>

#include "solver/cuda_device.hpp"
#include "solver/executor.hpp"
#include "solver/geometry.hpp"
#include "solver/simulation.hpp"
#include "solver/some_riser.hpp"

namespace riser {

#ifndef RISER_HAS_CUDA
std::string cuda_device_name() { return {}; }
std::string cuda_trouble() { return "built without CUDA"; }
void use_cuda_device(int) {}
#endif

namespace {

/// The members with one number of classes, and who runs them.
struct AnyCrew {
  virtual ~AnyCrew() = default;
  virtual std::unique_ptr<AnyRiser> add(const Scenario& scenario, const Grid& grid) = 0;
  virtual void start() = 0;
  virtual void advance(const std::vector<double>& targets) = 0;  // in the order they were added
  virtual void fetch(std::size_t place) = 0;                     // the state of one of them, for the host to read
  virtual void put(std::size_t place) = 0;                       // what the host wrote there
};

template <int N>
class Crew final : public AnyCrew {
 public:
  explicit Crew(bool cuda) : executor_(cuda ? make_cuda_executor<N>() : make_host_executor<N>()) {}
  std::unique_ptr<AnyRiser> add(const Scenario& scenario, const Grid& grid) override {
    auto riser = std::make_unique<SomeRiser<N>>(scenario, grid);
    risers_.push_back(riser->riser());
    return riser;
  }
  void start() override { executor_->start(risers_); }
  void advance(const std::vector<double>& targets) override { executor_->advance(risers_, targets); }
  void fetch(std::size_t place) override { executor_->fetch(risers_, place); }
  void put(std::size_t place) override { executor_->put(risers_, place); }

 private:
  std::vector<Riser<N>*> risers_;
  std::unique_ptr<Executor<N>> executor_;
};

std::unique_ptr<AnyCrew> make_crew(std::size_t classes, bool cuda) {
  switch (classes) {
    case 0: return std::make_unique<Crew<0>>(cuda);
    case 1: return std::make_unique<Crew<1>>(cuda);
    case 2: return std::make_unique<Crew<2>>(cuda);
    case 3: return std::make_unique<Crew<3>>(cuda);
    case 4: return std::make_unique<Crew<4>>(cuda);
    case 5: return std::make_unique<Crew<5>>(cuda);
    case 6: return std::make_unique<Crew<6>>(cuda);
    default: throw std::invalid_argument("at most 6 classes of solids");
  }
}

struct Member {
  Scenario scenario;
  Grid grid;
  Geometry geometry;
  std::unique_ptr<AnyRiser> riser;
  AnyCrew* crew = nullptr;
  std::size_t place = 0;  // in the crew
  bool stale = true;      // the host's state is older than the crew's
  std::string trouble;

  AnyRiser& fresh() {
    if (stale) crew->fetch(place);
    stale = false;
    return *riser;
  }

  double time() const { return riser->clock().time; }
  /// The next time at which the step must end exactly: an event, the end of a window of waves, or `target`.
  double next_stop(double target) const {
    double stop = target;
    for (const Event& e : scenario.events)
      if (e.time > time()) stop = std::min(stop, e.time);
    for (const auto* ends : {&scenario.waves.from, &scenario.waves.to})
      for (double t : *ends)
        if (t > time()) stop = std::min(stop, t);
    return stop;
  }
  void note_trouble() {
    const Clock& c = riser->clock();
    if (c.smallest_bad == 0) return;
    const int cell = grid.cells() - static_cast<int>(c.smallest_bad);
    char text[400];
    std::snprintf(text, sizeof text, "the run cannot go on: first bad cell %d at s = %.1f m, t = %.3f s (step %.3g s): %s", cell, grid.s[cell], c.time, c.step,
                  fresh().trouble(cell, scenario).c_str());
    trouble = text;
  }
};
}  // namespace

struct Ensemble::Inside {
  std::string device;
  std::map<std::size_t, std::unique_ptr<AnyCrew>> crews;  // by number of classes; go after the members
  std::vector<Member> members;
};

Ensemble::Ensemble(std::vector<Scenario> scenarios, Device device) : inside_(std::make_unique<Inside>()) {
  const std::string gpu = device == Device::cpu ? "" : cuda_device_name();
  if (device == Device::cuda && gpu.empty())
    throw DeviceError("no CUDA device was found (" + cuda_trouble() + "); use --device cpu, or auto to take what is there");
  // Not measured yet where a GPU begins to pay, so auto stays on the host.
  const bool cuda = device == Device::cuda;
  inside_->device = cuda ? gpu : "cpu";
  std::map<AnyCrew*, std::size_t> crew_sizes;
  for (Scenario& scenario : scenarios) {
    Member m;
    m.scenario = std::move(scenario);
    m.grid = make_grid(m.scenario);
    m.geometry = make_geometry(m.scenario, m.grid);
    auto& crew = inside_->crews[m.scenario.solids.size()];
    if (!crew) crew = make_crew(m.scenario.solids.size(), cuda);
    m.crew = crew.get();
    m.place = crew_sizes[m.crew]++;
    m.riser = crew->add(m.scenario, m.grid);
    inside_->members.push_back(std::move(m));
  }
  for (auto& [classes, crew] : inside_->crews) crew->start();
}
Ensemble::~Ensemble() = default;
Ensemble::Ensemble(Ensemble&&) noexcept = default;

std::size_t Ensemble::size() const { return inside_->members.size(); }
std::string Ensemble::device_name() const { return inside_->device; }

void Ensemble::advance_to(const std::vector<double>& asked) {
  while (advance_some(asked)) continue;
}

bool Ensemble::advance_some(const std::vector<double>& asked) {
  bool left = false;
  std::map<AnyCrew*, std::vector<double>> targets;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    Member& m = inside_->members[i];
    const bool goes = m.trouble.empty() && m.time() < asked[i];
    targets[m.crew].push_back(goes ? m.next_stop(asked[i]) : m.time());
    left |= goes, m.stale |= goes;
  }
  if (!left) return false;
  for (auto& [crew, times] : targets) crew->advance(times);
  left = false;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    Member& m = inside_->members[i];
    if (m.trouble.empty()) m.note_trouble();
    left |= m.trouble.empty() && m.time() < asked[i];
  }
  return left;
}

double Ensemble::time(std::size_t member) const { return inside_->members[member].time(); }
std::string Ensemble::trouble(std::size_t member) const { return inside_->members[member].trouble; }
const Geometry& Ensemble::geometry(std::size_t member) const { return inside_->members[member].geometry; }
Snapshot Ensemble::snapshot(std::size_t member) const { return inside_->members[member].fresh().snapshot(); }
SeriesRow Ensemble::series_row(std::size_t member) const { return inside_->members[member].fresh().row(inside_->members[member].scenario); }
Totals Ensemble::totals(std::size_t member) const {
  Totals totals = inside_->members[member].fresh().totals();
  add_limits(inside_->members[member].geometry, totals);
  return totals;
}
State Ensemble::state(std::size_t member) const { return copy_state(inside_->members[member].fresh().parts()); }
void Ensemble::restore(std::size_t member, const State& state) {
  Member& m = inside_->members[member];
  restore_state(state, m.fresh().parts());
  m.crew->put(m.place);
  m.trouble.clear();
}
}  // namespace riser
