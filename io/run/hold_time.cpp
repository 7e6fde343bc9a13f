#include "io/run/hold_time.hpp"

#include <algorithm>
#include <cstdio>

#include "io/config/text.hpp"
#include "io/results/files.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;
constexpr int bisections = 5;

double first_time(const Scenario& s, EventAction action) {
  double time = 1e300;
  for (const Event& e : s.events)
    if (e.action == action) time = std::min(time, e.time);
  return time;
}

/// What became of one off-time.
struct Outcome {
  double off, recovered;                       // [s], [-] of the flow before
  double lowest, highest, restart;             // [Pa]; most that beds and yield stress held against
  std::string reason;                          // empty = went well
};

/// The least of limit margins [Pa]; a large number where no strength is given.
double least_margin(const Totals& t) {
  double least = 1e300;
  for (std::size_t i = 0; i < t.burst_limit.size(); ++i)
    least = std::min({least, t.burst_limit[i] - t.maximum_pressure[i], t.minimum_pressure[i] - t.collapse_limit[i]});
  return least;
}

std::string reason_of(const Scenario& s, const Totals& t, double share) {
  char text[160];
  if (t.cavity_time >= 0) {
    std::snprintf(text, sizeof text, "cavity: the column tears at s = %.0f m, t = %.0f s", t.cavity_position, t.cavity_time);
    return text;
  }
  if (*std::min_element(t.minimum_pressure.begin(), t.minimum_pressure.end()) < s.waves.vapour_pressure) return "cavity: the pressure falls below vapour pressure";
  if (const double margin = least_margin(t); margin < 0) {
    std::snprintf(text, sizeof text, "limit: the pressure passes the pipe's limit by %.3g bar", -margin / 1e5);
    return text;
  }
  if (share >= s.hold_time.recovered) return "";
  if (t.plug_time >= 0) std::snprintf(text, sizeof text, "plug: packed at s = %.0f m, the flow comes back to %.0f %%", t.plug_position, 100 * share);
  else std::snprintf(text, sizeof text, "restart: the pumps bring the flow back to %.0f %% only", 100 * share);
  return text;
}

Outcome try_off(const Scenario& scenario, double off, Device device) {
  const Scenario s = with_pumps_off_for(scenario, off);
  Simulation simulation(s, device);
  const double trip = first_time(s, EventAction::pump_trip);
  simulation.advance_to(trip);
  const double before = simulation.series_row().flow_rate;
  double restart = 0;
  constexpr int looks = 100;
  for (int i = 1; i <= looks; ++i) {
    simulation.advance_to(trip + (s.end_time - trip) * i / looks);
    restart = std::max(restart, simulation.series_row().restart_pressure);
  }
  const Totals t = simulation.totals();
  const double share = before > 0 ? simulation.series_row().flow_rate / before : 0;
  return {off, share, *std::min_element(t.minimum_pressure.begin(), t.minimum_pressure.end()),
          *std::max_element(t.maximum_pressure.begin(), t.maximum_pressure.end()), restart, reason_of(s, t, share)};
}

Json to_json(const Outcome& o) {
  return {{"off_s", o.off}, {"flow_recovered", o.recovered}, {"lowest_pressure_Pa", o.lowest}, {"highest_pressure_Pa", o.highest},
          {"restart_pressure_Pa", o.restart}, {"good", o.reason.empty()}, {"reason", o.reason}};
}

void write_csv(const std::filesystem::path& path, const std::vector<Outcome>& curve) {
  std::string text = "off_s,flow_recovered,lowest_pressure_Pa,highest_pressure_Pa,restart_pressure_Pa,reason\n";
  for (const Outcome& o : curve)
    text += number_text(o.off) + ',' + number_text(o.recovered) + ',' + number_text(o.lowest) + ',' + number_text(o.highest) + ',' + number_text(o.restart) + ',' + csv_word(o.reason) + '\n';
  write_file(path, text);
}
}  // namespace

Scenario with_pumps_off_for(const Scenario& scenario, double off) {
  Scenario s = scenario;
  const double trip = first_time(s, EventAction::pump_trip), restart = first_time(s, EventAction::pump_restart);
  const double shift = trip + off - restart;
  for (Event& e : s.events)
    if (e.time >= restart) e.time += shift;
  for (auto* ends : {&s.waves.from, &s.waves.to})
    for (double& t : *ends)
      if (t > trip + 0.5 * (restart - trip)) t += shift;
  s.end_time = trip + off + s.hold_time.within;
  return s;
}

Json study_hold_time(const Scenario& scenario, Device device, const std::filesystem::path& folder, bool quiet) {
  std::vector<Outcome> curve;
  const auto look = [&](double off) {
    curve.push_back(try_off(scenario, off, device));
    const Outcome& o = curve.back();
    if (!quiet) std::fprintf(stderr, "  pumps off for %6.1f min: flow back to %3.0f %%  %s\n", off / 60, 100 * o.recovered, o.reason.empty() ? "good" : o.reason.c_str());
    return o.reason.empty();
  };
  double longest = 0, limit = -1;
  for (double off : scenario.hold_time.off) {
    if (look(off)) longest = off;
    else limit = off;
    if (limit > 0) break;
  }
  for (int i = 0; i < bisections && limit > 0; ++i) {
    const double middle = 0.5 * (longest + limit);
    (look(middle) ? longest : limit) = middle;
  }
  std::sort(curve.begin(), curve.end(), [](const Outcome& a, const Outcome& b) { return a.off < b.off; });
  write_csv(folder / "hold_time.csv", curve);
  Json result = {{"longest_s", longest}, {"limit_s", limit > 0 ? Json(limit) : Json()}, {"reason", nullptr}, {"curve", Json::array()}};
  for (const Outcome& o : curve) {
    if (!o.reason.empty() && result["reason"].is_null()) result["reason"] = o.reason;
    result["curve"].push_back(to_json(o));
  }
  return result;
}
}  // namespace riser
