#pragma once
#include <vector>

// Closures that a family of 2-D sections found, as a case holds them, and the family itself. Part of the Scenario.
namespace riser {

/// Values over velocity at each concentration, of steady flow in one round, smooth pipe.
struct SectionTable {
  double bore = 0;                              // [m] of the sections
  std::vector<double> velocity, concentration;  // [m/s], [-], increasing
  std::vector<double> value;                    // [Pa] or [m2/s], concentration by concentration
  std::vector<double> yield_stress;             // [Pa] of each concentration; friction alone
};

/// The family that `riser tabulate` runs: the case at every velocity and concentration.
struct Tabulation {
  std::vector<double> velocity, concentration;  // [m/s], [-]; no velocity = nothing to tabulate, no concentration = the case as it is
  int solid_class = -1;                         // that has the concentration
  bool dispersion = false;                      // tabulate it too
};
}  // namespace riser
