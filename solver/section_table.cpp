#include "solver/section_table.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace riser {
namespace {

/// Slope of the curve in point i: the weighted harmonic mean of its neighbours' slopes, 0 at an extremum, the neighbour's own at the ends.
double slope_at(const std::vector<double>& x, const std::vector<double>& y, std::size_t i) {
  const auto secant = [&](std::size_t k) { return (y[k + 1] - y[k]) / (x[k + 1] - x[k]); };
  if (x.size() == 2) return secant(0);
  if (i == 0 || i + 1 == x.size()) {  // the parabola through three points, held so that the curve stays monotone
    const std::size_t near = i == 0 ? 0 : i - 1, far = i == 0 ? 1 : i - 2;
    const double h = x[near + 1] - x[near], other = x[far + 1] - x[far], a = secant(near), b = secant(far);
    const double slope = a + (a - b) * h / (h + other);
    return slope * a <= 0 ? 0 : (std::abs(slope) > 3 * std::abs(a) ? 3 * a : slope);
  }
  const double a = secant(i - 1), b = secant(i), left = x[i] - x[i - 1], right = x[i + 1] - x[i];
  if (a * b <= 0) return 0;
  return 3 * (left + right) / ((2 * right + left) / a + (right + 2 * left) / b);
}

/// Monotone cubic through (x, y) at a place within.
double curve_at(const std::vector<double>& x, const std::vector<double>& y, double at) {
  const auto above = std::upper_bound(x.begin() + 1, x.end() - 1, at);
  const std::size_t i = above - x.begin() - 1;
  const double h = x[i + 1] - x[i], t = (at - x[i]) / h, u = 1 - t;
  return y[i] * (1 + 2 * t) * u * u + y[i + 1] * (1 + 2 * u) * t * t + h * t * u * (u * slope_at(x, y, i) - t * slope_at(x, y, i + 1));
}

double held(const std::vector<double>& values, std::size_t i) { return i < values.size() ? values[i] : 0; }

/// One row as the step looks it up; see kernels/axial/section_table.hpp.
std::vector<double> nodes_of(const SectionTable& table, std::size_t row, Beyond beyond) {
  std::vector<double> nodes(section_row_size);
  for (int k = 0; k <= section_bins; ++k) {
    const double share = 1 + double(k % section_bins_per_octave) / section_bins_per_octave;
    nodes[k] = section_table_value(table, row, std::ldexp(share, section_first_octave + k / section_bins_per_octave), beyond);
  }
  return nodes;
}
}  // namespace

double section_table_value(const SectionTable& table, std::size_t row, double velocity, Beyond beyond) {
  const std::size_t count = table.velocity.size();
  const double *value = table.value.data() + row * count, lowest = table.velocity.front(), highest = table.velocity.back();
  const bool friction = beyond == Beyond::friction;
  if (velocity < lowest) {
    const double rest = friction ? std::min(held(table.yield_stress, row), value[0]) : 0;
    return rest + (value[0] - rest) * velocity / lowest;
  }
  if (velocity > highest) return value[count - 1] * (friction ? square(velocity / highest) : velocity / highest);
  if (count == 1) return value[0];
  std::vector<double> x, y;
  for (std::size_t i = 0; i < count; ++i) x.push_back(std::log(table.velocity[i])), y.push_back(std::log(value[i]));
  return std::exp(curve_at(x, y, std::log(velocity)));
}

SectionTableView place_section_table(const SectionTable& table, Beyond beyond, Arena& arena) {
  SectionTableView view{};
  const std::size_t rows = table.concentration.size();
  if (rows == 0) return view;
  if (rows > max_section_rows) throw std::invalid_argument("at most " + std::to_string(max_section_rows) + " concentrations in a table of sections");
  std::vector<double> nodes;
  for (std::size_t row = 0; row < std::max<std::size_t>(rows, 2); ++row) {  // one row stands twice
    const std::vector<double> next = nodes_of(table, std::min(row, rows - 1), beyond);
    nodes.insert(nodes.end(), next.begin(), next.end());
  }
  view.rows = static_cast<int>(nodes.size() / section_row_size);
  view.first_yield_stress = held(table.yield_stress, 0);
  for (std::size_t j = 0; j + 1 < rows; ++j) {
    view.concentration[j] = table.concentration[j], view.per_width[j] = 1 / (table.concentration[j + 1] - table.concentration[j]);
    view.yield_step[j] = held(table.yield_stress, j + 1) - held(table.yield_stress, j);
  }
  view.value = arena.copy(nodes);
  return view;
}

std::size_t section_table_size(const SectionTable& table) {
  const std::size_t rows = table.concentration.size();
  return rows == 0 ? 0 : std::max<std::size_t>(rows, 2) * section_row_size + 64;
}
}  // namespace riser
