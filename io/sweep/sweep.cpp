#include "io/sweep/sweep.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <optional>

#include "io/config/config.hpp"
#include "io/results/files.hpp"
#include "io/results/own_files.hpp"
#include "io/results/snapshots.hpp"
#include "io/run/folder_lock.hpp"
#include "io/run/signals.hpp"
#include "io/run/study.hpp"
#include "io/sweep/journal.hpp"
#include "io/sweep/members.hpp"
#include "io/sweep/ranks.hpp"
#include "io/sweep/run.hpp"
#include "io/sweep/summary.hpp"
#include "solver/executor.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

bool speaks() { return ranks::number() == 0; }

int say(const std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < std::min(problems.size(), most_shown); ++i) std::fprintf(stderr, "%s\n", format(problems[i]).c_str());
  if (problems.size() > most_shown) std::fprintf(stderr, "... and more\n");
  return exit_bad_input;
}

/// The members of one job of an array; all of them where it is the only one.
std::vector<std::size_t> part_of(std::size_t count, std::size_t index, std::size_t size) {
  std::vector<std::size_t> mine;
  for (std::size_t at = index; at < count; at += size) mine.push_back(at);
  return mine;
}

fs::path part_folder(const Scenario& base, std::size_t index) { return run_folder(base) / ("part_" + std::to_string(index)); }

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

int ending(const std::vector<Member>& members, const std::vector<std::size_t>& mine, const fs::path& folder, const RunOptions& options, const std::string& stopped) {
  const auto count = [&](const char* status) { return std::count_if(mine.begin(), mine.end(), [&](std::size_t at) { return members[at].status == status; }); };
  const auto done = count("done"), bad = count("diverged") + count("refused");
  const fs::path table = folder / "sweep.csv", numbers = folder / "sweep.h5";
  if (options.json) std::printf("%s\n", Json{{"members", mine.size()}, {"done", done}, {"failed", bad}, {"table", table.string()}, {"numbers", numbers.string()}}.dump(2).c_str());
  if (!options.quiet)
    std::fprintf(stderr, "%td of %zu members done, %td failed\ntable      %s\nnumbers    %s\n", done, mine.size(), bad, table.c_str(), numbers.c_str());
  if (stopped.empty()) return bad > 0 ? exit_diverged : exit_done;
  if (speaks()) std::fprintf(stderr, "riser: stopped by %s with %td of %zu members ended; --resume goes on from there\n", stopped.c_str(), done + bad, mine.size());
  return exit_stopped;
}

/// The tables, and the page of a sampled sweep: sweep.h5 by all ranks together, the rest by the first.
void write_results(const fs::path& folder, const Scenario& base, const std::vector<Member>& members, const std::vector<std::size_t>& mine, const RunOptions& options, bool report) {
  write_sweep_hdf5(folder / "sweep.h5", base, members, mine);
  if (!speaks()) return;
  write_sweep_csv(folder / "sweep.csv", base.sweep, members, mine);
  const Json summary = write_summary_of(folder / "sweep.json", base.sweep, members, mine);
  if (!options.quiet) std::fprintf(stderr, "%s", human_sweep(summary).c_str());
  const bool pictures = report && options.report && is_sampled(base.sweep) && run_report(folder / "sweep.h5", true);
  if (pictures && !options.quiet) std::fprintf(stderr, "pictures   %s\n", (folder / "report/index.html").c_str());
}

int refuse(const std::string& what) {
  if (speaks()) std::fprintf(stderr, "riser: %s\n", what.c_str());
  return exit_bad_input;
}

/// Why the folder is not to be written into, or empty; then it is locked.
std::string obstacle(const fs::path& folder, const RunOptions& options, std::optional<FolderLock>& lock) {
  try {
    lock.emplace(folder);
  } catch (const FolderInUse& error) {
    return error.what();  // the other ranks wait for the word
  }
  return study_obstacle(folder, "a sweep", fs::exists(folder / "sweep.csv"), !journals_of(folder).empty(), options);
}

/// Only what a sweep writes goes; `journal`: that and the members' states too.
void clear_folder(const fs::path& folder, bool journal) {
  const std::vector<std::string> results{"sweep.csv", "sweep.json", "sweep.h5", "report"};
  std::vector<std::string> states{MemberStates::folder_of(folder).filename().string()};
  for (const fs::path& path : journals_of(folder)) states.push_back(path.filename().string());
  fs::create_directories(folder);
  refuse_foreign(folder, results), refuse_foreign(folder, states);
  remove_stop_request(folder);
  remove_own(folder, results);
  if (journal) remove_own(folder, states);
}

/// Members get what the journals of an earlier job hold of them; what is not as it was is said.
void resume(const std::string& lines, const std::string& folder, const std::string& by, bool quiet, std::vector<Member>& members, const std::vector<std::size_t>& mine, const MemberStates& states) {
  const JournalContent content = parse_journal(lines);
  const std::size_t strange = take_up(content, members);
  if (!speaks()) return;
  const auto others = std::count_if(content.entries.begin(), content.entries.end(), [&](const auto& entry) { return entry.second.by != by; });
  const auto ended = std::count_if(mine.begin(), mine.end(), [&](std::size_t at) { return members[at].ended(); });
  if (content.torn > 0) std::fprintf(stderr, "riser: %s: skipped %zu torn lines of the journal\n", folder.c_str(), content.torn);
  if (strange > 0)
    std::fprintf(stderr, "riser: %s: %zu finished members are of another case than this one is now; members of a changed case are run anew\n", folder.c_str(), strange);
  if (others > 0 && !quiet)
    std::fprintf(stderr, "riser: %td members were not computed by %s: the last bits may differ from an unbroken sweep's\n", others, by.c_str());
  const auto under_way = std::count_if(mine.begin(), mine.end(), [&](std::size_t at) { return !members[at].ended() && states.has(members[at]); });
  if (!quiet) std::fprintf(stderr, "riser: resuming with %td of %zu members ended, %td under way\n", ended, mine.size(), under_way);
}

/// Runs what is left, each rank its share; at the end every rank knows all. Why the sweep stopped before its end, or empty.
std::string run_rest(std::vector<Member>& members, const std::vector<std::size_t>& mine, const fs::path& folder, const std::string& by, const RunOptions& options, MemberStates& states) {
  std::vector<std::size_t> todo, own;
  std::copy_if(mine.begin(), mine.end(), std::back_inserter(todo), [&](std::size_t at) { return !members[at].ended(); });
  const auto rank = static_cast<std::size_t>(ranks::number()), all = static_cast<std::size_t>(ranks::count());
  for (std::size_t i = rank; i < todo.size(); i += all) own.push_back(todo[i]);
  StudyStop stop(folder, options.walltime, options.device == Device::cuda ? 1 : threads_for(options.threads));
  Journal journal(journal_of(folder, ranks::number()));
  std::size_t ended = mine.size() - todo.size();
  std::string lines;
  run_members(members, own, options, stop, states, [&](std::size_t at) {
    const Member& m = members[at];
    const std::string line = journal_line(at, m, by);
    if (all > 1) lines += line;
    if (!m.ended()) return;
    journal.add(line);
    if (options.quiet) return;
    if (m.status != "done") std::fprintf(stderr, "  member %zu %s: %s\n", at, m.status.c_str(), m.warnings.c_str());
    if (all == 1) std::fprintf(stderr, "  %zu of %zu members\n", ++ended, mine.size());
  });
  ranks::meet([&] { stop.asked(); });
  if (all > 1)
    for (const std::string& theirs : ranks::share(lines)) take_up(parse_journal(theirs), members);
  if (std::all_of(mine.begin(), mine.end(), [&](std::size_t at) { return members[at].ended(); })) return "";
  for (const std::string& reason : ranks::share(stop.reason()))
    if (!reason.empty()) return reason;
  return "";
}

int run_sweep(const Scenario& base, const Words& words, std::vector<Member>& members) {
  RunOptions options = words.run;
  options.json &= speaks();
  if (ranks::count() > 1 && options.threads == 0) options.threads = 1;  // ranks are many enough
  const std::vector<std::size_t> mine = part_of(members.size(), words.array_index, words.array_size);
  if (mine.empty())
    return refuse("--array-index " + std::to_string(words.array_index) + " of " + std::to_string(words.array_size) + " jobs has none of the " + std::to_string(members.size()) + " members");
  const fs::path folder = words.array_size > 1 ? part_folder(base, words.array_index) : run_folder(base);
  std::optional<FolderLock> lock;
  // The first rank looks at the folder, so that all see the same, and holds it for all.
  if (const std::string why = ranks::share(speaks() ? obstacle(folder, options, lock) : "")[0]; !why.empty()) return refuse(why);
  if (speaks()) clear_folder(folder, !options.resume);
  const std::string by = program_version() + ", " + (options.device == Device::cuda ? cuda_device_name() : "cpu");
  const std::string before = ranks::share(speaks() && options.resume ? read_journals(folder) : "")[0];
  MemberStates states(folder);
  if (options.resume) resume(before, folder, by, options.quiet, members, mine, states);
  const std::string stopped = run_rest(members, mine, folder, by, options, states);
  options.quiet |= !speaks();
  write_results(folder, base, members, mine, options, stopped.empty());
  return ending(members, mine, folder, options, stopped);
}

/// The tables of the whole sweep from the journals of a job array's parts.
int gather(const Scenario& base, const Words& words, std::vector<Member>& members) {
  if (ranks::count() > 1) return refuse("--gather is the work of one process");
  std::string missing;
  for (std::size_t part = 0; part < words.array_size; ++part) {
    const std::vector<std::size_t> theirs = part_of(members.size(), part, words.array_size);
    const fs::path folder = part_folder(base, part);
    take_up(parse_journal(read_journals(folder)), members);
    const auto left = std::count_if(theirs.begin(), theirs.end(), [&](std::size_t at) { return !members[at].ended(); });
    if (left == 0) continue;
    missing += "\n  part_" + std::to_string(part) + ": " + std::to_string(left) + " of " + std::to_string(theirs.size()) + " members" +
               (journals_of(folder).empty() ? ", no journal is there" : "");
  }
  const fs::path folder = run_folder(base);
  if (!missing.empty())
    return refuse("nothing was gathered: " + folder.string() + " misses members of this case; run those parts, with --resume where one was stopped:" + missing);
  const FolderLock lock(folder);
  if (!words.run.overwrite && fs::exists(folder / "sweep.csv")) return refuse(folder.string() + " holds a sweep already; --overwrite replaces its tables");
  std::vector<std::size_t> all = part_of(members.size(), 0, 1);
  write_results(folder, base, members, all, words.run, true);
  return ending(members, all, folder, words.run, "");
}
}  // namespace

int command_sweep(const Words& words) {
  if (words.run.device == Device::cuda && cuda_device_name().empty()) throw DeviceError("no CUDA device was found; leave out --device cuda");
  signals::listen();
  const Loaded base = load_case(words.target, words.sets);
  std::vector<Problem> problems = base.problems;
  std::vector<Member> members;
  try {
    if (problems.empty()) members = load_members(words, base.scenario.sweep, problems);
  } catch (const std::invalid_argument& error) {
    problems.push_back({words.target, 0, 0, "", error.what(), ""});
  }
  const std::vector<std::string> troubles = ranks::share(problems.empty() ? "" : "trouble");
  if (!problems.empty()) return speaks() ? say(problems) : exit_bad_input;
  for (const std::string& trouble : troubles)
    if (!trouble.empty()) return refuse("another rank could not read the case");
  return words.gather ? gather(base.scenario, words, members) : run_sweep(base.scenario, words, members);
}
}  // namespace riser
