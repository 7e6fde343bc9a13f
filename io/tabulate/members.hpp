#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "solver/scenario.hpp"

namespace riser {

/// One section of a family, and what it found in its steady state.
struct TabulatedSection {
  double velocity = 0, concentration = 0;  // [m/s], [-]
  Scenario scenario;
  std::string status = "not run";          // done, stopped, diverged, refused
  std::string trouble;                     // of the last two
  bool converged = false;
  double gradient = 0, change = 0;         // [Pa/m] drive at the end; [-] what it changed by in the last tenth of the time, over friction's 4 tau_w/D
  double wall_shear_stress = 0, yield_stress = 0, darcy_factor = 0;  // [Pa], [Pa], [-]
  double reynolds = 0, y_plus = 0, dispersion = 0;                   // [-] with the clear liquid's viscosity, [-], [m2/s]
  long steps = 0;
  std::vector<std::string> warnings;

  bool ended() const { return status == "done" || status == "diverged" || status == "refused"; }
};

/// A fingerprint of all that a section's outcome depends on.
std::string section_key(const Scenario& base, const TabulatedSection& section);
/// What came of a section, as tabulate.journal keeps it, to the same bits.
nlohmann::ordered_json section_outcome(const TabulatedSection& section);
/// Gives a section what the journal holds of it; false, and nothing is changed, where another program wrote that.
bool take_outcome(const nlohmann::ordered_json& outcome, TabulatedSection& section);

/// wall_friction.csv and, where it was asked for, dispersion.csv: what was done. Throws IoError.
void write_section_tables(const std::filesystem::path& folder, const Scenario& base, const std::vector<TabulatedSection>& sections);
/// tabulate.json: where the tables come from, the members, every warning.
nlohmann::ordered_json tabulation_summary(const Scenario& base, const std::vector<TabulatedSection>& sections);
}  // namespace riser
