#pragma once
#include <cmath>
#include <string>
#include <vector>

// What is asked of a case beyond one run: hold times, sweeps, sizing. Plain SI values, part of the Scenario.
namespace riser {

/// A study of how long the pumps may be off: the case again and again with its restart at other times.
struct HoldTime {
  std::vector<double> off;   // [s] increasing; empty = no study
  double recovered = 0.9;    // [-] of the flow before the trip
  double within = 1200;      // [s] after the restart
};

enum class SweepMethod { grid, list, latin_hypercube, sobol };
enum class DistributionKind { uniform, normal, lognormal, triangular };

/// One key of the case that a sweep varies: words as they stand in a case, a range of numbers with one unit, or a distribution.
struct Variation {
  std::string key;                  // as after --set
  std::vector<std::string> values;  // grid, list
  std::string from, to;             // ends of a range; cuts of a normal or lognormal distribution
  DistributionKind distribution = DistributionKind::uniform;  // latin_hypercube, sobol
  std::string mean, deviation, median, mode;  // normal; lognormal; triangular
  double factor = 0;                // lognormal: one deviation multiplies or divides by it
  double count = 0;                 // values between from and to
};

/// Many members of one case. grid: every combination; list: the rows of all values; latin_hypercube: `samples` of the distributions;
/// sobol: Saltelli's (variables + 2) x `samples`, from which first-order and total indices follow.
struct Sweep {
  SweepMethod method = SweepMethod::grid;
  double samples = 100, seed = 1;
  std::vector<Variation> vary;
};

/// Values that a variable of a sizing may take: listed, or evenly from `from` to `to`.
struct Axis {
  std::vector<double> values;
  double from = 0, to = 0, count = 0;
  bool given() const { return !values.empty() || count > 0; }
  std::vector<double> points() const {
    std::vector<double> all = values;
    for (int i = 0; i < static_cast<int>(count); ++i) all.push_back(std::round(1e12 * (from + (to - from) * i / (count - 1))) / 1e12);
    return all;
  }
};

/// What a design must do: so many dry tonnes, with this share of all tonnes, in the case with these values changed.
struct Duty {
  std::string name;
  double dry_rate = 0;           // [kg/s]
  double share = 1;              // weight in the objective
  std::vector<std::string> set;  // as after --set
};

enum class PumpChoice { scaled, given };
enum class SizingObjective { energy, cost };

/// Money is in one currency of the user's choice.
struct CostModel {
  double steel = 0, station = 0, power = 0, energy = 0;  // [1/kg], [1] each, [1/W] installed, [1/J]
  double years = 15, interest = 0.08, availability = 0.8;
};

/// All assumed until the user's rules replace them. 0 = no limit where it says so.
struct SizingLimits {
  double burst = 0.67, collapse = 0.7;  // [-] most of the strength that is used
  double tension = 0.67;                // [-] of yield, most axial stress under own weight and contents at rest; 0 = none
  double npsh_margin = 1;               // [m] over what the pump requires
  double transport = 2;                 // [-] least velocity over the settling velocity of the fastest grain
  double concentration = 0.25;          // [-] most in situ, slipping classes; also in transients
  double velocity = 0;                  // [m/s] most, 0 = none
  double bore_over_grain = 4;           // [-] least, of the largest grain: grains that bridge; 0 = none
  double station_head = 0;              // [m] most of a station, 0 = none
  double speed = 1;                     // [-] most over the rated speed
  double stability = 0.05;              // [-] flow that may be lost before the line asks for more head than the pump gives; 0 = none
  double power = 0;                     // [W] most installed at the shafts, 0 = none
  double recovered = 0.9;               // [-] of the flow before the trip, at the end
};

/// The full run that every survivor of the screen must pass: start, feed surge, trip, restart.
struct SizingTransients {
  double most = 100;           // designs, the best of the screen and its Pareto front first; 0 = the screen alone
  double start = 600;          // [s] pumps from rest to their speed
  double surge = 1.3, surge_time = 300;  // [-], [s] of the feed
  double off = 300;            // [s] pumps off; 0 = no trip
  double waves = 30;           // [s] resolved after trip and restart; 0 = none
  double cell_length = 20;     // [m]
  double map = 12;             // bores and concentrations of the map of transients around the best design; 0 = none
};

/// Sizing of bore, wall, stations, flow and crushing. A variable without values keeps the case's.
struct Sizing {
  Axis bore, wall_thickness, annulus_ratio, annulus_wall_thickness, stations, lowest_station, crushing_size;
  Axis concentration;                         // [-] delivered: sets the flow
  std::vector<double> pipe_bore, pipe_wall;   // [m] catalogue: pairs instead of bore and wall_thickness
  std::vector<Duty> duties;
  double crusher_work_index = 0, crusher_feed = 0.06;  // [J/kg] Bond's, 0 = crushing costs nothing; [m] size before
  PumpChoice pump = PumpChoice::scaled;
  double relief_factor = 1.25;                // [-] relief of a scaled displacement pump over its steady rise
  SizingObjective objective = SizingObjective::energy;
  double indifference = 0.01;                 // [-] designs this near to the least count as equal: fewer stations, then less steel decide
  CostModel cost;
  SizingLimits limits;
  SizingTransients transients;
};
}  // namespace riser
