#include "io/size/result.hpp"

#include <algorithm>
#include <cmath>

#include "io/config/config.hpp"
#include "solver/detail.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;
constexpr double joules_per_kWh = 3.6e6, per_tonne = 1000 / joules_per_kWh;  // J/kg -> kWh/t

Json values_of(const SizeResult& r, std::size_t at) {
  const Design d = r.space.design(at);
  return {{"bore_m", d[Variable::bore]}, {"wall_thickness_m", d[Variable::wall_thickness]}, {"annulus_ratio", d[Variable::annulus_ratio]},
          {"annulus_wall_thickness_m", d[Variable::annulus_wall_thickness]}, {"stations", d[Variable::stations]},
          {"lowest_station_m", d[Variable::lowest_station]}, {"crushing_size_m", d[Variable::crushing_size]}};
}

Json point_of(const OperatingPoint& o, const std::string& duty) {
  Json use;
  for (int i = 0; i < limit_count; ++i) use[limit_names[i]] = o.use[i];
  return {{"duty", duty}, {"delivered_concentration", o.concentration}, {"flow_m3_per_s", o.flow}, {"velocity_m_per_s", o.velocity},
          {"in_situ_coarse", o.coarse}, {"pump_rise_Pa", o.rise}, {"head_a_pump_m", o.head}, {"speed_over_rated", o.ratio},
          {"shaft_power_W", o.power}, {"kWh_per_dry_t", o.energy * per_tonne}, {"limits_used", use}};
}

Json parts_of(const EnergyParts& e) {
  return {{"lift", e.lift * per_tonne}, {"slip", e.slip * per_tonne}, {"friction", e.friction * per_tonne}, {"pump", e.pump * per_tonne}};
}

Json verdict_of(const Verdict& v) {
  return {{"passed", v.passed}, {"phase", v.phase}, {"limit", v.limit}, {"what", v.words}, {"burst_used", v.burst}, {"collapse_used", v.collapse},
          {"lowest_pressure_Pa", v.lowest_pressure}, {"flow_reached", v.reached}, {"flow_recovered", v.recovered}, {"packing", v.packing}};
}

Json design_of(const SizeResult& r, std::size_t at) {
  const Screened& s = r.screen.designs[at];
  const Sizing& z = r.duties[0].sizing;
  Json j = {{"design", at}, {"variables", values_of(r, at)}, {"objective", s.objective}, {"kWh_per_dry_t", s.energy * per_tonne},
            {"crushing_kWh_per_t", crushing_energy(z, r.space.design(at)[Variable::crushing_size]) * per_tonne}, {"steel_t", s.steel / 1000}, {"installed_W", s.installed}};
  if (z.objective == SizingObjective::cost) j["cost_per_dry_t"] = s.objective * 1000, j["capital"] = s.capital;
  j["pump_scale"] = {{"flow", s.scale.flow}, {"head", s.scale.head}};
  j["duties"] = Json::array();
  for (std::size_t d = 0; d < s.duty.size(); ++d) {
    j["duties"].push_back(point_of(s.duty[d], z.duties[d].name));
    const auto found = r.verdicts.find(at);
    if (found != r.verdicts.end() && d < found->second.size()) j["duties"].back()["transients"] = verdict_of(found->second[d]);
  }
  return j;
}

/// Why a design is not the best: the limit that binds, what failed in its transients, or that it costs more.
Json standing_of(const SizeResult& r, std::size_t at, std::size_t best) {
  const Screened& s = r.screen.designs[at];
  const Sizing& z = r.duties[0].sizing;
  Json j = {{"design", at}, {"limit", nullptr}, {"used", nullptr}, {"duty", nullptr}, {"phase", nullptr}, {"what", nullptr}};
  if (!s.feasible) {
    j["status"] = "rejected", j["limit"] = limit_names[s.worst().binds()], j["used"] = s.worst().most(), j["duty"] = z.duties[s.worst_duty].name, j["phase"] = "steady";
    return j;
  }
  const auto found = r.verdicts.find(at);
  if (found != r.verdicts.end() && !found->second.back().passed) {
    const Verdict& v = found->second.back();
    j["status"] = "rejected", j["limit"] = v.limit, j["duty"] = z.duties[found->second.size() - 1].name, j["phase"] = v.phase, j["what"] = v.words;
    return j;
  }
  // A neighbour of no higher objective that passed stands behind by its stations or its steel.
  const double over = s.objective / r.screen.designs[best].objective;
  j["status"] = s.objective > r.screen.least * (1 + z.indifference) ? "dearer" : "equal, more stations or steel";
  j["objective_over_best"] = over;
  return j;
}

Json neighbours_of(const SizeResult& r, std::size_t best) {
  Json all = Json::array();
  const auto place = r.space.place(best);
  for (int i = 0; i < variable_count; ++i) {
    const auto v = static_cast<Variable>(i);
    for (int step : {-1, 1}) {
      auto there = place;
      there[i] += step;
      if (there[i] < 0 || there[i] >= static_cast<int>(r.space.values(v).size())) continue;
      const std::size_t at = r.space.index(there);
      Json j = standing_of(r, at, best);
      j["variable"] = variable_names[i], j["value"] = r.space.design(at)[v];
      all.push_back(j);
    }
  }
  return all;
}

/// Of a pump: its speed, or the pressure at which it gives way.
Json pump_relaxation(const Scenario& s, double use) {
  const bool displaces = !s.pumps.empty() && s.pumps[0].kind == PumpKind::positive_displacement, scaled = s.sizing.pump == PumpChoice::scaled;
  const double now = !displaces ? s.sizing.limits.speed : scaled ? s.sizing.relief_factor : s.pumps[0].relief;
  return {{"key", !displaces ? "size.limits.speed" : scaled ? "size.relief_factor" : "pumps[0].relief"}, {"from", now}, {"to", now * use}, {"used", use}};
}

/// A limit's own number, and what it would have to be for the nearest design to pass; null where no number of it would do.
Json relaxation_of(const SizeResult& r, int limit) {
  const double use = r.screen.least_use[limit];
  if (!std::isfinite(use)) return nullptr;
  const SizingLimits& l = r.duties[0].sizing.limits;
  const auto entry = [&](const char* key, double now, double then) { return Json{{"key", std::string("size.limits.") + key}, {"from", now}, {"to", then}, {"used", use}}; };
  const double required = r.duties[0].pumps.empty() ? 0 : r.duties[0].pumps[0].npsh_required;
  switch (static_cast<Limit>(limit)) {
    case Limit::burst: return entry("burst", l.burst, l.burst * use);
    case Limit::collapse: return entry("collapse", l.collapse, l.collapse * use);
    case Limit::tension: return entry("tension", l.tension, l.tension * use);
    case Limit::npsh: return entry("npsh_margin", l.npsh_margin, (required + l.npsh_margin) / use - required);
    case Limit::transport: return entry("transport", l.transport, l.transport / use);
    case Limit::concentration: return entry("concentration", l.concentration, l.concentration * use);
    case Limit::velocity: return entry("velocity", l.velocity, l.velocity * use);
    case Limit::bore_over_grain: return entry("bore_over_grain", l.bore_over_grain, l.bore_over_grain / use);
    case Limit::station_head: return entry("station_head", l.station_head, l.station_head * use);
    case Limit::pump: return pump_relaxation(r.duties[0], use);
    case Limit::power: return entry("power", l.power, l.power * use);
    case Limit::stability:
    case Limit::cavity: return nullptr;
  }
  return nullptr;
}

/// What stands in the way when nothing is feasible: the limit that eliminates most, and the smallest relaxation that helps.
Json obstacles_of(const SizeResult& r) {
  Json j = {{"candidates", r.screen.candidates}, {"eliminated", Json::object()}, {"eliminated_by_this_alone", Json::object()}, {"most", nullptr}, {"relaxation", nullptr}};
  const auto& broken = r.screen.broken;
  for (int i = 0; i < limit_count; ++i)
    if (broken[i] > 0) j["eliminated"][limit_names[i]] = broken[i], j["eliminated_by_this_alone"][limit_names[i]] = r.screen.alone[i];
  const auto most = std::max_element(broken.begin(), broken.end()) - broken.begin();
  if (broken[most] > 0) j["most"] = limit_names[most];
  int least = -1;
  for (int i = 0; i < limit_count; ++i)
    if (!relaxation_of(r, i).is_null() && (least < 0 || r.screen.least_use[i] < r.screen.least_use[least])) least = i;
  if (r.screen.survivors.empty() && least >= 0) j["relaxation"] = relaxation_of(r, least);
  return j;
}

Json spread_of(const SizeResult& r, std::size_t best) {
  Json all = Json::array();
  for (std::size_t d = 0; d < r.duties.size(); ++d) {
    const auto members = closure_spread(r.duties[d], d, r.space.design(best), r.screen.designs[best]);
    Json j = {{"duty", r.duties[0].sizing.duties[d].name}, {"members", members.size()}, {"out_of_range", 0}, {"kWh_per_dry_t", {1e300, 0.0}},
              {"head_a_pump_m", {1e300, 0.0}}, {"in_situ_coarse", {1e300, 0.0}}, {"notes", Json::array()}};
    for (const SpreadMember& m : members) {
      if (!m.in_range) {
        j["out_of_range"] = j["out_of_range"].get<int>() + 1;
        if (std::find(j["notes"].begin(), j["notes"].end(), m.note) == j["notes"].end()) j["notes"].push_back(m.note);
      }
      for (const auto& [key, value] : {std::pair{"kWh_per_dry_t", m.energy * per_tonne}, {"head_a_pump_m", m.head}, {"in_situ_coarse", m.coarse}})
        j[key][0] = std::min(j[key][0].get<double>(), value), j[key][1] = std::max(j[key][1].get<double>(), value);
    }
    all.push_back(j);
  }
  return all;
}
}  // namespace

bool SizeResult::passed(std::size_t design) const {
  if (!screen.designs[design].feasible) return false;
  if (duties[0].sizing.transients.most == 0) return true;
  const auto found = verdicts.find(design);
  return found != verdicts.end() && found->second.back().passed;
}

std::vector<std::size_t> SizeResult::feasible() const {
  std::vector<std::size_t> all;
  for (std::size_t at : screen.survivors)
    if (passed(at)) all.push_back(at);
  return all;
}

long SizeResult::best() const {
  const auto all = feasible();
  return all.empty() ? -1 : static_cast<long>(all.front());
}

std::size_t SizeResult::centre() const {
  if (best() >= 0) return static_cast<std::size_t>(best());
  std::size_t nearest = 0;
  for (std::size_t at = 0; at < screen.designs.size(); ++at)
    if (screen.designs[at].worst().most() < screen.designs[nearest].worst().most()) nearest = at;
  return nearest;
}

Json to_json(const SizeResult& r) {
  const Sizing& z = r.duties[0].sizing;
  const auto feasible = r.feasible();
  const long best = r.best();
  std::map<std::string, int> failed;
  for (const auto& [at, verdicts] : r.verdicts)
    if (!verdicts.back().passed) ++failed[verdicts.back().phase + ": " + verdicts.back().limit];
  Json j = {{"schema", 1}, {"name", r.duties[0].name}, {"title", r.duties[0].title}, {"objective", z.objective == SizingObjective::cost ? "cost" : "energy"},
            {"designs", r.space.size()}, {"candidates", r.screen.candidates}, {"feasible_in_the_screen", r.screen.survivors.size()},
            {"transients_run", r.verdicts.size()}, {"transients_failed", failed}, {"feasible", feasible.size()}, {"stopped", !r.stopped.empty()}};
  j["best"] = best < 0 ? Json() : design_of(r, best);
  for (std::size_t d = 0; best >= 0 && d < r.duties.size(); ++d) j["best"]["duties"][d]["energy_parts_kWh_per_t"] = parts_of(detail_of(r.duties[d], d, r.space.design(best), r.screen.designs[best]).energy);
  j["neighbours"] = best < 0 ? Json::array() : neighbours_of(r, best);
  j["closure_spread"] = best < 0 ? Json::array() : spread_of(r, best);
  j["pareto"] = Json::array();
  for (std::size_t at : pareto_front(r.screen, r.space, feasible)) j["pareto"].push_back(design_of(r, at));
  j["obstacles"] = obstacles_of(r);
  return j;
}
}  // namespace riser
