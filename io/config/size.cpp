#include <algorithm>
#include <cmath>
#include <filesystem>

#include "io/config/number_table.hpp"
#include "io/config/reader.hpp"
#include "io/config/text.hpp"
#include "solver/build.hpp"
#include "solver/design.hpp"

// The `size` of a case: its fields, its catalogue, and what no single field shows.
namespace riser {
namespace {

const Limits bore_range{"m", 1e-3, 10}, wall_range{"m", 1e-4, 1}, ratio_range{"", 0.05, 100}, stations_range{"", 1, 16}, place_range{"m", 0, 20000};
const Limits grain_range{"m", 1e-7, 1}, delivered_range{"", 1e-6, 0.6}, count_range{"", 2, 100000, true}, seconds{"s", 0, 1e6};

Limits needed(Limits limits) {
  limits.required = true;
  return limits;
}

void describe_axis(FieldVisitor& v, const char* key, Axis& axis, const Limits& limits, const char* help) {
  v.group(key, {}, [&](FieldVisitor& g) {
    const int given = g.alternative({"values", "from"}, axis.count > 0 ? 1 : 0, help);
    if (given == 0) {
      g.numbers("values", axis.values, limits, "increasing");
      for (const char* other : {"to", "count"}) g.unused(other, "only with from");
    }
    if (given != 1) return;
    g.number("from", axis.from, needed(limits), "");
    g.number("to", axis.to, needed(limits), "");
    g.number("count", axis.count, count_range, "values, both ends counted");
  }, help);
}

/// Rows of bore_mm,wall_mm; returns what is wrong, or "".
std::string read_catalogue(const std::string& path, const std::string& shown, Sizing& z) {
  const NumberTable table = read_numbers(path, "the catalogue '" + shown + "'", "bore_mm,wall_mm");
  if (!table.wrong.empty()) return table.wrong;
  z.pipe_bore.clear(), z.pipe_wall.clear();
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const double bore = table.rows[i][0], wall = table.rows[i][1];
    if (!(bore >= 1e3 * bore_range.low && bore <= 1e3 * bore_range.high)) return table.where(i) + ": a bore of " + number_text(bore) + " mm is out of range (1 to 10000 mm)";
    if (!(wall >= 1e3 * wall_range.low && wall <= 1e3 * wall_range.high)) return table.where(i) + ": a wall of " + number_text(wall) + " mm is out of range (0.1 to 1000 mm)";
    if (std::find(table.rows.begin(), table.rows.begin() + static_cast<long>(i), table.rows[i]) != table.rows.begin() + static_cast<long>(i))
      return table.where(i) + ": " + number_text(bore) + "," + number_text(wall) + " is there twice";
    z.pipe_bore.push_back(bore / 1000), z.pipe_wall.push_back(wall / 1000);
  }
  return z.pipe_bore.empty() ? table.shown + " holds no pipe" : "";
}

void describe_catalogue(FieldVisitor& v, Sizing& z) {
  const std::string folder = v.folder();
  const auto from_file = [&z, folder](const std::string& name) { return read_catalogue((std::filesystem::path(folder) / name).string(), name, z); };
  v.group("pipes", {.from_word = from_file}, [&](FieldVisitor& g) {
    g.numbers("bore", z.pipe_bore, needed(bore_range), "of each");
    g.numbers("wall_thickness", z.pipe_wall, needed(wall_range), "of each");
  }, "a catalogue instead of bore and wall_thickness: inline, or a file of bore_mm,wall_mm");
}

void describe_limits(FieldVisitor& v, SizingLimits& l) {
  v.number("burst", l.burst, {"", 0.01, 1}, "most of the burst strength (Barlow) that is used");
  v.number("collapse", l.collapse, {"", 0.01, 1}, "most of the collapse strength (DNV) that is used");
  v.number("tension", l.tension, {"", 0, 1}, "most of yield as axial stress under own weight and contents at rest, 0 = no limit");
  v.number("npsh_margin", l.npsh_margin, {"m", 0, 100}, "over what the pump requires");
  v.number("transport", l.transport, {"", 0, 100}, "least velocity over the settling velocity of the fastest grain");
  v.number("concentration", l.concentration, {"", 1e-4, 0.9}, "most of slipping grains in situ");
  v.number("velocity", l.velocity, {"m/s", 0, 100}, "most, 0 = no limit");
  v.number("bore_over_grain", l.bore_over_grain, {"", 0, 1000}, "least, of the largest grain, 0 = no limit");
  v.number("station_head", l.station_head, {"m", 0, 10000}, "most of a station, 0 = no limit");
  v.number("speed", l.speed, {"", 0.1, 3}, "most over the rated speed");
  v.number("stability", l.stability, {"", 0, 0.5}, "flow that may be lost before the line asks for more head than the pump gives, 0 = no limit");
  v.number("power", l.power, {"W", 0, 1e10}, "most at all shafts, 0 = no limit");
  v.number("recovered", l.recovered, {"", 0.01, 1}, "flow after the restart over that of the duty");
}

void describe_transients(FieldVisitor& v, SizingTransients& t) {
  v.number("most", t.most, {"", 0, 1e6}, "designs that are run; 0 = the screen alone");
  v.number("start", t.start, seconds, "pumps from rest to their speed");
  v.number("surge", t.surge, {"", 1, 10}, "of the feed");
  v.number("surge_time", t.surge_time, seconds, "");
  v.number("off", t.off, seconds, "pumps off between trip and restart, 0 = no trip");
  v.number("waves", t.waves, seconds, "resolved after trip and restart, 0 = none");
  v.number("map", t.map, {"", 0, 1000}, "bores and concentrations of the map of transients around the best design, 0 = none");
  v.number("cell_length", t.cell_length, {"m", 0.1, 1000}, "");
}

void describe_cost(FieldVisitor& v, CostModel& c) {
  v.number("steel", c.steel, {"1/kg", 0, 1e9}, "money a kg of pipe");
  v.number("station", c.station, {"", 0, 1e12}, "money a station");
  v.number("power", c.power, {"1/W", 0, 1e6}, "money a watt installed");
  v.number("energy", c.energy, {"1/J", 0, 1e3}, "money of energy at the shaft");
  v.number("years", c.years, {"", 1, 100}, "in which capital is paid back");
  v.number("interest", c.interest, {"", 0, 1}, "a year");
  v.number("availability", c.availability, {"", 0.01, 1}, "share of the year that is lifted");
}

void describe_duty(FieldVisitor& v, Duty& d) {
  v.text("name", d.name, true, "");
  v.number("dry_rate", d.dry_rate, {"kg/s", 1e-6, 1e4, true}, "dry solids delivered");
  v.number("share", d.share, {"", 1e-6, 1e6}, "of all tonnes");
  v.texts("set", d.set, "values of the case changed in this duty, key=value");
}

std::string element(const char* list, std::size_t i) { return std::string(list) + "[" + std::to_string(i) + "]"; }

void check_axis(const Axis& axis, const std::string& key, bool whole, ConfigReader& r) {
  if (axis.count != std::floor(axis.count)) r.report(key + ".count", "a whole number is needed");
  if (axis.count > 0 && !(axis.from < axis.to)) r.report(key + ".from", "is not below to");
  for (std::size_t i = 1; i < axis.values.size(); ++i)
    if (axis.values[i] <= axis.values[i - 1]) r.report(element((key + ".values").c_str(), i), "does not increase");
  if (!whole || r.troubled(key)) return;
  for (double value : axis.points())
    if (value != std::floor(value)) return r.report(key, "whole numbers are needed", "one of them is " + number_text(value));
}

void check_axes(const Scenario& s, ConfigReader& r) {
  const Sizing& z = s.sizing;
  check_axis(z.bore, "size.bore", false, r), check_axis(z.wall_thickness, "size.wall_thickness", false, r);
  check_axis(z.annulus_ratio, "size.annulus_ratio", false, r), check_axis(z.annulus_wall_thickness, "size.annulus_wall_thickness", false, r);
  check_axis(z.stations, "size.stations", true, r), check_axis(z.lowest_station, "size.lowest_station", false, r);
  check_axis(z.crushing_size, "size.crushing_size", false, r), check_axis(z.concentration, "size.concentration", false, r);
  if (!z.pipe_bore.empty() && (z.bore.given() || z.wall_thickness.given())) r.report("size.pipes", "cannot be given together with bore or wall_thickness");
  if (z.pipe_bore.size() != z.pipe_wall.size()) r.report("size.pipes", "has not as many walls as bores");
  const bool paired = std::any_of(s.segments.begin(), s.segments.end(), [](const Segment& p) { return p.inside >= 0; });
  for (const auto& [axis, key] : {std::pair{&z.annulus_ratio, "size.annulus_ratio"}, {&z.annulus_wall_thickness, "size.annulus_wall_thickness"}})
    if (axis->given() && !paired) r.report(key, "the case has no annulus", "a segment with `inside`");
  double length = 0;
  for (const Segment& p : s.segments) length += p.length;
  for (double place : z.lowest_station.points())
    if (place >= length) r.report("size.lowest_station", "beyond the pipe's end", "the pipe is " + number_text(length) + " m long");
  const bool slips = std::any_of(s.solids.begin(), s.solids.end(), [](const SolidClass& c) { return !c.carrier; });
  if (z.crushing_size.given() && !slips) r.report("size.crushing_size", "the case has no slipping class");
}

/// Limits that no design can meet together.
void check_limits(const Scenario& s, ConfigReader& r) {
  const SizingLimits& l = s.sizing.limits;
  double settling = 0;
  for (const SolidClass& solid : s.solids) {
    double reynolds = 0;
    if (!solid.carrier && solid.density > 0) settling = std::max(settling, terminal_velocity_of(s, solid, 1e3, &reynolds));
  }
  if (l.velocity > 0 && l.transport * settling > l.velocity && !s.sizing.crushing_size.given())
    r.report("size.limits.velocity", "contradicts limits.transport", "that asks for at least " + number_text(std::ceil(100 * l.transport * settling) / 100) + " m/s");
  const bool coarse_alone = !s.solids.empty() && std::none_of(s.solids.begin(), s.solids.end(), [](const SolidClass& c) { return c.carrier; });
  const std::vector<double> delivered = s.sizing.concentration.points();
  if (coarse_alone && !delivered.empty() && l.concentration < delivered.front())
    r.report("size.limits.concentration", "is below every delivered concentration", "in situ is never below delivered; the least is " + number_text(delivered.front()));
}

void check_pattern(const Scenario& s, ConfigReader& r) {
  if (s.feeds.empty()) r.report("size", "the case feeds nothing", "a feed for each class gives its share");
  if (s.pumps.empty()) return r.report("size", "the case has no pump", "its first pump is the pattern of all stations");
  const Pump& pump = s.pumps[0];
  if (s.sizing.pump != PumpChoice::scaled || pump.kind != PumpKind::centrifugal || pump.rated_flow > 0) return;
  const auto best = std::max_element(pump.efficiency.begin(), pump.efficiency.end());
  const bool known = best != pump.efficiency.end() && pump.flow[best - pump.efficiency.begin()] > 0 && pump.head[best - pump.efficiency.begin()] > 0;
  if (!known) r.report("size.pump", "no best point to scale by", "pumps[0].curve.efficiency with its largest value at a flow and a head above 0");
}
}  // namespace

void describe_sizing(FieldVisitor& v, Sizing& z) {
  v.list("duties", {z.duties.size(), [&](std::size_t n) { z.duties.resize(n); }, [&](FieldVisitor& row, std::size_t i) { describe_duty(row, z.duties[i]); }, 20}, "what the design must do; pumps are scaled to the first");
  describe_axis(v, "bore", z.bore, bore_range, "of the riser");
  describe_axis(v, "wall_thickness", z.wall_thickness, wall_range, "of the riser");
  describe_catalogue(v, z);
  describe_axis(v, "annulus_ratio", z.annulus_ratio, ratio_range, "flow area of the annulus over that of the pipe inside it");
  describe_axis(v, "annulus_wall_thickness", z.annulus_wall_thickness, wall_range, "");
  describe_axis(v, "stations", z.stations, stations_range, "equal pumps");
  describe_axis(v, "lowest_station", z.lowest_station, place_range, "along the pipe; the others evenly above it");
  describe_axis(v, "crushing_size", z.crushing_size, grain_range, "of the largest class; the others in proportion");
  describe_axis(v, "concentration", z.concentration, delivered_range, "delivered, of all grains: sets the flow");
  v.number("crusher_work_index", z.crusher_work_index, {"J/kg", 0, 1e9}, "Bond's, 0 = crushing costs nothing");
  v.number("crusher_feed", z.crusher_feed, {"m", 1e-4, 1}, "size before the crusher");
  choose(v, "pump", z.pump, {"scaled", "given"}, "the case's first pump is scaled to each design, or taken as it is");
  v.number("relief_factor", z.relief_factor, {"", 1, 10}, "relief of a scaled displacement pump over its steady rise");
  choose(v, "objective", z.objective, {"energy", "cost"}, "what is least: energy a tonne, or cost a tonne");
  v.number("indifference", z.indifference, {"", 0, 1}, "designs this near to the least are equal: fewer stations, then less steel decide");
  v.group("cost", {}, [&](FieldVisitor& g) { describe_cost(g, z.cost); }, "money in one currency of your choice");
  v.group("limits", {}, [&](FieldVisitor& g) { describe_limits(g, z.limits); }, "");
  v.group("transients", {}, [&](FieldVisitor& g) { describe_transients(g, z.transients); }, "");
}

void check_sizing(const Scenario& s, ConfigReader& r) {
  const Sizing& z = s.sizing;
  if (z.duties.empty() && !z.concentration.given()) return;
  if (z.duties.empty()) r.report("size.duties", "is missing", "rows of name, dry_rate");
  if (!z.concentration.given()) r.report("size.concentration", "is missing", "delivered; values, or from, to, count");
  for (std::size_t i = 0; i < z.duties.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (z.duties[i].name == z.duties[k].name) r.report(element("size.duties", i) + ".name", "is taken by " + element("size.duties", k));
  if (r.troubled("solids") || r.troubled("pipe") || r.troubled("pumps") || r.troubled("feeds") || r.troubled("liquid")) return;
  check_axes(s, r);
  check_limits(s, r);
  check_pattern(s, r);
}
}  // namespace riser
