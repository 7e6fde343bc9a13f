#include "solver/design.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace riser {
namespace {

constexpr double most_designs = 5e6;

bool is_annulus(const Scenario& s, std::size_t index) {
  return std::any_of(s.segments.begin(), s.segments.end(), [&](const Segment& p) { return p.inside == static_cast<int>(index); });
}

double outer(const Segment& p) { return p.bore + 2 * p.wall_thickness; }

std::size_t first_riser(const Scenario& s) {
  std::size_t i = 0;
  while (is_annulus(s, i)) ++i;
  return i;
}

/// What the case itself has of every variable; 0 where it has nothing of the kind.
Design own(const Scenario& s) {
  Design d;
  const Segment& riser = s.segments[first_riser(s)];
  double largest = 0;
  for (const SolidClass& solid : s.solids) largest = std::max(largest, solid.carrier ? 0 : solid.diameter);
  double ratio = 0, wall = 0;
  for (std::size_t i = 0; i < s.segments.size() && ratio == 0; ++i)
    for (const Segment& p : s.segments)
      if (p.inside == static_cast<int>(i)) ratio = (s.segments[i].bore * s.segments[i].bore - outer(p) * outer(p)) / (p.bore * p.bore), wall = s.segments[i].wall_thickness;
  d.value = {largest, riser.bore, riser.wall_thickness, ratio, wall, static_cast<double>(s.pumps.size()), s.pumps.empty() ? 0 : s.pumps[0].position};
  return d;
}
}  // namespace

DesignSpace::DesignSpace(const Scenario& base) {
  const Sizing& z = base.sizing;
  const Design mine = own(base);
  const Axis* axes[variable_count] = {&z.crushing_size, &z.bore, &z.wall_thickness, &z.annulus_ratio, &z.annulus_wall_thickness, &z.stations, &z.lowest_station};
  for (int i = 0; i < variable_count; ++i) values_[i] = axes[i]->given() ? axes[i]->points() : std::vector<double>{mine.value[i]};
  std::vector<std::pair<double, double>> catalogue;
  for (std::size_t i = 0; i < z.pipe_bore.size(); ++i) catalogue.emplace_back(z.pipe_bore[i], z.pipe_wall[i]);
  std::sort(catalogue.begin(), catalogue.end());
  if (!catalogue.empty()) values_[static_cast<int>(Variable::bore)].clear();
  for (const auto& [bore, wall] : catalogue) values_[static_cast<int>(Variable::bore)].push_back(bore), catalogue_wall_.push_back(wall);
  double total = 1;
  for (const auto& values : values_) total *= static_cast<double>(values.size());
  if (total > most_designs) throw std::invalid_argument("size: " + std::to_string(static_cast<long>(total)) + " designs; at most 5 million");
}

std::size_t DesignSpace::size() const {
  std::size_t total = 1;
  for (const auto& values : values_) total *= values.size();
  return total;
}

std::array<int, variable_count> DesignSpace::place(std::size_t index) const {
  std::array<int, variable_count> place{};
  for (int i = variable_count; i-- > 0; index /= values_[i].size()) place[i] = static_cast<int>(index % values_[i].size());
  return place;
}

std::size_t DesignSpace::index(const std::array<int, variable_count>& place) const {
  std::size_t index = 0;
  for (int i = 0; i < variable_count; ++i) index = index * values_[i].size() + place[i];
  return index;
}

Design DesignSpace::design(std::size_t index) const {
  Design d;
  const auto at = place(index);
  for (int i = 0; i < variable_count; ++i) d.value[i] = values_[i][at[i]];
  if (!catalogue_wall_.empty()) d.value[static_cast<int>(Variable::wall_thickness)] = catalogue_wall_[at[static_cast<int>(Variable::bore)]];
  return d;
}

Scenario with_pipe(const Scenario& duty, const Design& d) {
  Scenario s = duty;
  const double crushed = own(duty)[Variable::crushing_size];
  for (SolidClass& solid : s.solids)
    if (!solid.carrier && crushed > 0) solid.diameter *= d[Variable::crushing_size] / crushed;
  for (std::size_t i = 0; i < s.segments.size(); ++i)
    if (!is_annulus(s, i)) s.segments[i].bore = d[Variable::bore], s.segments[i].wall_thickness = d[Variable::wall_thickness];
  for (const Segment& p : s.segments) {
    if (p.inside < 0) continue;
    Segment& annulus = s.segments[p.inside];
    annulus.bore = std::sqrt(outer(p) * outer(p) + d[Variable::annulus_ratio] * p.bore * p.bore);
    annulus.wall_thickness = d[Variable::annulus_wall_thickness];
  }
  return s;
}

Scenario with_stations(const Scenario& duty, const Design& d) {
  Scenario s = duty;
  const bool moved = duty.sizing.stations.given() || duty.sizing.lowest_station.given();
  if (s.pumps.empty() || !moved) return s;
  double length = 0;
  for (const Segment& p : s.segments) length += p.length;
  const int count = static_cast<int>(d[Variable::stations]);
  const Pump pattern = s.pumps[0];
  s.pumps.assign(count, pattern);
  for (int i = 0; i < count; ++i) {
    s.pumps[i].name = count == 1 ? pattern.name : "station_" + std::to_string(i + 1);
    s.pumps[i].position = d[Variable::lowest_station] + i * (length - d[Variable::lowest_station]) / count;
  }
  return s;
}

double steady_cell_length(const Scenario& scenario) {
  double longest = 0;
  for (const Segment& p : scenario.segments) longest = std::max(longest, p.length);
  return longest / 24;
}

double steel_of(const Scenario& scenario) {
  double mass = 0;
  for (const Segment& p : scenario.segments) mass += pi * (p.bore + p.wall_thickness) * p.wall_thickness * p.length * p.wall_density;
  return mass;
}

double crushing_energy(const Sizing& z, double size) {
  if (!(size > 0 && size < z.crusher_feed)) return 0;
  return 10 * z.crusher_work_index * (1 / std::sqrt(1e6 * size) - 1 / std::sqrt(1e6 * z.crusher_feed));
}

std::vector<double> feed_shares(const Scenario& s) {
  std::vector<double> share(s.solids.size(), 0.0);
  double sum = 0;
  for (const Feed& feed : s.feeds) {
    double most = 0;
    for (double value : feed.value.value) most = std::max(most, value);
    share[feed.solid_class] = most * (feed.kind == FeedKind::dry_mass_rate ? 1 : s.solids[feed.solid_class].density);
    sum += share[feed.solid_class];
  }
  for (double& one : share) one /= sum > 0 ? sum : 1;
  return share;
}

std::vector<double> grain_rates(const Scenario& s, double dry_rate) {
  std::vector<double> rates = feed_shares(s);
  for (std::size_t k = 0; k < rates.size(); ++k) rates[k] *= dry_rate / s.solids[k].density;
  return rates;
}
}  // namespace riser
