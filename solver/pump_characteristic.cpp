#include "solver/pump_characteristic.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "kernels/closures/pump_quadrants.hpp"

namespace riser {
namespace {

constexpr double least_efficiency = 0.05;  // [-] below it an efficiency says nothing of the torque
constexpr int table_intervals = most_characteristic / 2 - 1;
constexpr double water = 1000;  // [kg/m3]

double linear(const std::vector<double>& x, const std::vector<double>& y, double at) {
  std::size_t i = 0;
  while (i + 2 < x.size() && x[i + 1] < at)
    ++i;
  return y[i] + (y[i + 1] - y[i]) * (at - x[i]) / (x[i + 1] - x[i]);
}

/// Head and efficiency there say what the shaft takes; without an efficiency the pump is lossless.
bool known(const Pump& pump, std::size_t k) {
  if (pump.efficiency.empty()) return true;
  return pump.flow[k] > 0 && pump.head[k] > 0 && pump.efficiency[k] > least_efficiency;
}

double efficiency_at(const Pump& pump, double flow) {
  return pump.efficiency.empty() ? 1 : linear(pump.flow, pump.efficiency, flow);
}

/// Flow of the best point: the own point of the highest efficiency (without any, of the highest power), else the best
/// between them; 0 = none.
double best_flow(const Pump& pump) {
  double best = 0, highest = 0;
  const auto offer = [&](double flow) {
    const double head = linear(pump.flow, pump.head, flow), efficiency = efficiency_at(pump, flow);
    const double score = pump.efficiency.empty() ? flow * head : efficiency;
    if (flow > 0 && head > 0 && efficiency > least_efficiency && score > highest) best = flow, highest = score;
  };
  for (double flow : pump.flow)
    offer(flow);
  constexpr int parts = 32;
  for (std::size_t k = 0; k + 1 < pump.flow.size() && best == 0; ++k)
    for (int j = 1; j < parts; ++j)
      offer(pump.flow[k] + (pump.flow[k + 1] - pump.flow[k]) * j / parts);
  return best;
}

/// Torques [N m] at the own points, in water.
std::vector<double> own_torques(const Pump& pump, double rated) {
  std::vector<std::size_t> sure;
  std::vector<double> torque(pump.flow.size(), rated);
  for (std::size_t k = 0; k < pump.flow.size(); ++k) {
    if (!known(pump, k)) continue;
    const double efficiency = pump.efficiency.empty() ? 1 : pump.efficiency[k];
    torque[k] = water * gravity * pump.flow[k] * pump.head[k] / (efficiency * pump.rated_speed);
    sure.push_back(k);
  }
  if (sure.empty() || sure.size() == torque.size()) return torque;
  std::vector<double> flow, of;
  for (std::size_t k : sure)
    flow.push_back(pump.flow[k]), of.push_back(torque[k]);
  for (std::size_t k = 0; k < torque.size(); ++k) {
    if (known(pump, k)) continue;
    const double next = k < sure.front() ? of.front() : of.back();
    const double line = sure.size() > 1 ? linear(flow, of, pump.flow[k]) : next;
    torque[k] = std::clamp(line, 0.3 * rated, std::max(rated, next));
  }
  return torque;
}

double wrapped(double angle) { return angle > pi ? angle - 2 * pi : angle; }

/// An end of the own curve.
struct Edge {
  double angle, value;  // [rad], [-] of F or G
};

/// F or G where head or torque over rated is `value` at rated speed, w = 1: that over 1 + q^2.
double per_square(double value, double angle) { return value * std::pow(std::cos(angle), 2); }

/// The published characteristic from the own curve's last point round to its first, with the difference at each faded
/// out.
void append_beyond(const double (&published)[RadialPump::points], const Edge& first, const Edge& last,
                   std::vector<double>& table) {
  const double span = 2 * pi - (last.angle - first.angle), fade = pi / 2;
  const auto gap = [&](const Edge& edge) { return edge.value - RadialPump::at(published, edge.angle); };
  for (int j = 0; j <= table_intervals; ++j) {
    const double from_last = span * j / table_intervals, to_first = span - from_last;
    const double faded =
        gap(last) * std::max(1 - from_last / fade, 0.0) + gap(first) * std::max(1 - to_first / fade, 0.0);
    table.push_back(RadialPump::at(published, wrapped(last.angle + from_last)) + faded);
  }
}

PumpCharacteristic completed(const Pump& pump) {
  if (const std::string trouble = trouble_with_curve(pump); !trouble.empty())
    throw std::invalid_argument("pump " + pump.name + ": " + trouble);
  PumpCharacteristic c;
  c.rated_flow = best_flow(pump), c.rated_head = linear(pump.flow, pump.head, c.rated_flow);
  c.rated_torque =
      water * gravity * c.rated_flow * c.rated_head / (efficiency_at(pump, c.rated_flow) * pump.rated_speed);
  c.torque = own_torques(pump, c.rated_torque);
  for (std::size_t k = 0; k < pump.flow.size(); ++k)
    c.efficiency.push_back(!known(pump, k) ? 0 : pump.efficiency.empty() ? 1 : pump.efficiency[k]);
  const double first = std::atan2(pump.flow.front() / c.rated_flow, 1),
               last = std::atan2(pump.flow.back() / c.rated_flow, 1);
  append_beyond(RadialPump::head, {first, per_square(pump.head.front() / c.rated_head, first)},
                {last, per_square(pump.head.back() / c.rated_head, last)}, c.table);
  append_beyond(RadialPump::torque, {first, per_square(c.torque.front() / c.rated_torque, first)},
                {last, per_square(c.torque.back() / c.rated_torque, last)}, c.table);
  c.first_angle = last, c.points_per_radian = table_intervals / (2 * pi - (last - first));
  return c;
}

PumpCharacteristic published(const Pump& pump) {
  PumpCharacteristic c;
  c.rated_flow = pump.rated_flow, c.rated_head = pump.rated_head;
  c.rated_torque = water * gravity * pump.rated_flow * pump.rated_head /
                   (pump.rated_efficiency * (pump.rated_speed > 0 ? pump.rated_speed : 1));
  c.table = pump.quadrants;
  if (c.table.empty()) {
    c.table.assign(std::begin(RadialPump::head), std::end(RadialPump::head));
    c.table.insert(c.table.end(), std::begin(RadialPump::torque), std::end(RadialPump::torque));
  }
  c.first_angle = -pi, c.points_per_radian = c.intervals() / (2 * pi);
  return c;
}
}  // namespace

std::string trouble_with_curve(const Pump& pump) {
  const std::size_t points = pump.flow.size();
  if (points < 2) return "a curve needs two points or more";
  if (pump.head.size() != points || (!pump.efficiency.empty() && pump.efficiency.size() != points))
    return "flow, head and efficiency are not equally long";
  if (pump.flow.front() < 0) return "the curve begins below flow 0";
  for (std::size_t k = 1; k < points; ++k)
    if (!(pump.flow[k] > pump.flow[k - 1])) return "the flow does not increase";
  if (!(pump.rated_speed > 0)) return "the curve has no rated speed";
  if (!(best_flow(pump) > 0)) return "no point has flow and head above 0 and an efficiency above 0.05";
  return "";
}

PumpCharacteristic characteristic_of(const Pump& pump) {
  if (pump.kind == PumpKind::positive_displacement) return {};
  return pump.rated_flow > 0 ? published(pump) : completed(pump);
}
}  // namespace riser
