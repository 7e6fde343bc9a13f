#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "solver/scenario.hpp"
#include "solver/simulation.hpp"

namespace riser {

/// What the program says to the shell.
enum ExitCode { exit_done = 0, exit_differs = 1, exit_bad_input = 2, exit_diverged = 3, exit_stopped = 4, exit_io = 5, exit_device = 6, exit_nothing = 7 };

struct RunOptions {
  Device device = Device::automatic;
  bool quiet = false;
  bool json = false;       // the summary to standard output
  bool overwrite = false;  // an existing run of the same name
  bool report = true;      // pictures and page at the end
  bool resume = false;          // from the newest good checkpoint
  bool accept_changes = false;  // though the case is another
  double walltime = 0;          // [s] from the program's start; 0 = no limit
  int threads = 0;         // of an axisymmetric run, a sweep or a sizing; 0 = all cores
};

/// Simulates and writes the run folder; returns an ExitCode and says on standard error what went wrong.
int run_case(const Scenario& scenario, const RunOptions& options);

/// Makes the folder; only what a run writes goes from it, anything else is not ours. `resumed`: what the run goes on with stays.
void prepare_folder(const std::filesystem::path& folder, bool resumed);
/// The summary as JSON or as words, and where the files are.
void say_results(const nlohmann::ordered_json& summary, const std::string& words, const std::filesystem::path& folder, bool pictures, const RunOptions& options);

/// Draws the pictures and the page of a snapshot file. False, with a warning, when Python is missing or fails.
/// `pdf`: the page as PDF as well.
bool run_report(const std::filesystem::path& snapshots, bool quiet, bool pdf = false);

/// output.folder, or runs/ and the case's name.
std::filesystem::path run_folder(const Scenario& scenario);
}  // namespace riser
