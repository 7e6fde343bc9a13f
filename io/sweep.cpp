#include "io/sweep.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <sstream>

#include "io/config.hpp"
#include "io/distribution.hpp"
#include "io/cost.hpp"
#include "io/files.hpp"
#include "io/input_file.hpp"
#include "io/memory.hpp"
#include "io/signals.hpp"
#include "io/summary.hpp"
#include "io/sweep_members.hpp"
#include "io/sweep_plan.hpp"
#include "io/sweep_summary.hpp"
#include "io/units.hpp"
#include "solver/crew.hpp"
#include "solver/executor.hpp"
#include "solver/simulation.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t most_shown = 20;  // problems of members

bool is_sampled(const Sweep& sweep) { return sweep.method == SweepMethod::latin_hypercube || sweep.method == SweepMethod::sobol; }

/// --set words that give every key of a variation (one, or several with commas between) the same word.
void set_keys(const std::string& keys, const std::string& word, std::vector<std::string>& sets) {
  std::istringstream in(keys);
  for (std::string key; std::getline(in >> std::ws, key, ',');) {
    while (!key.empty() && key.back() == ' ') key.pop_back();
    sets.push_back(key + "=" + word);
  }
}

/// The case of the command line, read once and then parsed anew for each member.
class CaseOfMembers {
 public:
  explicit CaseOfMembers(const Words& words) : words_(words), text_(read_input(words.target).text) {}
  Loaded load(const std::vector<std::string>& sets) const { return load_text(text_, words_.target, sets, units_); }
  /// The command line's own --set words, to which a member adds its own.
  const std::vector<std::string>& sets() const { return words_.sets; }

 private:
  const Words& words_;
  std::string text_;
  Units units_;
};

/// A distribution whose tail leaves what its key allows is refused by name, not by the member that happens to draw it.
void check_tails(const CaseOfMembers& members, const Sweep& sweep, std::vector<Problem>& problems) {
  constexpr double rare = 1e-4;
  for (std::size_t i = 0; i < sweep.vary.size(); ++i) {
    const Distribution distribution(sweep.vary[i]);
    for (double share : {rare, 1 - rare}) {
      std::vector<std::string> sets = members.sets();
      set_keys(sweep.vary[i].key, distribution.at(share), sets);
      for (Problem& problem : members.load(sets).problems) {
        problem.hint += std::string(problem.hint.empty() ? "" : "; ") + "sweep.vary[" + std::to_string(i) + "] reaches it once in 10000: cut it with from and to, or take lognormal";
        problems.push_back(std::move(problem));
      }
    }
  }
}

/// Refuses members that would not fit in memory together, seen the first: the cases of all, the states of those that run at a time. A
/// printed number takes about as much as one in memory.
void check_memory(const Loaded& first, std::size_t count, const RunOptions& options) {
  const double each = sizeof(Member) + 2.0 * static_cast<double>(first.scenario.resolved_yaml.size());
  const auto running = options.device == Device::cuda ? 0 : std::min(count, static_cast<std::size_t>(threads_for(options.threads)));
  const double states = first.problems.empty() ? static_cast<double>(running) * estimate(first.scenario).memory : 0;
  if (const std::string wrong = beyond_memory(each * static_cast<double>(count) + states); !wrong.empty())
    throw std::invalid_argument("sweep: " + std::to_string(count) + " members: " + wrong);
}

/// Every member is read and checked before anything runs. Of troubled ones the first are enough.
std::vector<Member> load_members(const Words& words, const Sweep& sweep, std::vector<Problem>& problems) {
  std::vector<Member> members;
  const auto plan = plan_sweep(sweep);
  const CaseOfMembers source(words);
  if (is_sampled(sweep)) check_tails(source, sweep, problems);
  if (!problems.empty()) return members;
  for (std::size_t at = 0; at < plan.size() && problems.size() <= most_shown; ++at) {
    std::vector<std::string> sets = words.sets;
    for (std::size_t i = 0; i < plan[at].size(); ++i) set_keys(sweep.vary[i].key, plan[at][i], sets);
    Loaded loaded = source.load(sets);
    if (at == 0) check_memory(loaded, plan.size(), words.run);
    for (Problem& problem : loaded.problems) {
      problem.hint += std::string(problem.hint.empty() ? "" : "; ") + "member " + std::to_string(at) + " of the sweep";
      problems.push_back(std::move(problem));
    }
    loaded.scenario.source_yaml.clear(), loaded.scenario.resolved_yaml.clear();
    loaded.scenario.sweep = {};  // the plan of all members is not each member's matter
    members.push_back({plan[at], std::move(loaded.scenario), std::vector<double>(kept, not_there), "not run", ""});
  }
  return members;
}

void keep(const Json& summary, Member& member) {
  for (std::size_t i = 0; i < kept; ++i) {
    const Json& value = summary.at(Json::json_pointer(outcomes[i].place));
    if (value.is_number()) member.values[i] = value.get<double>();
  }
  for (const Json& warning : summary["warnings"]) member.warnings += (member.warnings.empty() ? "" : "; ") + warning.get<std::string>();
}

/// A member on its way.
struct Underway {
  Member* member;
  Production production;
  Totals totals;     // of the last good row
  double good = 0;   // [s]
  long rows = 0;

  double next() const {
    const Scenario& s = member->scenario;
    const double time = std::min(s.end_time, (rows + 1) * s.output.series_interval);
    return time > s.end_time * (1 - 1e-12) ? s.end_time : time;
  }
};

/// Some members side by side from start to end: all of them in one ensemble.
void run_together(const std::vector<Member*>& members, Device device) {
  std::vector<Scenario> scenarios;
  for (const Member* m : members) scenarios.push_back(m->scenario);
  Ensemble ensemble(std::move(scenarios), device);
  std::vector<Underway> all;
  for (std::size_t m = 0; m < members.size(); ++m) {
    all.push_back({members[m], Production(ensemble.geometry(m).class_density), ensemble.totals(m)});
    all[m].production.add(ensemble.series_row(m));
  }
  const auto goes = [&](std::size_t m) { return all[m].good < all[m].member->scenario.end_time && ensemble.trouble(m).empty(); };
  for (bool left = true; left && !SignalWatch::noted();) {
    std::vector<double> targets;
    for (std::size_t m = 0; m < all.size(); ++m) targets.push_back(goes(m) ? all[m].next() : ensemble.time(m));
    ensemble.advance_to(targets);
    left = false;
    for (std::size_t m = 0; m < all.size(); ++m) {
      if (!goes(m)) continue;
      Underway& u = all[m];
      u.production.add(ensemble.series_row(m));
      u.good = targets[m], u.totals = ensemble.totals(m), ++u.rows;
      left |= goes(m);
    }
  }
  for (std::size_t m = 0; m < all.size(); ++m) {
    Member& member = *all[m].member;
    const std::string trouble = ensemble.trouble(m);
    member.status = !trouble.empty() ? "diverged" : all[m].good < member.scenario.end_time ? "stopped" : "done";
    keep(make_summary(member.scenario, ensemble.geometry(m), all[m].totals, all[m].production, {ensemble.device_name(), all[m].good, 0, {}, nullptr}), member);
    if (!trouble.empty()) member.warnings = trouble + (member.warnings.empty() ? "" : "; ") + member.warnings;
  }
}

/// One member on the calling thread.
void run_member(Member& member) {
  try {
    run_together({&member}, Device::cpu);
  } catch (const std::exception& error) {
    member.status = "refused", member.warnings = error.what();
  }
}

/// All members over the threads. What a member gives does not depend on who ran it.
void run_members(std::vector<Member>& members, const std::vector<std::size_t>& mine, int threads, bool quiet) {
  std::size_t done = 0;
  std::mutex talk;
  share_out(mine.size(), threads, [&] {
    return [&](std::size_t at) {
      if (SignalWatch::noted()) return false;
      run_member(members[mine[at]]);
      const std::scoped_lock lock(talk);
      if (!quiet && members[mine[at]].status != "done")
        std::fprintf(stderr, "  member %zu %s: %s\n", mine[at], members[mine[at]].status.c_str(), members[mine[at]].warnings.c_str());
      ++done;
      if (!quiet) std::fprintf(stderr, "  %zu of %zu members\n", done, mine.size());
      return true;
    };
  });
}

int say(const std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < std::min(problems.size(), most_shown); ++i) std::fprintf(stderr, "%s\n", format(problems[i]).c_str());
  if (problems.size() > most_shown) std::fprintf(stderr, "... and more\n");
  return exit_bad_input;
}

/// The members of this job of an array; all of them without one.
std::vector<std::size_t> part_of(std::size_t count, const Words& words) {
  std::vector<std::size_t> mine;
  for (std::size_t at = 0; at < count; ++at)
    if (at % words.array_size == words.array_index) mine.push_back(at);
  return mine;
}

/// sweep.json: percentiles, probabilities and indices.
Json write_summary_of(const fs::path& path, const Sweep& sweep, const std::vector<Member>& members, const std::vector<std::size_t>& mine) {
  std::vector<bool> done;
  for (std::size_t at : mine) done.push_back(members[at].status == "done");
  std::vector<OutcomeColumn> columns;
  for (std::size_t k = 0; k < kept; ++k) {
    columns.push_back({outcomes[k].name, outcomes[k].units, outcomes[k].long_name, {}});
    for (std::size_t at : mine) columns.back().values.push_back(members[at].values[k]);
  }
  const Json summary = summarise_sweep(sweep, columns, done, mine.size() == members.size());
  write_file(path, summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  return summary;
}

int ending(const std::vector<Member>& members, const std::vector<std::size_t>& mine, const fs::path& folder, const RunOptions& options) {
  const auto count = [&](const char* status) { return std::count_if(mine.begin(), mine.end(), [&](std::size_t at) { return members[at].status == status; }); };
  const auto done = count("done"), bad = count("diverged") + count("refused");
  const fs::path table = folder / "sweep.csv", numbers = folder / "sweep.h5";
  if (options.json) std::printf("%s\n", Json{{"members", mine.size()}, {"done", done}, {"failed", bad}, {"table", table.string()}, {"numbers", numbers.string()}}.dump(2).c_str());
  if (!options.quiet)
    std::fprintf(stderr, "%td of %zu members done, %td failed\ntable      %s\nnumbers    %s\n", done, mine.size(), bad, table.c_str(), numbers.c_str());
  if (SignalWatch::noted()) return exit_stopped;
  return bad > 0 ? exit_diverged : exit_done;
}
}  // namespace

int command_sweep(const Words& words) {
  if (words.run.device == Device::cuda && cuda_device_name().empty()) throw DeviceError("no CUDA device was found; leave out --device cuda");
  const Loaded base = load_case(words.target, words.sets);
  std::vector<Problem> problems = base.problems;
  std::vector<Member> members;
  try {
    if (problems.empty()) members = load_members(words, base.scenario.sweep, problems);
  } catch (const std::invalid_argument& error) {
    problems.push_back({words.target, 0, 0, "", error.what(), ""});
  }
  if (!problems.empty()) return say(problems);
  const std::vector<std::size_t> mine = part_of(members.size(), words);
  if (mine.empty()) {
    std::fprintf(stderr, "riser: --array-index %zu of %zu jobs has none of the %zu members\n", words.array_index, words.array_size, members.size());
    return exit_bad_input;
  }
  fs::path folder = run_folder(base.scenario);
  if (words.array_size > 1) folder /= "part_" + std::to_string(words.array_index);
  if (!words.run.overwrite && fs::exists(folder / "sweep.csv")) {
    std::fprintf(stderr, "riser: %s holds a sweep already; --overwrite replaces it\n", folder.c_str());
    return exit_bad_input;
  }
  fs::create_directories(folder);
  const SignalWatch watch;
  if (words.run.device == Device::cuda) {
    std::vector<Member*> together;
    for (std::size_t at : mine) together.push_back(&members[at]);
    run_together(together, Device::cuda);
  } else {
    run_members(members, mine, threads_for(words.run.threads), words.run.quiet);
  }
  write_sweep_csv(folder / "sweep.csv", base.scenario.sweep, members, mine);
  write_sweep_hdf5(folder / "sweep.h5", base.scenario, members, mine);
  const Json summary = write_summary_of(folder / "sweep.json", base.scenario.sweep, members, mine);
  if (!words.run.quiet) std::fprintf(stderr, "%s", human_sweep(summary).c_str());
  const bool pictures = words.run.report && is_sampled(base.scenario.sweep) && !SignalWatch::noted() && run_report(folder / "sweep.h5", true);
  if (pictures && !words.run.quiet) std::fprintf(stderr, "pictures   %s\n", (folder / "report/index.html").c_str());
  return ending(members, mine, folder, words.run);
}
}  // namespace riser
