#include "solver/machine_views.hpp"

#include <algorithm>

namespace riser {
namespace {

/// What the solids take of head and efficiency: the user's factors of the volume fraction, or Cave's of the mass
/// fraction, 0.0385 (S - 1)(1 + 4/S) ln(d/22.7 um), S grain density over water's, summed over the classes (for one
/// class it is his). Source: Cave 1976, Effects of suspended solids on the performance of centrifugal pumps,
/// Hydrotransport 4, H3.
void place_losses(const Scenario& scenario, const Pump& pump, PumpView& view) {
  require(scenario.solids.size() <= max_classes, "classes of solids", max_classes);
  view.loss_by_mass = pump.derating == Derating::cave;
  for (size_t k = 0; k < scenario.solids.size(); ++k) {
    const SolidClass& solid = scenario.solids[k];
    const double s = solid.density / 1000, size = std::log(solid.diameter / 22.7e-6);
    const double cave = solid.carrier ? 0 : std::max(0.0385 * (s - 1) * (1 + 4 / s) * size, 0.0);
    view.head_loss[k] = view.loss_by_mass ? cave : pump.head_loss;
    view.efficiency_loss[k] = view.loss_by_mass ? cave : pump.efficiency_loss;
  }
}

/// Its own curve, if it has one, and what completes it.
void place_characteristic(const Pump& pump, const PumpCharacteristic& c, PumpView& view) {
  view.rated_flow = c.rated_flow, view.rated_head = c.rated_head, view.rated_torque = c.rated_torque;
  view.quadrants = c.table.data(), view.intervals = c.intervals();
  view.first_angle = c.first_angle, view.points_per_radian = c.points_per_radian;
  if (pump.rated_flow > 0) return;
  require(pump.flow.size() <= max_curve, "points in a pump curve", max_curve);
  view.size = static_cast<int>(pump.flow.size());
  std::copy(pump.flow.begin(), pump.flow.end(), view.flow);
  std::copy(pump.head.begin(), pump.head.end(), view.head);
  std::copy(c.efficiency.begin(), c.efficiency.end(), view.efficiency);
  std::copy(c.torque.begin(), c.torque.end(), view.torque);
}
}  // namespace

ScheduleView make_schedule(Arena& arena, const Schedule& schedule) {
  ScheduleView view{};
  view.size = static_cast<int>(schedule.time.size());
  view.time = arena.copy(schedule.time);
  view.value = arena.copy(schedule.value);
  view.amplitude = schedule.fluctuation_period > 0 ? schedule.fluctuation_amplitude : 0;
  view.frequency = schedule.fluctuation_period > 0 ? 2 * pi / schedule.fluctuation_period : 0;
  return view;
}

int face_at(const Grid& g, double position) {
  return static_cast<int>(std::lower_bound(g.s_face.begin(), g.s_face.end(), position - 1e-9) - g.s_face.begin());
}

int cell_at(const Grid& g, double position) {
  const auto above = std::upper_bound(g.s_face.begin(), g.s_face.end(), position + 1e-9) - g.s_face.begin();
  return std::clamp(static_cast<int>(above) - 1, 0, g.cells() - 1);
}

ValveCurve curve_of(const Valve& valve) {
  ValveCurve curve{valve.at, valve.coefficient};
  if (!curve.opening.empty() && curve.opening.front() > 0) {
    curve.opening.insert(curve.opening.begin(), 0);
    curve.coefficient.insert(curve.coefficient.begin(), 0);
  }
  return curve;
}

ValveView make_valve(Arena& arena, const Valve& valve, int face) {
  const ValveCurve curve = curve_of(valve);
  require(curve.opening.size() <= max_curve, "points in a valve's curve", max_curve);
  ValveView view{};
  view.face = face;
  view.check = valve.check;
  view.size = static_cast<int>(curve.opening.size());
  std::copy(curve.opening.begin(), curve.opening.end(), view.opening);
  for (int k = 0; k < view.size; ++k)
    view.coefficient[k] = curve.coefficient[k] * per_root_bar;
  view.schedule = make_schedule(arena, valve.opening);
  return view;
}

PumpView pump_view(const Scenario& scenario, const Pump& pump, const PumpCharacteristic& characteristic) {
  PumpView view{};
  view.positive_displacement = pump.kind == PumpKind::positive_displacement;
  view.rated_speed = pump.rated_speed > 0 ? pump.rated_speed : 1;
  if (!view.positive_displacement) place_characteristic(pump, characteristic, view);
  view.drive_efficiency = view.positive_displacement && !pump.efficiency.empty() ? pump.efficiency[0] : 1;
  place_losses(scenario, pump, view);
  view.inertia = pump.inertia, view.motor_torque = pump.motor_torque > 0 ? pump.motor_torque : 1e300;
  view.motor_power = pump.motor_power > 0 ? pump.motor_power : 1e300;
  view.bypass = pump.bypass;
  view.slip = pump.slip, view.relief = pump.relief > 0 ? pump.relief : no_relief;
  return view;
}
}  // namespace riser
