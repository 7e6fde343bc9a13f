#include "io/sweep/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace riser {
namespace {

constexpr int bootstraps = 400;
constexpr std::size_t fewest = 8;  // whole rows

double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at), above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

struct Row {
  double a, b;
  std::vector<double> ab;
};

/// First-order and total index of variable i over chosen rows.
std::pair<double, double> indices(const std::vector<Row>& rows, const std::vector<std::size_t>& chosen, std::size_t i) {
  double sum = 0, squares = 0, first = 0, total = 0;
  const double n = static_cast<double>(chosen.size()), origin = rows[0].a;
  for (std::size_t k : chosen) {
    const Row& r = rows[k];
    for (double f : {r.a - origin, r.b - origin}) sum += f, squares += f * f;
    first += (r.b - origin) * (r.ab[i] - r.a);
    total += (r.a - r.ab[i]) * (r.a - r.ab[i]);
  }
  const double mean = sum / (2 * n), variance = squares / (2 * n) - mean * mean;
  // The mean taken off B's outcome: the same expectation, far less scatter.
  double centred = 0;
  for (std::size_t k : chosen) centred += rows[k].ab[i] - rows[k].a;
  first -= mean * centred;
  return variance > 0 ? std::pair{first / n / variance, total / (2 * n) / variance} : std::pair{0.0, 0.0};
}
}  // namespace

Percentiles percentiles_of(std::vector<double> values) {
  std::erase_if(values, [](double v) { return std::isnan(v); });
  if (values.empty()) return {NAN, NAN, NAN, NAN, NAN, 0};
  std::sort(values.begin(), values.end());
  double sum = 0, squares = 0;
  for (double v : values) sum += v;
  const double n = static_cast<double>(values.size()), mean = sum / n;
  for (double v : values) squares += (v - mean) * (v - mean);
  return {quantile(values, 0.1), quantile(values, 0.5), quantile(values, 0.9), mean, n > 1 ? std::sqrt(squares / (n - 1)) : 0, values.size()};
}

Probability probability_of(std::size_t hits, std::size_t count) {
  if (count == 0) return {NAN, NAN, NAN};
  constexpr double z = 1.6448536269514722;  // 90 %, both sides
  const double n = static_cast<double>(count), p = static_cast<double>(hits) / n, base = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / base, half = z / base * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {p, std::max(centre - half, 0.0), std::min(centre + half, 1.0)};
}

std::vector<SobolIndex> sobol_indices(const std::vector<double>& a, const std::vector<double>& b, const std::vector<std::vector<double>>& ab) {
  std::vector<Row> rows;
  for (std::size_t k = 0; k < a.size(); ++k) {
    Row row{a[k], b[k], {}};
    bool whole = !std::isnan(a[k]) && !std::isnan(b[k]);
    for (const auto& column : ab) row.ab.push_back(column[k]), whole &= !std::isnan(column[k]);
    if (whole) rows.push_back(row);
  }
  const bool varies = std::any_of(rows.begin(), rows.end(), [&](const Row& r) { return r.a != rows[0].a; });
  if (rows.size() < fewest || !varies) return {};
  std::vector<std::size_t> all(rows.size());
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = k;
  std::vector<SobolIndex> result;
  for (std::size_t i = 0; i < ab.size(); ++i) {
    std::mt19937_64 bits(i + 1);
    std::vector<double> firsts, totals;
    std::vector<std::size_t> drawn(all.size());
    for (int t = 0; t < bootstraps; ++t) {
      for (std::size_t& k : drawn) k = bits() % all.size();
      const auto [first, total] = indices(rows, drawn, i);
      firsts.push_back(first), totals.push_back(total);
    }
    std::sort(firsts.begin(), firsts.end()), std::sort(totals.begin(), totals.end());
    const auto [first, total] = indices(rows, all, i);
    result.push_back({first, quantile(firsts, 0.05), quantile(firsts, 0.95), total, quantile(totals, 0.05), quantile(totals, 0.95)});
  }
  return result;
}
}  // namespace riser
