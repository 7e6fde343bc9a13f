#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "io/config/config.hpp"
#include "io/config/units.hpp"

using namespace riser;
namespace fs = std::filesystem;

namespace {

const fs::path source = RISER_SOURCE_DIR;

std::vector<fs::path> cases_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string problems_of(const fs::path& path) {
  std::string all;
  for (Problem problem : load_case(path.string()).problems) {
    problem.file = path.filename().string();
    all += format(problem) + "\n";
  }
  return all;
}
}  // namespace

TEST_CASE("every broken case says what its golden file says", "[config]") {
  const auto cases = cases_in(source / "tests/io/broken");
  REQUIRE(cases.size() >= 40);
  for (const fs::path& path : cases) {
    INFO(path.filename().string());
    CHECK(problems_of(path) == text_of(fs::path(path).replace_extension(".txt")));
    CHECK(!problems_of(path).empty());
  }
}

TEST_CASE("a missing file is a problem", "[config]") {
  REQUIRE(load_case("no/such/case.yaml").problems.size() == 1);
  CHECK(format(load_case("no/such/case.yaml").problems[0]) == "no/such/case.yaml: no such file");
}

TEST_CASE("the gallery loads, and what is printed reads back the same", "[config]") {
  const auto cases = cases_in(source / "configs");
  REQUIRE(!cases.empty());
  for (const fs::path& path : cases) {
    INFO(path.filename().string());
    const Loaded first = load_case(path.string());
    CHECK(problems_of(path) == "");
    const fs::path printed = fs::temp_directory_path() / ("riser_printed_" + path.filename().string());
    std::ofstream(printed) << print_config(first.scenario);
    const Loaded second = load_case(printed.string());
    CHECK(problems_of(printed) == "");
    CHECK(print_config(second.scenario) == print_config(first.scenario));
    fs::remove(printed);
  }
}

TEST_CASE("overrides are typed as in the file", "[config]") {
  const std::string path = (source / "configs/minamitorishima_nodules.yaml").string();
  const Loaded good = load_case(path, {"pumps[0].position=1 km", "time.end=2 h"});
  REQUIRE(good.problems.empty());
  CHECK(good.scenario.pumps[0].position == 1000);
  CHECK(good.scenario.end_time == 7200);
  CHECK(load_case(path, {"pumps[0].sped=1 rpm", "time.end=2 m", "pumps[9].position=1 m", "nonsense"}).problems.size() == 4);
}

TEST_CASE("quantities come to SI", "[units]") {
  const Units units;
  CHECK(units.parse("350 t/day", "kg/s").value == Approx(350e3 / 86400));
  CHECK(units.parse("14 in", "m").value == Approx(0.3556));
  CHECK(units.parse("60 bar", "Pa").value == Approx(6e6));
  CHECK(units.parse("1450 rpm", "rad/s").value == Approx(151.8436449));
  CHECK(units.parse("27 degC", "degC").value == 27);
  CHECK(units.parse("300.15 K", "degC").value == Approx(27));
  CHECK(units.parse("0.05 mm", "m").value == Approx(5e-5));
  CHECK(units.parse("180 deg", "rad").value == Approx(3.14159265358979));
  CHECK(units.parse("20 %", "").value == Approx(0.2));
}

TEST_CASE("a quantity that cannot be one says why", "[units]") {
  const Units units;
  CHECK(units.parse("5 s", "m").message == "wrong dimension: unit 's'");
  CHECK(units.parse("5 Hz", "s").message == "wrong dimension: unit 'Hz'");  // an inverse is no conversion
  CHECK(units.parse("5 baar", "Pa").hint == "did you mean 'bar'?");
  for (const char* text : {"", "m", "5", "nan m", "inf m", "1e999 m", "5 3 m", "5,3 m", "5 m since 2000"})
    CHECK(!units.parse(text, "m").message.empty());
}
