#include <algorithm>
#include <cmath>
#include <map>

#include "io/config/reader.hpp"
#include "io/config/text.hpp"
#include "io/hdf5/memory.hpp"
#include "kernels/closures/pump_quadrants.hpp"
#include "solver/machine_views.hpp"

namespace riser {
namespace {

constexpr double most_cells = 5e6, most_snapshots = 1e6, most_rows = 1e8;
constexpr double most_above_sea = 200;  // [m], a deck no higher than this

std::string element(const char* list, size_t i) { return std::string(list) + "[" + std::to_string(i) + "]"; }

bool plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
}

template <class T>
void check_names(const std::vector<T>& all, const char* list, ConfigReader& r) {
  std::map<std::string, size_t> seen;
  for (size_t i = 0; i < all.size(); ++i)
    if (!all[i].name.empty() && !seen.emplace(all[i].name, i).second)
      r.report(element(list, i) + ".name", "'" + shortened(all[i].name) + "' is taken by " + element(list, seen[all[i].name]));
}

double check_pipe(const Scenario& s, ConfigReader& r) {
  double length = 0, rise = 0;
  for (const Segment& p : s.segments) length += p.length, rise += p.length * std::cos(p.inclination);
  if (s.segments.empty()) r.report("pipe.segments", "no segment");
  if (rise > s.inlet_depth + most_above_sea)
    r.report("pipe.inlet_depth", "the pipe ends " + number_text(std::round(rise - s.inlet_depth)) + " m above the sea", "at most 200 m");
  const double cells = length / s.cell_length, classes = static_cast<double>(s.solids.size());
  const double memory = s.model == Model::axial ? axial_memory(cells, classes) : section_memory(cells * s.section.radial_cells, classes);
  if (cells > most_cells) r.report("grid.cell_length", "more than 5000000 cells", "the pipe is " + number_text(length) + " m long; they would need " + gigabytes(memory) + " of memory");
  // A segment that could not be read leaves the length unknown: no place is then beyond it.
  return r.troubled("pipe.segments") ? 1e300 : length;
}

/// A pipe inside an annulus: as long, the other way, and thin enough to fit.
void check_inside(const Scenario& s, ConfigReader& r) {
  std::map<int, size_t> seen;
  for (size_t i = 0; i < s.segments.size(); ++i) {
    const Segment& p = s.segments[i];
    if (p.inside < 0) continue;
    const std::string path = element("pipe.segments", i), key = path + ".inside";
    const Segment& around = s.segments[p.inside];
    if (p.inside >= static_cast<int>(i)) r.report(key, "the flow comes to the annulus first", "list the annulus before the pipe inside it");
    else if (around.inside >= 0) r.report(key, "that segment is inside another itself");
    else if (!seen.emplace(p.inside, i).second) r.report(key, element("pipe.segments", seen[p.inside]) + " is inside it already", "cut the annulus into as many segments");
    else if (p.bore + 2 * p.wall_thickness >= around.bore)
      r.report(key, "the pipe does not fit", "its outer diameter is " + number_text(std::round((p.bore + 2 * p.wall_thickness) * 1e6) / 1e6) + " m, the bore around it " + number_text(around.bore) + " m");
    else if (std::abs(p.length - around.length) > 1e-6) r.report(key, "the annulus is " + number_text(around.length) + " m long, the pipe " + number_text(p.length) + " m");
    else if (std::abs(p.inclination + around.inclination - 3.141592653589793) > 1e-6) r.report(key, "the annulus does not run the other way", "inclinations that add to 180 deg");
  }
}

/// What stands beside the pipe divides the flow: the rigid model knows one flow for the whole line.
void check_branches(const Scenario& s, double length, ConfigReader& r) {
  const bool waves = s.pressure == PressureModel::elastic && s.waves.from.empty();
  const auto check = [&](const std::string& path, double position, const char* what) {
    if (!waves) r.report(path, std::string(what) + " acts with waves alone", "pressure_model: elastic, without waves.between");
    if (position > length) r.report(path + ".position", "beyond the pipe's end", "the pipe is " + number_text(length) + " m long");
  };
  for (size_t i = 0; i < s.vessels.size(); ++i) check(element("vessels", i), s.vessels[i].position, "a vessel");
  for (size_t i = 0; i < s.valves.size(); ++i)
    if (s.valves[i].dump) check(element("valves", i), s.valves[i].position, "a dump valve");
  check_names(s.vessels, "vessels", r);
}

void check_solids(const Scenario& s, ConfigReader& r) {
  int carriers = 0;
  for (size_t i = 0; i < s.solids.size(); ++i)
    if (s.solids[i].carrier && ++carriers > 1) r.report(element("solids", i) + ".carrier", "a second carrier class");
  if (s.solids.size() > 6) r.report("solids", "at most 6 classes");
  check_names(s.solids, "solids", r);
  const RheologyTable& t = s.rheology;
  if (t.law == RheologyLaw::newtonian) return;
  if (t.fraction.empty()) r.report("rheology.table", "is missing", "this law needs one");
  for (size_t i = 1; i < t.fraction.size(); ++i)
    if (t.fraction[i] <= t.fraction[i - 1]) r.report(element("rheology.table", i) + ".fraction", "does not increase");
}

void check_curve(const Pump& p, const std::string& path, ConfigReader& r) {
  const std::string curve = path + ".curve";
  if (p.flow.size() < 2 || p.flow.size() > 16) return r.report(curve, "needs 2 to 16 points");
  if (p.head.size() != p.flow.size()) return r.report(curve + ".head", "has not as many values as flow");
  if (!p.efficiency.empty() && p.efficiency.size() != p.flow.size())
    r.report(curve + ".efficiency", "has not as many values as flow");
  for (size_t k = 1; k < p.flow.size(); ++k)
    if (p.flow[k] <= p.flow[k - 1]) r.report(element((curve + ".flow").c_str(), k), "the flow does not increase");
  if (r.troubled(path)) return;
  if (const std::string trouble = trouble_with_curve(p); !trouble.empty()) r.report(curve, trouble);
}

void check_pumps(const Scenario& s, double length, ConfigReader& r) {
  for (size_t i = 0; i < s.pumps.size(); ++i) {
    const std::string path = element("pumps", i);
    if (s.pumps[i].position > length)
      r.report(path + ".position", "beyond the pipe's end", "the pipe is " + number_text(length) + " m long");
    if (!s.pumps[i].quadrants.empty() && s.pumps[i].quadrants.size() != 2 * RadialPump::points) r.report(path + ".four_quadrant.table", "needs 89 of F and 89 of G");
    if (s.pumps[i].kind == PumpKind::centrifugal && !(s.pumps[i].rated_flow > 0)) check_curve(s.pumps[i], path, r);
  }
  check_names(s.pumps, "pumps", r);
}

void check_valves(const Scenario& s, double length, ConfigReader& r) {
  for (size_t i = 0; i < s.valves.size(); ++i) {
    const Valve& valve = s.valves[i];
    const std::string path = element("valves", i);
    if (valve.position > length) r.report(path + ".position", "beyond the pipe's end", "the pipe is " + number_text(length) + " m long");
    if (curve_of(valve).opening.size() > 16) r.report(path + ".coefficient", "at most 16 rows, with the one at opening 0");
    for (size_t k = 1; k < valve.coefficient.size(); ++k)
      if (valve.coefficient[k] < valve.coefficient[k - 1]) r.report(element((path + ".coefficient").c_str(), k), "the flow falls as the valve opens");
    const double widest = valve.opening.value.empty() ? 0 : *std::max_element(valve.opening.value.begin(), valve.opening.value.end());
    if (!valve.at.empty() && widest > valve.at.back() * (1 + 1e-9))
      r.report(path + ".coefficient", "the curve ends before the valve's widest opening", "add a row at opening " + number_text(widest));
    const bool opens = std::any_of(valve.opening.value.begin(), valve.opening.value.end(), [](double v) { return v > 0; });
    if (!valve.coefficient.empty() && (!opens || valve.coefficient.back() <= 0)) r.report(path + (opens ? ".coefficient" : ".opening"), "the valve never opens");
  }
  check_names(s.valves, "valves", r);
}

void check_fed(const Scenario& s, double length, ConfigReader& r) {
  std::map<int, size_t> fed;
  double held = 0;
  for (size_t i = 0; i < s.feeds.size(); ++i) {
    if (!fed.emplace(s.feeds[i].solid_class, i).second) r.report(element("feeds", i) + ".class", "this class is fed twice");
    const std::string path = element("feeds", i);
    if (s.feeds[i].position > length) r.report(path + ".position", "beyond the pipe's end", "the pipe is " + number_text(length) + " m long");
    if (s.feeds[i].position > 0 && s.feeds[i].kind == FeedKind::concentration) r.report(path + ".position", "a concentration is held at the inlet alone");
    double most = 0;
    for (double value : s.feeds[i].value.value) most = std::max(most, value);
    if (s.feeds[i].kind == FeedKind::concentration) held += most;
  }
  if (held > s.maximum_packing) r.report("feeds", "concentrations add to more than maximum_packing");
  for (size_t i = 0; i < s.initial.size(); ++i) {
    const InitialConcentration& c = s.initial[i];
    const std::string path = element("initial.concentration", i);
    if (c.shape == InitialShape::layer && c.to <= c.from) r.report(path + ".layer", "ends before it starts");
    if (c.shape == InitialShape::layer && c.to > length) r.report(path + ".layer", "beyond the pipe's end");
    double total = 0;  // of all that overlap this one's start or centre
    const double at = c.shape == InitialShape::layer ? c.from : c.centre;
    for (const InitialConcentration& other : s.initial) {
      const double x = (at - other.centre) / (other.width > 0 ? other.width : 1);
      if (other.shape == InitialShape::gaussian) total += other.background + other.value * std::exp(-x * x);
      else if (at >= other.from && at < other.to) total += other.value;
    }
    if (total > s.maximum_packing) r.report(path + ".value", "concentrations add to more than maximum_packing");
  }
}

/// A restart needs a trip of the same pump before it; at one instant the later listed counts.
void check_restarts(const Scenario& s, ConfigReader& r) {
  for (size_t i = 0; i < s.events.size(); ++i) {
    if (s.events[i].action != EventAction::pump_restart) continue;
    bool tripped = false;
    for (size_t j = 0; j < s.events.size(); ++j) {
      const Event& e = s.events[j];
      const bool before = e.time < s.events[i].time || (e.time == s.events[i].time && j < i);
      tripped |= before && e.action == EventAction::pump_trip && (e.target < 0 || e.target == s.events[i].target || s.events[i].target < 0);
    }
    if (!tripped) r.report(element("events", i) + ".action", "restarts a pump that has not tripped", "an earlier pump_trip is missing");
  }
}

void check_hold_time(const Scenario& s, ConfigReader& r) {
  const auto& off = s.hold_time.off;
  if (off.empty()) return;
  for (size_t i = 1; i < off.size(); ++i)
    if (off[i] <= off[i - 1]) r.report(element("hold_time.off", i), "does not increase");
  const auto has = [&](EventAction action) { return std::any_of(s.events.begin(), s.events.end(), [&](const Event& e) { return e.action == action; }); };
  if (!has(EventAction::pump_trip) || !has(EventAction::pump_restart)) r.report("hold_time", "needs a pump_trip and a pump_restart among the events");
}

/// Records that no disk holds: a slip of a unit, mostly.
void check_records(const Scenario& s, ConfigReader& r) {
  if (s.end_time / s.output.snapshot_interval > most_snapshots) r.report("output.snapshot_interval", "more than a million snapshots", "time.end is " + number_text(s.end_time) + " s");
  if (s.end_time / s.output.series_interval > most_rows) r.report("output.series_interval", "more than 100 million rows", "time.end is " + number_text(s.end_time) + " s");
  double waves = s.waves.from.empty() ? s.end_time : 0;  // [s]
  for (size_t i = 0; i < s.waves.from.size() && i < s.waves.to.size(); ++i) waves += std::max(0.0, std::min(s.waves.to[i], s.end_time) - s.waves.from[i]);
  if (s.waves.record_interval > 0 && waves / s.waves.record_interval > most_snapshots) r.report("waves.record_interval", "more than a million snapshots");
}

void check_times(const Scenario& s, double length, ConfigReader& r) {
  for (size_t i = 0; i < s.events.size(); ++i)
    if (s.end_time > 0 && s.events[i].time > s.end_time) r.report(element("events", i) + ".at", "after the end of the run");
  for (size_t i = 0; i < s.output.probes.size(); ++i)
    if (s.output.probes[i] > length) r.report(element("output.probes", i), "beyond the pipe's end");
  check_records(s, r);
}
}  // namespace

void check_scenario(const Scenario& s, ConfigReader& r) {
  if (!plain_name(s.name)) r.report("name", "only a-z 0-9 _ - are allowed");
  const double length = check_pipe(s, r);
  check_inside(s, r);
  check_branches(s, length, r);
  check_solids(s, r);
  check_pumps(s, length, r);
  check_valves(s, length, r);
  for (size_t i = 0; i < s.waves.from.size(); ++i) {
    const bool overlaps = i + 1 < s.waves.from.size() && s.waves.to[i] > s.waves.from[i + 1];
    if (s.waves.to[i] <= s.waves.from[i] || overlaps) r.report(element("waves.between", i), overlaps ? "overlaps the next" : "ends before it starts");
  }
  if (s.waves.from.size() > 8) r.report("waves.between", "at most 8 rows");
  if (s.model == Model::axisymmetric) check_section(s, length, r);
  else check_flow(s, r);
  if (s.liquid.law == LiquidLaw::seawater && s.sea.depth.empty())
    r.report("sea.temperature", "is missing", "the law seawater needs rows of depth, temperature");
  check_fed(s, length, r);
  check_restarts(s, r);
  check_hold_time(s, r);
  check_times(s, length, r);
  check_section_tables(s, r);
  check_tabulation(s, r);
  check_sweep(s, r);
  check_sizing(s, r);
}
}  // namespace riser
