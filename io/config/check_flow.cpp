#include <algorithm>
#include <string>

#include "io/config/reader.hpp"
#include "kernels/axial/pumps.hpp"

// Whether the line's flow has an answer: what prescribes it, what shuts against it, what turns the rotors.
namespace riser {
namespace {

std::string element(const char* list, size_t i) { return std::string(list) + "[" + std::to_string(i) + "]"; }

bool prescribes(const Boundary& end) { return end.kind == BoundaryKind::flow || end.kind == BoundaryKind::closed; }

/// Linear between points, held outside them.
double value_of(const Schedule& schedule, double time) {
  if (schedule.time.empty()) return 0;
  size_t i = 0;
  while (i + 1 < schedule.time.size() && schedule.time[i + 1] <= time) ++i;
  if (i + 1 == schedule.time.size() || time <= schedule.time[i]) return schedule.value[i];
  return schedule.value[i] + (schedule.value[i + 1] - schedule.value[i]) * (time - schedule.time[i]) / (schedule.time[i + 1] - schedule.time[i]);
}

/// Times [s] of a valve's schedule within the run at which nothing passes it.
std::vector<double> shut_times(const Valve& valve, double end) {
  std::vector<double> times;
  if (valve.coefficient.empty() || valve.at.size() != valve.coefficient.size()) return times;
  const int points = static_cast<int>(valve.at.size());
  for (size_t i = 0; i < valve.opening.time.size() && i < valve.opening.value.size(); ++i)
    if (valve.opening.time[i] <= end && curve_at(points, valve.at.data(), valve.coefficient.data(), valve.opening.value[i]) <= 0) times.push_back(valve.opening.time[i]);
  return times;
}

/// The rigid model knows one flow for the whole line: one place may prescribe it (two closed ends agree).
void check_one_flow(const Scenario& s, ConfigReader& r) {
  const bool both_closed = s.inlet.kind == BoundaryKind::closed && s.outlet.kind == BoundaryKind::closed;
  if (prescribes(s.inlet) && prescribes(s.outlet) && !both_closed)
    r.report("outlet.kind", "the inlet prescribes the flow already", "hold the pressure at one end");
  std::string first = prescribes(s.inlet) ? "the inlet" : (prescribes(s.outlet) ? "the outlet" : "");
  for (size_t i = 0; i < s.pumps.size(); ++i) {
    if (s.pumps[i].kind != PumpKind::positive_displacement) continue;
    if (!first.empty()) r.report(element("pumps", i) + ".kind", first + " prescribes the flow already", "one place may prescribe the flow");
    first = element("pumps", i);
  }
}

/// Nothing says how high the pressure rises where a flow is forced against a shut valve.
void check_shut(const Scenario& s, ConfigReader& r) {
  const bool rated = std::all_of(s.segments.begin(), s.segments.end(), [](const Segment& p) { return p.yield_strength > 0; });
  for (size_t v = 0; v < s.valves.size(); ++v) {
    const Valve& valve = s.valves[v];
    const std::vector<double> times = valve.dump ? std::vector<double>{} : shut_times(valve, s.end_time);
    for (size_t i = 0; i < s.pumps.size() && !times.empty(); ++i) {
      const Pump& pump = s.pumps[i];
      if (pump.kind == PumpKind::positive_displacement && !(pump.relief > 0) && !rated)
        r.report(element("pumps", i), "has no relief valve, and " + element("valves", v) + " shuts", "give relief, the most that the pump adds; or each segment's yield_strength, which limits it as well");
    }
    for (const Boundary* end : {&s.inlet, &s.outlet}) {
      const bool flows = std::any_of(times.begin(), times.end(), [&](double t) { return value_of(end->value, t) != 0; });
      if (end->kind == BoundaryKind::flow && flows)
        r.report(element("valves", v) + ".opening", std::string("shuts while the ") + (end == &s.inlet ? "inlet" : "outlet") + " prescribes a flow", "hold the pressure at that end, or let its flow end first");
    }
  }
}

/// A rotor's speed follows from what the liquid asks of it.
void check_rotors(const Scenario& s, ConfigReader& r) {
  for (size_t i = 0; i < s.pumps.size(); ++i) {
    const Pump& pump = s.pumps[i];
    if (pump.inertia > 0 && !(pump.rated_flow > 0) && pump.efficiency.empty())
      r.report(element("pumps", i) + ".inertia", "the rotor's torque is not known", "give curve.efficiency; or no inertia, and the speed follows its setting");
  }
}
}  // namespace

void check_flow(const Scenario& s, ConfigReader& r) {
  check_rotors(s, r);
  if (s.pressure == PressureModel::elastic && s.waves.from.empty()) return;
  check_one_flow(s, r);
  check_shut(s, r);
}
}  // namespace riser
