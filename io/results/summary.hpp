#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "solver/scenario.hpp"
#include "solver/snapshot.hpp"
#include "solver/state.hpp"

namespace riser {

/// Dry solids delivered, gathered row by row from the series.
class Production {
 public:
  explicit Production(std::vector<double> class_density) : density_(std::move(class_density)) {}
  void add(const SeriesRow& row);
  double delivered() const;              // [kg], trapezoids over the whole run
  double mean_rate_of_last_half() const; // [kg/s]; 0 before two rows
  double best_hour() const;              // [kg] in the best hour, or in a shorter run altogether
  State save() const;
  void load(const State& state);  // throws std::invalid_argument
  double restart_pressure() const { return restart_; }                  // [Pa] at the last row
  double largest_restart_pressure() const { return largest_restart_; }  // [Pa]

 private:
  double between(double from, double to) const;
  std::vector<double> density_;      // [kg/m3]
  std::vector<double> time_, rate_;  // [s], [kg/s]
  double restart_ = 0, largest_restart_ = 0;  // [Pa]
};

/// What the run knows that the solver does not.
struct RunFacts {
  std::string device;
  double simulated_time = 0, wall_time = 0;  // [s]
  std::vector<std::string> warnings;         // those of the run itself; the summary adds its own
  nlohmann::ordered_json hold_time;          // of the study, or null
};

nlohmann::ordered_json make_summary(const Scenario& scenario, const Geometry& geometry, const Totals& totals,
                                    const Production& production, const RunFacts& facts);
/// Makes the summary and writes it beside, flushes and renames, so that a reader never meets half of it. Throws IoError.
nlohmann::ordered_json write_summary(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry,
                                     const Totals& totals, const Production& production, const RunFacts& facts);
/// "  name   number" with printf's format for the value times scale; empty where there is no number.
std::string summary_line(const char* name, const char* format, const nlohmann::ordered_json& value, double scale = 1);
/// The table people read at the end of a run.
std::string human_summary(const nlohmann::ordered_json& summary);
}  // namespace riser
