#pragma once
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "solver/spread.hpp"
#include "solver/transients.hpp"

namespace riser {

/// All that a sizing found.
struct SizeResult {
  std::vector<Scenario> duties;                        // the case in each duty; [0] also names everything
  DesignSpace space;
  Screen screen;
  std::vector<std::size_t> chosen;                     // designs whose transients were run, in the order of the objective
  std::map<std::size_t, std::vector<Verdict>> verdicts;  // of each duty
  std::vector<MapPoint> map;                           // around the best design, or the one nearest to feasible
  std::vector<std::size_t> map_bores, map_concentrations;  // places on the map whose transients were run
  std::vector<std::string> map_limits;                 // bores x concentrations: what failed, "safe", or "" where grains are not carried
  std::string stopped;                                 // by what, before its end
  bool passed(std::size_t design) const;               // feasible in the screen, and in the transients where they are asked for
  long best() const;                                   // -1 none
  std::size_t centre() const;                          // the best, or the design nearest to feasible
  std::vector<std::size_t> feasible() const;           // designs that passed, by objective
};

nlohmann::ordered_json to_json(const SizeResult& result);
/// The best design as a case that runs through its transients; empty where there is none.
std::string best_case(const SizeResult& result);
/// size.csv and size.h5 in the folder. Throws IoError.
void write_tables(const std::filesystem::path& folder, const SizeResult& result);
/// What people read at the end.
std::string human_size(const nlohmann::ordered_json& json);
}  // namespace riser
