#include "solver/transients.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "solver/simulation.hpp"

namespace riser {
namespace {

constexpr double settle_time = 60, feed_ramp = 120, surge_ramp = 10;  // [s], assumed
constexpr double stay = 1.2;                                          // [-] transits waited for after each change, assumed

/// When each phase of the run ends [s].
struct Phases {
  double fed, full, surged, tripped, restarted, refed, end;  // feed at its rate; steady; surge over; trip; restart; feed on again; end
};

/// Time [s] that the flow takes from the first feed to the deck.
double transit(const Scenario& s, double flow) {
  double from = 1e300, start = 0, volume = 0;
  for (const Feed& feed : s.feeds) from = std::min(from, feed.position);
  for (std::size_t i = 0; i < s.segments.size(); ++i) {
    const double end = start + s.segments[i].length;
    volume += section_of(s, static_cast<int>(i)).area * std::max(end - std::max(from, start), 0.0);
    start = end;
  }
  return volume / flow;
}

/// Long enough for the slowest grain to come from the first feed to the deck [s].
double wait_for(const Scenario& s, const OperatingPoint& point) { return stay * transit(s, point.flow) / std::max(1 - 1 / point.transport, 0.1); }

Phases phases_of(const Scenario& s, const OperatingPoint& point) {
  const SizingTransients& t = s.sizing.transients;
  const double wait = wait_for(s, point);
  Phases p{};
  p.fed = t.start + settle_time + feed_ramp;
  p.full = p.fed + wait;
  p.surged = p.full + t.surge_time;
  p.tripped = p.surged + wait;
  p.restarted = p.tripped + t.off;
  const double run_up = s.pumps.empty() ? 0 : s.pumps[0].run_up_time;
  p.refed = p.restarted + run_up + settle_time;
  p.end = t.off > 0 ? p.refed + wait : p.tripped;
  return p;
}

void set_pump(Pump& pump, const OperatingPoint& point, const Screened& screened, const Sizing& sizing) {
  const double start = std::max(sizing.transients.start, 1e-3);
  if (pump.kind == PumpKind::positive_displacement) {
    pump.flow_rate = {{0, start}, {0, point.flow}, 0, 0};
    if (sizing.pump == PumpChoice::scaled) pump.relief = screened.relief;
    return;
  }
  const PumpScale scale = sizing.pump == PumpChoice::scaled ? screened.scale : PumpScale{};
  for (double& flow : pump.flow) flow *= scale.flow;
  for (double& head : pump.head) head *= scale.head;
  pump.rated_flow *= scale.flow, pump.rated_head *= scale.head;
  // Similar rotors of one speed: power and inertia both go with the fifth power of the diameter.
  for (double* one : {&pump.inertia, &pump.motor_power, &pump.motor_torque}) *one *= scale.flow * scale.head;
  pump.speed = {{0, start}, {0, point.ratio * pump.rated_speed}, 0, 0};
}

/// The feed's rate in time: ramped up, surged once, and cut off with the pumps.
Schedule feed_schedule(const Feed& feed, double rate, const Phases& p, const SizingTransients& t) {
  Schedule s{{p.fed - feed_ramp, p.fed}, {0, rate}, feed.value.fluctuation_amplitude, feed.value.fluctuation_period};
  if (t.surge_time > 0 && t.surge != 1) {
    const double ramp = std::min(surge_ramp, 0.25 * t.surge_time);
    for (const auto& [time, factor] : {std::pair{p.full, 1.0}, {p.full + ramp, t.surge}, {p.surged - ramp, t.surge}, {p.surged, 1.0}}) s.time.push_back(time), s.value.push_back(factor * rate);
  }
  return s;
}

void set_waves(Scenario& s, const Phases& p) {
  const SizingTransients& t = s.sizing.transients;
  const bool branches = !s.vessels.empty() || std::any_of(s.valves.begin(), s.valves.end(), [](const Valve& v) { return v.dump; });
  s.pressure = branches || (t.waves > 0 && t.off > 0) ? PressureModel::elastic : PressureModel::rigid;
  s.waves.from.clear(), s.waves.to.clear();
  if (branches || s.pressure == PressureModel::rigid) return;
  s.waves.from = {p.tripped}, s.waves.to = {std::min(p.tripped + t.waves, p.restarted - 1e-3)};
  s.waves.from.push_back(p.restarted), s.waves.to.push_back(p.restarted + t.waves);
}

double pressed(double difference, double share, double strength) { return strength > 0 ? difference / (share * strength) : 0; }

/// The most used of what burst and collapse allow, and the lowest pressure, of all steps so far.
void note_pressures(const Geometry& g, const Totals& t, const SizingLimits& limits, Verdict& v) {
  v.lowest_pressure = *std::min_element(t.minimum_pressure.begin(), t.minimum_pressure.end());
  for (std::size_t i = 0; i < t.burst_limit.size(); ++i) {
    const double over = t.maximum_pressure[i] - (t.burst_limit[i] - g.burst_strength[i]);
    const double under = t.collapse_limit[i] + g.collapse_strength[i] - t.minimum_pressure[i];
    v.burst = std::max(v.burst, pressed(over, limits.burst, g.burst_strength[i]));
    v.collapse = std::max(v.collapse, pressed(under, limits.collapse, g.collapse_strength[i]));
  }
}

bool fails(Verdict& v, const char* phase, const char* limit, const char* format, double a, double b = 0) {
  char text[160];
  std::snprintf(text, sizeof text, format, a, b);
  v.passed = false, v.phase = phase, v.limit = limit, v.words = text;
  return true;
}

/// Whether a limit is broken by the end of a phase. A bed that forms while the pumps stand is no fault: not to restart from it is.
bool broken(const Scenario& s, const Simulation& run, const char* phase, bool before_trip, Verdict& v) {
  const SizingLimits& limits = s.sizing.limits;
  const Totals t = run.totals();
  note_pressures(run.geometry(), t, limits, v);
  if (before_trip) v.packing = *std::max_element(t.maximum_concentration.begin(), t.maximum_concentration.end()) / s.maximum_packing;
  if (before_trip && t.plug_time >= 0) return fails(v, phase, "plug", "packed at s = %.0f m, t = %.0f s", t.plug_position, t.plug_time);
  if (t.cavity_time >= 0) return fails(v, phase, "cavity", "tore at s = %.0f m, t = %.1f s", t.cavity_position, t.cavity_time);
  if (v.lowest_pressure < s.waves.vapour_pressure) return fails(v, phase, "cavity", "lowest pressure %.3g bar", v.lowest_pressure * 1e-5);
  if (v.burst > 1) return fails(v, phase, "burst", "%.3g of the burst pressure allowed", v.burst);
  if (v.collapse > 1) return fails(v, phase, "collapse", "%.3g of the collapse pressure allowed", v.collapse);
  for (std::size_t p = 0; p < t.suction_head.size(); ++p) {
    const double needed = s.pumps[p].npsh_required;
    if (needed > 0 && t.suction_head[p] < needed + limits.npsh_margin) return fails(v, phase, "npsh", "%.3g m at a suction, %.3g m needed", t.suction_head[p], needed + limits.npsh_margin);
  }
  return false;
}
}  // namespace

Scenario transient_case(const Scenario& duty, std::size_t d, const Design& design, const Screened& screened) {
  Scenario s = with_stations(with_pipe(duty, design), design);
  const SizingTransients& t = duty.sizing.transients;
  const OperatingPoint& point = screened.duty[d];
  const Phases p = phases_of(s, point);
  for (Pump& pump : s.pumps) set_pump(pump, point, screened, duty.sizing);
  const std::vector<double> shares = feed_shares(duty);
  for (Feed& feed : s.feeds) {
    const double rate = shares[feed.solid_class] * duty.sizing.duties[d].dry_rate;
    feed.value = feed_schedule(feed, rate, p, t), feed.kind = FeedKind::dry_mass_rate;
  }
  for (Valve& valve : s.valves)
    if (!valve.opening.value.empty()) valve.opening = {{0}, {valve.opening.value.front()}, 0, 0};
  s.events.clear(), s.initial.clear();
  s.initial_flow = 0, s.hold_time = {}, s.sweep = {};
  if (t.off > 0)
    s.events = {{p.tripped, EventAction::pump_trip, -1}, {p.tripped, EventAction::feed_stop, -1}, {p.restarted, EventAction::pump_restart, -1},
                {p.refed, EventAction::feed_start, -1}};
  set_waves(s, p);
  s.cell_length = t.cell_length, s.end_time = p.end;
  return s;
}

std::optional<Verdict> judge_transients(const Scenario& duty, std::size_t d, const Design& design, const Screened& screened, const std::function<bool()>& stop) {
  const Scenario s = transient_case(duty, d, design, screened);
  const Phases p = phases_of(s, screened.duty[d]);
  Verdict v;
  const char* phase = "start";
  try {
    Simulation run(s, Device::cpu);
    const std::pair<double, const char*> all[] = {{p.full, "start"}, {p.tripped, "feed surge"}, {p.restarted, "trip"}, {p.end, "restart"}};
    for (const auto& [until, name] : all) {
      phase = name;
      while (until > run.time() && run.advance_some(until))
        if (stop && stop()) return std::nullopt;
      if (broken(s, run, phase, until <= p.tripped, v)) return v;
      if (until == p.full) v.reached = run.series_row().flow_rate / screened.duty[d].flow;
    }
    const SeriesRow row = run.series_row();
    v.recovered = row.flow_rate / screened.duty[d].flow;
    if (v.recovered < s.sizing.limits.recovered) fails(v, phase, "restart", "%.3g of the flow came back", v.recovered);
    else if (row.maximum_packing_ratio >= 1 - 1e-6) fails(v, phase, "plug", "still packed at the end, %.3g of the flow came back", v.recovered);
  } catch (const Diverged& error) {
    fails(v, phase, "diverged", "the run ran away", 0);
  }
  return v;
}
}  // namespace riser
