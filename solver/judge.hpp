#pragma once
#include <limits>

#include "solver/screen.hpp"

// The work of one thread of a screen; used by screen.cpp alone.
namespace riser {

inline constexpr double unlimited = std::numeric_limits<double>::infinity();

/// What a screen counts; one for each group of designs, added at the end.
struct Tally {
  double candidates = 0;
  std::array<double, limit_count> broken{}, alone{}, least_use{};
  Tally() { least_use.fill(unlimited); }
  /// Returns the one limit that is broken, -1 none, -2 several.
  int count(const OperatingPoint& point);
};

/// All that one thread needs to judge designs.
class Judge {
 public:
  Judge(const std::vector<Scenario>& duties, const DesignSpace& space);
  /// All designs that share grains and bore: `count` from `first` on.
  void group(std::size_t first, std::size_t count, std::vector<Screened>& designs);
  /// The pipe of a design; flows are found anew where its section or its grains changed.
  void take_shape(const Design& design);
  /// The first duty at each concentration in the last shape, each with its own pump where pumps are scaled.
  std::vector<Screened> points(const Stations& stations);

  Tally tally;

 private:
  const Sizing& sizing() const { return duties_[0].sizing; }
  bool dips() const;
  Screened judge(const std::vector<Stations>& stations);
  Screened with_pumps(const std::vector<Stations>& stations, std::size_t c0, bool fit);
  void balance_all(std::size_t duty, const Stations& stations);
  Stations fitted(const Stations& stations, std::size_t duty, std::size_t c, const Balance& balance) const;
  OperatingPoint at(std::size_t duty, std::size_t c, const Stations& stations) const;
  void price(Screened& s, int pumps) const;

  const std::vector<Scenario>& duties_;
  const DesignSpace& space_;
  std::vector<SteadyLine> lines_;                      // of each duty
  std::vector<double> grains_;                         // [m3/s] of each duty, all classes
  std::vector<std::vector<SteadyFlow>> flows_, dips_;  // of each duty, by concentration; the same with some of the flow lost
  std::vector<std::vector<Balance>> balances_, low_;   // of the design in hand
  std::vector<std::vector<Stations>> stations_;        // of each layout, by duty
  std::vector<double> sections_;                       // of the last shape
  Allowed allowed_;
  double steel_ = 0, crushing_ = 0;                    // [kg], [J/kg]
};
}  // namespace riser
