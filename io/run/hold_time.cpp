#include "io/run/hold_time.hpp"

#include <algorithm>
#include <cstdio>

#include "io/config/case_changes.hpp"
#include "io/config/text.hpp"
#include "io/results/files.hpp"
#include "io/results/snapshots.hpp"
#include "io/run/study.hpp"

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

/// `s`: with its pumps off for `off`. Nothing where `stop` said yes.
std::optional<Outcome> try_off(const Scenario& s, double off, Device device, const std::function<bool()>& stop) {
  Simulation simulation(s, device);
  const double trip = first_time(s, EventAction::pump_trip);
  while (simulation.advance_some(trip))
    if (stop()) return std::nullopt;
  const double before = simulation.series_row().flow_rate;
  double restart = 0;
  constexpr int looks = 100;
  for (int i = 1; i <= looks; ++i) {
    while (simulation.advance_some(trip + (s.end_time - trip) * i / looks))
      if (stop()) return std::nullopt;
    restart = std::max(restart, simulation.series_row().restart_pressure);
  }
  const Totals t = simulation.totals();
  const double share = before > 0 ? simulation.series_row().flow_rate / before : 0;
  return Outcome{off, share, *std::min_element(t.minimum_pressure.begin(), t.minimum_pressure.end()),
          *std::max_element(t.maximum_pressure.begin(), t.maximum_pressure.end()), restart, reason_of(s, t, share)};
}

Json to_json(const Outcome& o) {
  return {{"off_s", o.off}, {"flow_recovered", o.recovered}, {"lowest_pressure_Pa", o.lowest}, {"highest_pressure_Pa", o.highest},
          {"restart_pressure_Pa", o.restart}, {"good", o.reason.empty()}, {"reason", o.reason}};
}

Json for_journal(const Outcome& o) {
  return {{"off", exact(o.off)}, {"recovered", exact(o.recovered)}, {"lowest", exact(o.lowest)}, {"highest", exact(o.highest)}, {"restart", exact(o.restart)}, {"reason", o.reason}};
}

/// Nothing where there is none, or another program wrote it.
std::optional<Outcome> from_journal(const Json* j) {
  if (!j) return std::nullopt;
  try {
    return Outcome{exact(j->at("off")), exact(j->at("recovered")), exact(j->at("lowest")), exact(j->at("highest")), exact(j->at("restart")), j->at("reason")};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

/// The trials of a study, each run once.
class Trials {
 public:
  Trials(const Scenario& scenario, const RunOptions& options, const std::string& device, const std::filesystem::path& folder, const std::function<std::string()>& stop)
      : scenario_(scenario), options_(options), kept_(folder, {"hold_time", "trial", "", program_version() + ", " + device}, options), stop_(stop) {
    kept_.begin();
  }

  /// True where all went well; false also where the study has to stop, which stopped() says.
  bool look(double off) {
    Scenario s = with_pumps_off_for(scenario_, off);
    s.hold_time.off.clear(), s.output = {};  // nothing to this trial
    const std::string key = fingerprint_of(s);
    std::optional<Outcome> o = from_journal(kept_.find(key));
    if (!o) {
      o = try_off(s, off, options_.device, [this] { return !(stopped_ = stop_()).empty(); });
      if (!o) return false;
      kept_.keep(key, for_journal(*o));
    }
    if (!options_.quiet) std::fprintf(stderr, "  pumps off for %6.1f min: flow back to %3.0f %%  %s\n", off / 60, 100 * o->recovered, o->reason.empty() ? "good" : o->reason.c_str());
    curve_.push_back(*o);
    return o->reason.empty();
  }
  const std::string& stopped() const { return stopped_; }
  std::vector<Outcome>& curve() { return curve_; }

 private:
  const Scenario& scenario_;
  const RunOptions& options_;
  Study kept_;
  const std::function<std::string()>& stop_;
  std::string stopped_;
  std::vector<Outcome> curve_;
};

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

HoldTimeStudy study_hold_time(const Scenario& scenario, const RunOptions& options, const std::string& device, const std::filesystem::path& folder,
                              const std::function<std::string()>& stop) {
  Trials trials(scenario, options, device, folder, stop);
  double longest = 0, limit = -1;
  for (std::size_t i = 0; i < scenario.hold_time.off.size() && !(limit > 0); ++i) {
    const double off = scenario.hold_time.off[i];
    (trials.look(off) ? longest : limit) = off;
  }
  for (int i = 0; i < bisections && limit > 0 && trials.stopped().empty(); ++i) {
    const double middle = 0.5 * (longest + limit);
    (trials.look(middle) ? longest : limit) = middle;
  }
  if (!trials.stopped().empty()) return {nullptr, trials.stopped()};
  std::vector<Outcome>& curve = trials.curve();
  std::sort(curve.begin(), curve.end(), [](const Outcome& a, const Outcome& b) { return a.off < b.off; });
  write_csv(folder / "hold_time.csv", curve);
  Json result = {{"longest_s", longest}, {"limit_s", limit > 0 ? Json(limit) : Json()}, {"reason", nullptr}, {"curve", Json::array()}};
  for (const Outcome& o : curve) {
    if (!o.reason.empty() && result["reason"].is_null()) result["reason"] = o.reason;
    result["curve"].push_back(to_json(o));
  }
  return {result, ""};
}
}  // namespace riser
