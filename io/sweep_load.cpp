#include <sstream>

#include "io/distribution.hpp"
#include "io/sweep_journal.hpp"
#include "io/sweep_members.hpp"
#include "io/sweep_plan.hpp"

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

/// A distribution whose tail leaves what its key allows is refused by name, not by the member that happens to draw it.
void check_tails(const Words& words, const Sweep& sweep, std::vector<Problem>& problems) {
  constexpr double rare = 1e-4;
  for (std::size_t i = 0; i < sweep.vary.size(); ++i) {
    const Distribution distribution(sweep.vary[i]);
    for (double share : {rare, 1 - rare}) {
      std::vector<std::string> sets = words.sets;
      set_keys(sweep.vary[i].key, distribution.at(share), sets);
      for (Problem& problem : load_case(words.target, sets).problems) {
        problem.hint += std::string(problem.hint.empty() ? "" : "; ") + "sweep.vary[" + std::to_string(i) + "] reaches it once in 10000: cut it with from and to, or take lognormal";
        problems.push_back(std::move(problem));
      }
    }
  }
}

}  // namespace

std::vector<Member> load_members(const Words& words, const Sweep& sweep, std::vector<Problem>& problems) {
  std::vector<Member> members;
  const auto plan = plan_sweep(sweep);
  if (is_sampled(sweep)) check_tails(words, sweep, problems);
  if (!problems.empty()) return members;
  for (const auto& row : plan) {
    std::vector<std::string> sets = words.sets;
    for (std::size_t i = 0; i < row.size(); ++i) set_keys(sweep.vary[i].key, row[i], sets);
    Loaded loaded = load_case(words.target, sets);
    for (Problem& problem : loaded.problems) {
      problem.hint += std::string(problem.hint.empty() ? "" : "; ") + "member " + std::to_string(members.size()) + " of the sweep";
      problems.push_back(std::move(problem));
    }
    const std::string fingerprint = loaded.problems.empty() ? fingerprint_of(loaded.scenario) : "";
    loaded.scenario.source_yaml.clear(), loaded.scenario.resolved_yaml.clear();
    members.push_back({row, std::move(loaded.scenario), std::vector<double>(kept, not_there), "not run", "", fingerprint});
  }
  return members;
}
}  // namespace riser
