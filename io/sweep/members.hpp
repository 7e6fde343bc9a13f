#pragma once
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "io/commands.hpp"
#include "io/config/config.hpp"
#include "solver/scenario.hpp"

// The members of a sweep and the tables of what came of them.
namespace riser {

inline constexpr std::size_t most_shown = 20;  // problems of members
inline constexpr double not_there = std::numeric_limits<double>::quiet_NaN();

/// What a sweep keeps of a member's summary.
struct Outcome {
  const char *name, *units, *long_name, *place;  // place: JSON pointer into the summary
};
inline constexpr Outcome outcomes[] = {
    {"delivered_dry", "t", "dry solids delivered", "/production/delivered_dry_t"},
    {"best_hour_dry", "t", "dry solids delivered in the best hour", "/production/best_hour_dry_t"},
    {"mean_rate_dry", "t/h", "dry solids, mean rate of the last half", "/production/mean_dry_t_per_h"},
    {"energy", "kW h", "energy at the shafts", "/energy/shaft_kWh"},
    {"energy_a_tonne", "kW h/t", "energy a dry tonne delivered", "/energy/kWh_per_dry_t"},
    {"minimum_pressure", "Pa", "lowest absolute pressure of any step", "/pressure/minimum_Pa"},
    {"maximum_pressure", "Pa", "highest absolute pressure of any step", "/pressure/maximum_Pa"},
    {"burst_margin", "Pa", "least margin to burst", "/pressure/burst_margin_Pa"},
    {"collapse_margin", "Pa", "least margin to collapse", "/pressure/collapse_margin_Pa"},
    {"restart_pressure", "Pa", "most that beds and gel would hold against", "/restart_pressure/largest_Pa"},
    {"plug_time", "s", "first packed cell", "/plug/time_s"},
    {"cavity_time", "s", "first vapour cavity", "/cavities/time_s"},
    {"simulated_time", "s", "how far the member came", "/simulated_time_s"}};
inline constexpr std::size_t kept = std::size(outcomes);

struct Member {
  std::vector<std::string> words;  // of the varied keys
  Scenario scenario;
  std::vector<double> values;      // of the outcomes, not-a-number where there is none
  std::string status = "not run", warnings;
  std::string fingerprint;         // of the case that it is

  bool ended() const { return status == "done" || status == "diverged" || status == "refused"; }
};

inline bool is_sampled(const Sweep& sweep) { return sweep.method == SweepMethod::latin_hypercube || sweep.method == SweepMethod::sobol; }

/// Every member is read and checked before anything runs. Throws std::invalid_argument where the plan itself is wrong.
std::vector<Member> load_members(const Words& words, const Sweep& sweep, std::vector<Problem>& problems);

/// A table of the members `mine`, and the same as numbers over a dimension scale, by all ranks together. Throw IoError.
void write_sweep_csv(const std::filesystem::path& path, const Sweep& sweep, const std::vector<Member>& members, const std::vector<std::size_t>& mine);
void write_sweep_hdf5(const std::filesystem::path& path, const Scenario& base, const std::vector<Member>& members, const std::vector<std::size_t>& mine);
}  // namespace riser
