#include "io/sweep/run.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <utility>

#include "io/results/files.hpp"
#include "io/results/summary.hpp"
#include "solver/crew.hpp"
#include "solver/ensemble.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;

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
class Together {
 public:
  Together(const std::vector<Member*>& members, Device device, SweepStop& stop) : ensemble_(scenarios_of(members), device), stop_(stop) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      all_.push_back({members[m], Production(ensemble_.geometry(m).class_density), ensemble_.totals(m)});
      all_[m].production.add(ensemble_.series_row(m));
    }
  }

  /// Calls `ended` with each member's place as it ends; those under way when the sweep stops are "stopped".
  template <class Ended>
  void go(Ended ended) {
    std::size_t left = all_.size();
    const auto settle_all = [&](auto is_over) {
      for (std::size_t m = 0; m < all_.size(); ++m)
        if (all_[m].member->status == "not run" && is_over(m)) settle(m, ended), --left;
    };
    settle_all([&](std::size_t m) { return !goes(m); });
    while (left > 0 && advance()) settle_all([&](std::size_t m) { return take(m); });
    settle_all([](std::size_t) { return true; });
  }

 private:
  static std::vector<Scenario> scenarios_of(const std::vector<Member*>& members) {
    std::vector<Scenario> scenarios;
    for (const Member* m : members) scenarios.push_back(m->scenario);
    return scenarios;
  }

  bool goes(std::size_t m) const { return all_[m].good < all_[m].member->scenario.end_time && ensemble_.trouble(m).empty(); }

  /// All to their next row; false where the sweep has to stop before.
  bool advance() {
    targets_.clear();
    for (std::size_t m = 0; m < all_.size(); ++m) targets_.push_back(goes(m) ? all_[m].next() : ensemble_.time(m));
    do {
      if (stop_.asked()) return false;
    } while (ensemble_.advance_some(targets_));
    return true;
  }

  /// A member's row; true where it was the last.
  bool take(std::size_t m) {
    if (!goes(m)) return true;
    Underway& u = all_[m];
    u.production.add(ensemble_.series_row(m));
    u.good = targets_[m], u.totals = ensemble_.totals(m), ++u.rows;
    return !goes(m);
  }

  template <class Ended>
  void settle(std::size_t m, Ended ended) {
    Member& member = *all_[m].member;
    const std::string trouble = ensemble_.trouble(m);
    member.status = !trouble.empty() ? "diverged" : all_[m].good < member.scenario.end_time ? "stopped" : "done";
    keep(make_summary(member.scenario, ensemble_.geometry(m), all_[m].totals, all_[m].production, {ensemble_.device_name(), all_[m].good, 0, {}, nullptr}), member);
    if (!trouble.empty()) member.warnings = trouble + (member.warnings.empty() ? "" : "; ") + member.warnings;
    ended(m);
  }

  Ensemble ensemble_;
  SweepStop& stop_;
  std::vector<Underway> all_;
  std::vector<double> targets_;  // [s]
};

/// One member on the calling thread.
void run_member(Member& member, SweepStop& stop) {
  try {
    Together({&member}, Device::cpu, stop).go([](std::size_t) {});
  } catch (const std::exception& error) {
    member.status = "refused", member.warnings = error.what();
  }
}
}  // namespace

void run_members(std::vector<Member>& members, const std::vector<std::size_t>& todo, const RunOptions& options, SweepStop& stop, const std::function<void(std::size_t)>& ended) {
  if (options.device == Device::cuda && !todo.empty()) {
    std::vector<Member*> together;
    for (std::size_t at : todo) together.push_back(&members[at]);
    return Together(together, Device::cuda, stop).go([&](std::size_t m) { ended(todo[m]); });
  }
  std::mutex talk;
  std::exception_ptr error;  // a thread must not end by one
  share_out(todo.size(), threads_for(options.threads), [&] {
    return [&](std::size_t at) {
      if (stop.asked()) return false;
      run_member(members[todo[at]], stop);
      const std::scoped_lock lock(talk);
      try {
        ended(todo[at]);
      } catch (...) {
        if (!error) error = std::current_exception();
        stop.ask("an error");
      }
      return true;
    };
  });
  if (error) std::rethrow_exception(error);
}
}  // namespace riser
