#include "io/run/section_run.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <nlohmann/json.hpp>

#include "io/config/text.hpp"
#include "io/results/files.hpp"
#include "io/results/section_files.hpp"
#include "io/results/summary.hpp"
#include "io/run/clockwork.hpp"
#include "io/run/keeper.hpp"
#include "io/run/progress.hpp"
#include "kernels/axial/step.hpp"
#include "solver/section.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// What the summary says beside the last row and the totals.
struct Facts {
  std::string device;
  double time = 0, wall = 0, delivered = 0;  // [s], [s], [kg] dry
  SectionRow last;
  std::vector<std::string> warnings;
};

/// Mass of class k [kg] that came or went by itself.
double missing_mass(const SectionTotals& t, std::size_t k) { return std::abs(t.mass_in[k] - t.mass_out[k] - (t.mass_stored[k] - t.mass_initial[k])); }

Json balance_of(const SectionGeometry& g, const SectionTotals& t) {
  Json rows = Json::array();
  for (std::size_t k = 0; k < g.class_names.size(); ++k)
    rows.push_back({{"class", g.class_names[k]}, {"in_kg", t.mass_in[k]}, {"out_kg", t.mass_out[k]}, {"stored_kg", t.mass_stored[k]},
                    {"relative_error", missing_mass(t, k) / std::max({std::abs(t.mass_in[k]), t.mass_initial[k], 1e-12})}});
  return rows;
}

/// Ends a run whose mass drifts, by the measure that holds along the pipe (kernels/axial/step.hpp).
void check_balance(const SectionGeometry& g, const SectionTotals& t, double time) {
  for (std::size_t k = 0; k < g.class_names.size(); ++k) {
    const double pipe = trace * g.area * (g.z_face.back() - g.z_face.front()) * g.class_density[k];
    const double drift = missing_mass(t, k) / std::max({std::abs(t.mass_in[k]), std::abs(t.mass_out[k]), t.mass_initial[k], t.mass_stored[k], pipe});
    if (drift <= sound_balance) continue;
    throw Diverged("the mass of " + g.class_names[k] + " drifts by " + number_text(drift) + " of what came, t = " + number_text(time) +
                   " s; a smaller time.courant, and please report the case");
  }
}

Json summary_of(const Scenario& s, const SectionGeometry& g, const SectionTotals& t, const Facts& f) {
  const double cells = static_cast<double>(g.r.size()) * g.z.size();
  Json j = {{"schema", 1}, {"model", "axisymmetric"}, {"name", s.name}, {"title", s.title}, {"device", f.device}, {"simulated_time_s", f.time},
            {"wall_time_s", f.wall}, {"steps", t.steps}, {"cells", cells}, {"rings", g.r.size()}, {"slices", g.z.size()},
            {"cell_steps_per_second", f.wall > 0 ? cells * t.steps / f.wall : 0}};
  j["production"] = {{"delivered_dry_t", f.delivered / 1000}};
  const double velocity = f.last.flow_rate / g.area, head = g.liquid_density * velocity * velocity;
  j["flow"] = {{"rate_m3_per_h", f.last.flow_rate * 3600}, {"mean_velocity_m_per_s", velocity}, {"pressure_gradient_Pa_per_m", f.last.pressure_gradient},
               {"wall_shear_stress_Pa", f.last.wall_shear_stress}, {"darcy_factor", head > 1e-12 ? Json(8 * f.last.wall_shear_stress / head) : Json()},
               {"reynolds", t.reynolds}, {"y_plus", t.y_plus}, {"divergence", f.last.divergence}};
  if (s.rheology.law != RheologyLaw::newtonian)
    j["yield"] = {{"unyielded_share", t.unyielded}, {"regularisation_error_at_the_wall", t.wall_regularisation}, {"unbalanced_share", t.unsettled}};
  j["largest_time_error"] = t.time_error;
  j["mass_balance"] = balance_of(g, t);
  j["warnings"] = f.warnings;
  for (const Json& row : j["mass_balance"])
    if (!(row["relative_error"] <= 1e-10)) j["warnings"].push_back("the mass balance of class " + row["class"].get<std::string>() + " does not close");
  j["files"] = {{"snapshots", "snapshots.h5"}, {"paraview", "snapshots.xdmf2"}, {"report", "report/index.html"}};
  return j;
}

std::string words_of(const Json& s) {
  std::string text;
  const auto line = [&](const auto&... words) { text += summary_line(words...); };
  line("simulated", "%.6g s", s["simulated_time_s"]);
  line("wall time", "%.3g s", s["wall_time_s"]);
  line("speed", "%.3g cell-steps/s", s["cell_steps_per_second"]);
  line("flow", "%.4g m3/h", s["flow"]["rate_m3_per_h"]);
  line("Reynolds number", "%.4g", s["flow"]["reynolds"]);
  line("pressure gradient", "%.5g Pa/m over the liquid's weight", s["flow"]["pressure_gradient_Pa_per_m"]);
  line("wall shear stress", "%.5g Pa", s["flow"]["wall_shear_stress_Pa"]);
  line("y+ of the wall cell", "%.3g", s["flow"]["y_plus"]);
  line("delivered", "%.4g t dry", s["production"]["delivered_dry_t"]);
  if (s.contains("yield")) line("unyielded", "%.3g %% of the volume", s["yield"]["unyielded_share"], 100);
  for (const Json& row : s["mass_balance"]) line(("balance of " + row["class"].get<std::string>()).c_str(), "%.1e", row["relative_error"]);
  for (const Json& warning : s["warnings"]) text += "  warning: " + warning.get<std::string>() + "\n";
  return text;
}

/// The run itself: the simulation, its files, and the last state known to be good.
class SectionRun {
 public:
  SectionRun(const Scenario& scenario, const RunOptions& options, AxisymmetricSimulation& simulation, const fs::path& folder, const Checkpoint* from)
      : scenario_(scenario), simulation_(simulation),
        file_(open_results<SectionFile>(folder / "snapshots.h5", from, facts_.warnings, scenario, simulation.geometry(), simulation.device_name())),
        progress_(scenario.end_time, options.quiet, from ? from->time : 0), keeper_(scenario, options, folder, [this](bool lasting) { return checkpoint(lasting); }) {
    if (from) take_up(from->files);
    else record(true);
  }

  int go() {
    const int code = keeper_.guard([this] { return loop(); }, facts_.warnings);
    progress_.finish();
    if (code == exit_done) keeper_.finish();
    if (good_.time > written_) file_->write(good_);
    file_->finish(totals_);
    facts_.device = simulation_.device_name(), facts_.time = good_.time, facts_.wall = wall_before_ + progress_.wall_time();
    SectionTotals worst = totals_;
    worst.y_plus = y_plus_, worst.reynolds = reynolds_;
    for (std::string& warning : section_warnings(scenario_, worst)) facts_.warnings.push_back(std::move(warning));
    return code;
  }
  Json summary() const { return summary_of(scenario_, simulation_.geometry(), totals_, facts_); }
  double good_time() const { return good_.time; }
  const std::vector<std::string>& warnings() const { return facts_.warnings; }
  const std::string& stopped_by() const { return stopped_by_; }

 private:
  int loop() {
    Clockwork series(scenario_.output.series_interval, simulation_.time()), snapshots(scenario_.output.snapshot_interval, simulation_.time());
    while (simulation_.time() < scenario_.end_time) {
      double target = std::min(series.next(), snapshots.next());
      if (target > scenario_.end_time * (1 - 1e-12)) target = scenario_.end_time;
      for (bool left = true; left;) {
        if (must_stop()) return exit_stopped;
        left = simulation_.advance_some(target);
      }
      series.strikes(target);
      record(snapshots.strikes(target) || target >= scenario_.end_time);
      keeper_.remember();
      progress_.update(target);
    }
    return exit_done;
  }

  bool must_stop() {
    const std::string reason = keeper_.look();
    if (reason.empty()) return false;
    facts_.warnings.push_back(stopped_by_ = "stopped by " + reason);
    if (simulation_.time() > good_.time) record(true);  // for people: a resumed run takes this row back
    return true;
  }

  Checkpoint checkpoint(bool lasting) {
    lasting ? file_->sync() : file_->flush();
    const Rows rows = file_->rows();
    Checkpoint c{"axisymmetric", scenario_.resolved_yaml, program_version(), simulation_.device_name(), simulation_.time(), simulation_.state(), {}};
    c.files.push_back({"rows", {static_cast<double>(rows.snapshots), static_cast<double>(rows.series)}});
    c.files.push_back({"times", {written_, wall_before_ + progress_.wall_time(), facts_.last.time}});
    c.files.push_back({"largest", {y_plus_, reynolds_}});
    c.files.push_back({"delivered", {facts_.delivered}});
    c.files.push_back({"last_delivered_rate", facts_.last.delivered_rate});
    return c;
  }

  void take_up(const State& files) {
    const std::vector<double>&times = part_of(files, "times"), &largest = part_of(files, "largest");
    facts_.last = simulation_.series_row();
    written_ = times.at(0), wall_before_ = times.at(1), facts_.last.time = times.at(2);
    facts_.delivered = part_of(files, "delivered").at(0), facts_.last.delivered_rate = part_of(files, "last_delivered_rate");
    y_plus_ = largest.at(0), reynolds_ = largest.at(1);
    good_ = simulation_.snapshot(), totals_ = simulation_.totals();
  }

  /// Keeps the state, so that a later divergence still leaves the last good one.
  void record(bool picture) {
    const SectionTotals totals = simulation_.totals();
    check_balance(simulation_.geometry(), totals, simulation_.time());
    totals_ = totals;
    const SectionRow row = simulation_.series_row();
    reynolds_ = std::max(reynolds_, totals_.reynolds);
    if (row.time > 0) y_plus_ = std::max(y_plus_, row.y_plus);  // the first profile is a guess
    const auto& density = simulation_.geometry().class_density;
    for (std::size_t k = 0; k < density.size(); ++k)
      facts_.delivered += 0.5 * (row.time - facts_.last.time) * density[k] * (row.delivered_rate[k] + (facts_.last.delivered_rate.empty() ? 0 : facts_.last.delivered_rate[k]));
    facts_.last = row;
    file_->write(row);
    good_ = simulation_.snapshot();
    if (!picture) return;
    file_->write(good_);
    written_ = good_.time;
  }

  const Scenario& scenario_;
  AxisymmetricSimulation& simulation_;
  Facts facts_;
  std::unique_ptr<SectionFile> file_;
  Progress progress_;
  Keeper keeper_;
  SectionSnapshot good_;
  SectionTotals totals_;
  double written_ = -1;                // [s], time of the last snapshot in the file
  std::string stopped_by_;
  double wall_before_ = 0;             // [s] that the run took before it was resumed
  double y_plus_ = 0, reynolds_ = 0;   // [-] largest so far
};
}  // namespace

std::vector<std::string> section_warnings(const Scenario& s, const SectionTotals& t) {
  std::vector<std::string> warnings;
  const bool turbulent = s.section.turbulence == TurbulenceLaw::mixing_length;
  const bool newtonian = s.rheology.law == RheologyLaw::newtonian;
  if (t.viscous_share > 1)
    warnings.push_back("the explicit axial terms carried at most 1/" + number_text(std::round(t.viscous_share * 10) / 10) +
                       " of the largest viscosity; flow that is the same all along the pipe does not feel it, else time.maximum_step must be that much smaller");
  if (turbulent && t.y_plus > 2)
    warnings.push_back("the wall cell's centre lies at y+ = " + number_text(std::round(t.y_plus * 10) / 10) + " at most: the mixing length cannot resolve the wall layer; make grid.wall_cell " +
                       number_text(std::ceil(t.y_plus * 10) / 10) + " times thinner");
  if (turbulent && t.reynolds > 1 && t.reynolds < 1e4 && newtonian)
    warnings.push_back("Re = " + number_text(std::round(t.reynolds)) + " at most: below 1e4 the mixing length gives 4 to 9 % more friction than measured, below 2300 the flow is laminar: turbulence: none");
  if (!turbulent && t.reynolds > 4000)
    warnings.push_back("Re = " + number_text(std::round(t.reynolds)) + " at most, but the flow is computed without turbulence: turbulence: mixing_length");
  if (t.wall_regularisation > 1e-3)
    warnings.push_back("the regularised yield stress lacks " + number_text(std::round(t.wall_regularisation * 1000) / 10) + " % at the wall, where it is sheared least: a longer rheology.regularisation_time");
  if (t.unsettled > 0)
    warnings.push_back("the shear stress was not in balance to 1e-8 in " + number_text(std::max(std::ceil(t.unsettled * 1000) / 10, 0.1)) +
                       " % of slices and steps: what yields and what does not is uncertain there; a smaller time.maximum_step, and please report the case");
  if (t.time_error > 0.05)
    warnings.push_back("a step changed the velocity by " + number_text(std::ceil(t.time_error * 1000) / 10) +
                       " % more or less than foreseen: something changed faster than the steps could follow; a smaller time.courant or time.maximum_step");
  if (s.segments[0].inclination > 0)
    warnings.push_back("the pipe is inclined, but an axisymmetric flow knows the axial part of gravity alone: grains gather on no side and rise on none (no Boycott effect)");
  return warnings;
}

int simulate_section(const Scenario& scenario, const RunOptions& options, const fs::path& folder) {
  const std::optional<Checkpoint> found = find_start(scenario, options, folder);
  const Checkpoint* from = found ? &*found : nullptr;
  if (is_over(scenario, from, folder, options.quiet)) return exit_done;
  AxisymmetricSimulation simulation(scenario, options.device, threads_for(options.threads));  // before the folder: a refused case leaves nothing behind
  if (from) simulation.restore(from->state);
  prepare_folder(folder, from != nullptr);
  int code = exit_done;
  Json summary;
  try {
    SectionRun run(scenario, options, simulation, folder, from);  // its end closes the file, before the report opens it
    code = run.go();
    summary = run.summary();
    if (code == exit_stopped) std::fprintf(stderr, "riser: %s at t = %.6g s; --resume goes on from there\n", run.stopped_by().c_str(), run.good_time());
    if (code == exit_diverged) std::fprintf(stderr, "riser: %s\nriser: the last good state (t = %.6g s) is in the file\n", run.warnings().front().c_str(), run.good_time());
    write_file(folder / "summary.json", summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } catch (const IoError& error) {
    throw IoError(error.what() + how_to_go_on(folder));
  }
  const bool pictures = options.report && code != exit_stopped && run_report(folder / "snapshots.h5", true);
  say_results(summary, words_of(summary), folder, pictures, options);
  return code;
}
}  // namespace riser
