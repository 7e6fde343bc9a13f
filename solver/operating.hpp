#pragma once
#include <array>
#include <vector>

#include "solver/grid.hpp"
#include "solver/steady.hpp"

// Equal stations on a steady line: what they must add, what that takes, and how much of each limit it uses.
namespace riser {

enum class Limit { burst, collapse, cavity, npsh, transport, concentration, velocity, station_head, pump, power };
inline constexpr int limit_count = 10;
inline constexpr const char* limit_names[limit_count] = {"burst", "collapse", "cavity", "npsh", "transport", "concentration", "velocity", "station_head", "pump", "power"};

/// Pumps (all alike) and valves along the pipe, in the order of the flow.
struct Stations {
  struct Item {
    double position;  // [m]
    double loss;      // [Pa s2/m6] of a valve; < 0 a pump
  };
  std::vector<Item> items;
  PumpView pump{};
  double npsh_required = 0;  // [m]
  int pumps = 0;
};
Stations stations_of(const Scenario& scenario);

/// Pressures along a steady line whose stations close the balance.
struct Balance {
  double head = 0;              // [m] of each pump
  double rise = 0, density = 0;  // [Pa] of all pumps, [kg/m3] mean at the pumps
  double vapour = 0, lowest = 0, suction = 0;  // [Pa], [Pa] lowest anywhere, [m] least head over vapour pressure at a suction
  std::array<double, max_segments> over{}, under{};  // [Pa] most inside over outside and outside over inside, by segment
  int cell = 0;                 // of the first pump
};
/// Finds the head at which the pressure meets the outlet's.
Balance balance(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, double vapour_pressure);

/// One duty of one design at one flow.
struct OperatingPoint {
  double concentration = 0, flow = 0, velocity = 0, coarse = 0;  // [-] delivered, [m3/s], [m/s], [-] in situ
  double rise = 0, head = 0, ratio = 0;                          // [Pa] of all pumps, [m] a pump, [-] speed over rated
  double power = 0, energy = 0;                                  // [W] at all shafts, [J/kg] dry
  std::array<double, limit_count> use{};                         // [-] of each limit; above 1 it is broken
  int binds() const;                                             // the most used limit
  double most() const { return use[binds()]; }
};
struct Allowed {
  SizingLimits limits;
  std::vector<Strength> strengths;  // by segment
};
OperatingPoint operate(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, const Balance& balance, const Allowed& allowed,
                       double dry_rate);
struct PumpScale {
  double flow = 1, head = 1;  // factors on both of a pump's curve
};
/// Those that bring the best point of a centrifugal pump to this flow and head.
PumpScale scale_to(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, const Balance& balance);
PumpView scaled(PumpView pump, const PumpScale& scale);
}  // namespace riser
