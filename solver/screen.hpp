#pragma once
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "solver/design.hpp"

// The steady screen: every design in every duty at every concentration, each against every limit.
namespace riser {

/// What came of one design.
struct Screened {
  bool feasible = false;
  std::vector<OperatingPoint> duty;  // the best point of each; of a rejected design the one nearest to feasible
  double objective = 0, energy = 0;  // [-] of the sizing: [J/kg] or [1/kg]; [J/kg] dry, mean over the duties' shares
  double steel = 0, installed = 0, capital = 0;  // [kg], [W] at the shafts, money
  PumpScale scale;                   // of the case's first pump
  double relief = 0;                 // [Pa] of a scaled displacement pump
  int worst_duty = 0;                // whose limit is used most
  const OperatingPoint& worst() const { return duty[worst_duty]; }
};

struct Screen {
  std::vector<Screened> designs;     // in the order of the DesignSpace
  double candidates = 0;             // designs x duties x concentrations judged
  std::array<double, limit_count> broken{}, alone{};  // candidates that break a limit, and those that break no other
  /// Least use of a limit among designs that would be feasible without it; infinite where there is none.
  std::array<double, limit_count> least_use{};
  double least = 0;                    // objective among the survivors
  std::vector<std::size_t> survivors;  // best first: those within `indifference` of the least by stations, then steel; the rest by objective
};

/// `duties`: one case for each duty of the sizing, in its order. Threads share the work; the answer does not depend on them.
/// Throws std::invalid_argument when the pumps are of two kinds.
Screen screen(const std::vector<Scenario>& duties, const DesignSpace& space, int threads);

/// The first duty over bore (outer index) and concentration, all other variables as in the design; each point as a design of its own.
struct MapPoint {
  Design design;
  Screened screened;
};
std::vector<MapPoint> map_around(const Scenario& duty, const DesignSpace& space, std::size_t design);

/// Designs that no other betters in energy, steel and number of stations at once.
std::vector<std::size_t> pareto_front(const Screen& screen, const DesignSpace& space, const std::vector<std::size_t>& among);
}  // namespace riser
