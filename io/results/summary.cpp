#include "io/results/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "io/config/text.hpp"
#include "io/results/files.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;
constexpr double joules_per_kWh = 3.6e6;
constexpr double vapour_pressure = 2340;    // [Pa], fresh water at 20 degC: below it the column is close to tearing
constexpr double balance_tolerance = 1e-6;  // [-], anything above is not rounding

/// The smallest of a[i] - b[i]; null when either is missing (no strength given).
Json smallest_margin(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.empty() || a.size() != b.size()) return nullptr;
  double least = a[0] - b[0];
  for (std::size_t i = 1; i < a.size(); ++i) least = std::min(least, a[i] - b[i]);
  return least;
}

Json pressure_of(const Geometry& g, const Totals& t) {
  if (t.minimum_pressure.empty()) return nullptr;
  const auto low = std::min_element(t.minimum_pressure.begin(), t.minimum_pressure.end());
  const auto high = std::max_element(t.maximum_pressure.begin(), t.maximum_pressure.end());
  return {{"minimum_Pa", *low},
          {"minimum_at_m", g.s[low - t.minimum_pressure.begin()]},
          {"maximum_Pa", *high},
          {"maximum_at_m", g.s[high - t.maximum_pressure.begin()]},
          {"burst_margin_Pa", smallest_margin(t.burst_limit, t.maximum_pressure)},
          {"collapse_margin_Pa", smallest_margin(t.minimum_pressure, t.collapse_limit)}};
}

/// Where and when the column first tore, and the most that vapour filled.
Json cavities_of(const Geometry& g, const Totals& t) {
  const bool tore = t.cavity_time >= 0;
  Json cavities = {{"occurred", tore}, {"time_s", nullptr}, {"position_m", nullptr}, {"largest_m3", 0.0}, {"largest_at_m", nullptr}};
  if (!tore) return cavities;
  std::size_t largest = 0;
  for (std::size_t i = 0; i < t.maximum_cavity.size(); ++i)
    if (t.maximum_cavity[i] * g.volume[i] > t.maximum_cavity[largest] * g.volume[largest]) largest = i;
  cavities["time_s"] = t.cavity_time, cavities["position_m"] = t.cavity_position;
  cavities["largest_m3"] = t.maximum_cavity[largest] * g.volume[largest], cavities["largest_at_m"] = g.s[largest];
  return cavities;
}

Json pumps_of(const Scenario& scenario, const Totals& t) {
  Json rows = Json::array();
  for (std::size_t p = 0; p < t.suction_head.size() && t.steps > 0; ++p) {
    const Pump& pump = scenario.pumps[p];
    const Json margin = pump.npsh_required > 0 ? Json(t.suction_head[p] - pump.npsh_required) : Json();
    rows.push_back({{"name", pump.name}, {"least_npsh_available_m", t.suction_head[p]}, {"npsh_margin_m", margin}});
  }
  return rows;
}

Json balance_of(const Geometry& g, const Totals& t) {
  constexpr double trace = 1e-6;  // of what the pipe can hold: less than that is no measure
  const double volume = std::accumulate(g.volume.begin(), g.volume.end(), 0.0);
  Json rows = Json::array();
  for (std::size_t k = 0; k < g.class_names.size(); ++k) {
    const double error = std::abs(t.mass_in[k] - t.mass_out[k] - t.mass_dumped[k] - (t.mass_stored[k] - t.mass_initial[k]));
    rows.push_back({{"class", g.class_names[k]},
                    {"in_kg", t.mass_in[k]},
                    {"out_kg", t.mass_out[k]},
                    {"dumped_kg", t.mass_dumped[k]},
                    {"stored_kg", t.mass_stored[k]},
                    {"relative_error", error / std::max({t.mass_in[k], t.mass_initial[k], trace * volume * g.class_density[k]})}});
  }
  return rows;
}

void warn(Json& warnings, const char* format, double a, double b = 0) {
  char text[300];
  std::snprintf(text, sizeof text, format, a, b);
  warnings.push_back(text);
}

void add_warnings(Json& s, const Totals& t) {
  Json& w = s["warnings"];
  if (t.plug_time >= 0) warn(w, "the pipe packed: first at s = %.1f m, t = %.1f s", t.plug_position, t.plug_time);
  if (t.missed_time >= 0)
    warn(w, "the column's flow missed its tolerance: first at t = %.6g s, at most %.3g times what is allowed; look at what jumps then, and compare with a smaller time.maximum_step",
         t.missed_time, t.missed_error);
  if (t.cavity_time >= 0) warn(w, "the column tore: first vapour cavity at s = %.1f m, t = %.1f s", t.cavity_position, t.cavity_time);
  if (const Json& p = s["pressure"]; !p.is_null()) {
    const auto negative = [&](const char* key) { return p[key].is_number() && p[key] < 0; };
    if (negative("burst_margin_Pa")) warn(w, "the pressure passes the burst limit by %.3g MPa", -p["burst_margin_Pa"].get<double>() / 1e6);
    if (negative("collapse_margin_Pa"))
      warn(w, "the pressure falls %.3g MPa below the collapse limit", -p["collapse_margin_Pa"].get<double>() / 1e6);
    if (p["minimum_Pa"] < vapour_pressure)
      warn(w, "the absolute pressure falls to %.4g Pa at s = %.1f m, below vapour pressure: cavities are not modelled",
           p["minimum_Pa"], p["minimum_at_m"]);
  }
  for (const Json& row : s["pumps"])
    if (row["npsh_margin_m"].is_number() && row["npsh_margin_m"] < 0)
      w.push_back("pump " + row["name"].get<std::string>() + " cavitates: its suction falls " + number_text(-row["npsh_margin_m"].get<double>()) + " m short of the NPSH it needs");
  for (const Json& row : s["mass_balance"])
    if (!(row["relative_error"] <= balance_tolerance))
      w.push_back("the mass balance of class " + row["class"].get<std::string>() + " does not close");
}
}  // namespace

void Production::add(const SeriesRow& row) {
  double rate = 0;
  for (std::size_t k = 0; k < density_.size(); ++k) rate += row.delivered_rate[k] * density_[k];
  restart_ = row.restart_pressure, largest_restart_ = std::max(largest_restart_, restart_);
  time_.push_back(row.time);
  rate_.push_back(rate);
}

State Production::save() const { return {{"production_time", time_}, {"production_rate", rate_}, {"restart_pressure", {restart_, largest_restart_}}}; }

void Production::load(const State& state) {
  const std::vector<double>&time = part_of(state, "production_time"), &rate = part_of(state, "production_rate"), &restart = part_of(state, "restart_pressure");
  if (time.size() != rate.size() || restart.size() != 2) throw std::invalid_argument("the checkpoint's production is no table");
  time_ = time, rate_ = rate, restart_ = restart[0], largest_restart_ = restart[1];
}

/// Trapezoids of the part of each interval that lies in [from, to]; the rate is linear between rows.
double Production::between(double from, double to) const {
  double sum = 0;
  for (std::size_t i = 1; i < time_.size(); ++i) {
    const double a = std::max(from, time_[i - 1]), b = std::min(to, time_[i]), length = time_[i] - time_[i - 1];
    if (b <= a) continue;
    const double middle = (0.5 * (a + b) - time_[i - 1]) / length;
    sum += (b - a) * (rate_[i - 1] + middle * (rate_[i] - rate_[i - 1]));
  }
  return sum;
}

double Production::delivered() const { return time_.empty() ? 0 : between(time_.front(), time_.back()); }

double Production::mean_rate_of_last_half() const {
  if (time_.size() < 2) return 0;
  const double half = 0.5 * (time_.front() + time_.back()), length = time_.back() - half;
  return length > 0 ? between(half, time_.back()) / length : 0;
}

double Production::best_hour() const {
  double best = 0;
  const std::size_t stride = time_.size() / 500 + 1;  // of the rows an hour may end at
  for (std::size_t i = 0; i < time_.size(); i += stride)
    if (time_[i] - time_.front() >= 3600) best = std::max(best, between(time_[i] - 3600, time_[i]));
  return best > 0 ? best : delivered();  // a shorter run: all of it
}

Json make_summary(const Scenario& scenario, const Geometry& g, const Totals& t, const Production& production, const RunFacts& facts) {
  const double tonnes = production.delivered() / 1000, rate = production.mean_rate_of_last_half() * 3.6;  // [t], [t/h]
  const double speed = facts.wall_time > 0 ? g.s.size() * static_cast<double>(t.steps) / facts.wall_time : 0;
  Json s = {{"schema", 1},
            {"name", scenario.name},
            {"title", scenario.title},
            {"device", facts.device},
            {"simulated_time_s", facts.simulated_time},
            {"wall_time_s", facts.wall_time},
            {"steps", t.steps},
            {"cells", g.s.size()},
            {"cell_steps_per_second", speed}};
  s["production"] = {{"delivered_dry_t", tonnes}, {"best_hour_dry_t", production.best_hour() / 1000}, {"mean_dry_t_per_h", rate}, {"mean_dry_t_per_day", 24 * rate}};
  s["energy"] = {{"shaft_kWh", t.energy / joules_per_kWh}, {"kWh_per_dry_t", nullptr}, {"inlet_kWh", t.work / joules_per_kWh}};
  if (tonnes > 1e-9) s["energy"]["kWh_per_dry_t"] = (t.energy + t.work) / joules_per_kWh / tonnes;
  s["pressure"] = pressure_of(g, t);
  const bool plug = t.plug_time >= 0;
  s["plug"] = {{"occurred", plug}, {"time_s", plug ? Json(t.plug_time) : Json()}, {"position_m", plug ? Json(t.plug_position) : Json()}};
  s["cavities"] = cavities_of(g, t);
  s["restart_pressure"] = {{"largest_Pa", production.largest_restart_pressure()}, {"at_the_end_Pa", production.restart_pressure()}};
  s["pumps"] = pumps_of(scenario, t);
  if (!facts.hold_time.is_null()) s["hold_time"] = facts.hold_time;
  s["mass_balance"] = balance_of(g, t);
  s["warnings"] = facts.warnings;
  add_warnings(s, t);
  s["files"] = {{"snapshots", "snapshots.h5"}, {"report", "report/index.html"}};
  return s;
}

Json write_summary(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry, const Totals& totals,
                   const Production& production, const RunFacts& facts) {
  Json summary = make_summary(scenario, geometry, totals, production, facts);
  write_file(path, summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  return summary;
}

/// "the pumps may be off for ...", with what stands in the way beyond it.
std::string hold_time_words(const Json& h) {
  char row[160];
  const double longest = h["longest_s"].get<double>() / 60;
  if (h["limit_s"].is_null()) {
    std::snprintf(row, sizeof row, "  the pumps may be off for     %.4g min at least, the longest that was tried\n", longest);
    return row;
  }
  std::snprintf(row, sizeof row, "  the pumps may be off for     %.4g min (not for %.4g min)\n  beyond that                ", longest, h["limit_s"].get<double>() / 60);
  return row + h["reason"].get<std::string>() + "\n";
}

std::string summary_line(const char* name, const char* format, const Json& value, double scale) {
  if (!value.is_number()) return "";
  char number[80], row[140];
  std::snprintf(number, sizeof number, format, value.get<double>() * scale);
  std::snprintf(row, sizeof row, "  %-26s %s\n", name, number);
  return row;
}

std::string human_summary(const Json& s) {
  std::string text;
  const auto line = [&](const auto&... words) { text += summary_line(words...); };
  line("simulated", "%.6g h", s["simulated_time_s"], 1 / 3600.0);
  line("wall time", "%.3g s", s["wall_time_s"]);
  line("speed", "%.3g cell-steps/s", s["cell_steps_per_second"]);
  line("delivered", "%.4g t dry", s["production"]["delivered_dry_t"]);
  line("in the best hour", "%.4g t dry", s["production"]["best_hour_dry_t"]);
  line("mean rate, last half", "%.4g t/h dry", s["production"]["mean_dry_t_per_h"]);
  line("energy at the shafts", "%.4g kWh", s["energy"]["shaft_kWh"]);
  line("energy at the inlet", "%.4g kWh", s["energy"]["inlet_kWh"]);
  line("energy a tonne", "%.4g kWh/t", s["energy"]["kWh_per_dry_t"]);
  if (const Json& p = s["pressure"]; !p.is_null()) {
    line("lowest pressure", "%.4g bar", p["minimum_Pa"], 1e-5);
    line("highest pressure", "%.4g bar", p["maximum_Pa"], 1e-5);
    line("margin to burst", "%.4g bar", p["burst_margin_Pa"], 1e-5);
    line("margin to collapse", "%.4g bar", p["collapse_margin_Pa"], 1e-5);
  }
  if (s["restart_pressure"]["largest_Pa"] > 0) line("pressure to restart", "%.4g bar at most", s["restart_pressure"]["largest_Pa"], 1e-5);
  for (const Json& row : s["mass_balance"])
    line(("balance of " + row["class"].get<std::string>()).c_str(), "%.1e", row["relative_error"]);
  if (s.contains("hold_time")) text += hold_time_words(s["hold_time"]);
  for (const Json& warning : s["warnings"]) text += "  warning: " + warning.get<std::string>() + "\n";
  return text;
}
}  // namespace riser
