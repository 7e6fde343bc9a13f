#include "io/run/run.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>

#include "io/hdf5/hdf5.hpp"
#include "io/results/own_files.hpp"
#include "io/results/snapshots.hpp"
#include "io/results/summary.hpp"
#include "io/run/clockwork.hpp"
#include "io/run/folder_lock.hpp"
#include "io/run/hold_time.hpp"
#include "io/run/keeper.hpp"
#include "io/run/progress.hpp"
#include "io/run/section_run.hpp"
#include "io/run/signals.hpp"
#include "solver/validity.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;

/// The run itself: the simulation, its file, and the last state known to be good.
class Run {
 public:
  Run(const Scenario& scenario, const RunOptions& options, Simulation& simulation, const fs::path& folder, const Checkpoint* from)
      : scenario_(scenario), options_(options), simulation_(simulation), folder_(folder),
        file_(open_results<SnapshotFile>(folder / "snapshots.h5", from, warnings_, scenario, simulation.geometry(), simulation.device_name())),
        production_(simulation.geometry().class_density), progress_(scenario.end_time, options.quiet, from ? from->time : 0),
        keeper_(scenario, options, folder, [this](bool lasting) { return checkpoint(lasting); }) {
    if (from) take_up(from->files);
    else record(true, true);
  }

  int go() {
    int code = keeper_.guard([this] { return loop(); }, warnings_);
    progress_.finish();
    const double wall = wall_before_ + progress_.wall_time();
    if (code == exit_done) keeper_.finish();
    if (good_.time > written_) file_->write(good_);
    file_->finish(totals_);
    std::vector<std::string> warnings = warnings_;
    for (std::string& line : assumed(scenario_)) warnings.push_back(std::move(line));
    for (std::string& line : out_of_range(scenario_, simulation_.geometry(), totals_, met_)) warnings.push_back(std::move(line));
    RunFacts facts{simulation_.device_name(), good_.time, wall, warnings, nullptr};
    if (code == exit_done && !scenario_.hold_time.off.empty()) code = study(facts);
    summary_ = write_summary(folder_ / "summary.json", scenario_, simulation_.geometry(), totals_, production_, facts);
    return code;
  }
  const nlohmann::ordered_json& summary() const { return summary_; }
  double good_time() const { return good_.time; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  /// A study that is stopped is gone on with from the end of the run.
  int study(RunFacts& facts) {
    const HoldTimeStudy found = study_hold_time(scenario_, options_, simulation_.device_name(), folder_, [this] { return keeper_.look(); });
    facts.hold_time = found.result;
    if (found.stopped.empty()) {
      keeper_.finish();
      return exit_done;
    }
    warnings_.push_back("stopped by " + found.stopped + " in the study of hold times");
    facts.warnings.push_back(warnings_.back());
    return exit_stopped;
  }

  int loop() {
    Clockwork series(scenario_.output.series_interval, simulation_.time()), snapshots(scenario_.output.snapshot_interval, simulation_.time());
    while (simulation_.time() < scenario_.end_time) {
      const double dense = next_dense();
      double target = std::min({series.next(), snapshots.next(), dense});
      if (target > scenario_.end_time * (1 - 1e-12)) target = scenario_.end_time;  // no sliver of a step at the end
      for (bool left = true; left;) {
        if (must_stop()) return exit_stopped;
        left = simulation_.advance_some(target);
      }
      const bool last = target >= scenario_.end_time, row = series.strikes(target), picture = snapshots.strikes(target);
      record(row || last || target == dense, picture || last || target == dense);
      keeper_.remember();
      progress_.update(target);
    }
    return exit_done;
  }

  bool must_stop() {
    const std::string reason = keeper_.look();
    if (reason.empty()) return false;
    warnings_.push_back("stopped by " + reason);
    if (simulation_.time() > good_.time) record(true, true);  // for people: a resumed run takes this row back
    return true;
  }

  Checkpoint checkpoint(bool lasting) {
    lasting ? file_->sync() : file_->flush();
    const Rows rows = file_->rows();
    Checkpoint c{"axial", scenario_.resolved_yaml, program_version(), simulation_.device_name(), simulation_.time(), simulation_.state(), production_.save()};
    c.files.push_back({"rows", {static_cast<double>(rows.snapshots), static_cast<double>(rows.series)}});
    c.files.push_back({"met", {met_.carrier, met_.largest_flow, met_.last_flow}});
    c.files.push_back({"times", {written_, wall_before_ + progress_.wall_time()}});
    return c;
  }

  void take_up(const State& files) {
    production_.load(files);
    const std::vector<double>&met = part_of(files, "met"), &times = part_of(files, "times");
    met_.carrier = met.at(0), met_.largest_flow = met.at(1), met_.last_flow = met.at(2);
    written_ = times.at(0), wall_before_ = times.at(1);
    good_ = simulation_.snapshot();
    totals_ = simulation_.totals();
  }

  /// Next time [s] to record while waves are resolved; infinite where none is asked for.
  double next_dense() const {
    const Waves& w = scenario_.waves;
    double next = std::numeric_limits<double>::infinity();
    if (scenario_.pressure != PressureModel::elastic || !(w.record_interval > 0)) return next;
    const double time = simulation_.time();
    for (std::size_t i = 0; i < std::max<std::size_t>(w.from.size(), 1); ++i) {
      const double from = w.from.empty() ? 0 : w.from[i], to = w.from.empty() ? scenario_.end_time : w.to[i];
      if (time >= to * (1 - 1e-12)) continue;
      const double count = std::floor(std::max(time - from, 0.0) / w.record_interval * (1 + 1e-12)) + 1;
      next = std::min(next, time < from ? from : std::min(from + count * w.record_interval, to));
    }
    return next;
  }

  /// Keeps the state, so that a later divergence still leaves the last good one.
  void record(bool row, bool picture) {
    good_ = simulation_.snapshot();
    totals_ = simulation_.totals();
    note();
    if (row) {
      const SeriesRow values = simulation_.series_row();
      production_.add(values);
      file_->write(values);
    }
    if (!picture) return;
    file_->write(good_);
    written_ = good_.time;
  }

  void note() {
    met_.last_flow = std::abs(good_.flow_rate.back());
    for (double flow : good_.flow_rate) met_.largest_flow = std::max(met_.largest_flow, std::abs(flow));
    const std::size_t cells = simulation_.geometry().s.size();
    for (std::size_t k = 0; k < scenario_.solids.size(); ++k) {
      if (!scenario_.solids[k].carrier) continue;
      const auto first = good_.concentration.begin() + k * cells;
      met_.carrier = std::max(met_.carrier, *std::max_element(first, first + cells));
    }
  }

  const Scenario& scenario_;
  const RunOptions& options_;
  Simulation& simulation_;
  fs::path folder_;
  std::vector<std::string> warnings_;
  std::unique_ptr<SnapshotFile> file_;
  Production production_;
  Progress progress_;
  Keeper keeper_;
  Snapshot good_;
  Totals totals_;
  Met met_;
  double written_ = -1;      // [s], time of the last snapshot in the file
  double wall_before_ = 0;   // [s] that the run took before it was resumed
  nlohmann::ordered_json summary_;
};

bool holds_a_run(const fs::path& folder) { return fs::exists(folder / "snapshots.h5") || fs::exists(folder / "summary.json") || fs::exists(checkpoints_of(folder)); }

int simulate(const Scenario& scenario, const RunOptions& options, const fs::path& folder) {
  const std::optional<Checkpoint> found = find_start(scenario, options, folder);
  const Checkpoint* from = found ? &*found : nullptr;
  if (is_over(scenario, from, folder, options.quiet)) return exit_done;
  Simulation simulation(scenario, options.device);  // before the folder: a refused case leaves nothing behind
  if (from) simulation.restore(from->state);
  prepare_folder(folder, from != nullptr);
  int code = exit_done;
  nlohmann::ordered_json summary;
  try {
    Run run(scenario, options, simulation, folder, from);  // its end closes the file, before the report opens it
    code = run.go();
    summary = run.summary();
    const double time = run.good_time();
    if (code == exit_stopped) std::fprintf(stderr, "riser: %s at t = %.6g s; --resume goes on from there\n", run.warnings().back().c_str(), time);
    if (code == exit_diverged)
      std::fprintf(stderr, "riser: %s\nriser: the last good state (t = %.6g s) is in the file\n", run.warnings().back().c_str(), time);
  } catch (const IoError& error) {
    throw IoError(error.what() + how_to_go_on(folder));
  }
  const bool pictures = options.report && code != exit_stopped && run_report(folder / "snapshots.h5", true);
  say_results(summary, human_summary(summary), folder, pictures, options);
  return code;
}
}  // namespace

void prepare_folder(const fs::path& folder, bool resumed) {
  const std::vector<std::string> ended{"summary.json", "hold_time.csv", "report"};
  const std::vector<std::string> all{"checkpoints", "snapshots.h5", "snapshots.xdmf2", "snapshots.before.h5", "hold_time.journal"};
  fs::create_directories(folder);
  refuse_foreign(folder, ended), refuse_foreign(folder, all);
  remove_stop_request(folder);
  remove_own(folder, ended);
  if (!resumed) remove_own(folder, all);  // checkpoints first: none may outlive its results
}

void say_results(const nlohmann::ordered_json& summary, const std::string& words, const fs::path& folder, bool pictures, const RunOptions& options) {
  if (options.json) std::printf("%s\n", summary.dump(2).c_str());
  if (options.quiet) return;
  std::fprintf(stderr, "%s", words.c_str());
  std::fprintf(stderr, "snapshots  %s\nsummary    %s\n", (folder / "snapshots.h5").c_str(), (folder / "summary.json").c_str());
  if (pictures) std::fprintf(stderr, "pictures   %s\n", (folder / "report/index.html").c_str());
}

fs::path run_folder(const Scenario& scenario) {
  return scenario.output.folder.empty() ? fs::path("runs") / scenario.name : fs::path(scenario.output.folder);
}

int run_case(const Scenario& scenario, const RunOptions& options) {
  signals::listen();  // from here on a signal is heard, if only when the run has begun
  const auto fail = [](int code, const char* what) {
    std::fprintf(stderr, "riser: %s\n", what);
    return code;
  };
  try {
    const fs::path folder = run_folder(scenario);
    const FolderLock lock(folder);
    if (!options.overwrite && !options.resume && holds_a_run(folder))
      return fail(exit_bad_input, (folder.string() + " holds a run already; --resume goes on with it, --overwrite replaces it").c_str());
    return scenario.model == Model::axisymmetric ? simulate_section(scenario, options, folder) : simulate(scenario, options, folder);
  } catch (const DeviceError& error) {
    return fail(exit_device, error.what());
  } catch (const IoError& error) {
    return fail(exit_io, error.what());
  } catch (const fs::filesystem_error& error) {
    return fail(exit_io, error.what());
  } catch (const Diverged& error) {
    return fail(exit_diverged, error.what());
  } catch (const std::invalid_argument& error) {
    return fail(exit_bad_input, error.what());
  }
}
}  // namespace riser
