#include "io/sweep/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "io/sweep/statistics.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json to_json(const Percentiles& p) {
  return {{"P10", number(p.p10)}, {"P50", number(p.p50)}, {"P90", number(p.p90)}, {"mean", number(p.mean)}, {"standard_deviation", number(p.deviation)}, {"members", p.count}};
}

Json to_json(const Probability& p) { return {{"probability", number(p.share)}, {"interval_90", {number(p.low), number(p.high)}}}; }

/// Share of the members done that have a time of the event.
Json probability_of_event(const std::vector<OutcomeColumn>& outcomes, const char* name, const std::vector<bool>& done) {
  const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const OutcomeColumn& o) { return o.name == name; });
  std::size_t hits = 0, count = 0;
  for (std::size_t k = 0; k < done.size(); ++k)
    if (done[k]) ++count, hits += !std::isnan(found->values[k]);
  return to_json(probability_of(hits, count));
}

Json sobol_of(const Sweep& sweep, const std::vector<double>& values) {
  const auto n = static_cast<long>(sweep.samples);
  const auto block = [&](long i) { return std::vector<double>(values.begin() + i * n, values.begin() + (i + 1) * n); };
  std::vector<std::vector<double>> ab;
  for (std::size_t i = 0; i < sweep.vary.size(); ++i) ab.push_back(block(static_cast<long>(i) + 2));
  Json all = Json::object();
  const auto found = sobol_indices(block(0), block(1), ab);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const SobolIndex& s = found[i];
    all[sweep.vary[i].key] = {{"first", s.first}, {"first_90", {s.first_low, s.first_high}}, {"total", s.total}, {"total_90", {s.total_low, s.total_high}}};
  }
  return all;
}
}  // namespace

Json summarise_sweep(const Sweep& sweep, const std::vector<OutcomeColumn>& outcomes, const std::vector<bool>& done, bool whole) {
  const bool sobol = sweep.method == SweepMethod::sobol;
  // Of Saltelli's samples A and B alone are independent draws.
  const std::size_t independent = sobol && whole ? std::min<std::size_t>(done.size(), 2 * static_cast<std::size_t>(sweep.samples)) : done.size();
  std::vector<bool> counted(done.begin(), done.begin() + static_cast<long>(independent));
  Json j = {{"schema", 1}, {"members", done.size()}, {"done", std::count(done.begin(), done.end(), true)}, {"sampled", sweep.method == SweepMethod::latin_hypercube || sobol}};
  j["plug"] = probability_of_event(outcomes, "plug_time", counted);
  j["cavity"] = probability_of_event(outcomes, "cavity_time", counted);
  j["outcomes"] = Json::object();
  for (const OutcomeColumn& o : outcomes) {
    std::vector<double> values = o.values;
    for (std::size_t k = 0; k < values.size(); ++k)
      if (!done[k]) values[k] = NAN;
    Json row = {{"units", o.units}, {"long_name", o.long_name}};
    row.update(to_json(percentiles_of({values.begin(), values.begin() + static_cast<long>(independent)})));
    if (sobol && whole) row["sobol"] = sobol_of(sweep, values);
    j["outcomes"][o.name] = row;
  }
  return j;
}

std::string human_sweep(const Json& j) {
  if (!j["sampled"]) return "";
  std::string words = "  outcome                 P10         P50         P90\n";
  char row[200];
  for (const auto& [name, o] : j["outcomes"].items()) {
    if (o["P50"].is_null() || !(o["P90"].get<double>() - o["P10"].get<double>() > 1e-4 * std::abs(o["P50"].get<double>()))) continue;
    std::snprintf(row, sizeof row, "  %-18s %11.4g %11.4g %11.4g %s\n", name.c_str(), o["P10"].get<double>(), o["P50"].get<double>(), o["P90"].get<double>(), o["units"].get<std::string>().c_str());
    words += row;
    if (!o.contains("sobol")) continue;
    for (const auto& [key, s] : o["sobol"].items()) {
      if (s["total"] < 0.02) continue;
      const std::string name_of = key.find(',') == std::string::npos ? key : key.substr(0, key.find(',')) + " ...";
      std::snprintf(row, sizeof row, "      %-40s first %5.2f (%5.2f to %5.2f), total %5.2f (%5.2f to %5.2f)\n", name_of.c_str(), s["first"].get<double>(), s["first_90"][0].get<double>(), s["first_90"][1].get<double>(),
                    s["total"].get<double>(), s["total_90"][0].get<double>(), s["total_90"][1].get<double>());
      words += row;
    }
  }
  for (const char* event : {"plug", "cavity"}) {
    if (j[event]["probability"].is_null()) continue;
    std::snprintf(row, sizeof row, "  probability of a %-7s %5.1f %% (90 %% interval %.1f to %.1f %%)\n", event, 100 * j[event]["probability"].get<double>(), 100 * j[event]["interval_90"][0].get<double>(),
                  100 * j[event]["interval_90"][1].get<double>());
    words += row;
  }
  return words;
}
}  // namespace riser
