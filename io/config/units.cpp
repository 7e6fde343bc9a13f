#include "io/config/units.hpp"

#include <udunits2.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <utility>

#include "io/config/text.hpp"
#include "io/results/files.hpp"

namespace riser {
namespace {

struct FreeUnit {
  void operator()(ut_unit* unit) const { ut_free(unit); }
};
using Unit = std::unique_ptr<ut_unit, FreeUnit>;

/// What the environment names (UDUNITS2_XML_PATH is the library's own), then the folder beside a program that was packed to travel, then what
/// is installed, by the library's own search: empty.
std::string database_path() {
  if (const char* path = std::getenv("RISER_UDUNITS_XML")) return path;
  return std::getenv("UDUNITS2_XML_PATH") ? "" : beside_program("udunits/udunits2.xml").string();
}

/// Engineers' spellings the database lacks, as symbols: names would not tell kN from kn.
void add_spelling(ut_system* system, const char* spelling, const char* meaning) {
  if (const Unit unit{ut_parse(system, meaning, UT_ASCII)}) ut_map_symbol_to_unit(spelling, UT_ASCII, unit.get());
}

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// A unit holds no number of its own apart from exponents: '5 3 m' is a slip of the pen, not 15 m.
bool looks_like_unit(const std::string& unit) {
  if (unit.size() > 64) return false;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  for (size_t i = 0; i < unit.size(); ++i) {
    const bool starts = i == 0 || unit[i - 1] == ' ' || unit[i - 1] == '.';
    if (starts && digit(unit[i]) && !(i == 0 && unit.starts_with("1/"))) return false;
  }
  return true;
}

const std::vector<std::string>& known_spellings() {
  static const std::vector<std::string> all = {
      "m", "mm", "cm", "km", "in", "ft", "um", "s", "min", "h", "day", "kg", "t", "t/h", "t/day", "kg/s", "kg/h", "Pa", "kPa",
      "MPa", "GPa", "bar", "atm", "psi", "mbar", "rpm", "rad/s", "degC", "K", "degF", "m3/h", "m3/s", "l/s", "l/min", "kg/m3",
      "g/cm3", "Pa.s", "mPa.s", "W/m/K", "W/m2/K", "J/kg/K", "m/s", "cm/s", "mm/s", "m2/s", "deg", "rad", "%", "hour"};
  return all;
}
}  // namespace

std::string example_of(const std::string& unit) {
  static const std::pair<const char*, const char*> all[] = {
      {"m", "'5600 m' or '14 in'"}, {"s", "'3 h' or '10 s'"}, {"kg/s", "'100 t/h' or '350 t/day'"}, {"m3/s", "'900 m3/h'"},
      {"Pa", "'60 bar' or '2 MPa'"}, {"rad/s", "'1450 rpm'"}, {"degC", "'4 degC'"}, {"kg/m3", "'2000 kg/m3'"},
      {"Pa.s", "'0.001 Pa.s'"}, {"rad", "'30 deg'"}, {"m/s", "'0.1 m/s'"}, {"m2/s", "'0.3 m2/s'"}, {"J/kg/K", "'480 J/kg/K'"},
      {"W/m/K", "'10 W/m/K'"}, {"W/m2/K", "'500 W/m2/K'"}, {"", "'0.5'"}};
  for (const auto& [name, text] : all)
    if (unit == name) return text;
  return "'1 " + unit + "'";
}

Units::Units() {
  ut_set_error_message_handler(ut_ignore);
  const std::string path = database_path();
  system_ = ut_read_xml(path.empty() ? nullptr : path.c_str());
  if (!system_) throw std::runtime_error("the unit database cannot be read; UDUNITS2_XML_PATH=/path/to/udunits2.xml names it");
  add_spelling(system_, "deg", "arc_degree");
  add_spelling(system_, "kn", "knot");
  add_spelling(system_, "kWh", "kilowatt.hour");
}

Units::~Units() { ut_free_system(system_); }

Parsed Units::convert(double value, const std::string& from, const std::string& to) const {
  if (from == to) return {value, "", ""};  // keeps every bit of a printed configuration
  const std::string article = to.empty() ? "a pure number such as " : "a quantity in " + to + " such as ";
  const Unit source{looks_like_unit(from) ? ut_parse(system_, from.c_str(), UT_UTF8) : nullptr};
  if (!source) {
    const std::string near = suggest(from, known_spellings());
    return {0, "unknown unit '" + shortened(from) + "'", near.empty() ? "expected " + article + example_of(to) : "did you mean '" + near + "'?"};
  }
  const Unit target{ut_parse(system_, to.empty() ? "1" : to.c_str(), UT_UTF8)};
  const Unit ratio{target ? ut_divide(source.get(), target.get()) : nullptr};
  // The library also converts s to 1/s by inversion: the ratio tells.
  const bool fits = ratio && ut_is_dimensionless(ratio.get()) && ut_are_convertible(source.get(), target.get());
  if (!fits) return {0, "wrong dimension: unit '" + shortened(from) + "'", "expected " + article + example_of(to)};
  cv_converter* converter = ut_get_converter(source.get(), target.get());
  const double result = converter ? cv_convert_double(converter, value) : std::nan("");
  cv_free(converter);
  if (!std::isfinite(result)) return {0, "not a finite number", ""};
  return {result, "", ""};
}

Parsed Units::parse(const std::string& text, const std::string& unit) const {
  std::string body = trimmed(text);
  if (body.starts_with("+")) body.erase(0, 1);
  double value = 0;
  const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), value);
  if (error == std::errc::result_out_of_range) return {0, "not a finite number: '" + shortened(text) + "'", ""};
  if (error != std::errc()) {
    return {0, "expected a number" + std::string(unit.empty() ? "" : " with a unit") + ", got '" + shortened(text) + "'",
            "such as " + example_of(unit)};
  }
  if (!std::isfinite(value)) return {0, "not a finite number: '" + shortened(text) + "'", ""};
  const std::string from = trimmed(body.substr(static_cast<size_t>(end - body.data())));
  if (from.empty() && !unit.empty()) return {0, "a unit is missing: '" + shortened(text) + "'", "such as " + example_of(unit)};
  return convert(value, from, unit);
}
}  // namespace riser
