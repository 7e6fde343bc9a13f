#include "solver/validity.hpp"

#include <algorithm>
#include <cstdio>

#include "solver/build.hpp"

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

void judge_fluid(const Scenario& s, const Geometry& g, const Totals& t, double carrier, Lines& lines) {
  if (!s.rheology.fraction.empty() && s.rheology.law != RheologyLaw::newtonian && carrier > s.rheology.fraction.back() * (1 + 1e-9))
    lines.add("the rheology table", "its rows", "a carrier fraction of", carrier, "above the last", "add a row; the last is held meanwhile");
  if (s.liquid.law != LiquidLaw::seawater) return;
  if (s.liquid.salinity > 42) lines.add("sea water's density", "salinity 0 to 42", "S", s.liquid.salinity, "in liquid", "use liquid: constant with measured values");
  const auto high = std::max_element(t.maximum_pressure.begin(), t.maximum_pressure.end());
  if (high != t.maximum_pressure.end() && *high > 1e8) {
    char where[60];
    std::snprintf(where, sizeof where, "MPa at s = %.1f m", g.s[high - t.maximum_pressure.begin()]);
    lines.add("sea water's density", "0 to 100 MPa", "p", *high / 1e6, where, "use liquid: constant with measured values");
  }
}
}  // namespace

std::vector<std::string> out_of_range(const Scenario& scenario, const Geometry& geometry, const Totals& totals, double largest_carrier) {
  Lines lines;
  judge_pipe(scenario, lines);
  judge_settling(scenario, geometry, totals, lines);
  judge_fluid(scenario, geometry, totals, largest_carrier, lines);
  return lines.all;
}
}  // namespace riser
