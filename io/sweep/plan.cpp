#include "io/sweep/plan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <utility>

#include "io/config/distribution.hpp"

namespace riser {
namespace {
using Column = std::vector<std::string>;
constexpr double most_members = 1e6, most_words = 1e7;

[[noreturn]] void refuse(size_t i, const std::string& what) { throw std::invalid_argument("sweep.vary[" + std::to_string(i) + "]: " + what); }

Distribution distribution_of(size_t i, const Variation& v) {
  try {
    return Distribution(v);
  } catch (const std::invalid_argument& error) {
    refuse(i, error.what());
  }
}

/// How many values a row of sweep.vary has, before any is made.
double count_of(const Sweep& sweep, size_t i) {
  const Variation& v = sweep.vary[i];
  const bool ranged = !v.from.empty() || !v.to.empty();
  if (ranged == !v.values.empty()) refuse(i, ranged ? "values or from and to, not both" : "values, or from and to, are missing");
  if (ranged && (v.count < 2 || v.count != std::floor(v.count))) refuse(i, "count is missing: a whole number from 2");
  return ranged ? v.count : static_cast<double>(v.values.size());
}

Column column_of(const Sweep& sweep, size_t i) {
  const Variation& v = sweep.vary[i];
  if (!v.values.empty()) return v.values;
  const Distribution range = distribution_of(i, v);
  Column column;
  for (int k = 0; k < v.count; ++k) column.push_back(range.at(k / (v.count - 1)));
  return column;
}

/// Throws when there are too many members, or they hold too many words.
void check_number(double members, size_t variables) {
  if (members > most_members) throw std::invalid_argument("sweep: more than a million members");
  if (members * static_cast<double>(variables) > most_words) throw std::invalid_argument("sweep: more than 10 million values in all members");
}

std::vector<Column> combine(const std::vector<Column>& columns) {
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

/// The generator's bits are taken as they come: std's distributions differ between libraries.
class Uniform {
 public:
  explicit Uniform(double seed) : bits_(static_cast<std::uint64_t>(seed)) {}
  double operator()() { return static_cast<double>(bits_() >> 11) * 0x1p-53; }

 private:
  std::mt19937_64 bits_;
};

/// Shares 0..1, variables x samples: one in each of as many equal slices, the slices in random order.
/// Source: McKay, Beckman & Conover 1979, Technometrics 21(2), 239.
std::vector<std::vector<double>> hypercube(size_t variables, size_t samples, Uniform& uniform) {
  std::vector<std::vector<double>> shares(variables, std::vector<double>(samples));
  for (auto& column : shares) {
    std::vector<size_t> slice(samples);
    for (size_t k = 0; k < samples; ++k) slice[k] = k;
    for (size_t k = samples; k > 1; --k) std::swap(slice[k - 1], slice[static_cast<size_t>(uniform() * static_cast<double>(k))]);
    for (size_t k = 0; k < samples; ++k) column[k] = (static_cast<double>(slice[k]) + uniform()) / static_cast<double>(samples);
  }
  return shares;
}

/// Latin hypercube: one matrix of samples. Sobol: A, B, then for each variable A with that column of B (Saltelli et al. 2010,
/// Comput. Phys. Commun. 181, 259), A and B each a Latin hypercube.
std::vector<Column> sampled(const Sweep& sweep) {
  if (sweep.samples != std::floor(sweep.samples)) throw std::invalid_argument("sweep.samples: a whole number is needed");
  const auto count = static_cast<size_t>(sweep.samples), variables = sweep.vary.size();
  const bool sobol = sweep.method == SweepMethod::sobol;
  check_number(static_cast<double>(count) * static_cast<double>(sobol ? variables + 2 : 1), variables);
  std::vector<Distribution> distributions;
  for (size_t i = 0; i < variables; ++i) {
    if (!sweep.vary[i].values.empty()) refuse(i, "values are sampled by grid and list alone");
    distributions.push_back(distribution_of(i, sweep.vary[i]));
  }
  Uniform uniform(sweep.seed);
  const auto a = hypercube(variables, count, uniform), b = hypercube(variables, sobol ? count : 0, uniform);
  std::vector<Column> members;
  const auto add = [&](size_t from_b) {  // the variable taken from B; `variables` none, `variables` + 1 all
    for (size_t k = 0; k < count; ++k) {
      members.emplace_back();
      for (size_t i = 0; i < variables; ++i) members.back().push_back(distributions[i].at((i == from_b || from_b > variables ? b : a)[i][k]));
    }
  };
  add(variables);
  if (!sobol) return members;
  add(variables + 1);
  for (size_t i = 0; i < variables; ++i) add(i);
  return members;
}
}  // namespace

std::vector<std::vector<std::string>> plan_sweep(const Sweep& sweep) {
  if (sweep.vary.empty()) throw std::invalid_argument("sweep.vary: is missing (rows of key and values, or key, from, to, count)");
  if (sweep.method == SweepMethod::latin_hypercube || sweep.method == SweepMethod::sobol) return sampled(sweep);
  const bool grid = sweep.method == SweepMethod::grid;
  double members = 1;
  for (size_t i = 0; i < sweep.vary.size(); ++i) members = grid ? members * count_of(sweep, i) : std::max(members, count_of(sweep, i));
  check_number(members, sweep.vary.size());
  std::vector<Column> columns;
  for (size_t i = 0; i < sweep.vary.size(); ++i) columns.push_back(column_of(sweep, i));
  return grid ? combine(columns) : side_by_side(columns);
}
}  // namespace riser
