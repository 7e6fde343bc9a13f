#include <algorithm>
#include <cstdio>

#include "solver/validity.hpp"

namespace riser {
namespace {

std::string number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

/// "pump a" or "pumps a, b".
std::string named(const std::vector<std::string>& names) {
  std::string text = names.size() == 1 ? "pump " : "pumps ";
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i > 0 ? ", " : "") + names[i];
  return text;
}

bool by_curve(const Pump& pump) { return pump.kind == PumpKind::centrifugal && !(pump.rated_flow > 0); }

bool trips(const Scenario& s, std::size_t index) {
  const bool sized = !s.sizing.duties.empty() && s.sizing.transients.off > 0;
  return sized || std::any_of(s.events.begin(), s.events.end(), [&](const Event& e) {
           return e.action == EventAction::pump_trip && (e.target < 0 || e.target == static_cast<int>(index));
         });
}

/// One line for all pumps that it holds for.
template <class F>
void add_if_any(const Scenario& s, F holds, const std::string& what, std::vector<std::string>& lines) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < s.pumps.size(); ++i)
    if (holds(s.pumps[i], i)) names.push_back(s.pumps[i].name);
  if (!names.empty()) lines.push_back(named(names) + ": " + what);
}

/// Two steady flows may exist where a head curve rises.
void add_rising(const Pump& pump, std::vector<std::string>& lines) {
  for (std::size_t k = 1; k < pump.head.size() && k < pump.flow.size() && by_curve(pump); ++k) {
    if (!(pump.head[k] > pump.head[k - 1])) continue;
    return lines.push_back(
        "pump " + pump.name + ": its head rises from " + number(pump.head[k - 1]) + " m at " +
        number(pump.flow[k - 1]) + " m3/s to " + number(pump.head[k]) + " m at " + number(pump.flow[k]) +
        " m3/s: two steady flows are possible at one head; a run takes the one that its start leads to");
  }
}
}  // namespace

std::vector<std::string> assumed(const Scenario& s) {
  std::vector<std::string> lines;
  add_if_any(
      s, [](const Pump& p, std::size_t) { return by_curve(p); },
      "beyond the curve (more flow, reverse flow, at rest, turning backwards) a radial pump is assumed; give "
      "four_quadrant.table where it is known",
      lines);
  add_if_any(
      s, [](const Pump& p, std::size_t) { return by_curve(p) && p.efficiency.empty() && p.inertia > 0; },
      "a rotor without an efficiency turns like that of a lossless pump; give curve.efficiency", lines);
  add_if_any(
      s,
      [&](const Pump& p, std::size_t i) { return p.kind == PumpKind::centrifugal && !(p.inertia > 0) && trips(s, i); },
      "after a trip a pump without inertia slows down by 1/(1 + t/run_down_time) whatever the flow does, and never "
      "turns backwards; give inertia",
      lines);
  for (const Pump& pump : s.pumps)
    add_rising(pump, lines);
  for (const Valve& valve : s.valves)
    if (!valve.at.empty() && valve.at.front() > 0)
      lines.push_back("valve " + valve.name + ": the curve begins at opening " + number(valve.at.front()) +
                      "; it is taken as shut at 0, linear between; give a row at 0");
  return lines;
}
}  // namespace riser
