#pragma once
#include <vector>

#include "solver/screen.hpp"

// What a report shows of one design in one duty, steady.
namespace riser {

/// Energy of a dry kilogramme [J/kg], part by part; they add to the operating point's.
struct EnergyParts {
  double lift = 0;      // weight of the grains in the liquid, over the height: no machine does with less
  double slip = 0;      // more grains are in the pipe than are delivered, and the columns' other differences in weight
  double friction = 0;  // walls, minor losses, valves
  double pump = 0;      // lost in the pumps
};

struct DesignDetail {
  std::vector<double> position, pressure;             // [m] along the pipe, [Pa] at cells' ends
  std::vector<double> flow, system, water, pump;      // [m3/s]; [m] head a pump for the duty's grains, for water alone, and what it gives
  EnergyParts energy;
};
DesignDetail detail_of(const Scenario& duty, std::size_t duty_index, const Design& design, const Screened& screened);
}  // namespace riser
