#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>

#include "io/config/config.hpp"
#include "solver/riser_state.hpp"
#include "solver/section.hpp"
#include "solver/section_parts.hpp"
#include "solver/simulation.hpp"

// A state taken anywhere and put into another simulation gives the same bits from there on.
using namespace riser;
namespace {

std::vector<Scenario> cases_of(Model model) {
  std::vector<Scenario> cases;
  const std::filesystem::path configs = std::filesystem::path(RISER_SOURCE_DIR) / "configs";
  for (const auto& folder : {configs, configs / "verify"})
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".yaml") continue;
      const Loaded loaded = load_case(entry.path().string());
      INFO(entry.path().string());
      REQUIRE(loaded.problems.empty());
      if (loaded.scenario.model == model && !loaded.scenario.name.starts_with("size_")) cases.push_back(loaded.scenario);
    }
  return cases;
}

/// Names of the parts that differ in a bit.
std::string differences(const State& a, const State& b) {
  std::string names;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].values.size() != b[i].values.size() || std::memcmp(a[i].values.data(), b[i].values.data(), a[i].values.size() * sizeof(double)) != 0) names += " " + a[i].name;
  return names;
}

/// `chunks` chunks to the first third of the run, state, `chunks` more; the same in a simulation that has been elsewhere before.
template <class Simulation, class Make>
std::string differences_after_restoring(const Scenario& s, Make make, int chunks) {
  Simulation whole = make(s), other = make(s);
  const auto go = [&](Simulation& simulation, double target) {
    for (int i = 0; i < chunks && simulation.advance_some(target); ++i) continue;
  };
  go(other, 0.4 * s.end_time), go(other, 0.7 * s.end_time);
  go(whole, 0.3 * s.end_time);
  const State state = whole.state();
  other.restore(state);
  for (Simulation* simulation : {&whole, &other}) go(*simulation, 0.6 * s.end_time), go(*simulation, s.end_time);
  return differences(whole.state(), other.state());
}
}  // namespace

TEST_CASE("a state put back gives the same bits: every axial case") {
  const std::vector<Scenario> cases = cases_of(Model::axial);
  REQUIRE(cases.size() > 20);
  for (Scenario s : cases) {
    INFO(s.name);
    s.cell_length = std::max(s.cell_length, s.segments[0].length / 60);
    CHECK(differences_after_restoring<Simulation>(s, [](const Scenario& c) { return Simulation(c, Device::cpu); }, 1) == "");
  }
}

TEST_CASE("a state put back gives the same bits: every axisymmetric case") {
  const std::vector<Scenario> cases = cases_of(Model::axisymmetric);
  REQUIRE(cases.size() > 10);
  for (Scenario s : cases) {
    INFO(s.name);
    s.cell_length = std::max(s.cell_length, s.segments[0].length / 64);
    s.section.radial_cells = std::min(s.section.radial_cells, 24);
    CHECK(differences_after_restoring<AxisymmetricSimulation>(s, [](const Scenario& c) { return AxisymmetricSimulation(c, Device::cpu); }, 2) == "");
  }
}

TEST_CASE("every number of the clocks is part of the state") {
  Clock clock{};
  SectionClock section{};
  std::vector<StatePart> parts, section_parts;
  add_clock(clock, parts);
  add_clock(section, section_parts);
  const auto bytes = [](const std::vector<StatePart>& all) {
    std::size_t sum = 0;
    for (const StatePart& p : all) sum += p.whole ? sizeof(long) : p.flag ? sizeof(bool) : p.number ? sizeof(int) : p.count * sizeof(double);
    return (sum + 7) / 8 * 8;
  };
  CHECK(bytes(parts) == sizeof(Clock));
  CHECK(bytes(section_parts) == sizeof(SectionClock));
}

TEST_CASE("a state of another pipe is refused and changes nothing") {
  Scenario s = cases_of(Model::axial).front();
  Simulation simulation(s, Device::cpu);
  const State before = simulation.state();
  State state = before;
  state.back().name = "nobody";
  CHECK_THROWS_WITH(simulation.restore(state), Catch::Contains("has no"));
  state = before;
  state[0].values.pop_back();
  CHECK_THROWS_WITH(simulation.restore(state), Catch::Contains(state[0].name));
  state = before;
  state.pop_back();
  CHECK_THROWS_AS(simulation.restore(state), std::invalid_argument);
  CHECK(differences(before, simulation.state()) == "");
}

TEST_CASE("what is no state of nature ends a run with cell and cause") {
  Scenario s = load_case(std::string(RISER_SOURCE_DIR) + "/configs/minamitorishima_nodules.yaml").scenario;
  s.cell_length = 100, s.end_time = 60;
  const auto end_of = [&](const char* name, std::size_t at, double value) {
    Simulation simulation(s, Device::cpu);
    State state = simulation.state();
    for (NamedValues& part : state)
      if (part.name == name) part.values[at] = value;
    simulation.restore(state);
    try {
      simulation.advance_to(60);
    } catch (const Diverged& error) {
      return std::string(error.what());
    }
    return std::string("nothing");
  };
  CHECK_THAT(end_of("phi_0", 7, std::nan("")), Catch::Contains("cell 7") && Catch::Contains("no number"));
  CHECK_THAT(end_of("temperature", 20, std::nan("")), Catch::Contains("no number"));
  CHECK_THAT(end_of("clock_mass_in", 0, 1e3), Catch::Contains("drifts"));
  CHECK_THAT(end_of("clock_flow", 0, 1e9), Catch::Contains("cell") && Catch::Contains("step"));
  CHECK_THAT(end_of("phi_0", 9, -0.2), Catch::Contains("cell") && Catch::Contains("fraction"));
}
