#include <cxxabi.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <typeinfo>

#include "kernels/axisymmetric/balance.hpp"
#include "solver/section.hpp"
#include "solver/section_build.hpp"
#include "solver/section_loops.hpp"
#include "tests/solver/memory_watch.hpp"
#include "tests/solver/section_case.hpp"

// The least that each pass of the axisymmetric step must move, whatever runs it: whole fields read and written, each once, counted by watching
// the memory of a step on the host, against tests/budgets/section_bytes.json. A GPU's time for a step is at least this over its memory's speed.
using namespace riser;

namespace {
struct Traffic {
  double reads = 0, writes = 0;  // [-] doubles for each cell of the pipe
  int passes = 0;                // of the step
};

/// "AxialClassFlux" of riser::AxialClassFlux<2>.
template <class F>
std::string name_of() {
  char* text = abi::__cxa_demangle(typeid(F).name(), nullptr, nullptr, nullptr);
  std::string name = text;
  std::free(text);
  name = name.substr(0, name.find('<'));
  return name.substr(name.rfind(':') + 1);
}

/// The host's loops, each pass watched.
class WatchedLoops {
 public:
  template <int N>
  explicit WatchedLoops(SectionState<N>& s) : loops_(s.view, 1), watch_(s.arena.data(), s.arena.bytes()), cells_(double(s.view.nr) * s.view.nz) {}
  template <class F>
  void cells(Span rows, Span slices, const F& f) {
    note(name_of<F>(), [&] { loops_.cells(rows, slices, f); }, double(rows.end - rows.begin) * (slices.end - slices.begin) > cells_ / 100);
  }
  template <class F>
  void columns(Span rows, Span slices, const F& f) { note(name_of<F>(), [&] { loops_.columns(rows, slices, f); }); }
  template <class F>
  void settle(Span rows, Span slices, int most, const F& f) { note(name_of<F>(), [&] { loops_.settle(rows, slices, most, f); }); }
  template <class F>
  void rising(Span rows, Span slices, const F& f) { note(name_of<F>(), [&] { loops_.rising(rows, slices, f); }); }
  template <class F>
  void team(const F& f) { note(name_of<F>(), [&] { loops_.team(f); }); }
  void transform(bool backward) { note("transform", [&] { loops_.transform(backward); }); }
  const std::map<std::string, Traffic>& found() const { return found_; }

 private:
  /// A few rows or slices count for nothing: there a page would be more than what is moved.
  template <class Body>
  void note(const std::string& name, const Body& body, bool whole = true) {
    const MemoryWatch::Pages pages = watch_.during(body);
    const double doubles = whole ? double(watch_.page_bytes()) / sizeof(Real) / cells_ : 0;
    Traffic& t = found_[name];
    t.reads += doubles * pages.read, t.writes += doubles * pages.written, ++t.passes;
  }
  HostLoops loops_;
  MemoryWatch watch_;
  double cells_;
  std::map<std::string, Traffic> found_;
};

/// A step like the one that benchmarks/ measures: turbulent, two classes of grains, no heat.
Scenario plain() {
  Scenario s = cases::full_section(SectionEnds::open);
  s.heat = false, s.rheology = {}, s.section.migration = MigrationLaw::none;
  s.section.suspension = SuspensionViscosity::thomas;
  return s;
}

/// In whole fields, of a pipe so long that a page is not much of a row.
nlohmann::ordered_json counted(Scenario s) {
  s.section.radial_cells = 32, s.cell_length = s.segments[0].length / 8192;
  const auto section = build_section<2>(s, make_section_grid(s));
  HostLoops loops(section->view, 1);
  begin_section(loops, section->view);
  section->view.clock->target = 1;
  step(loops, section->view);
  WatchedLoops watched(*section);
  step(watched, section->view);
  nlohmann::ordered_json all;
  long reads = 0, writes = 0, passes = 0;
  for (const auto& [name, t] : watched.found()) {
    const long in = std::lround(t.reads), out = std::lround(t.writes);
    if (in + out > 0) all[name] = {{"reads", in}, {"writes", out}, {"passes", t.passes}};
    reads += in, writes += out, passes += t.passes;
  }
  all["step"] = {{"reads", reads}, {"writes", writes}, {"passes", passes}};
  return all;
}
}  // namespace

TEST_CASE("pages that are read and written are told apart", "[budget]") {
  std::vector<double> block(32 * 512);
  MemoryWatch watch(block.data(), block.size() * sizeof(double));
  const std::size_t page = watch.page_bytes() / sizeof(double);
  double sum = 0;
  const auto pages = watch.during([&] {
    for (std::size_t p = 2; p < 7; ++p) sum += block[p * page];  // five read
    for (std::size_t p = 10; p < 12; ++p) block[p * page] += 1;  // two read and written
    for (std::size_t p = 20; p < 23; ++p) block[p * page] = 2, sum += block[p * page];  // three written, then read
  });
  CHECK(pages.read == 7);
  CHECK(pages.written == 5);
  CHECK(sum == 6);
}

TEST_CASE("each pass of the axisymmetric step moves what its budget says", "[section][budget]") {
  std::ifstream file(RISER_SOURCE_DIR "/tests/budgets/section_bytes.json");
  const auto budget = nlohmann::ordered_json::parse(file);
  const std::pair<const char*, Scenario> cases[] = {{"turbulent, two classes", plain()}, {"all physics, two classes", cases::full_section(SectionEnds::open)}};
  for (const auto& [name, scenario] : cases) {
    const auto found = counted(scenario);
    for (const auto& [pass, traffic] : found.items()) {
      INFO(name << ", " << pass << ", found: " << traffic.dump());
      CHECK(traffic == budget.at(name).value(pass, nlohmann::ordered_json()));
    }
    CHECK(found.size() == budget.at(name).size());
  }
}
