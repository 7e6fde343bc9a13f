#include "solver/spread.hpp"

#include <algorithm>
#include <cstdio>

#include "solver/build.hpp"
#include "solver/transients.hpp"

namespace riser {
namespace {

struct Named {
  int law;
  const char* name;
};
const Named settling_laws[] = {{0, "ferguson_church"}, {1, "schiller_naumann"}, {2, "haider_levenspiel"}, {3, "clift"}, {4, "cheng"}};
const Named hindrance_laws[] = {{0, "richardson_zaki"}, {1, "rowe"}, {2, "garside_al_dibouni"}};
const Named friction_laws[] = {{0, "churchill"}, {1, "colebrook"}, {2, "swamee_jain"}};

bool slips(const Scenario& s) {
  return std::any_of(s.solids.begin(), s.solids.end(), [](const SolidClass& c) { return !c.carrier; });
}

void note(SpreadMember& m, const char* format, double value) {
  char text[120];
  std::snprintf(text, sizeof text, format, value);
  m.in_range = false, m.note += (m.note.empty() ? "" : "; ") + std::string(text);
}

/// The ranges in which each law's makers tried it.
void check_ranges(const Scenario& s, const OperatingPoint& o, SpreadMember& m) {
  for (const SolidClass& solid : s.solids) {
    if (solid.carrier) continue;
    double reynolds = 0;
    terminal_velocity_of(s, solid, s.segments.back().bore, &reynolds);
    if (solid.terminal_law == TerminalLaw::schiller_naumann && reynolds > 800) note(m, "schiller_naumann is known up to Re 800; here %.3g", reynolds);
    else if (solid.terminal_law != TerminalLaw::fixed && solid.terminal_law != TerminalLaw::ferguson_church && reynolds > 2e5) note(m, "the drag law is known up to Re 2e5; here %.3g", reynolds);
    if (m.note.size() > 200) return;
  }
  if (o.coarse > 0.5) note(m, "hindered settling is known up to a fraction of 0.5; here %.3g", o.coarse);
  const double rough = s.segments.back().roughness / s.segments.back().bore;
  if (s.friction == FrictionLaw::swamee_jain && (rough < 1e-6 || rough > 0.05)) note(m, "swamee_jain is known for e/D 1e-6 to 0.05; here %.3g", rough);
}

/// Sets the law of every class that has one of the list; false where that changes nothing.
template <class Law, class Get>
bool set_all(Scenario& s, Law law, Law fixed, Get get) {
  bool any = false;
  for (SolidClass& solid : s.solids) {
    if (solid.carrier || get(solid) == fixed) continue;
    get(solid) = law, any = true;
  }
  return any;
}
}  // namespace

std::vector<SpreadMember> closure_spread(const Scenario& duty, std::size_t d, const Design& design, const Screened& screened) {
  std::vector<SpreadMember> all;
  const Scenario built = transient_case(duty, d, design, screened);  // its pumps are those of the design
  const bool mud = built.rheology.law != RheologyLaw::newtonian, plain = built.friction == FrictionLaw::none || built.friction == FrictionLaw::constant;
  const std::vector<double> rate = grain_rates(duty, duty.sizing.duties[d].dry_rate);
  for (const Named& settling : settling_laws)
    for (const Named& hindrance : hindrance_laws)
      for (const Named& friction : friction_laws) {
        Scenario s = built;
        const bool settles = slips(s) && set_all(s, static_cast<TerminalLaw>(settling.law), TerminalLaw::fixed, [](SolidClass& c) -> TerminalLaw& { return c.terminal_law; });
        const bool hinders = slips(s) && set_all(s, static_cast<HindranceLaw>(hindrance.law), HindranceLaw::fixed, [](SolidClass& c) -> HindranceLaw& { return c.hindrance_law; });
        const bool rubs = !mud && !plain;
        if ((!settles && settling.law > 0) || (!hinders && hindrance.law > 0) || (!rubs && friction.law > 0)) continue;
        if (rubs) s.friction = static_cast<FrictionLaw>(friction.law);
        const SteadyLine line(s, steady_cell_length(s));
        const SteadyFlow state = line.at(screened.duty[d].flow, rate);
        const Stations stations = stations_of(s);
        const OperatingPoint o = operate(line, state, stations, balance(line, state, stations, s.waves.vapour_pressure), {s.sizing.limits, 0, {}, {}}, duty.sizing.duties[d].dry_rate);
        SpreadMember m{settles ? settling.name : "as given", hinders ? hindrance.name : "as given", rubs ? friction.name : "as given", o.head, o.energy, o.coarse, true, ""};
        check_ranges(s, o, m);
        all.push_back(m);
      }
  return all;
}
}  // namespace riser
