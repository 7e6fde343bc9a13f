#include "io/sweep_plan.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <utility>

#include "io/config_text.hpp"

namespace riser {
namespace {
using Column = std::vector<std::string>;
constexpr double most_members = 1e6;

[[noreturn]] void refuse(size_t i, const std::string& what) { throw std::invalid_argument("sweep.vary[" + std::to_string(i) + "]: " + what); }

/// "0.25 m" -> 0.25 and " m".
struct Measure {
  double value;
  std::string unit;
};
Measure measure_of(size_t i, const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(value)) refuse(i, "'" + shortened(text) + "' is not a number with a unit");
  return {value, end};
}

/// The word at a share 0..1 of the way from `from` to `to`.
class Range {
 public:
  Range(size_t i, const Variation& v) : low_(measure_of(i, v.from)), high_(measure_of(i, v.to)) {
    if (low_.unit != high_.unit) refuse(i, "from and to have different units");
    if (!(low_.value < high_.value)) refuse(i, "from is not below to");
  }
  /// Twelve digits: 0.33, not 0.32999999999999996.
  std::string at(double share) const {
    char text[40];
    std::snprintf(text, sizeof text, "%.12g", low_.value + share * (high_.value - low_.value));
    return text + low_.unit;
  }

 private:
  Measure low_, high_;
};

Column column_of(const Sweep& sweep, size_t i) {
  const Variation& v = sweep.vary[i];
  const bool ranged = !v.from.empty() || !v.to.empty();
  if (ranged == !v.values.empty()) refuse(i, ranged ? "values or from and to, not both" : "values, or from and to, are missing");
  if (!ranged) return v.values;
  if (v.count < 2 || v.count != std::floor(v.count)) refuse(i, "count is missing: a whole number from 2");
  const Range range(i, v);
  Column column;
  for (int k = 0; k < v.count; ++k) column.push_back(range.at(k / (v.count - 1)));
  return column;
}

std::vector<Column> combine(const std::vector<Column>& columns) {
  double total = 1;
  for (const Column& column : columns) total *= static_cast<double>(column.size());
  if (total > most_members) throw std::invalid_argument("sweep: more than a million members");
  std::vector<Column> members(1);
  for (const Column& column : columns) {
    std::vector<Column> longer;
    for (const Column& member : members)
      for (const std::string& word : column) longer.push_back(member), longer.back().push_back(word);
    members = std::move(longer);
  }
  return members;
}

std::vector<Column> side_by_side(const std::vector<Column>& columns) {
  std::vector<Column> members(columns[0].size());
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].size() != members.size()) refuse(i, "a list needs as many values of every key");
    for (size_t k = 0; k < members.size(); ++k) members[k].push_back(columns[i][k]);
  }
  return members;
}

/// One sample in each of as many equal slices of every range, the slices in random order. Source: McKay, Beckman & Conover 1979,
/// Technometrics 21(2), 239. The generator's bits are taken as they come: std's distributions differ between libraries.
std::vector<Column> latin_hypercube(const Sweep& sweep) {
  if (sweep.samples != std::floor(sweep.samples)) throw std::invalid_argument("sweep.samples: a whole number is needed");
  const auto count = static_cast<size_t>(sweep.samples);
  std::mt19937_64 bits(static_cast<std::uint64_t>(sweep.seed));
  const auto uniform = [&bits] { return static_cast<double>(bits() >> 11) * 0x1p-53; };
  std::vector<Column> members(count);
  for (size_t i = 0; i < sweep.vary.size(); ++i) {
    if (!sweep.vary[i].values.empty()) refuse(i, "latin_hypercube samples between from and to");
    const Range range(i, sweep.vary[i]);
    std::vector<size_t> slice(count);
    for (size_t k = 0; k < count; ++k) slice[k] = k;
    for (size_t k = count; k > 1; --k) std::swap(slice[k - 1], slice[static_cast<size_t>(uniform() * static_cast<double>(k))]);
    for (size_t k = 0; k < count; ++k) members[k].push_back(range.at((static_cast<double>(slice[k]) + uniform()) / static_cast<double>(count)));
  }
  return members;
}
}  // namespace

std::vector<std::vector<std::string>> plan_sweep(const Sweep& sweep) {
  if (sweep.vary.empty()) throw std::invalid_argument("sweep.vary: is missing (rows of key and values, or key, from, to, count)");
  if (sweep.method == SweepMethod::latin_hypercube) return latin_hypercube(sweep);
  std::vector<Column> columns;
  for (size_t i = 0; i < sweep.vary.size(); ++i) columns.push_back(column_of(sweep, i));
  return sweep.method == SweepMethod::grid ? combine(columns) : side_by_side(columns);
}
}  // namespace riser
