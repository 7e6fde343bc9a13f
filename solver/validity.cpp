#include "solver/validity.hpp"

#include <algorithm>
#include <cstdio>

#include "solver/build.hpp"
#include "solver/build_machines.hpp"

namespace riser {
namespace {

/// Gathers lines of "CLOSURE is known for RANGE; here VALUE WHERE: WHAT TO DO".
class Lines {
 public:
  void add(const std::string& closure, const char* range, const char* quantity, double value, const std::string& where, const char* remedy) {
    char number[60];
    std::snprintf(number, sizeof number, "%s %.4g", quantity, value);
    all.push_back(closure + " is known for " + range + "; here " + number + " " + where + ": " + remedy);
  }
  std::vector<std::string> all;
};

void judge_pipe(const Scenario& s, Lines& lines) {
  for (size_t i = 0; i < s.segments.size(); ++i) {
    const double relative = s.segments[i].roughness / s.segments[i].bore;
    const std::string where = "in pipe.segments[" + std::to_string(i) + "]";
    const bool rough_law = s.friction == FrictionLaw::churchill || s.friction == FrictionLaw::colebrook || s.friction == FrictionLaw::swamee_jain;
    const double slender = (s.segments[i].bore + 2 * s.segments[i].wall_thickness) / s.segments[i].wall_thickness;
    if (s.segments[i].yield_strength > 0 && slender > 45) lines.add("the collapse pressure", "D/t up to 45", "D/t", slender, where, "take a thicker wall, or the maker's collapse pressure");
    if (rough_law && relative > 0.05) lines.add("wall friction", "e/D 0 to 0.05", "e/D", relative, where, "measure the factor and use friction: constant");
    if (s.friction == FrictionLaw::swamee_jain && relative < 1e-6)
      lines.add("swamee_jain", "e/D 1e-6 to 0.05", "e/D", relative, where, "churchill or colebrook hold for smooth pipes");
  }
}

/// A class of nearly the liquid's density among heavy grains: the slip law multiplies its velocity alone by (rho_k - rho_mix)/(rho_k - rho_l),
/// which drag allows in creeping flow only.
void judge_light(const Scenario& s, double densest, double bore, Lines& lines) {
  const double liquid = settling_density(s);
  double heavy = 0, reynolds = 0;
  for (const SolidClass& c : s.solids)
    if (!c.carrier) heavy = std::max(heavy, densest * (c.density - liquid));
  for (const SolidClass& c : s.solids) {
    const double own = c.density - liquid;
    if (c.carrier || c.terminal_law == TerminalLaw::fixed || own == 0) continue;
    SolidClass in_mixture = c;
    in_mixture.density = liquid + own - heavy;
    const double by_law = terminal_velocity_of(s, c, bore, &reynolds) * (1 - heavy / own), by_drag = terminal_velocity_of(s, in_mixture, bore, &reynolds);
    if (std::abs(by_law) < 2 * std::abs(by_drag) || std::abs(by_law) < 0.01) continue;
    lines.add("the slip of unlike densities", "twice the velocity that drag allows", "slip over that", by_law / by_drag, "of class " + c.name,
              "its density is nearly the liquid's: give it with its measured density, or join it to the liquid");
  }
}

/// Richardson and Zaki's experiments reach a solids fraction near 0.5; beyond it a bed forms.
void judge_settling(const Scenario& s, const Geometry& g, const Totals& t, Lines& lines) {
  const bool slips = std::any_of(s.solids.begin(), s.solids.end(), [](const SolidClass& c) { return !c.carrier; });
  const auto densest = std::max_element(t.maximum_concentration.begin(), t.maximum_concentration.end());
  if (slips && densest != t.maximum_concentration.end() && *densest > 0.5) {
    char where[60];
    std::snprintf(where, sizeof where, "at s = %.1f m", g.s[densest - t.maximum_concentration.begin()]);
    lines.add("hindered settling", "a solids fraction up to 0.5", "phi", *densest, where, "what happens near packing is a guess; feed less or flow faster");
  }
  double bore = 1e9;
  for (const Segment& p : s.segments) bore = std::min(bore, p.bore);
  if (densest != t.maximum_concentration.end()) judge_light(s, *densest, bore, lines);
  for (const SolidClass& c : s.solids) {
    if (c.carrier) continue;
    double reynolds = 0;
    terminal_velocity_of(s, c, bore, &reynolds);
    if (c.terminal_law != TerminalLaw::fixed && c.terminal_law != TerminalLaw::ferguson_church && reynolds > 2e5)
      lines.add("the drag law", "a grain's Reynolds number up to 2e5", "Re", reynolds, "of class " + c.name, "give the measured terminal velocity (law: fixed)");
    if (!c.wall_effect && c.diameter > 0.1 * bore)
      lines.add("settling without the wall's effect", "d/D up to 0.1", "d/D", c.diameter / bore, "of class " + c.name, "set wall_effect: true");
  }
}

/// The closures of sea water end at -2 and 40 degC; what is fitted to them is held there.
void judge_temperatures(const Scenario& s, Lines& lines) {
  const char* remedy = "its properties are held at the end of the range; use liquid: constant with measured values";
  const auto judge = [&](double value, const std::string& where) {
    if (value < -2 || value > 40) lines.add("sea water", "-2 to 40 degC", "T", value, where, remedy);
  };
  const auto judge_all = [&](const std::vector<double>& values, const std::string& where) {
    if (values.empty()) return;
    const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
    judge(*lowest, where);
    if (*highest > *lowest) judge(*highest, where);
  };
  if (s.heat) judge_all(s.inlet_temperature.value, "in inlet_temperature");
  if (s.initial_temperature > -300) judge(s.initial_temperature, "in initial.temperature");
  judge_all(s.sea.temperature, "in sea.temperature");
}

/// The fits of sea water's properties end at a pressure; see highest_pressure_of_liquid.
void judge_pressure(const Scenario& s, const Geometry& g, const Totals& t, Lines& lines) {
  const auto high = std::max_element(t.maximum_pressure.begin(), t.maximum_pressure.end());
  if (high == t.maximum_pressure.end()) return;
  const double fitted = highest_pressure_of_liquid(s, g.sea_pressure), most = std::min(fitted, 1e8);
  if (*high <= most) return;
  char where[60], range[60];
  std::snprintf(where, sizeof where, "MPa at s = %.1f m", g.s[high - t.maximum_pressure.begin()]);
  std::snprintf(range, sizeof range, "0 to %.4g MPa", most / 1e6);
  if (most < fitted) lines.add("sea water's density", range, "p", *high / 1e6, where, "use liquid: constant with measured values");
  else lines.add("sea water's density here", range, "p", *high / 1e6, where, "it is held above; use liquid: constant with the density at that pressure");
}

/// A constant factor is a turbulent flow's. What creeps at the end does not count.
void judge_constant_friction(const Scenario& s, double flow, Lines& lines) {
  if (s.friction != FrictionLaw::constant || !s.rheology.fraction.empty()) return;
  const bool sea = s.liquid.law == LiquidLaw::seawater;
  const double density = sea ? 1030 : s.liquid.density, viscosity = sea ? 1.4e-3 : s.liquid.viscosity;
  for (size_t i = 0; i < s.segments.size(); ++i) {
    const Section section = section_of(s, static_cast<int>(i));
    const double velocity = flow / section.area, reynolds = density * velocity * section.bore / viscosity;
    if (velocity > 1e-3 && 64 / reynolds > 1.02 * s.darcy_factor)
      lines.add("friction: constant", "turbulent flow", "Re", reynolds, "in pipe.segments[" + std::to_string(i) + "] at the end",
                "laminar flow takes 64/Re, which is more; use friction: churchill");
  }
}

void judge_fluid(const Scenario& s, const Geometry& g, const Totals& t, double carrier, Lines& lines) {
  if (!s.rheology.fraction.empty() && s.rheology.law != RheologyLaw::newtonian && carrier > s.rheology.fraction.back() * (1 + 1e-9))
    lines.add("the rheology table", "its rows", "a carrier fraction of", carrier, "above the last", "add a row; the last is held meanwhile");
  if (s.liquid.law != LiquidLaw::seawater) return;
  if (s.liquid.salinity > 42) lines.add("sea water's density", "salinity 0 to 42", "S", s.liquid.salinity, "in liquid", "use liquid: constant with measured values");
  if (s.sea.salinity > 42) lines.add("sea water's density", "salinity 0 to 42", "S", s.sea.salinity, "in sea", "no other water outside the pipe is known");
  judge_temperatures(s, lines);
  judge_pressure(s, g, t, lines);
}

/// A table of 2-D sections goes on beyond its points by assumption; see section_table.hpp. What a start passes through does not count.
void judge_table(const std::string& name, const SectionTable& table, double concentration, const Met& met, Lines& lines) {
  char range[80];
  const double area = pi / 4 * square(table.bore), fastest = met.largest_flow / area, last = met.last_flow / area;
  std::snprintf(range, sizeof range, "velocities from %.4g to %.4g m/s", table.velocity.front(), table.velocity.back());
  const char* remedy = "tabulate velocities that reach there";
  if (fastest > table.velocity.back() * (1 + 1e-9)) lines.add(name, range, "V", fastest, "m/s above the last, which goes on at constant u*/V", remedy);
  if (last > 0 && last < table.velocity.front() * (1 - 1e-9)) lines.add(name, range, "V", last, "m/s at the end below the first, from which it goes on in a straight line", remedy);
  std::snprintf(range, sizeof range, "concentrations from %.4g to %.4g", table.concentration.front(), table.concentration.back());
  if (concentration > table.concentration.back() * (1 + 1e-9) && concentration > 1e-9) lines.add(name, range, "C", concentration, "above the last, which is held", "tabulate a higher concentration");
}

void judge_tables(const Scenario& s, const Totals& t, const Met& met, Lines& lines) {
  const bool carried = std::any_of(s.solids.begin(), s.solids.end(), [](const SolidClass& c) { return c.carrier; });
  const auto densest = std::max_element(t.maximum_concentration.begin(), t.maximum_concentration.end());
  const double concentration = carried ? met.carrier : (densest == t.maximum_concentration.end() ? 0 : *densest);
  if (s.dispersion == DispersionLaw::table) judge_table("the dispersion table", s.dispersion_table, concentration, met, lines);
  if (s.friction != FrictionLaw::table) return;
  judge_table("the friction table", s.friction_table, concentration, met, lines);
  for (size_t i = 0; i < s.segments.size(); ++i)
    if (s.segments[i].roughness > 0)
      lines.add("the friction table", "a smooth wall", "e/D", s.segments[i].roughness / s.segments[i].bore, "in pipe.segments[" + std::to_string(i) + "]", "take friction: churchill for a rough wall, or roughness 0");
}
/// Most that a displacement pump without a relief valve adds [Pa]: what the weakest wall holds; 0 where that is not known.
double rating_of(const Scenario& s) {
  double rating = 1e300;
  for (const Segment& segment : s.segments) rating = std::min(rating, strength_of(segment).burst);
  return s.segments.empty() ? 0 : rating;
}

void judge_pumps(const Scenario& s, Lines& lines) {
  char text[240];
  for (const Pump& pump : s.pumps) {
    const double rating = rating_of(s);
    if (pump.kind == PumpKind::positive_displacement && !(pump.relief > 0) && rating > 0 && !s.valves.empty()) {
      std::snprintf(text, sizeof text, "pump %.60s has no relief valve: against a shut valve it adds what the weakest wall holds, %.4g MPa; give its relief", pump.name.c_str(), rating / 1e6);
      lines.all.push_back(text);
    }
  }
}
}  // namespace

std::vector<std::string> out_of_range(const Scenario& scenario, const Geometry& geometry, const Totals& totals, const Met& met) {
  Lines lines;
  judge_pipe(scenario, lines);
  judge_pumps(scenario, lines);
  judge_settling(scenario, geometry, totals, lines);
  judge_fluid(scenario, geometry, totals, met.carrier, lines);
  judge_constant_friction(scenario, met.last_flow, lines);
  judge_tables(scenario, totals, met, lines);
  return lines.all;
}
}  // namespace riser
