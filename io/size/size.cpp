#include "io/size/size.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <stdexcept>

#include "io/config/config.hpp"
#include "io/config/input_file.hpp"
#include "io/hdf5/memory.hpp"
#include "io/results/files.hpp"
#include "io/results/own_files.hpp"
#include "io/run/folder_lock.hpp"
#include "io/run/keeper.hpp"
#include "io/run/signals.hpp"
#include "io/size/result.hpp"
#include "io/size/transients.hpp"
#include "solver/crew.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;

/// The case in each duty; problems of a duty's own values say whose they are.
std::vector<Scenario> load_duties(const Loaded& base, const Words& words, std::vector<Problem>& problems) {
  problems = base.problems;
  const Sizing& sizing = base.scenario.sizing;
  if (problems.empty() && sizing.duties.empty()) problems.push_back({words.target, 0, 0, "size", "is missing", "duties, concentration and the variables to search"});
  std::vector<Scenario> duties;
  for (std::size_t d = 0; d < sizing.duties.size() && problems.empty(); ++d) {
    std::vector<std::string> sets = words.sets;
    sets.insert(sets.end(), sizing.duties[d].set.begin(), sizing.duties[d].set.end());
    Loaded loaded = load_case(words.target, sets);
    for (Problem& problem : loaded.problems) {
      problem.hint += std::string(problem.hint.empty() ? "" : "; ") + "in size.duties[" + std::to_string(d) + "].set";
      problems.push_back(std::move(problem));
    }
    if (loaded.scenario.segments.size() != base.scenario.segments.size() || loaded.scenario.pumps.size() != base.scenario.pumps.size())
      problems.push_back({words.target, 0, 0, "size.duties[" + std::to_string(d) + "].set", "changes the number of segments or pumps", ""});
    duties.push_back(std::move(loaded.scenario));
    duties.back().sizing = sizing;  // one sizing for all
    duties.back().output = base.scenario.output;  // and one folder: a duty's set is the case's word, which may not name any
  }
  return duties;
}

/// The best of the screen first, then what of its Pareto front is not among them.
std::vector<std::size_t> choose_designs(const SizeResult& r) {
  std::vector<std::size_t> chosen;
  const auto most = static_cast<std::size_t>(r.duties[0].sizing.transients.most);
  for (std::size_t at : r.screen.survivors)
    if (chosen.size() < most) chosen.push_back(at);
  if (most == 0) return chosen;
  const auto front = pareto_front(r.screen, r.space, r.screen.survivors);
  for (std::size_t i = 0; i < front.size() && i < most; ++i)
    if (std::find(chosen.begin(), chosen.end(), front[i]) == chosen.end()) chosen.push_back(front[i]);
  return chosen;
}

void run_transients(SizeResult& r, Transients& transients, int threads, bool quiet) {
  r.chosen = choose_designs(r);
  std::vector<std::vector<Verdict>> found(r.chosen.size());
  std::size_t done = 0, told = 0;
  std::mutex talk;
  share_out(r.chosen.size(), threads, [&] {
    return [&](std::size_t i) {
      const std::size_t at = r.chosen[i];
      for (std::size_t d = 0; d < r.duties.size(); ++d) {
        const std::optional<Verdict> verdict = transients.judge(r.duties[d], d, r.space.design(at), r.screen.designs[at]);
        if (!verdict) return true;  // others may be in the journal
        found[i].push_back(*verdict);
        if (!verdict->passed) break;
      }
      const std::scoped_lock lock(talk);
      ++done;
      if (!quiet && (done == r.chosen.size() || 10 * done / r.chosen.size() > told)) std::fprintf(stderr, "  transients of %zu of %zu designs\n", done, r.chosen.size()), told = 10 * done / r.chosen.size();
      return true;
    };
  });
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!found[i].empty() && (found[i].size() == r.duties.size() || !found[i].back().passed)) r.verdicts[r.chosen[i]] = found[i];
}

/// About `most` places of `count`, both ends among them.
std::vector<std::size_t> spread_over(std::size_t count, std::size_t most) {
  std::vector<std::size_t> all;
  const std::size_t n = std::min(count, most);
  for (std::size_t i = 0; i < n; ++i) all.push_back(n == 1 ? 0 : i * (count - 1) / (n - 1));
  return all;
}

/// Full transients over bore and concentration around the best design, each point with pumps of its own.
void run_map(SizeResult& r, Transients& transients, int threads, bool quiet) {
  constexpr double barely_carried = 1.05;  // [-] velocity over settling velocity
  r.map = map_around(r.duties[0], r.space, r.centre());
  const auto most = static_cast<std::size_t>(r.duties[0].sizing.transients.map);
  const std::size_t concentrations = r.duties[0].sizing.concentration.points().size();
  if (most == 0 || r.duties[0].sizing.transients.most == 0) return;
  r.map_bores = spread_over(r.map.size() / concentrations, most), r.map_concentrations = spread_over(concentrations, most);
  r.map_limits.assign(r.map_bores.size() * r.map_concentrations.size(), "");
  if (!quiet) std::fprintf(stderr, "  transients of %zu points of the map\n", r.map_limits.size());
  share_out(r.map_limits.size(), threads, [&] {
    return [&](std::size_t i) {
      const MapPoint& point = r.map[r.map_bores[i / r.map_concentrations.size()] * concentrations + r.map_concentrations[i % r.map_concentrations.size()]];
      if (!(point.screened.duty[0].transport > barely_carried)) return true;
      if (std::isnan(point.screened.duty[0].head)) return true;
      if (const std::optional<Verdict> v = transients.judge(r.duties[0], 0, point.design, point.screened)) r.map_limits[i] = v->passed ? "safe" : v->limit;
      return true;
    };
  });
}

/// Every design judged in its steady state.
SizeResult screen_all(std::vector<Scenario> duties, const Words& words) {
  const DesignSpace space(duties[0]);
  const double each = sizeof(Screened) + static_cast<double>(duties.size() * sizeof(OperatingPoint));
  if (const std::string wrong = beyond_memory(each * static_cast<double>(space.size())); !wrong.empty())
    throw std::invalid_argument("size: " + std::to_string(space.size()) + " designs: " + wrong);
  const int threads = threads_for(words.run.threads);
  SizeResult r{std::move(duties), space, {}, {}, {}, {}, {}, {}, {}, ""};
  const auto start = std::chrono::steady_clock::now();
  r.screen = screen(r.duties, space, threads);
  const double screen_time = seconds_since(start);
  if (!words.run.quiet)
    std::fprintf(stderr, "  screen: %.0f candidates in %.3g s, %.3g a second; %zu of %zu designs feasible\n", r.screen.candidates, screen_time,
                 r.screen.candidates / std::max(screen_time, 1e-9), r.screen.survivors.size(), space.size());
  return r;
}

/// The best design through its transients, as a run of its own beside its case. Returns an ExitCode.
int run_best(const fs::path& folder, const RunOptions& options) {
  claim_folder(folder / "best");
  Loaded best = load_case((folder / "best.yaml").string());
  best.scenario.output.folder = (folder / "best").string();
  RunOptions own;
  own.device = Device::cpu, own.quiet = true, own.walltime = options.walltime;
  own.resume = fs::exists(checkpoints_of(folder / "best")), own.overwrite = !own.resume;
  return run_case(best.scenario, own);
}

/// best.yaml; a run of another best goes.
void write_best_of(const SizeResult& r, const fs::path& folder) {
  const std::string before = read_input((folder / "best.yaml").string()).text, now = best_case(r);
  if (now != before) remove_own(folder, {"best"});
  if (now.empty()) remove_own(folder, {"best.yaml"});
  else write_file(folder / "best.yaml", now);
}

/// The tables once before the transients, so that a walltime leaves time for them at the end, however many designs there are.
void try_end(SizeResult& r, const fs::path& folder, Transients& transients) {
  const auto start = std::chrono::steady_clock::now();
  r.map = map_around(r.duties[0], r.space, r.centre());
  to_json(r);
  write_tables(folder, r);
  transients.note_end(seconds_since(start));
}

const std::vector<std::string> results{"size.json", "size.csv", "size.h5", "report"}, best_results{"best.yaml", "best"};

/// Only what a sizing wrote goes; the best design's run stays for one that is resumed.
void clear_folder(const fs::path& folder, bool resumed) {
  remove_own(folder, results);
  if (!resumed) remove_own(folder, best_results);
}

int finish(const SizeResult& r, const fs::path& folder, const RunOptions& options) {
  const auto json = to_json(r);
  write_tables(folder, r);
  write_best_of(r, folder);
  write_file(folder / "size.json", json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  const bool whole = r.stopped.empty();
  if (options.report && whole && r.best() >= 0 && run_best(folder, options) == exit_stopped) return exit_stopped;
  const bool pictures = options.report && whole && run_report(folder / "size.h5", true);
  if (options.json) std::printf("%s\n", json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
  if (!options.quiet) {
    std::fprintf(stderr, "%s", human_size(json).c_str());
    if (r.best() >= 0) std::fprintf(stderr, "best case  %s\n", (folder / "best.yaml").c_str());
    std::fprintf(stderr, "table      %s\nnumbers    %s\n", (folder / "size.csv").c_str(), (folder / "size.h5").c_str());
    if (pictures) std::fprintf(stderr, "pictures   %s\n", (folder / "report/index.html").c_str());
  }
  if (!whole) std::fprintf(stderr, "riser: stopped by %s; the transients that ended are in %s, --resume goes on from there\n", r.stopped.c_str(), (folder / "size.journal").c_str());
  if (!whole) return exit_stopped;
  return r.best() >= 0 ? exit_done : exit_nothing;
}
}  // namespace

int command_size(const Words& words) {
  if (words.run.device == Device::cuda) throw DeviceError("a sizing runs on the host's cores; leave out --device cuda");
  std::vector<Problem> problems;
  const Loaded base = load_case(words.target, words.sets);
  std::vector<Scenario> duties = load_duties(base, words, problems);
  for (const Problem& problem : problems) std::fprintf(stderr, "%s\n", format(problem).c_str());
  if (!problems.empty()) return exit_bad_input;
  const fs::path folder = run_folder(duties[0]);
  const FolderLock lock(folder);  // before the search: a folder that cannot be made must not cost it
  if (const std::string why = study_obstacle(folder, "a sizing", fs::exists(folder / "size.json"), fs::exists(folder / "size.journal"), words.run); !why.empty()) {
    std::fprintf(stderr, "riser: %s\n", why.c_str());
    return exit_bad_input;
  }
  refuse_foreign(folder, results), refuse_foreign(folder, best_results), refuse_foreign(folder, {"size.journal"});
  remove_stop_request(folder);
  signals::listen();
  Transients transients(folder, base.scenario.resolved_yaml, words.run);
  SizeResult result = screen_all(std::move(duties), words);
  clear_folder(folder, words.run.resume);  // here at last the case is known to be good
  transients.begin();
  if (words.run.walltime > 0) try_end(result, folder, transients);
  const int threads = threads_for(words.run.threads);
  run_transients(result, transients, threads, words.run.quiet);
  run_map(result, transients, threads, words.run.quiet);
  result.stopped = transients.stopped();
  return finish(result, folder, words.run);
}
}  // namespace riser
