#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "solver/screen.hpp"

// What the survivors of a screen must pass: one full run of start, feed surge, trip and restart for each duty.
namespace riser {

/// The case of a design in a duty with its pumps set, the listed transients and nothing else in time.
Scenario transient_case(const Scenario& duty, std::size_t duty_index, const Design& design, const Screened& screened);

/// How a design came through a duty's transients.
struct Verdict {
  bool passed = true;
  std::string phase;                   // start, feed surge, trip, restart: the first that failed
  std::string limit;                   // burst, collapse, cavity, npsh, plug, restart, diverged
  std::string words;                   // what happened, with numbers
  double burst = 0, collapse = 0;      // [-] of what the limits allow, the most so far
  double lowest_pressure = 0;          // [Pa]
  double reached = 0, recovered = 0;   // [-] flow over the duty's once the pipe has filled, and at the end
  double packing = 0;                  // [-] densest cell over maximum packing before the trip
};
/// `stop` is asked after each chunk of steps; nothing where it said yes.
std::optional<Verdict> judge_transients(const Scenario& duty, std::size_t duty_index, const Design& design, const Screened& screened, const std::function<bool()>& stop = {});
}  // namespace riser
