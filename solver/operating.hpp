#pragma once
#include <array>
#include <memory>
#include <vector>

#include "solver/grid.hpp"
#include "solver/pump_characteristic.hpp"
#include "solver/steady.hpp"

// Equal stations on a steady line: what they must add, what that takes, and how much of each limit it uses.
namespace riser {

enum class Limit { burst, collapse, tension, cavity, npsh, transport, concentration, velocity, bore_over_grain, station_head, pump, stability, power };
inline constexpr double full_use = 1 + 1e-9;  // of a limit; what is beyond breaks it
inline constexpr int limit_count = 13;
inline constexpr const char* limit_names[limit_count] = {"burst", "collapse", "tension", "cavity", "npsh", "transport", "concentration", "velocity", "bore_over_grain", "station_head", "pump", "stability", "power"};

/// Pumps (all alike) and valves along the pipe, in the order of the flow.
struct Stations {
  struct Item {
    double position;  // [m]
    double loss;      // [Pa s2/m6] of a valve; < 0 a pump
  };
  std::vector<Item> items;
  PumpView pump{};
  std::shared_ptr<const PumpCharacteristic> characteristic;  // that the pump points into
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
  std::vector<double> face;     // [Pa] at the cells' ends, above the pumps that stand there
};
/// Finds the head at which the pressure meets the outlet's.
Balance balance(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, double vapour_pressure);

/// One duty of one design at one flow.
struct OperatingPoint {
  double concentration = 0, flow = 0, velocity = 0, coarse = 0;  // [-] delivered, [m3/s], [m/s], [-] in situ
  double transport = 0;                                          // [-] velocity over the fastest grain's settling velocity
  double rise = 0, head = 0, ratio = 0;                          // [Pa] of all pumps, [m] a pump, [-] speed over rated
  double power = 0, energy = 0;                                  // [W] at all shafts, [J/kg] dry
  std::array<double, limit_count> use{};                         // [-] of each limit; above 1 it is broken
  int binds() const;                                             // the most used limit
  double most() const { return use[binds()]; }
};
/// A segment as a part of a string that hangs from the deck.
struct Hanging {
  double steel_area, weight, area, yield;  // [m2], [N] of its steel in sea water, [m2] of what flows in it, [Pa]
  bool downward;                           // the flow goes down in it: the next segment hangs below this one
};

struct Allowed {
  SizingLimits limits;
  double bore_over_grain = 0;       // [-] that the pipe has, of its largest grain; 0 = no grains
  std::vector<Strength> strengths;  // by segment
  std::vector<Hanging> hangs;       // by segment
};
Allowed allowed_of(const Scenario& scenario, const SizingLimits& limits, double largest_grain);
OperatingPoint operate(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, const Balance& balance, const Allowed& allowed,
                       double dry_rate);
struct PumpScale {
  double flow = 1, head = 1;  // factors on both of a pump's curve
};
/// Those that bring the best point of a centrifugal pump to this flow and head.
PumpScale scale_to(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, const Balance& balance);
PumpView scaled(PumpView pump, const PumpScale& scale);
/// Head [m] a pump gives at a speed over rated, with what the solids take.
double head_given(const SteadyLine& line, const SteadyFlow& state, const Stations& stations, const Balance& balance, double ratio);
}  // namespace riser
