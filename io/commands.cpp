#include "io/commands.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "io/config.hpp"
#include "io/hdf5.hpp"
#include "io/hdf5_flags.hpp"
#include "io/snapshots.hpp"
#include "solver/cuda_device.hpp"
#include "solver/executor.hpp"
#include "solver/section.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

int fail(int code, const std::string& what) {
  std::fprintf(stderr, "riser: %s\n", what.c_str());
  return code;
}

/// What a run will ask of the machine. Steps are a guess from the fastest flow the case names.
struct Cost {
  long cells = 0;
  double steps = 0, memory = 0, disk = 0;  // [-], [bytes], [bytes] before compression
};

double largest(const std::vector<double>& values, double otherwise) {
  return values.empty() ? otherwise : *std::max_element(values.begin(), values.end());
}

double fastest_flow(const Scenario& s) {
  double flow = std::abs(s.initial_flow);  // [m3/s]
  for (const Pump& pump : s.pumps) flow = std::max({flow, largest(pump.flow, 0), largest(pump.flow_rate.value, 0)});
  for (const Boundary* b : {&s.inlet, &s.outlet})
    if (b->kind == BoundaryKind::flow)
      for (double value : b->value.value) flow = std::max(flow, std::abs(value));
  return flow;
}

Cost estimate_section(const Scenario& s) {
  Cost cost;
  const Segment& segment = s.segments[0];
  const double slices = slices_for(segment.length, s.cell_length), area = 0.7854 * segment.bore * segment.bore, classes = s.solids.size();
  cost.cells = static_cast<long>(slices) * s.section.radial_cells;
  double speed = largest(s.section.profile_velocity, 0);
  if (s.section.flow_given) speed = std::max(speed, 1.3 * largest(s.section_drive.value, 0) / area);
  const double step = std::min(s.maximum_step, speed > 0 ? 0.45 * s.courant * segment.length / slices / speed : s.maximum_step);
  cost.steps = std::ceil(s.end_time / step);
  cost.memory = 8.0 * cost.cells * (25 + 5 * classes);
  cost.disk = 8.0 * (2 + std::floor(s.end_time / s.output.snapshot_interval)) * cost.cells * (5 + classes + (s.heat ? 1 : 0));
  return cost;
}

Cost estimate(const Scenario& s) {
  if (s.model == Model::axisymmetric) return estimate_section(s);
  constexpr double wave_speed = 1400, unknown_velocity = 3;  // [m/s]; sound in stiff pipe, usual lift velocity
  Cost cost;
  double bore = 1e9, shortest = s.cell_length;
  for (const Segment& segment : s.segments) {
    const long cells = std::max(1L, std::lround(segment.length / s.cell_length));
    cost.cells += cells;
    shortest = std::min(shortest, segment.length / cells);
    bore = std::min(bore, segment.bore);
  }
  const double flow = fastest_flow(s);
  double velocity = flow > 0 ? flow / (0.7854 * bore * bore) : unknown_velocity;
  if (s.pressure == PressureModel::elastic) velocity += wave_speed;
  const double step = std::min(s.courant * shortest / velocity, s.maximum_step);
  if (step > 0) cost.steps = std::ceil(s.end_time / step);
  const double classes = s.solids.size(), snapshots = s.output.snapshot_interval > 0 ? 2 + std::floor(s.end_time / s.output.snapshot_interval) : 2;
  const double rows = s.output.series_interval > 0 ? 2 + std::floor(s.end_time / s.output.series_interval) : 2;
  cost.memory = 8.0 * cost.cells * (40 + 6 * classes);  // about 40 arrays of the state and work space
  cost.disk = 8.0 * (snapshots * cost.cells * (6 + classes) + rows * (7 + 4 * classes + 2 * s.pumps.size() + 2 * s.output.probes.size()));
  return cost;
}

Json to_json(const Problem& p) {
  return {{"file", p.file}, {"line", p.line}, {"column", p.column}, {"key", p.key}, {"message", p.message}, {"hint", p.hint}};
}

void say(const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) std::fprintf(stderr, "%s\n", format(problem).c_str());
}
}  // namespace

int command_run(const Words& words) {
  const Loaded loaded = load_case(words.target, words.sets);
  say(loaded.problems);
  if (!loaded.problems.empty()) return exit_bad_input;
  return run_case(loaded.scenario, words.run);
}

int command_check(const Words& words) {
  const Loaded loaded = load_case(words.target, words.sets);
  const bool good = loaded.problems.empty();
  Json all = {{"problems", Json::array()}};
  for (const Problem& problem : loaded.problems) all["problems"].push_back(to_json(problem));
  const Cost cost = good ? estimate(loaded.scenario) : Cost{};
  if (good) all["cost"] = {{"cells", cost.cells}, {"steps", cost.steps}, {"memory_bytes", cost.memory}, {"disk_bytes", cost.disk}};
  if (words.run.json) std::printf("%s\n", all.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
  else say(loaded.problems);
  if (good && words.print_config && !words.run.json) std::printf("%s\n", print_config(loaded.scenario).c_str());
  if (good && !words.run.quiet)
    std::fprintf(stderr, "%s: good; %ld cells, about %.3g steps, %.3g MB of memory, at most %.3g MB of disk\n", words.target.c_str(),
                 cost.cells, cost.steps, cost.memory / 1e6, cost.disk / 1e6);
  return good ? exit_done : exit_bad_input;
}

int command_report(const Words& words) {
  fs::path snapshots = words.target;
  if (fs::is_directory(snapshots)) snapshots /= "snapshots.h5";
  if (!fs::exists(snapshots)) return fail(exit_bad_input, snapshots.string() + " is not there");
  hdf5::clear_write_flags(snapshots);  // of a killed run
  if (!run_report(snapshots, words.run.quiet, true)) return exit_io;
  const std::string page = (snapshots.parent_path() / "report" / "index.html").string();
  if (words.run.json) std::printf("%s\n", Json{{"report", page}}.dump().c_str());
  else if (!words.run.quiet) std::fprintf(stderr, "pictures   %s\n", page.c_str());
  return exit_done;
}

int command_info(const Words& words) {
  const std::string gpu = cuda_device_name();
  if (words.run.json) {
    Json devices = Json::array({"cpu"});
    if (!gpu.empty()) devices.push_back(gpu);
    const Json all = {{"version", RISER_VERSION}, {"commit", RISER_COMMIT}, {"compiler", compiler_name()},
                      {"hdf5", H5_VERS_INFO}, {"devices", devices}, {"cuda_trouble", gpu.empty() ? cuda_trouble() : ""}};
    std::printf("%s\n", all.dump(2).c_str());
    return exit_done;
  }
  std::printf("riser     %s (%s)\ncompiler  %s\nhdf5      %s\ncpu       yes\ncuda      %s\n", RISER_VERSION, RISER_COMMIT,
              compiler_name().c_str(), H5_VERS_INFO, gpu.empty() ? ("no: " + cuda_trouble()).c_str() : gpu.c_str());
  return exit_done;
}

int command_new(const Words& words) {
  const std::string& name = words.target;
  if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") != std::string::npos)
    return fail(exit_bad_input, "the name of a case is made of a-z, 0-9, _ and -: " + name);
  const fs::path path = name + ".yaml";
  if (fs::exists(path) && !words.run.overwrite) return fail(exit_bad_input, path.string() + " is there already; --overwrite replaces it");
  std::ofstream file(path);
  file << starter_case(name);
  file.close();
  if (!file) return fail(exit_io, path.string() + " could not be written");
  if (!words.run.quiet) std::fprintf(stderr, "%s is written; next: riser check %s\n", path.c_str(), path.c_str());
  return exit_done;
}
}  // namespace riser
