#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "io/config/number_table.hpp"
#include "io/config/reader.hpp"
#include "io/config/text.hpp"
#include "io/tabulate/tabulate.hpp"

// Wall friction and dispersion of the axial model, by formulas or by the tables that `riser tabulate` wrote; and what it is to tabulate.
namespace riser {
namespace {

const Limits velocity_range{"m/s", 1e-5, 100, true}, concentration_range{"", 0, 0.9, true}, bore_range{"m", 1e-3, 10, true};
const Limits stress_range{"Pa", 1e-12, 1e9, true}, yield_range{"Pa", 0, 1e5}, dispersion_range{"m2/s", 1e-15, 1e6, true};

constexpr std::size_t most_concentrations = 16;

bool within(double value, const Limits& limits) { return value >= limits.low && value <= limits.high; }

/// The number after a word among a file's comments; nan when there is none.
double noted(const NumberTable& table, const std::string& word) {
  for (const std::string& line : table.comments)
    if (const std::size_t at = line.find(word); at != std::string::npos) return std::strtod(line.c_str() + at + word.size(), nullptr);
  return std::nan("");
}

std::size_t place_of(const std::vector<double>& all, double value) { return std::lower_bound(all.begin(), all.end(), value) - all.begin(); }

std::vector<double> column_of(const NumberTable& numbers, std::size_t column) {
  std::set<double> met;
  for (const auto& row : numbers.rows) met.insert(row[column]);
  return {met.begin(), met.end()};
}

/// What is wrong with row `i` by itself, or "".
std::string wrong_row(const NumberTable& numbers, std::size_t i, bool friction) {
  const auto& row = numbers.rows[i];
  const bool good = within(row[0], velocity_range) && within(row[1], concentration_range) && within(row[2], friction ? stress_range : dispersion_range);
  if (!good) return numbers.where(i) + ": a velocity from 1e-5 to 100 m/s, a concentration from 0 to 0.9 and a value above 0 are needed";
  if (friction && !within(row[3], yield_range)) return numbers.where(i) + ": the yield stress is out of range (0 to 100000 Pa)";
  if (row.back() != 1) return numbers.where(i) + " was not steady (converged 0): tabulate again with a later time.end";
  return "";
}

/// Rows of velocity, concentration and value in any order, one for each pair; returns what is wrong, or "".
std::string fill(const NumberTable& numbers, bool friction, SectionTable& table) {
  constexpr std::size_t value = 2;  // the column
  table.velocity = column_of(numbers, 0), table.concentration = column_of(numbers, 1);
  const std::size_t count = table.velocity.size();
  // Also keeps a file of rows that share nothing from asking for the square of its size.
  if (table.concentration.size() > most_concentrations) return numbers.shown + " has " + std::to_string(table.concentration.size()) + " concentrations; at most " + std::to_string(most_concentrations);
  table.value.assign(count * table.concentration.size(), 0);
  for (std::size_t i = 0; i < numbers.rows.size(); ++i) {
    if (const std::string wrong = wrong_row(numbers, i, friction); !wrong.empty()) return wrong;
    double& place = table.value[place_of(table.concentration, numbers.rows[i][1]) * count + place_of(table.velocity, numbers.rows[i][0])];
    if (place > 0) return numbers.where(i) + " gives a velocity and concentration for the second time";
    place = numbers.rows[i][value];
  }
  for (std::size_t at = 0; at < table.value.size(); ++at)
    if (!(table.value[at] > 0))
      return numbers.shown + " has no row at " + number_text(table.velocity[at % count]) + " m/s and concentration " + number_text(table.concentration[at / count]);
  return "";
}

std::string read_section_table(const std::string& path, const std::string& shown, bool friction, SectionTable& table) {
  const NumberTable numbers = read_numbers(path, "the table file '" + shown + "'", friction ? wall_friction_header : dispersion_header);
  if (!numbers.wrong.empty()) return numbers.wrong;
  if (numbers.rows.empty()) return numbers.shown + " holds no point";
  table = {};
  table.bore = noted(numbers, bore_note);
  if (!within(table.bore, bore_range)) return numbers.shown + " does not say its bore: a line '#" + bore_note + " 0.1'";
  if (const std::string wrong = fill(numbers, friction, table); !wrong.empty()) return wrong;
  if (!friction) return "";
  table.yield_stress.assign(table.concentration.size(), 0);
  for (const auto& row : numbers.rows) table.yield_stress[place_of(table.concentration, row[1])] = row[3];
  return "";
}

void describe_section_table(FieldVisitor& v, SectionTable& table, bool friction) {
  const std::string folder = v.folder();
  const auto from_file = [&table, folder, friction](const std::string& name) {
    return read_section_table((std::filesystem::path(folder) / name).string(), name, friction, table);
  };
  v.group("table", {.required = true, .from_word = from_file}, [&](FieldVisitor& g) {
    g.number("bore", table.bore, bore_range, "of the sections");
    g.numbers("velocity", table.velocity, velocity_range, "increasing");
    g.numbers("concentration", table.concentration, concentration_range, "of the carrier, or of all grains; increasing");
    if (friction) {
      g.numbers("wall_shear_stress", table.value, stress_range, "of each concentration at every velocity");
      g.numbers("yield_stress", table.yield_stress, yield_range, "of each concentration; none = 0");
    } else {
      g.numbers("coefficient", table.value, dispersion_range, "of each concentration at every velocity");
    }
  }, "what riser tabulate wrote: a file, or inline");
}

void check_increasing(const std::vector<double>& values, const std::string& key, ConfigReader& r) {
  for (std::size_t i = 1; i < values.size(); ++i)
    if (values[i] <= values[i - 1]) r.report(key + "[" + std::to_string(i) + "]", "does not increase");
}

void check_section_table(const Scenario& s, const SectionTable& t, const std::string& key, ConfigReader& r) {
  if (r.troubled(key) || t.velocity.empty()) return;
  check_increasing(t.velocity, key + ".velocity", r);
  check_increasing(t.concentration, key + ".concentration", r);
  if (t.concentration.size() > most_concentrations) r.report(key + ".concentration", "at most 16 values");
  if (t.value.size() != t.velocity.size() * t.concentration.size()) r.report(key, "has not a value for each velocity at each concentration");
  if (!t.yield_stress.empty() && t.yield_stress.size() != t.concentration.size()) r.report(key + ".yield_stress", "has not as many values as concentration");
  for (std::size_t i = 0; i < s.segments.size(); ++i) {
    const std::string segment = "pipe.segments[" + std::to_string(i) + "]";
    if (s.segments[i].inside >= 0) r.report(segment + ".inside", "a table of round sections does not hold in an annulus", key + " needs a single pipe");
    else if (s.segments[i].bore > 0 && std::abs(s.segments[i].bore / t.bore - 1) > 0.01)
      r.report(segment + ".bore", "is not the table's bore", key + " is of " + number_text(t.bore) + " m: tabulate with this bore of " + number_text(s.segments[i].bore) + " m");
  }
}
}  // namespace

void describe_friction(FieldVisitor& v, Scenario& s) {
  v.group("friction", {.shorthand = "law"}, [&](FieldVisitor& g) {
    choose(g, "law", s.friction, {"churchill", "colebrook", "swamee_jain", "constant", "none", "table"}, "wall friction");
    if (s.friction == FrictionLaw::constant) g.number("darcy_factor", s.darcy_factor, {"", 0, 10, true}, "");
    else g.unused("darcy_factor", "only with law: constant");
    if (s.friction == FrictionLaw::table) describe_section_table(g, s.friction_table, true);
    else g.unused("table", "only with law: table");
  }, "");
}

void describe_dispersion(FieldVisitor& v, Scenario& s) {
  v.group("dispersion", {.shorthand = "law"}, [&](FieldVisitor& g) {
    choose(g, "law", s.dispersion, {"taylor_turbulent", "constant", "none", "table"}, "axial dispersion");
    if (s.dispersion == DispersionLaw::constant) g.number("value", s.dispersion_value, {"m2/s", 0, 1e4, true}, "");
    else g.unused("value", "only with law: constant");
    if (s.dispersion == DispersionLaw::table) describe_section_table(g, s.dispersion_table, false);
    else g.unused("table", "only with law: table");
  }, "");
}

void describe_tabulation(FieldVisitor& v, Scenario& s) {
  if (s.model == Model::axial) return v.unused("tabulate", "only with model: axisymmetric");
  v.group("tabulate", {}, [&](FieldVisitor& g) {
    Names classes;
    for (const SolidClass& solid : s.solids) classes.push_back(solid.name);
    g.numbers("velocity", s.tabulation.velocity, {"m/s", velocity_range.low, velocity_range.high}, "means of the section, increasing");
    g.numbers("concentration", s.tabulation.concentration, {"", 0, 0.9}, "of the class, the same all over the section; increasing");
    g.reference("class", s.tabulation.solid_class, classes, false, "that has the concentration");
    g.flag("dispersion", s.tabulation.dispersion, "of a passive scalar along the pipe, too");
  }, "riser tabulate runs a section for each velocity and concentration");
}

void check_section_tables(const Scenario& s, ConfigReader& r) {
  if (s.model != Model::axial) return;
  if (s.dispersion == DispersionLaw::table) check_section_table(s, s.dispersion_table, "dispersion.table", r);
  if (s.friction != FrictionLaw::table) return;
  check_section_table(s, s.friction_table, "friction.table", r);
  if (s.rheology.law != RheologyLaw::newtonian) r.report("rheology.law", "means nothing with friction: table", "the table's sections had their own");
  if (!s.sizing.duties.empty()) r.report("friction.law", "a sizing varies the bore, a table is of one", "take another law");
}

void check_tabulation(const Scenario& s, ConfigReader& r) {
  const Tabulation& t = s.tabulation;
  if (s.model == Model::axial || t.velocity.empty()) return;
  if (s.section.ends != SectionEnds::periodic) r.report("axisymmetric.ends", "tabulate needs sections without ends", "ends: periodic");
  check_increasing(t.velocity, "tabulate.velocity", r);
  check_increasing(t.concentration, "tabulate.concentration", r);
  if (t.velocity.size() < 2 || t.velocity.size() > 200) r.report("tabulate.velocity", "needs 2 to 200 values");
  if (t.concentration.size() > 16) r.report("tabulate.concentration", "at most 16 values");
  if (!t.concentration.empty() && t.concentration.back() > s.maximum_packing) r.report("tabulate.concentration", "is more than maximum_packing");
  if (t.concentration.empty() != (t.solid_class < 0)) r.report(t.solid_class < 0 ? "tabulate.class" : "tabulate.concentration", "is missing", "class and concentration go together");
  if (s.solids.size() > 1) r.report("tabulate", "a table knows one concentration", "a case with a single class");
  if (t.dispersion && !(s.section.diffusivity > 0))
    r.report("tabulate.dispersion", "needs a molecular diffusivity", "axisymmetric.diffusivity; without it the layer at the wall holds a scalar for ever");
}
}  // namespace riser
