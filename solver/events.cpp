#include "solver/events.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "kernels/axial/momentum.hpp"

namespace riser {
namespace {

constexpr double instant = 1e-6;  // [s], a step in a table of increasing times

struct Switch {
  double time;
  bool on;
};

/// The switches of one target in the order of time; of several at one instant the last that is listed counts.
std::vector<Switch> switches_of(const Scenario& scenario, int target, std::initializer_list<EventAction> off, EventAction on) {
  std::vector<Switch> found;
  for (const Event& e : scenario.events) {
    if (e.target >= 0 && e.target != target) continue;
    if (std::find(off.begin(), off.end(), e.action) != off.end()) found.push_back({e.time, false});
    if (e.action == on) found.push_back({e.time, true});
  }
  std::stable_sort(found.begin(), found.end(), [](const Switch& a, const Switch& b) { return a.time < b.time; });
  std::vector<Switch> last;
  for (const Switch& s : found) {
    if (!last.empty() && last.back().time == s.time) last.back() = s;
    else last.push_back(s);
  }
  return last;
}

/// Linear between points, held outside them, without the fluctuation.
double linear(const Schedule& schedule, double time) {
  size_t i = 0;
  while (i + 1 < schedule.time.size() && schedule.time[i + 1] <= time) ++i;
  if (i + 1 == schedule.time.size() || time <= schedule.time[i]) return schedule.value[i];
  const double x = (time - schedule.time[i]) / (schedule.time[i + 1] - schedule.time[i]);
  return schedule.value[i] + x * (schedule.value[i + 1] - schedule.value[i]);
}
}  // namespace

Schedule with_events(const Scenario& scenario, const Feed& feed, int index) {
  const Schedule& given = feed.value;
  const auto switches = switches_of(scenario, index, {EventAction::feed_stop, EventAction::flush}, EventAction::feed_start);
  if (switches.empty() || given.time.empty()) return given;
  Schedule cut;
  cut.fluctuation_amplitude = given.fluctuation_amplitude, cut.fluctuation_period = given.fluctuation_period;
  const auto add = [&](double time, double value) {
    if (cut.time.empty() || time > cut.time.back()) cut.time.push_back(time), cut.value.push_back(value);
  };
  bool on = true;
  size_t next = 0;
  for (const Switch& s : switches) {
    for (; next < given.time.size() && given.time[next] < s.time; ++next)
      if (on) add(given.time[next], given.value[next]);
    if (s.on == on) continue;
    add(s.time, on ? linear(given, s.time) : 0);
    on = s.on;
    add(s.time + instant, on ? linear(given, s.time + instant) : 0);
  }
  for (; on && next < given.time.size(); ++next) add(given.time[next], given.value[next]);
  return cut;
}

void place_switches(const Scenario& scenario, int index, PumpView& view) {
  view.run_down_time = scenario.pumps[index].run_down_time, view.run_up_time = scenario.pumps[index].run_up_time;
  view.switches = 0;
  for (const Switch& s : switches_of(scenario, index, {EventAction::pump_trip}, EventAction::pump_restart)) {
    const bool running = view.switches == 0 || view.switch_on[view.switches - 1];
    if (s.on == running) continue;
    if (view.switches == max_switches) throw std::invalid_argument("at most " + std::to_string(max_switches) + " trips and restarts of a pump");
    const double from = pump_setting(view, s.time);
    view.switch_time[view.switches] = s.time, view.switch_setting[view.switches] = from, view.switch_on[view.switches] = s.on;
    ++view.switches;
  }
}
}  // namespace riser
