#include <algorithm>
#include <cmath>
#include <filesystem>

#include "io/config/fields.hpp"
#include "io/config/number_table.hpp"
#include "kernels/closures/pump_quadrants.hpp"

namespace riser {
namespace {

const Limits flow_of_curve{"m3/s", 0, 100, true}, head_of_curve{"m", -1000, 10000, true}, efficiency_of_curve{"", 0, 1};
const Limits of_quadrants{"", -100, 100, true};

bool within(double value, const Limits& limits) { return value >= limits.low && value <= limits.high; }

/// Fills the curve from a file with the head line flow_m3_h,head_m,efficiency; returns what is wrong, or "".
std::string read_curve(const std::string& path, const std::string& shown, Pump& pump) {
  const NumberTable table = read_numbers(path, "the curve file '" + shown + "'", "flow_m3_h,head_m,efficiency");
  pump.flow.clear(), pump.head.clear(), pump.efficiency.clear();
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const auto& row = table.rows[i];
    if (!within(row[0] / 3600, flow_of_curve) || !within(row[1], head_of_curve) || !within(row[2], efficiency_of_curve))
      return table.where(i) + " is out of range (0 to 360000 m3/h, -1000 to 10000 m, efficiency 0 to 1)";
    pump.flow.push_back(row[0] / 3600), pump.head.push_back(row[1]), pump.efficiency.push_back(row[2]);
  }
  return table.wrong.empty() && table.rows.empty() ? table.shown + " holds no point" : table.wrong;
}

void describe_curve(FieldVisitor& v, Pump& pump) {
  const std::string folder = v.folder();
  const auto from_file = [&pump, folder](const std::string& name) {
    return read_curve((std::filesystem::path(folder) / name).string(), name, pump);
  };
  v.group("curve", {.from_word = from_file}, [&](FieldVisitor& g) {
    g.numbers("flow", pump.flow, flow_of_curve, "increasing");
    g.numbers("head", pump.head, head_of_curve, "of the mixture, falling");
    g.numbers("efficiency", pump.efficiency, efficiency_of_curve, "of each point; none = 1");
  }, "at rated speed: inline, or a file of flow_m3_h,head_m,efficiency");
}

/// 89 heads, then 89 torques, from rows of theta, F, G that reach from -pi to pi: linear between them.
std::vector<double> resampled(const std::vector<double>& theta, const std::vector<double>& f, const std::vector<double>& g) {
  std::vector<double> both;
  for (const auto* values : {&f, &g}) {
    size_t i = 0;
    for (int k = 0; k < RadialPump::points; ++k) {
      const double at = std::clamp(-pi + 2 * pi * k / (RadialPump::points - 1), theta.front(), theta.back());
      while (i + 2 < theta.size() && theta[i + 1] < at) ++i;
      both.push_back((*values)[i] + ((*values)[i + 1] - (*values)[i]) * (at - theta[i]) / (theta[i + 1] - theta[i]));
    }
  }
  return both;
}

/// Reads rows of theta_rad,F,G; returns what is wrong, or "".
std::string read_quadrants(const std::string& path, const std::string& shown, Pump& pump) {
  const NumberTable table = read_numbers(path, "the table file '" + shown + "'", "theta_rad,F,G");
  if (!table.wrong.empty()) return table.wrong;
  std::vector<double> theta, f, g;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    if (i > 0 && table.rows[i][0] <= theta.back()) return table.where(i) + ": theta does not increase";
    if (!within(table.rows[i][1], of_quadrants) || !within(table.rows[i][2], of_quadrants)) return table.where(i) + " is out of range (F and G -100 to 100)";
    theta.push_back(table.rows[i][0]), f.push_back(table.rows[i][1]), g.push_back(table.rows[i][2]);
  }
  const bool whole = theta.size() > 8 && std::abs(theta.front() + pi) < 1e-3 && std::abs(theta.back() - pi) < 1e-3;
  if (!whole) return table.shown + " does not reach from -pi to pi in more than 8 rows";
  pump.quadrants = resampled(theta, f, g);
  return "";
}

void describe_quadrant_table(FieldVisitor& v, Pump& pump) {
  const std::string folder = v.folder();
  const auto from_file = [&pump, folder](const std::string& name) { return read_quadrants((std::filesystem::path(folder) / name).string(), name, pump); };
  v.group("table", {.from_word = from_file}, [&](FieldVisitor& g) {
    const auto half = static_cast<long>(pump.quadrants.size() / 2);
    std::vector<double> head(pump.quadrants.begin(), pump.quadrants.begin() + half), torque(pump.quadrants.begin() + half, pump.quadrants.end());
    g.numbers("F", head, of_quadrants, "H/H_r/(q^2 + w^2) at 89 angles from -pi to pi");
    g.numbers("G", torque, of_quadrants, "T/T_r/(q^2 + w^2) at the same");
    pump.quadrants = head;
    pump.quadrants.insert(pump.quadrants.end(), torque.begin(), torque.end());
  }, "other than a radial pump's: inline, or a file of theta_rad,F,G with theta = atan2(q, w)");
}

void describe_quadrants(FieldVisitor& v, Pump& pump) {
  v.group("four_quadrant", {}, [&](FieldVisitor& g) {
    g.number("rated_flow", pump.rated_flow, {"m3/s", 1e-6, 100, true}, "at rated speed");
    g.number("rated_head", pump.rated_head, {"m", 1e-3, 10000, true}, "of the mixture");
    g.number("rated_efficiency", pump.rated_efficiency, {"", 0.05, 1}, "");
    describe_quadrant_table(g, pump);
  }, "");
}

void describe_centrifugal(FieldVisitor& v, Pump& pump) {
  v.number("rated_speed", pump.rated_speed, {"rad/s", 1e-3, 1e4, true}, "the curve's");
  const int given = v.alternative({"curve", "four_quadrant"}, pump.rated_flow > 0 ? 1 : 0, "head over flow, or a radial pump in all four quadrants");
  if (given == 0) describe_curve(v, pump);
  if (given == 1) describe_quadrants(v, pump);
  describe_schedule(v, "speed", pump.speed, {"rad/s", 0, 1e4, true}, "");
  v.number("inertia", pump.inertia, {"kg.m2", 0, 1e6}, "of rotor and motor; 0 = the speed follows its setting");
  v.number("motor_torque", pump.motor_torque, {"N.m", 0, 1e9}, "most the motor gives; 0 = no limit");
  v.number("motor_power", pump.motor_power, {"W", 0, 1e9}, "most the motor gives; 0 = no limit");
  v.flag("bypass", pump.bypass, "upward flow goes around a pump that would hold it back");
  for (const char* key : {"slip", "relief"}) v.unused(key, "only with kind: positive_displacement");
  v.unused("flow_rate", "only with kind: positive_displacement");
  v.unused("efficiency", "a centrifugal pump has it in its curve");
}

void describe_displacement(FieldVisitor& v, Pump& pump) {
  double efficiency = pump.efficiency.empty() ? 1 : pump.efficiency[0];
  describe_schedule(v, "flow_rate", pump.flow_rate, {"m3/s", 0, 100, true}, "what it delivers");
  v.number("efficiency", efficiency, {"", 0.01, 1}, "");
  v.number("slip", pump.slip, {"m3/s/Pa", 0, 1e-3}, "flow lost for each unit of pressure rise");
  v.number("relief", pump.relief, {"Pa", 0, 1e9}, "most it adds before its relief valve opens; 0 = none");
  pump.efficiency = {efficiency};
  for (const char* key : {"rated_speed", "curve", "four_quadrant", "inertia", "motor_torque", "motor_power", "bypass", "speed"}) v.unused(key, "only with kind: centrifugal");
}
}  // namespace

void describe_pump(FieldVisitor& v, Pump& pump) {
  v.text("name", pump.name, true, "");
  choose(v, "kind", pump.kind, {"centrifugal", "positive_displacement"}, "", true);
  v.number("position", pump.position, {"m", 0, 20000, true}, "along the pipe");
  if (pump.kind == PumpKind::centrifugal) describe_centrifugal(v, pump);
  else describe_displacement(v, pump);
  choose(v, "derating", pump.derating, {"factors", "cave"}, "what solids take of head and efficiency");
  if (pump.derating == Derating::factors) {
    v.number("head_loss", pump.head_loss, {"", 0, 5}, "of the head for each unit of solids fraction");
    v.number("efficiency_loss", pump.efficiency_loss, {"", 0, 5}, "of the efficiency for each unit of solids fraction");
  } else {
    for (const char* key : {"head_loss", "efficiency_loss"}) v.unused(key, "only with derating: factors");
  }
  v.number("npsh_required", pump.npsh_required, {"m", 0, 200}, "head over vapour pressure at the suction; 0 = not given");
  v.number("run_down_time", pump.run_down_time, {"s", 0, 1e4}, "time constant of a trip (assumed law)");
  v.number("run_up_time", pump.run_up_time, {"s", 0, 1e4}, "of a restart, a straight line (assumed law)");
}

void describe_valve(FieldVisitor& v, Valve& valve) {
  v.text("name", valve.name, true, "");
  v.number("position", valve.position, {"m", 0, 20000, true}, "along the pipe; at the end = the outlet's");
  v.flag("check", valve.check, "lets nothing back");
  v.flag("dump", valve.dump, "beside the pipe: opens to the sea; with waves");
  v.table("coefficient", valve.at, valve.coefficient, {{"", 0, 1, true}, {"m3/s", 0, 100}}, "rows of opening, flow of water at 1 bar (Kv)");
  v.schedule("opening", valve.opening, {"", 0, 1}, "0 closed, 1 open");
}

void describe_vessel(FieldVisitor& v, Vessel& vessel) {
  v.text("name", vessel.name, true, "");
  v.number("position", vessel.position, {"m", 0, 20000, true}, "along the pipe");
  v.number("gas_volume", vessel.gas_volume, {"m3", 1e-6, 1e5, true}, "at the pressure of the start");
  v.number("exponent", vessel.exponent, {"", 1, 1.67}, "n of p V^n: 1 slow, 1.4 fast");
  v.number("coefficient", vessel.coefficient, {"m3/s", 1e-6, 100}, "flow of water through its neck at 1 bar");
}
}  // namespace riser
