#include "io/sweep/run.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <utility>

#include "io/config/config.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/results/files.hpp"
#include "io/results/snapshots.hpp"
#include "io/results/summary.hpp"
#include "solver/crew.hpp"
#include "solver/ensemble.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

void keep(const Json& summary, Member& member) {
  for (std::size_t i = 0; i < kept; ++i) {
    const Json& value = summary.at(Json::json_pointer(outcomes[i].place));
    if (value.is_number()) member.values[i] = value.get<double>();
  }
  for (const Json& warning : summary["warnings"]) member.warnings += (member.warnings.empty() ? "" : "; ") + warning.get<std::string>();
}

/// Some members side by side from start to end: all of them in one ensemble.
class Together {
 public:
  Together(const std::vector<Member*>& members, Device device, StudyStop& stop, MemberStates& states)
      : ensemble_(scenarios_of(members), device), stop_(stop), states_(states), interval_(members[0]->scenario.output.checkpoint_interval),
        looked_(Clock::now()), wrote_(looked_) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      all_.push_back({members[m], Production(ensemble_.geometry(m).class_density), ensemble_.totals(m)});
      if (!take_up(m)) all_[m].production.add(ensemble_.series_row(m));
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
    if (left > 0) write(true);
    settle_all([](std::size_t) { return true; });
  }

 private:
  static std::vector<Scenario> scenarios_of(const std::vector<Member*>& members) {
    std::vector<Scenario> scenarios;
    for (const Member* m : members) scenarios.push_back(m->scenario);
    return scenarios;
  }

  /// Goes on from the member's state, if there is one.
  bool take_up(std::size_t m) {
    const std::optional<Checkpoint> from = states_.find(*all_[m].member);
    if (!from) return false;
    try {
      all_[m].load(from->files);
      ensemble_.restore(m, from->state);
    } catch (const std::invalid_argument& error) {
      throw IoError(states_.path_of(*all_[m].member).string() + ": " + error.what() + "; without this file its member begins anew");
    }
    if (from->version != program_version() || from->device != ensemble_.device_name())
      std::fprintf(stderr, "riser: a member's state is by %s, %s: the last bits may differ from an unbroken sweep's\n", from->version.c_str(), from->device.c_str());
    return true;
  }

  Checkpoint checkpoint_of(std::size_t m) const {
    return {"axial", print_config(all_[m].member->scenario), program_version(), ensemble_.device_name(), ensemble_.time(m), ensemble_.state(m), all_[m].save()};
  }

  /// The states of all under way. `must`: throws IoError where one cannot be written; else that is said.
  void write(bool must) {
    const auto start = Clock::now();
    try {
      for (std::size_t m = 0; m < all_.size(); ++m)
        if (all_[m].member->status == "not run")
          states_.write(*all_[m].member, checkpoint_of(m));
    } catch (const std::exception& error) {
      if (must) throw;
      std::fprintf(stderr, "riser: no state of a member: %s; the sweep goes on, the next try comes in %.0f s\n", error.what(), pause());
    }
    wrote_ = Clock::now(), writing_ = seconds_since(start);
    stop_.note_write(writing_);
  }

  /// [s] between two writes: thousands of members on a device take long, and stand still meanwhile; a fiftieth of the time at most.
  double pause() const { return std::max(interval_, 50 * writing_); }

  /// Writes what is due; true where the sweep has to stop.
  bool must_stop() {
    stop_.note_work(seconds_since(looked_));
    const bool stop = stop_.asked();
    if (!stop && (stop_.write_asked(writes_seen_) || stop_.measures() || (interval_ > 0 && seconds_since(wrote_) >= pause()))) write(false);
    looked_ = Clock::now();
    return stop;
  }

  bool goes(std::size_t m) const { return all_[m].good < all_[m].member->scenario.end_time && ensemble_.trouble(m).empty(); }

  /// All to their next row; false where the sweep has to stop before.
  bool advance() {
    targets_.clear();
    for (std::size_t m = 0; m < all_.size(); ++m) targets_.push_back(goes(m) ? all_[m].next() : ensemble_.time(m));
    do {
      if (must_stop()) return false;
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
  StudyStop& stop_;
  MemberStates& states_;
  double interval_;      // [s] of wall time between two writes; 0 = none
  double writing_ = 0;   // [s] that the last took
  Clock::time_point looked_, wrote_;
  long writes_seen_ = 0;
  std::vector<Underway> all_;
  std::vector<double> targets_;  // [s]
};

/// One member on the calling thread. Throws IoError.
void run_member(Member& member, StudyStop& stop, MemberStates& states) {
  try {
    Together({&member}, Device::cpu, stop, states).go([](std::size_t) {});
  } catch (const IoError&) {
    throw;  // no fault of the member's
  } catch (const std::exception& error) {
    member.status = "refused", member.warnings = error.what();
  }
}
}  // namespace

void run_members(std::vector<Member>& members, const std::vector<std::size_t>& todo, const RunOptions& options, StudyStop& stop, MemberStates& states, const std::function<void(std::size_t)>& ended) {
  const auto end = [&](std::size_t at) {
    ended(at);
    if (members[at].ended()) states.drop(members[at]);  // not before its line is in the journal
  };
  if (options.device == Device::cuda && !todo.empty()) {
    std::vector<Member*> together;
    for (std::size_t at : todo) together.push_back(&members[at]);
    return Together(together, Device::cuda, stop, states).go([&](std::size_t m) { end(todo[m]); });
  }
  std::mutex talk;
  share_out(todo.size(), threads_for(options.threads), [&] {
    return [&](std::size_t at) {
      if (stop.asked()) return false;
      try {
        run_member(members[todo[at]], stop, states);
        const std::scoped_lock lock(talk);
        end(todo[at]);
      } catch (...) {
        stop.ask("an error");  // members may be long
        throw;
      }
      return true;
    };
  });
}
}  // namespace riser
