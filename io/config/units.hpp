#pragma once
#include <string>

struct ut_system;

namespace riser {

/// A quantity as read: `value` in the unit asked for, or why not.
struct Parsed {
  double value = 0;
  std::string message, hint;  // message empty: good
};

/// Owns the unit database; `parse` turns '350 t/day' into the number of the given unit ('kg/s').
class Units {
 public:
  Units();
  ~Units();
  Units(const Units&) = delete;
  Units& operator=(const Units&) = delete;
  /// unit: what the value is wanted in, "" for a pure number. Throws nothing; trouble is in `message`.
  Parsed parse(const std::string& text, const std::string& unit) const;

 private:
  Parsed convert(double value, const std::string& from, const std::string& to) const;
  ut_system* system_;
};

/// A quantity of this unit as people write it, for hints: 'm' -> "'5600 m' or '14 in'".
std::string example_of(const std::string& unit);
}  // namespace riser
