#include <sstream>

#include "io/config/case_changes.hpp"
#include "io/config/cost.hpp"
#include "io/config/distribution.hpp"
#include "io/config/input_file.hpp"
#include "io/config/units.hpp"
#include "io/hdf5/memory.hpp"
#include "io/results/files.hpp"
#include "io/sweep/members.hpp"
#include "io/sweep/plan.hpp"

namespace riser {
namespace {

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
}  // namespace

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
    const std::string fingerprint = loaded.problems.empty() ? fingerprint_of(loaded.scenario) : "";
    loaded.scenario.source_yaml.clear(), loaded.scenario.resolved_yaml.clear();
    loaded.scenario.sweep = {};  // the plan of all members is not each member's matter
    members.push_back({plan[at], std::move(loaded.scenario), std::vector<double>(kept, not_there), "not run", "", fingerprint});
  }
  return members;
}
}  // namespace riser
