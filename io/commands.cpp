#include "io/commands.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "io/config/config.hpp"
#include "io/config/cost.hpp"
#include "io/config/input_file.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/memory.hpp"
#include "io/results/files.hpp"
#include "io/results/snapshots.hpp"
#include "solver/cuda_device.hpp"
#include "solver/executor.hpp"
#include "solver/validity.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

int fail(int code, const std::string& what) {
  std::fprintf(stderr, "riser: %s\n", what.c_str());
  return code;
}

Json to_json(const Problem& p) {
  return {{"file", p.file}, {"line", p.line}, {"column", p.column}, {"key", p.key}, {"message", p.message}, {"hint", p.hint}};
}

void say(const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) std::fprintf(stderr, "%s\n", format(problem).c_str());
}

std::string with_substeps(const Cost& cost) {
  char text[60] = "";
  if (cost.substeps > 0) std::snprintf(text, sizeof text, " and %.3g of the waves within them", cost.substeps);
  return text;
}
}  // namespace

int command_run(const Words& words) {
  const Loaded loaded = load_case(words.target, words.sets);
  say(loaded.problems);
  if (!loaded.problems.empty()) return exit_bad_input;
  const std::string too_large = words.run.device == Device::cuda ? "" : beyond_memory(estimate(loaded.scenario).memory);
  if (!too_large.empty()) return fail(exit_bad_input, words.target + ": " + too_large + " (longer grid.cell_length)");
  return run_case(loaded.scenario, words.run);
}

int command_check(const Words& words) {
  const Loaded loaded = load_case(words.target, words.sets);
  const bool good = loaded.problems.empty();
  Json all = {{"problems", Json::array()}};
  for (const Problem& problem : loaded.problems) all["problems"].push_back(to_json(problem));
  const Cost cost = good ? estimate(loaded.scenario) : Cost{};
  const std::vector<std::string> warnings = good ? assumed(loaded.scenario) : std::vector<std::string>{};
  all["warnings"] = warnings;
  if (good) all["cost"] = {{"cells", cost.cells}, {"steps", cost.steps}, {"wave_substeps", cost.substeps}, {"memory_bytes", cost.memory}, {"disk_bytes", cost.disk}, {"machine_memory_bytes", machine_memory()}};
  if (words.run.json) std::printf("%s\n", all.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
  else say(loaded.problems);
  if (good && words.print_config && !words.run.json) std::printf("%s\n", print_config(loaded.scenario).c_str());
  if (good && !words.run.quiet)
    std::fprintf(stderr, "%s: good; %ld cells, about %.3g steps%s, %.3g MB of memory, at most %.3g MB of disk\n", words.target.c_str(),
                 cost.cells, cost.steps, with_substeps(cost).c_str(), cost.memory / 1e6, cost.disk / 1e6);
  for (const std::string& warning : warnings)
    if (!words.run.json && !words.run.quiet) std::fprintf(stderr, "%s: warning: %s\n", words.target.c_str(), warning.c_str());
  if (const std::string too_large = beyond_memory(cost.memory); good && !too_large.empty()) std::fprintf(stderr, "%s: warning: here a run will be refused: %s\n", words.target.c_str(), too_large.c_str());
  return good ? exit_done : exit_bad_input;
}

namespace {
/// The first link among a folder and what is in it, or "": a run from elsewhere may bring some.
std::string link_in(const fs::path& folder) {
  std::error_code none;
  if (fs::is_symlink(folder, none)) return folder.string();
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.is_symlink(none)) return entry.path().string();
  return "";
}
}  // namespace

int command_report(const Words& words) {
  fs::path snapshots = words.target;
  if (fs::is_directory(snapshots)) snapshots /= "snapshots.h5";
  if (!fs::exists(snapshots)) return fail(exit_bad_input, snapshots.string() + " is not there");
  if (const std::string trouble = trouble_with(snapshots); !trouble.empty()) return fail(exit_bad_input, snapshots.string() + ": " + trouble);
  const fs::path folder = snapshots.parent_path() / "report";
  if (const std::string link = link_in(folder); !link.empty()) return fail(exit_bad_input, link + " is a link: a report would write where it leads; remove it");
  if (!run_report(snapshots, words.run.quiet, true)) return exit_io;
  const std::string page = (folder / "index.html").string();
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
  write_named_file(path, starter_case(name));  // a link of that name is replaced, not followed
  if (!words.run.quiet) std::fprintf(stderr, "%s is written; next: riser check %s\n", path.c_str(), path.c_str());
  return exit_done;
}
}  // namespace riser
