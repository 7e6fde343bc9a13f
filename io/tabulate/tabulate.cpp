#include "io/tabulate/tabulate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <mutex>

#include "io/config/config.hpp"
#include "io/config/cost.hpp"
#include "io/config/text.hpp"
#include "io/hdf5/memory.hpp"
#include "io/results/files.hpp"
#include "io/results/own_files.hpp"
#include "io/results/snapshots.hpp"
#include "io/run/folder_lock.hpp"
#include "io/run/section_run.hpp"
#include "io/run/signals.hpp"
#include "io/run/stop.hpp"
#include "io/run/study.hpp"
#include "io/tabulate/members.hpp"
#include "solver/build.hpp"
#include "solver/crew.hpp"
#include "solver/section.hpp"
#include "solver/section_dispersion.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int parts = 10;              // of a member's time: the last one shows whether it stands still
constexpr double steady_change = 5e-3; // [-] of the pressure gradient that friction takes, in the last part

/// The case at one velocity and concentration: a given flow, the class the same all over the section.
TabulatedSection section_of_family(const Scenario& base, double velocity, double concentration) {
  TabulatedSection section;
  section.velocity = velocity, section.concentration = concentration;
  Scenario& s = section.scenario = base;
  const Segment& pipe = base.segments[0];
  s.section.flow_given = true;
  s.section_drive = {{0}, {velocity * pi / 4 * square(pipe.bore)}, 0, 0};
  s.source_yaml.clear(), s.resolved_yaml.clear();
  if (base.tabulation.solid_class < 0) return section;
  InitialConcentration layer;
  layer.solid_class = base.tabulation.solid_class, layer.to = pipe.length, layer.value = concentration;
  s.initial = {layer};
  return section;
}

std::vector<TabulatedSection> family_of(const Scenario& base) {
  std::vector<TabulatedSection> sections;
  const std::vector<double> none = {0}, &concentrations = base.tabulation.concentration.empty() ? none : base.tabulation.concentration;
  for (double concentration : concentrations)
    for (double velocity : base.tabulation.velocity) sections.push_back(section_of_family(base, velocity, concentration));
  return sections;
}

/// What the steady section says; the carrier with its class sets density and yield stress.
void read_off(const AxisymmetricSimulation& simulation, TabulatedSection& section) {
  const Scenario& s = section.scenario;
  const SectionGeometry& g = simulation.geometry();
  SectionTotals totals = simulation.totals();
  totals.viscous_share = 0;  // a family is the same all along the pipe and does not feel what the explicit axial terms hold back
  const SectionRow row = simulation.series_row();
  const bool carried = s.tabulation.solid_class >= 0 && s.solids[s.tabulation.solid_class].carrier;
  const double fraction = carried ? section.concentration : 0, grains = carried ? s.solids[s.tabulation.solid_class].density : 0;
  const double density = (1 - fraction) * g.liquid_density + fraction * grains;
  section.wall_shear_stress = row.wall_shear_stress;
  section.yield_stress = carrier_fluid(make_rheology(s.rheology), fraction, density, g.liquid_viscosity).yield_stress;
  section.darcy_factor = 8 * row.wall_shear_stress / (density * square(section.velocity));
  section.reynolds = totals.reynolds, section.y_plus = row.y_plus, section.steps = totals.steps;
  section.warnings = section_warnings(s, totals);
  if (s.tabulation.dispersion) section.dispersion = axial_dispersion(simulation.profile(0), g.r_face, s.section.diffusivity, s.section.schmidt);
  section.status = "done";
}

/// Through its whole time; "stopped" where the tabulation has to stop before.
void run_section(TabulatedSection& section, StudyStop& stop) {
  AxisymmetricSimulation simulation(section.scenario, Device::cpu, 1);
  double before = 0;
  for (int part = 1; part <= parts; ++part) {
    before = section.gradient;
    const double until = part == parts ? section.scenario.end_time : section.scenario.end_time * part / parts;
    do {
      if (stop.asked()) return void(section.status = "stopped");
    } while (simulation.advance_some(until));
    section.gradient = simulation.series_row().pressure_gradient;
  }
  read_off(simulation, section);
  section.change = std::abs(section.gradient - before) * simulation.geometry().bore / (4 * std::abs(section.wall_shear_stress));
  section.converged = section.change <= steady_change;
  if (!section.converged)
    section.warnings.push_back("the pressure gradient of friction still changed by " + number_text(std::round(section.change * 1e4) / 100) + " % over the last tenth of the time: a later time.end");
}

void try_section(TabulatedSection& section, StudyStop& stop) {
  try {
    run_section(section, stop);
  } catch (const Diverged& error) {
    section.status = "diverged", section.trouble = error.what();
  } catch (const std::exception& error) {
    section.status = "refused", section.trouble = error.what();
  }
}

/// One line a member on standard error, and its warnings.
void say(const TabulatedSection& m, std::size_t done, std::size_t all) {
  std::fprintf(stderr, "  %zu of %zu sections: %.4g m/s, concentration %.4g: ", done, all, m.velocity, m.concentration);
  if (m.status == "done") std::fprintf(stderr, "wall shear stress %.5g Pa\n", m.wall_shear_stress);
  else std::fprintf(stderr, "%s %s\n", m.status.c_str(), m.trouble.c_str());
  for (const std::string& warning : m.warnings) std::fprintf(stderr, "    warning: %s\n", warning.c_str());
}

/// All members that have not ended over the threads, the fastest flows, which take the most steps, first. Why it stopped before its end, or empty.
std::string run_family(std::vector<TabulatedSection>& sections, const Scenario& base, Study& study, const fs::path& folder, const RunOptions& options) {
  std::vector<TabulatedSection*> order;
  std::size_t done = 0;
  for (TabulatedSection& section : sections) {
    const Json* before = study.find(section_key(base, section));
    if (before && take_outcome(*before, section)) ++done;
    else order.push_back(&section);
  }
  std::stable_sort(order.begin(), order.end(), [](const TabulatedSection* a, const TabulatedSection* b) { return a->velocity > b->velocity; });
  StudyStop stop(folder, options.walltime);
  std::mutex talk;
  share_out(order.size(), threads_for(options.threads), [&] {
    return [&](std::size_t at) {
      if (stop.asked()) return false;
      TabulatedSection& section = *order[at];
      try_section(section, stop);
      if (!section.ended()) return false;
      study.keep(section_key(base, section), section_outcome(section));
      const std::scoped_lock lock(talk);
      ++done;
      if (!options.quiet) say(section, done, sections.size());
      return true;
    };
  });
  return std::all_of(sections.begin(), sections.end(), [](const TabulatedSection& m) { return m.ended(); }) ? "" : stop.reason();
}

int ending(const Json& summary, const std::vector<TabulatedSection>& sections, const fs::path& folder, const RunOptions& options, const std::string& stopped) {
  const auto count = [&](const char* status) { return std::count_if(sections.begin(), sections.end(), [&](const TabulatedSection& m) { return m.status == status; }); };
  const auto bad = count("diverged") + count("refused");
  if (options.json) std::printf("%s\n", summary.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
  if (!options.quiet) {
    std::fprintf(stderr, "%td of %zu sections done, %td failed\nfriction   %s\n", count("done"), sections.size(), bad, (folder / "wall_friction.csv").c_str());
    if (sections[0].scenario.tabulation.dispersion) std::fprintf(stderr, "dispersion %s\n", (folder / "dispersion.csv").c_str());
  }
  if (stopped.empty()) return bad > 0 ? exit_diverged : exit_done;
  std::fprintf(stderr, "riser: stopped by %s with %td of %zu sections ended; --resume goes on from there\n", stopped.c_str(), count("done") + bad, sections.size());
  return exit_stopped;
}

int fail(const std::string& what) {
  std::fprintf(stderr, "riser: %s\n", what.c_str());
  return exit_bad_input;
}
}  // namespace

int command_tabulate(const Words& words) {
  const Loaded base = load_case(words.target, words.sets);
  for (const Problem& problem : base.problems) std::fprintf(stderr, "%s\n", format(problem).c_str());
  if (!base.problems.empty()) return exit_bad_input;
  if (base.scenario.model != Model::axisymmetric) return fail(words.target + ": model: tabulate runs 2-D sections (model: axisymmetric)");
  if (base.scenario.tabulation.velocity.empty()) return fail(words.target + ": tabulate.velocity: is missing (mean velocities such as [0.5 m/s, 1 m/s])");
  if (words.run.device == Device::cuda) throw DeviceError("the axisymmetric model has no CUDA backend yet; use --device cpu or auto");
  const double running = threads_for(words.run.threads);
  if (const std::string wrong = beyond_memory(running * estimate(base.scenario).memory); !wrong.empty()) return fail(words.target + ": " + wrong + " (fewer --threads)");
  const fs::path folder = run_folder(base.scenario);
  const FolderLock lock(folder);
  if (const std::string why = study_obstacle(folder, "a tabulation", fs::exists(folder / "wall_friction.csv"), fs::exists(folder / "tabulate.journal"), words.run); !why.empty()) return fail(why);
  signals::listen();
  Study study(folder, {"tabulate", "section", base.scenario.resolved_yaml, program_version() + ", cpu"}, words.run);
  const std::vector<std::string> results{"wall_friction.csv", "dispersion.csv", "tabulate.json"};
  refuse_foreign(folder, results), refuse_foreign(folder, {"tabulate.journal"});
  remove_stop_request(folder);
  remove_own(folder, results);
  study.begin();
  std::vector<TabulatedSection> sections = family_of(base.scenario);
  const std::string stopped = run_family(sections, base.scenario, study, folder, words.run);
  write_section_tables(folder, base.scenario, sections);
  const Json summary = tabulation_summary(base.scenario, sections);
  write_file(folder / "tabulate.json", summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  return ending(summary, sections, folder, words.run, stopped);
}
}  // namespace riser
