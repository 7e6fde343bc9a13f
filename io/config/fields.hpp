#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "solver/scenario.hpp"

// The one description of a case: config_fields.cpp names each key once, with its unit, range, need and help.
// Whoever reads, prints or documents a case visits that description; the default is the value in a fresh Scenario.
namespace riser {

struct Limits {
  const char* unit;  // the unit of the Scenario, "" = pure number
  double low, high;  // both allowed
  bool required = false;
};

using Names = std::vector<std::string>;

class FieldVisitor;
using Body = std::function<void(FieldVisitor&)>;

struct Group {
  bool required = false;
  const char* shorthand = "";  // `friction: none` means {law: none} where this says "law"
  /// Takes a plain word in the group's place (a file name); returns what is wrong with it, or "".
  std::function<std::string(const std::string&)> from_word = nullptr;
};

/// A list whose elements are mappings.
struct Listing {
  size_t size;                        // now
  std::function<void(size_t)> resize; // to what the file has
  std::function<void(FieldVisitor&, size_t)> element;
  size_t most;  // that are read
  bool required = false;
};

class FieldVisitor {
 public:
  virtual ~FieldVisitor() = default;
  virtual void number(const char* key, double& value, const Limits& limits, const char* help) = 0;
  virtual void numbers(const char* key, std::vector<double>& values, const Limits& limits, const char* help) = 0;
  /// Rows of [first, second], the first strictly increasing.
  virtual void table(const char* key, std::vector<double>& first, std::vector<double>& second,
                     const std::pair<Limits, Limits>& limits, const char* help) = 0;
  /// A constant or rows of [time, value].
  virtual void schedule(const char* key, Schedule& schedule, const Limits& limits, const char* help) = 0;
  virtual void text(const char* key, std::string& value, bool required, const char* help) = 0;
  virtual void texts(const char* key, std::vector<std::string>& values, const char* help) = 0;
  virtual void flag(const char* key, bool& value, const char* help) = 0;
  virtual void choice(const char* key, int& value, const Names& names, bool required, const char* help) = 0;
  /// The place of a name in a list given elsewhere in the case.
  virtual void reference(const char* key, int& index, const Names& names, bool required, const char* help) = 0;
  virtual void group(const char* key, const Group& how, const Body& body, const char* help) = 0;
  virtual void list(const char* key, const Listing& listing, const char* help) = 0;
  /// Exactly one of the keys is there: which one.
  virtual int alternative(const Names& keys, int current, const char* help) = 0;
  /// A key that means something only elsewhere.
  virtual void unused(const char* key, const char* why) = 0;
  /// The folder that relative file names in the case start from.
  virtual std::string folder() const { return ""; }
};

/// Visits every field of a case in the order people write it.
void describe(FieldVisitor& v, Scenario& scenario);
void describe_pump(FieldVisitor& v, Pump& pump);
void describe_valve(FieldVisitor& v, Valve& valve);
void describe_vessel(FieldVisitor& v, Vessel& vessel);
void describe_sweep(FieldVisitor& v, Sweep& sweep);
void describe_sizing(FieldVisitor& v, Sizing& sizing);
void describe_solid(FieldVisitor& v, SolidClass& solid);
/// Wall friction and dispersion along the pipe, by formulas or by tables of 2-D sections.
void describe_friction(FieldVisitor& v, Scenario& scenario);
void describe_dispersion(FieldVisitor& v, Scenario& scenario);
/// The family of sections that `riser tabulate` runs.
void describe_tabulation(FieldVisitor& v, Scenario& scenario);
/// The keys of `model: axisymmetric`; the radial grid's stand in `grid`.
void describe_section(FieldVisitor& v, Scenario& scenario);
void describe_rings(FieldVisitor& grid, Scenario& scenario);

template <class E>
void choose(FieldVisitor& v, const char* key, E& value, const Names& names, const char* help, bool required = false) {
  int index = static_cast<int>(value);
  v.choice(key, index, names, required, help);
  value = static_cast<E>(index);
}
void describe_schedule(FieldVisitor& v, const char* key, Schedule& schedule, const Limits& limits, const char* help);
}  // namespace riser
