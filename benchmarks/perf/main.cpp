// riser bench: speed of the steps, the sizing and the files on this machine, beside the machine's own limits measured in the same run.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <thread>

#include "benchmarks/perf/report.hpp"

namespace {
using namespace riser;
using namespace riser::perf;

struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Unwritable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Options {
  std::string filter, device = "all", json, bencher, output;
  bool list = false, as_json = false, no_limits = false;
  int repeats = 7, portions = 0;
  double least_seconds = 0.3;
  Setting setting{static_cast<int>(std::max(1u, std::thread::hardware_concurrency())), std::filesystem::temp_directory_path()};
};

std::vector<Case> all_cases(const Setting& setting) {
  std::vector<Case> cases;
  for (const auto& group : {axial_cases(), ensemble_cases(), section_cases(), sizing_cases(), file_cases(setting), crossover_cases(setting)})
    cases.insert(cases.end(), group.begin(), group.end());
  return cases;
}

/// Why a case is not measured here; empty when it is.
std::string hindrance(const Case& c, const Options& o, const std::string& gpu) {
  if (c.device == Device::cuda && gpu.empty()) return "no CUDA device";
  if (c.threads > o.setting.threads) return "it takes " + std::to_string(c.threads) + " threads (--threads)";
  return {};
}

std::vector<Case> chosen_cases(const Options& o) {
  std::regex filter;
  try {
    filter = std::regex(o.filter);
  } catch (const std::regex_error&) {
    throw BadInput("--filter '" + o.filter + "' is not a regular expression; an example: --filter 'axial/.*threads:1'");
  }
  std::vector<Case> chosen;
  for (const Case& c : all_cases(o.setting)) {
    const std::string group = c.name.substr(0, c.name.find('/'));
    const bool asked = !c.on_request || o.list || o.filter.find(group) != std::string::npos;
    const bool on_device = o.device == "all" || (o.device == "cuda") == (c.device == Device::cuda);
    if (asked && on_device && std::regex_search(c.name, filter)) chosen.push_back(c);
  }
  if (chosen.empty()) throw BadInput("no case matches --filter '" + o.filter + "'; --list shows the names");
  return chosen;
}

void list(const Options& o) {
  const std::string gpu = this_machine().gpu;
  for (const Case& c : chosen_cases(o)) {
    const std::string why = hindrance(c, o, gpu);
    std::printf("%s%s%s\n", c.name.c_str(), why.empty() ? c.on_request ? "   on request: --filter crossover" : "" : "   not measured: ", why.c_str());
  }
}

/// A GPU that one model cannot use is said in its line; it is an error where the GPU was asked for.
Result attempt(const Case& c, const Options& o) {
  try {
    return measure(c, o.repeats, o.least_seconds, o.portions);
  } catch (const DeviceError& e) {
    if (o.device == "cuda" || c.device != Device::cuda) throw;
    return {c, e.what(), 0, {}, 0};
  }
}

Report run(const Options& o) {
  Report report;
  report.machine = this_machine();
  const std::vector<Case> chosen = chosen_cases(o);
  if (o.device == "cuda" && report.machine.gpu.empty()) throw DeviceError("no CUDA device was found; use --device cpu, or all to take what is there");
  const bool talk = isatty(2);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Case& c = chosen[i];
    Result skipped{c, hindrance(c, o, report.machine.gpu), 0, {}, 0};
    if (talk) std::fprintf(stderr, "[%zu/%zu] %s\n", i + 1, chosen.size(), c.name.c_str());
    report.results.push_back(skipped.not_measured.empty() ? attempt(c, o) : skipped);
    if (!o.no_limits && skipped.not_measured.empty() && c.device == Device::cpu && !c.counted.empty() && !report.limits.contains(c.threads))
      report.limits[c.threads] = measure_limits(c.threads, memory_footprint(report.machine));
  }
  return report;
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  if (!file) throw Unwritable(path.string() + ": cannot be written; is the folder there, and is there room?");
}

/// Before anything is measured, so that no long run is lost to a wrong path.
void must_be_writable(const std::string& path) {
  if (path.empty() || path == "-") return;
  if (!std::ofstream(path, std::ios::app)) throw Unwritable(path + ": cannot be written; is the folder there?");
}

void deliver(const Options& o, const Report& report) {
  const bool to_stdout = o.as_json && (o.json.empty() || o.json == "-");
  if (to_stdout) std::fputs(as_google_json(report).c_str(), stdout);
  else std::fputs(as_table(report).c_str(), stdout);
  if (o.as_json && !to_stdout) write(o.json, as_google_json(report));
  if (!o.bencher.empty()) write(o.bencher, as_bencher_json(report));
  if (o.output.empty()) return;
  const std::filesystem::path folder = o.output;
  write(folder / "bench.json", as_google_json(report)), write(folder / "bencher.json", as_bencher_json(report)), write(folder / "bench.txt", as_table(report));
}

CLI::Option* declare(CLI::App& app, Options& o) {
  app.add_option("--filter", o.filter, "Only cases whose name this regular expression finds; the group crossover runs only when it is named here")->type_name("REGEX");
  app.add_flag("--list", o.list, "Names of the cases");
  app.add_option("--repeats", o.repeats, "Repeats of each case; default 7")->check(CLI::Range(1, 10000))->type_name("N");
  app.add_option("--min-time", o.least_seconds, "Seconds of each repeat at least; default 0.3")->check(CLI::Range(1e-6, 1e6))->type_name("S");
  app.add_option("--portions", o.portions, "Portions of work in each repeat, instead of --min-time: the same work in every call")->check(CLI::Range(1, 1000000000))->type_name("N");
  app.add_flag("--no-limits", o.no_limits, "Leave out the machine's own limits");
  app.add_option("--device", o.device, "Cases of the CPU, of a CUDA device, or all; default all")->check(CLI::IsMember({"cpu", "cuda", "all"}))->type_name("cpu|cuda|all");
  app.add_option("--threads", o.setting.threads, "Threads at most; default all cores")->check(CLI::Range(1, 4096))->type_name("N");
  app.add_option("--bencher", o.bencher, "Bencher Metric Format to a file")->type_name("FILE");
  app.add_option("--output", o.output, "A folder for bench.txt, bench.json and bencher.json; snapshots are written on its disk, too")->type_name("FOLDER");
  return app.add_option("--json", o.json, "As Google Benchmark prints it, to a file or (-, or nothing) to standard output")->expected(0, 1)->type_name("FILE|-");
}

int bench(int count, char** arguments) {
  Options o;
  CLI::App app{"Speed on this machine, beside the machine's own limits.\nExit codes: 0 done, 2 bad input, 3 diverged, 5 input or output, 6 device.\n"
               "riser bench compare A B tells whether B is slower than A.", "riser bench"};
  const CLI::Option* json = declare(app, o);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  o.as_json = json->count() > 0;
  if (!o.output.empty()) {
    std::error_code failed;
    std::filesystem::create_directories(o.output, failed);
    if (failed) throw Unwritable(o.output + ": the folder cannot be made (" + failed.message() + "); give another one by --output");
    o.setting.folder = o.output;
  }
  if (o.list) return list(o), 0;
  must_be_writable(o.json), must_be_writable(o.bencher);
  deliver(o, run(o));
  return 0;
}

int complain(int code, const std::exception& e) { return std::fprintf(stderr, "riser bench: %s\n", e.what()), code; }
}  // namespace

int main(int count, char** arguments) {
  try {
    return bench(count, arguments);
  } catch (const BadInput& e) {
    return complain(2, e);
  } catch (const DeviceError& e) {
    return complain(6, e);
  } catch (const Diverged& e) {
    return complain(3, e);
  } catch (const std::exception& e) {
    return complain(5, e);
  }
}
