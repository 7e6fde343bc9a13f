#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "io/config/config.hpp"
#include "io/config/text.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/results/files.hpp"
#include "io/results/snapshots.hpp"
#include "io/size/result.hpp"
#include "solver/detail.hpp"

// The tables of a sizing and the words at its end.
namespace riser {
namespace {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr double kWh_per_t = 1000 / 3.6e6;     // of J/kg
constexpr std::size_t most_rows = 100000;      // of the CSV: beyond it the feasible designs alone
constexpr const char* variable_units[variable_count] = {"m", "m", "m", "1", "m", "1", "m"};

const char* standing(const SizeResult& r, std::size_t at) {
  if (!r.screen.designs[at].feasible) return "rejected";
  if (r.passed(at)) return "feasible";
  return r.verdicts.contains(at) ? "failed in transients" : "transients not run";
}

void write_csv(const fs::path& path, const SizeResult& r) {
  std::ostringstream out;
  const Sizing& z = r.duties[0].sizing;
  out << "design";
  for (int i = 0; i < variable_count; ++i) out << ",\"" << variable_names[i] << " [" << variable_units[i] << "]\"";
  out << ",standing,binding_limit,used,duty,\"energy [kWh/t]\",\"cost [1/t]\",\"steel [t]\",\"installed [kW]\",\"concentration [1]\",\"flow [m3/s]\",\"velocity [m/s]\",\"head [m]\",transients\n";
  const bool all = r.screen.designs.size() <= most_rows;
  for (std::size_t at = 0; at < r.screen.designs.size(); ++at) {
    const Screened& s = r.screen.designs[at];
    if (!all && !s.feasible) continue;
    const Design d = r.space.design(at);
    const OperatingPoint &worst = s.worst(), &first = s.duty[0];
    out << at;
    for (double value : d.value) out << ',' << number_text(value);
    out << ',' << csv_word(standing(r, at)) << ',' << limit_names[worst.binds()] << ',' << number_text(worst.most()) << ',' << csv_word(z.duties[s.worst_duty].name) << ','
        << number_text(s.energy * kWh_per_t) << ',' << (z.objective == SizingObjective::cost ? number_text(1000 * s.objective) : "") << ',' << number_text(s.steel / 1000) << ','
        << number_text(s.installed / 1000) << ',' << number_text(first.concentration) << ',' << number_text(first.flow) << ',' << number_text(first.velocity) << ',' << number_text(first.head);
    const auto found = r.verdicts.find(at);
    const Verdict* v = found == r.verdicts.end() ? nullptr : &found->second.back();
    out << ',' << (v ? csv_word(v->passed ? "passed" : v->phase + ": " + v->limit + ", " + v->words) : "") << '\n';
  }
  write_file(path, out.str());
}

const std::vector<std::string> outcomes = {"safe", "plug", "cavity", "burst", "collapse", "npsh", "restart", "diverged"};

/// Where the transients were run on the map: by bore and concentration, what came of it.
void write_transient_map(const hdf5::Group& root, const SizeResult& r) {
  if (r.map_limits.empty()) return;
  const hdf5::Group g = root.group("transient_map");
  const std::size_t concentrations = r.duties[0].sizing.concentration.points().size();
  std::vector<double> bores, at, outcome;
  for (std::size_t b : r.map_bores) bores.push_back(r.map[b * concentrations].design[Variable::bore]);
  for (std::size_t c : r.map_concentrations) at.push_back(r.map[c].screened.duty[0].concentration);
  for (const std::string& limit : r.map_limits) outcome.push_back(static_cast<double>(std::find(outcomes.begin(), outcomes.end(), limit) - outcomes.begin()) - (limit.empty() ? outcomes.size() + 1 : 0));
  g.scale({"outcome_name", "1", "outcomes by number; -1 grains are not carried"}, outcomes);
  const hdf5::Dataset bore = g.scale({"bore", "m", "bore of the riser"}, bores), concentration = g.scale({"concentration", "1", "delivered concentration"}, at);
  g.fixed({"outcome", "1", "number of what came of start, feed surge, trip and restart"}, outcome, {&bore, &concentration});
}

/// Curves, pressures and energy of the best design in each duty.
void write_details(const hdf5::Group& root, const SizeResult& r) {
  for (std::size_t d = 0; r.best() >= 0 && d < r.duties.size(); ++d) {
    const auto best = static_cast<std::size_t>(r.best());
    const DesignDetail detail = detail_of(r.duties[d], d, r.space.design(best), r.screen.designs[best]);
    const hdf5::Group g = root.group("duty_" + std::to_string(d));
    g.attribute("name", r.duties[0].sizing.duties[d].name);
    const hdf5::Dataset s = g.scale({"s", "m", "distance along the pipe from the inlet"}, detail.position);
    g.fixed({"pressure", "Pa", "steady absolute pressure"}, detail.pressure, {&s});
    if (detail.flow.empty()) continue;
    const hdf5::Dataset flow = g.scale({"flow", "m3/s", "slurry flow"}, detail.flow);
    g.fixed({"system_head", "m", "head a pump that the duty's grains ask for"}, detail.system, {&flow});
    g.fixed({"water_head", "m", "head a pump that water alone asks for"}, detail.water, {&flow});
    g.fixed({"pump_head", "m", "head a pump gives at the duty's speed"}, detail.pump, {&flow});
  }
}

/// Safe, and what binds, over bore and concentration around one design, for the first duty.
void write_map(const hdf5::Group& root, const SizeResult& r, std::size_t centre) {
  const hdf5::Group g = root.group("map");
  std::vector<OperatingPoint> points;
  for (const MapPoint& point : r.map) points.push_back(point.screened.duty[0]);
  const std::size_t concentrations = r.duties[0].sizing.concentration.points().size();
  std::vector<double> at, bores(points.size() / concentrations), energy, used, binding, velocity;
  for (std::size_t i = 0; i < concentrations; ++i) at.push_back(points[i].concentration);
  for (std::size_t b = 0; b < bores.size(); ++b) bores[b] = r.space.values(Variable::bore)[b];
  for (const OperatingPoint& o : points) {
    energy.push_back(o.energy * kWh_per_t), used.push_back(o.most()), binding.push_back(o.most() > full_use ? o.binds() : -1), velocity.push_back(o.velocity);
  }
  const hdf5::Dataset bore = g.scale({"bore", "m", "bore of the riser"}, bores), concentration = g.scale({"concentration", "1", "delivered concentration"}, at);
  g.attribute("design", static_cast<double>(centre));
  g.fixed({"energy", "kW h/t", "energy a dry tonne"}, energy, {&bore, &concentration});
  g.fixed({"velocity", "m/s", "velocity in the riser"}, velocity, {&bore, &concentration});
  g.fixed({"used", "1", "share of the most used limit"}, used, {&bore, &concentration});
  g.fixed({"binding", "1", "number of the limit that is broken most, -1 none"}, binding, {&bore, &concentration});
}

/// A column of numbers over the designs for each variable and outcome.
void write_designs(const hdf5::Group& root, const SizeResult& r) {
  const std::size_t count = r.screen.designs.size();
  const bool all = count <= most_rows;
  std::vector<double> number;
  for (std::size_t at = 0; at < count; ++at)
    if (all || r.screen.designs[at].feasible) number.push_back(static_cast<double>(at));
  const hdf5::Dataset scale = root.scale({"design", "1", "design of the sizing"}, number);
  const auto put = [&](const char* name, const char* units, const char* help, auto value) {
    std::vector<double> values;
    for (double at : number) values.push_back(value(static_cast<std::size_t>(at)));
    root.fixed({name, units, help}, values, {&scale});
  };
  for (int i = 0; i < variable_count; ++i) put(variable_names[i], variable_units[i], "variable of the design", [&](std::size_t at) { return r.space.design(at).value[i]; });
  const auto& designs = r.screen.designs;
  put("energy", "kW h/t", "energy a dry tonne, mean over the duties", [&](std::size_t at) { return designs[at].energy * kWh_per_t; });
  put("steel", "kg", "mass of the pipes", [&](std::size_t at) { return designs[at].steel; });
  put("installed", "W", "power at all shafts", [&](std::size_t at) { return designs[at].installed; });
  put("used", "1", "share of the most used limit", [&](std::size_t at) { return designs[at].worst().most(); });
  put("binding", "1", "number of the most used limit", [&](std::size_t at) { return designs[at].worst().binds(); });
  put("passed", "1", "1 where screen and transients were passed", [&](std::size_t at) { return r.passed(at) ? 1 : 0; });
  put("transients", "1", "1 where transients were run", [&](std::size_t at) { return r.verdicts.contains(at) ? 1 : 0; });
}

/// By way of memory: HDF5 keeps what fails while it closes a set to itself.
void write_hdf5(const fs::path& path, const SizeResult& r) {
  const hdf5::File file = hdf5::File::in_memory();
  {
    const hdf5::Group root = file.root();
    write_provenance(root, r.duties[0]);
    root.scale({"limit", "1", "limits by number"}, std::vector<std::string>(limit_names, limit_names + limit_count));
    write_designs(root, r);
    write_map(root, r, r.centre());
    write_transient_map(root, r);
    write_details(root, r);
  }
  write_file(path, file.image(), Content::data);
}
}  // namespace

std::string best_case(const SizeResult& r) {
  if (r.best() < 0) return "";
  const auto best = static_cast<std::size_t>(r.best());
  Scenario s = transient_case(r.duties[0], 0, r.space.design(best), r.screen.designs[best]);
  s.name += "_best", s.title = "The best design in its first duty through its transients", s.sizing = {};
  s.output = Output{};
  s.output.snapshot_interval = s.end_time / 100;
  return "# Written by riser size from " + r.duties[0].name + ": design " + std::to_string(best) + " with start, feed surge, trip and restart.\n" + print_config(s);
}

namespace {
std::string format(const char* pattern, auto... values) {
  char text[240];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

/// "bore 254 mm, wall 20 mm, 4 stations from 900 m"
std::string variables_words(const Json& v) {
  std::string words = format("bore %.4g mm, wall %.3g mm", 1e3 * v["bore_m"].get<double>(), 1e3 * v["wall_thickness_m"].get<double>());
  if (v["annulus_ratio"].get<double>() > 0) words += format(", annulus %.3g times its area, wall %.3g mm", v["annulus_ratio"].get<double>(), 1e3 * v["annulus_wall_thickness_m"].get<double>());
  words += format(", %.0f station%s", v["stations"].get<double>(), v["stations"].get<double>() == 1 ? "" : "s");
  if (v["lowest_station_m"].get<double>() > 0) words += format(" from %.4g m", v["lowest_station_m"].get<double>());
  if (v["crushing_size_m"].get<double>() > 0) words += format(", grains up to %.3g mm", 1e3 * v["crushing_size_m"].get<double>());
  return words;
}

/// "72 % of collapse, 64 % of pump"
std::string used_words(const Json& used) {
  std::vector<std::pair<double, std::string>> all;
  for (const auto& [name, value] : used.items())
    if (value.get<double>() > 0) all.emplace_back(-value.get<double>(), name);
  std::sort(all.begin(), all.end());
  std::string words;
  for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 3); ++i) words += (i ? ", " : "") + format("%.0f %% of %s", -100 * all[i].first, all[i].second.c_str());
  return words;
}

std::string duty_words(const Json& d) {
  return format("  %-10s %.1f kWh/t: %.3g %% delivered, %.4g m3/h, %.3g m/s, %.4g m a pump at %.3g of its speed, %.4g kW; ", d["duty"].get<std::string>().c_str(), d["kWh_per_dry_t"].get<double>(),
                100 * d["delivered_concentration"].get<double>(), 3600 * d["flow_m3_per_s"].get<double>(), d["velocity_m_per_s"].get<double>(), d["head_a_pump_m"].get<double>(),
                d["speed_over_rated"].get<double>(), d["shaft_power_W"].get<double>() / 1000) + used_words(d["limits_used"]) + "\n";
}

std::string neighbour_words(const Json& n) {
  const double value = n["value"].get<double>();
  const std::string name = n["variable"].get<std::string>();
  const bool length = name.find("ratio") == std::string::npos && name != "stations";
  std::string words = length && name != "lowest_station" ? format("  %s %.4g mm: ", name.c_str(), 1e3 * value) : format("  %s %.4g%s: ", name.c_str(), value, length ? " m" : "");
  if (n["status"] != "rejected") return words + format("%s, %+.1f %%\n", n["status"].get<std::string>().c_str(), 100 * (n["objective_over_best"].get<double>() - 1));
  words += "rejected by " + n["limit"].get<std::string>() + " (" + n["phase"].get<std::string>() + ", " + n["duty"].get<std::string>();
  return words + (n["what"].is_null() ? format(", %.0f %% of what is allowed)\n", 100 * n["used"].get<double>()) : ", " + n["what"].get<std::string>() + ")\n");
}

std::string nothing_words(const Json& j) {
  const Json& o = j["obstacles"];
  if (j["stopped"] && j["feasible_in_the_screen"] > 0)
    return format("stopped before its end: %ld designs pass the screen, the transients of %ld were run and none of those passed\n", j["feasible_in_the_screen"].get<long>(), j["transients_run"].get<long>());
  std::string words = "no design meets the limits\n";
  if (j["feasible_in_the_screen"] > 0)
    words += format("  %ld designs pass the screen; of the %ld whose transients were run all failed (most: raise size.transients.most to run more)\n",
                    j["feasible_in_the_screen"].get<long>(), j["transients_run"].get<long>());
  for (const auto& [what, count] : j["transients_failed"].items()) words += format("  %d failed in %s\n", count.get<int>(), what.c_str());
  if (j["feasible_in_the_screen"] > 0) return words;
  if (!o["most"].is_null()) {
    const std::string most = o["most"];
    words += format("  %s eliminates most: %.0f of %.0f candidates\n", most.c_str(), o["eliminated"][most].get<double>(), o["candidates"].get<double>());
  }
  if (o["relaxation"].is_null()) return words + "  no single limit, relaxed, lets a design through\n";
  const Json& r = o["relaxation"];
  return words + format("  the smallest relaxation that helps: %s from %.4g to %.4g\n", r["key"].get<std::string>().c_str(), r["from"].get<double>(), r["to"].get<double>());
}
}  // namespace

void write_tables(const fs::path& folder, const SizeResult& r) {
  write_csv(folder / "size.csv", r);
  write_hdf5(folder / "size.h5", r);
}

std::string human_size(const Json& j) {
  if (j["best"].is_null()) return nothing_words(j);
  const Json& best = j["best"];
  std::string words = j["stopped"] ? "stopped before its end; of what was run:\n" : "";
  words += format("%ld designs feasible of %ld\nbest       ", j["feasible"].get<long>(), j["designs"].get<long>()) + variables_words(best["variables"]) + "\n";
  words += format("           %.4g t of steel, %.4g kW at the shafts, %.4g kWh/t", best["steel_t"].get<double>(), best["installed_W"].get<double>() / 1000, best["kWh_per_dry_t"].get<double>());
  if (best.contains("cost_per_dry_t")) words += format(", cost %.4g a tonne", best["cost_per_dry_t"].get<double>());
  words += "\n";
  for (const Json& duty : best["duties"]) words += duty_words(duty);
  for (const Json& s : j["closure_spread"])
    words += format("  closures   %s: %.3g to %.3g kWh/t over %d combinations, %d out of their range\n", s["duty"].get<std::string>().c_str(), s["kWh_per_dry_t"][0].get<double>(), s["kWh_per_dry_t"][1].get<double>(),
                    s["members"].get<int>(), s["out_of_range"].get<int>());
  words += "neighbours\n";
  for (const Json& n : j["neighbours"]) words += neighbour_words(n);
  return words;
}
}  // namespace riser
