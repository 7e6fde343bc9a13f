#pragma once
#include <array>
#include <vector>

#include "solver/operating.hpp"
#include "solver/scenario.hpp"

// A design of a sizing: its place among all, what it is made of, and the case that it makes of a duty's case.
namespace riser {

enum class Variable { crushing_size, bore, wall_thickness, annulus_ratio, annulus_wall_thickness, stations, lowest_station };
inline constexpr int variable_count = 7;
inline constexpr const char* variable_names[variable_count] = {"crushing_size", "bore", "wall_thickness", "annulus_ratio", "annulus_wall_thickness", "stations", "lowest_station"};

/// SI values; what is not varied is the case's own.
struct Design {
  std::array<double, variable_count> value{};
  double operator[](Variable v) const { return value[static_cast<int>(v)]; }
};

/// All designs: every combination of the variables' values. A catalogue of pipes varies wall and bore together.
class DesignSpace {
 public:
  /// Throws std::invalid_argument beyond 5 million designs.
  explicit DesignSpace(const Scenario& base);
  std::size_t size() const;
  std::array<int, variable_count> place(std::size_t index) const;
  std::size_t index(const std::array<int, variable_count>& place) const;
  Design design(std::size_t index) const;
  /// Values a variable takes; of a catalogue the rows' bores under `bore`, one under `wall_thickness`.
  const std::vector<double>& values(Variable v) const { return values_[static_cast<int>(v)]; }

 private:
  std::array<std::vector<double>, variable_count> values_;
  std::vector<double> catalogue_wall_;
};

/// The pipe, the grains and the stations of a design in the place of the case's.
Scenario with_pipe(const Scenario& duty, const Design& design);
Scenario with_stations(const Scenario& duty, const Design& design);
/// Cells [m] of a steady line: 24 in the longest segment.
double steady_cell_length(const Scenario& scenario);
/// Mass of the pipes' steel [kg].
double steel_of(const Scenario& scenario);
/// Energy [J/kg] to crush to a size [m]: 10 W (1/sqrt(P) - 1/sqrt(F)), sizes in micrometres. Source: Bond 1952, Trans. AIME 193, 484.
double crushing_energy(const Sizing& sizing, double size);
/// Mass shares of the classes in the feed, by the most each is fed.
std::vector<double> feed_shares(const Scenario& scenario);
/// Volume of grains of each class [m3/s] at a dry rate [kg/s].
std::vector<double> grain_rates(const Scenario& scenario, double dry_rate);
}  // namespace riser
