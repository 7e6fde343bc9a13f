#include "solver/detail.hpp"

#include <cmath>
#include <limits>

#include "solver/transients.hpp"

namespace riser {
namespace {

constexpr int curve_points = 60;

/// Weight [J/kg] of the grains in the liquid over the height from where they are fed to the deck.
double ideal_lift(const SteadyLine& line, const SteadyFlow& state, const std::vector<double>& rate, const Scenario& s, double dry_rate) {
  double power = 0;
  const auto& cells = line.cells();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double* phi = &state.fraction[i * max_classes];
    double solids = 0, mass = 0;
    for (int k = 0; k < max_classes; ++k) solids += phi[k], mass += phi[k] * line.class_density()[k];
    const double liquid = solids < 1 ? (state.density[i] - mass) / (1 - solids) : 0;
    for (std::size_t k = 0; k < rate.size(); ++k)
      if (phi[k] > 0) power += rate[k] * (s.solids[k].density - liquid) * gravity * cells[i].cosine * cells[i].length;
  }
  return power / dry_rate;
}
}  // namespace

DesignDetail detail_of(const Scenario& duty, std::size_t d, const Design& design, const Screened& screened) {
  DesignDetail all;
  const Scenario s = transient_case(duty, d, design, screened);
  const SteadyLine line(s, steady_cell_length(s));
  const Stations stations = stations_of(s);
  const double dry_rate = duty.sizing.duties[d].dry_rate, vapour = s.waves.vapour_pressure;
  const std::vector<double> rate = grain_rates(duty, dry_rate), none(rate.size(), 0.0);
  const OperatingPoint& point = screened.duty[d];
  const SteadyFlow state = line.at(point.flow, rate);
  const Balance b = balance(line, state, stations, vapour);
  all.position.push_back(0);
  for (const auto& cell : line.cells()) all.position.push_back(cell.start + cell.length);
  all.pressure = b.face;
  double friction = 0;
  for (std::size_t i = 0; i < line.cells().size(); ++i) friction += state.friction[i] * line.cells()[i].length;
  for (const auto& item : stations.items) friction += item.loss > 0 ? item.loss * b.density / 1000 * point.flow * point.flow : 0;
  EnergyParts& e = all.energy;
  e.lift = ideal_lift(line, state, rate, s, dry_rate);
  e.friction = friction * point.flow / dry_rate;
  e.pump = (point.power - b.rise * point.flow) / dry_rate;
  e.slip = point.energy - e.lift - e.friction - e.pump;
  for (int i = 0; i < curve_points && stations.pumps > 0; ++i) {
    const double flow = point.flow * (0.3 + 1.3 * i / (curve_points - 1));
    const SteadyFlow loaded = line.at(flow, rate);
    all.flow.push_back(flow);
    all.system.push_back(loaded.carried && loaded.transport > 1.1 ? balance(line, loaded, stations, vapour).head : std::numeric_limits<double>::quiet_NaN());
    all.water.push_back(balance(line, line.at(flow, none), stations, vapour).head);
    all.pump.push_back(stations.pump.positive_displacement ? std::numeric_limits<double>::quiet_NaN() : head_given(line, loaded, stations, b, point.ratio));
  }
  return all;
}
}  // namespace riser
