#pragma once
#include <cmath>
#include <stdexcept>
#include <string>

#include "kernels/axial/view.hpp"
#include "solver/arena.hpp"
#include "solver/grid.hpp"
#include "solver/pump_characteristic.hpp"

// Pumps, valves and schedules of a Scenario as the kernels see them.
namespace riser {

inline void require(bool fits, const char* what, int most) {
  if (!fits) throw std::invalid_argument(std::string("at most ") + std::to_string(most) + " " + what);
}

ScheduleView make_schedule(Arena& arena, const Schedule& schedule);

/// The first face at or above a position [m].
int face_at(const Grid& grid, double position);
/// The cell that holds a position; on a face the one above.
int cell_at(const Grid& grid, double position);

inline constexpr double per_root_bar = 0.0031622776601683795;  // [1/sqrt(Pa)]: coefficients in m3/s at 1 bar become m3/s/sqrt(Pa)

/// Rows of a valve's curve: those given, from shut at opening 0 on; a row given there stands (a valve that leaks).
struct ValveCurve {
  std::vector<double> opening, coefficient;  // [-], [m3/s] of water at 1 bar
};
ValveCurve curve_of(const Valve& valve);
ValveView make_valve(Arena& arena, const Valve& valve, int face);

/// A pump without its place, schedule and events; `quadrants` points into `characteristic`.
PumpView pump_view(const Scenario& scenario, const Pump& pump, const PumpCharacteristic& characteristic);
}  // namespace riser
