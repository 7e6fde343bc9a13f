#include "solver/operating.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/axial/momentum.hpp"
#include "solver/machine_views.hpp"

namespace riser {
namespace {

constexpr double hopeless = 1e6;  // use of a limit that cannot be met

double at_most(double value, double limit) { return limit > 0 ? value / limit : 0; }
double at_least(double limit, double value) { return limit <= 0 ? 0 : value > limit / hopeless ? limit / value : hopeless; }

constexpr double sea_density = 1030;  // [kg/m3] around the steel

/// Most used of the axial stress allowed: effective tension at the upper end of each segment, steel in water and the excess weight of
/// what is in the pipe, over its steel. Left out: heave, pumps' and buoyancy's weight, pressure's part of the stress.
double tension_used(const SteadyLine& line, const SteadyFlow& state, const Allowed& allowed) {
  std::vector<double> weight;
  for (const Hanging& h : allowed.hangs) weight.push_back(h.weight);
  const auto& cells = line.cells();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double inside = state.density[i] * gravity * cells[i].cosine * cells[i].length, outside = cells[i].outside_start - cells[i].outside_end;
    weight[cells[i].segment] += std::abs(cells[i].cosine) > 0 ? (inside - outside) * allowed.hangs[cells[i].segment].area * (cells[i].cosine > 0 ? 1 : -1) : 0;
  }
  double used = 0, above = 0;
  const auto carry = [&](std::size_t i) {
    const Hanging& h = allowed.hangs[i];
    above += weight[i];
    if (h.yield > 0) used = std::max(used, at_most(above / h.steel_area, allowed.limits.tension * h.yield));
  };
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (!allowed.hangs[i].downward) carry(i);
  above = 0;
  for (std::size_t i = weight.size(); i-- > 0;)
    if (allowed.hangs[i].downward) carry(i);
  return used;
}

/// One walk up the line with a head a pump [m]; returns the pressure at the outlet [Pa].
double walk(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, double head, double vapour_pressure, Balance& b) {
  const auto& cells = line.cells();
  std::vector<double>& face = b.face;
  face.resize(cells.size() + 1);
  b.lowest = 1e300, b.suction = 1e300, b.rise = b.density = 0;
  b.over.fill(-1e300), b.under.fill(-1e300);
  double p = face[0] = line.inlet_pressure();
  std::size_t next = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const SteadyLine::Cell& c = cells[i];
    const double density = state.density[i] + state.density_slope[i] * (p - c.outside_start);
    const double gradient = density * gravity * c.cosine + state.friction[i], end = c.start + c.length;
    const double outside = c.partner < 0 ? c.outside_start : face[c.partner + 1], outside_end = c.partner < 0 ? c.outside_end : face[c.partner];
    double at = c.start;
    const auto note = [&](double there) {
      b.lowest = std::min(b.lowest, p);
      b.over[c.segment] = std::max(b.over[c.segment], p - there), b.under[c.segment] = std::max(b.under[c.segment], there - p);
    };
    note(outside);
    const bool last = i + 1 == cells.size();
    for (; next < stations.items.size() && (stations.items[next].position < end - 1e-9 || last); ++next) {
      const Stations::Item& item = stations.items[next];
      p -= gradient * (item.position - at), at = item.position;
      const double there = outside + (outside_end - outside) * (at - c.start) / c.length;
      note(there);
      if (item.loss < 0) {
        b.suction = std::min(b.suction, (p - vapour_pressure) / (density * gravity));
        if (b.density == 0) b.cell = static_cast<int>(i);
        p += density * gravity * head, b.rise += density * gravity * head, b.density += density / stations.pumps;
      } else {
        p -= item.loss * density / 1000 * state.flow * state.flow;
      }
      note(there);
    }
    p -= gradient * (end - at);
    note(outside_end);
    face[i + 1] = p;
  }
  return p;
}

/// Speed over rated at which the pump gives `head` [m] at `flow` with `share` of it left by the solids.
double speed_for(const PumpView& pump, double flow, double head, double share) {
  double low = 0.01, high = 4;
  for (int i = 0; i < 44; ++i) {
    const double n = 0.5 * (low + high);
    (share * pump_rise(pump, flow, 1 / gravity, n) < head ? low : high) = n;
  }
  return 0.5 * (low + high);
}

double share_at(const SteadyLine& line, const SteadyFlow& state, const PumpView& pump, const Balance& b, const double* loss) {
  const double* phi = &state.fraction[b.cell * max_classes];
  return share_left<max_classes>(pump.loss_by_mass, loss, [phi](int k) { return phi[k]; }, line.class_density(), b.density);
}
}  // namespace

Allowed allowed_of(const Scenario& s, const SizingLimits& limits, double largest_grain) {
  Allowed a{limits, 0, {}, {}};
  double bore = 1e300;
  for (std::size_t i = 0; i < s.segments.size(); ++i) {
    const Segment& p = s.segments[i];
    const double steel = pi * (p.bore + p.wall_thickness) * p.wall_thickness, up = std::cos(p.inclination);
    a.strengths.push_back(strength_of(p));
    a.hangs.push_back({steel, steel * p.length * std::abs(up) * (p.wall_density - sea_density) * gravity, section_of(s, static_cast<int>(i)).area, p.yield_strength, up < 0});
    if (up > 0) bore = std::min(bore, p.bore);
  }
  a.bore_over_grain = largest_grain > 0 ? bore / largest_grain : 0;
  return a;
}

Stations stations_of(const Scenario& scenario) {
  Stations s;
  for (const Pump& pump : scenario.pumps) s.items.push_back({pump.position, -1});
  s.pumps = static_cast<int>(s.items.size());
  for (const Valve& valve : scenario.valves) {
    if (valve.dump || valve.coefficient.empty()) continue;
    const double opening = valve.opening.value.empty() ? 1 : valve.opening.value.front();
    const ValveCurve curve = curve_of(valve);
    const double kv = per_root_bar * std::max(curve_at(static_cast<int>(curve.opening.size()), curve.opening.data(), curve.coefficient.data(), opening), 1e-9);
    s.items.push_back({valve.position, 1 / (kv * kv)});
  }
  std::stable_sort(s.items.begin(), s.items.end(), [](const Stations::Item& a, const Stations::Item& b) { return a.position < b.position; });
  if (scenario.pumps.empty()) return s;
  s.characteristic = std::make_shared<const PumpCharacteristic>(characteristic_of(scenario.pumps[0]));
  s.pump = pump_view(scenario, scenario.pumps[0], *s.characteristic);
  s.npsh_required = scenario.pumps[0].npsh_required;
  return s;
}

Balance balance(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, double vapour_pressure) {
  Balance b;
  b.vapour = vapour_pressure;
  double head = 0;
  for (int pass = 0; pass < 3; ++pass) {
    const double missing = line.outlet_pressure() - walk(line, state, stations, head, vapour_pressure, b);
    if (stations.pumps == 0) return b;
    head = std::max(head + missing / (b.density * stations.pumps * gravity), 0.0);
  }
  walk(line, state, stations, head, vapour_pressure, b);
  b.head = head;
  return b;
}

int OperatingPoint::binds() const { return static_cast<int>(std::max_element(use.begin(), use.end()) - use.begin()); }

PumpScale scale_to(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, const Balance& b) {
  const PumpView& pump = stations.pump;
  const double head = b.head / share_at(line, state, pump, b, pump.head_loss);
  if (pump.positive_displacement) return {1, 1};
  return {state.flow / pump.rated_flow, head / pump.rated_head};
}

double head_given(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, const Balance& b, double ratio) {
  return share_at(line, state, stations.pump, b, stations.pump.head_loss) * pump_rise(stations.pump, state.flow, 1 / gravity, ratio);
}

PumpView scaled(PumpView pump, const PumpScale& scale) {
  for (int i = 0; i < pump.size; ++i) pump.flow[i] *= scale.flow, pump.head[i] *= scale.head, pump.torque[i] *= scale.flow * scale.head;
  pump.rated_flow *= scale.flow, pump.rated_head *= scale.head, pump.rated_torque *= scale.flow * scale.head;
  return pump;
}

OperatingPoint operate(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, const Balance& b, const Allowed& allowed,
                       double dry_rate) {
  OperatingPoint o;
  const SizingLimits& limits = allowed.limits;
  const PumpView& pump = stations.pump;
  const bool moves_volume = pump.positive_displacement;
  o.flow = state.flow, o.velocity = state.velocity, o.coarse = state.coarse, o.transport = state.transport;
  o.head = b.head, o.rise = b.rise;
  if (stations.pumps > 0) {
    const double of_head = share_at(line, state, pump, b, pump.head_loss), of_efficiency = share_at(line, state, pump, b, pump.efficiency_loss);
    o.ratio = moves_volume ? 1 : speed_for(pump, state.flow, b.head, of_head);
    o.power = stations.pumps * (moves_volume ? displacement_power(pump, state.flow, b.rise / stations.pumps, of_efficiency)
                                             : shaft_power(pump, state.flow, b.density * of_head / of_efficiency, o.ratio));
  }
  const double pressed = std::max(line.inlet_pressure() - line.sea_at_inlet(), 0.0) * state.flow;
  o.energy = (o.power + pressed) / dry_rate;
  const auto use = [&](Limit limit) -> double& { return o.use[static_cast<int>(limit)]; };
  for (std::size_t i = 0; i < allowed.strengths.size(); ++i) {
    const Strength& strength = allowed.strengths[i];
    use(Limit::burst) = std::max(use(Limit::burst), at_most(b.over[i], limits.burst * strength.burst));
    use(Limit::collapse) = std::max(use(Limit::collapse), at_most(b.under[i], limits.collapse * strength.collapse));
  }
  use(Limit::tension) = allowed.hangs.empty() ? 0 : tension_used(line, state, allowed);
  use(Limit::cavity) = at_least(b.vapour, b.lowest);
  use(Limit::npsh) = stations.npsh_required > 0 ? at_least(stations.npsh_required + limits.npsh_margin, b.suction) : 0;
  use(Limit::transport) = at_least(limits.transport, state.transport);
  use(Limit::concentration) = state.carried ? at_most(state.coarse, limits.concentration) : hopeless;
  use(Limit::velocity) = at_most(state.fastest, limits.velocity);
  use(Limit::bore_over_grain) = allowed.bore_over_grain > 0 ? at_least(limits.bore_over_grain, allowed.bore_over_grain) : 0;
  use(Limit::station_head) = at_most(b.head, limits.station_head);
  use(Limit::pump) = moves_volume ? at_most(b.rise, pump.relief) : at_most(o.ratio, limits.speed);
  use(Limit::power) = at_most(o.power, limits.power);
  return o;
}
}  // namespace riser
