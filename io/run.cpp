#include "io/run.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "io/clockwork.hpp"
#include "io/hdf5.hpp"
#include "io/hold_time.hpp"
#include "io/progress.hpp"
#include "io/section_run.hpp"
#include "io/signals.hpp"
#include "io/snapshots.hpp"
#include "io/summary.hpp"
#include "solver/validity.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;

/// The run itself: the simulation, its file, and the last state known to be good.
class Run {
 public:
  Run(const Scenario& scenario, const RunOptions& options, Simulation& simulation, const fs::path& folder)
      : scenario_(scenario), options_(options), simulation_(simulation), folder_(folder),
        file_(folder / "snapshots.h5", scenario, simulation.geometry(), simulation.device_name()),
        production_(simulation.geometry().class_density), progress_(scenario.end_time, options.quiet) {}

  int go() {
    record(true, true);
    int code = exit_done;
    try {
      code = loop();
    } catch (const Diverged& error) {
      code = exit_diverged;
      warnings_.push_back(std::string("diverged: ") + error.what());
    }
    progress_.finish();
    const double wall = progress_.wall_time();
    if (good_.time > written_) file_.write(good_);
    file_.finish(totals_);
    std::vector<std::string> warnings = warnings_;
    for (std::string& line : out_of_range(scenario_, simulation_.geometry(), totals_, met_)) warnings.push_back(std::move(line));
    RunFacts facts{simulation_.device_name(), good_.time, wall, warnings, nullptr};
    if (code == exit_done && !scenario_.hold_time.off.empty())
      facts.hold_time = study_hold_time(scenario_, options_.device, folder_, options_.quiet);
    summary_ = write_summary(folder_ / "summary.json", scenario_, simulation_.geometry(), totals_, production_, facts);
    return code;
  }
  const nlohmann::ordered_json& summary() const { return summary_; }
  double good_time() const { return good_.time; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  int loop() {
    Clockwork series(scenario_.output.series_interval), snapshots(scenario_.output.snapshot_interval);
    while (simulation_.time() < scenario_.end_time) {
      if (SignalWatch::noted()) {
        warnings_.push_back("stopped by signal " + std::to_string(SignalWatch::noted()));
        return exit_stopped;
      }
      const double dense = next_dense();
      double target = std::min({series.next(), snapshots.next(), dense});
      if (target > scenario_.end_time * (1 - 1e-12)) target = scenario_.end_time;  // no sliver of a step at the end
      simulation_.advance_to(target);
      const bool last = target >= scenario_.end_time, row = series.strikes(target), picture = snapshots.strikes(target);
      record(row || last || target == dense, picture || last || target == dense);
      progress_.update(target);
    }
    return exit_done;
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
      file_.write(values);
    }
    if (!picture) return;
    file_.write(good_);
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
  SnapshotFile file_;
  Production production_;
  Progress progress_;
  Snapshot good_;
  Totals totals_;
  Met met_;
  double written_ = -1;  // [s], time of the last snapshot in the file
  std::vector<std::string> warnings_;
  nlohmann::ordered_json summary_;
};

bool holds_a_run(const fs::path& folder) { return fs::exists(folder / "snapshots.h5") || fs::exists(folder / "summary.json"); }

int simulate(const Scenario& scenario, const RunOptions& options, const fs::path& folder) {
  Simulation simulation(scenario, options.device);  // before the folder: a refused case leaves nothing behind
  prepare_folder(folder);
  const SignalWatch watch;
  int code = exit_done;
  nlohmann::ordered_json summary;
  {
    Run run(scenario, options, simulation, folder);  // its end closes the file, before the report opens it
    code = run.go();
    summary = run.summary();
    const double time = run.good_time();
    if (code == exit_stopped) std::fprintf(stderr, "riser: stopped at t = %.6g s; what was done is in the file\n", time);
    if (code == exit_diverged)
      std::fprintf(stderr, "riser: %s\nriser: the last good state (t = %.6g s) is in the file\n", run.warnings().back().c_str(), time);
  }
  const bool pictures = options.report && code != exit_stopped && run_report(folder / "snapshots.h5", true);
  say_results(summary, human_summary(summary), folder, pictures, options);
  return code;
}
}  // namespace

void prepare_folder(const fs::path& folder) {
  fs::create_directories(folder);
  for (const char* name : {"snapshots.h5", "snapshots.xdmf2", "summary.json", "report"}) fs::remove_all(folder / name);
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
  const auto fail = [](int code, const char* what) {
    std::fprintf(stderr, "riser: %s\n", what);
    return code;
  };
  try {
    const fs::path folder = run_folder(scenario);
    if (!options.overwrite && holds_a_run(folder))
      return fail(exit_bad_input, (folder.string() + " holds a run already; --overwrite replaces it").c_str());
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
