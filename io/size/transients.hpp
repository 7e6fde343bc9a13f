#pragma once
#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

#include "io/run/stop.hpp"
#include "io/run/study.hpp"
#include "solver/transients.hpp"

namespace riser {

/// The transients of a sizing, each run once: those that have ended are in size.journal.
class Transients {
 public:
  /// `case_yaml`: the case as it was understood. Throws as Study does.
  Transients(const std::filesystem::path& folder, const std::string& case_yaml, const RunOptions& options);
  void begin() { kept_.begin(); }
  /// The verdict, from the journal or by a run; nothing where the sizing has to stop before. From any thread; throws IoError.
  std::optional<Verdict> judge(const Scenario& duty, std::size_t duty_index, const Design& design, const Screened& screened);
  /// [s] that the end of the sizing takes; kept back from the walltime.
  void note_end(double seconds) { stop_.note_write(seconds); }
  /// Why one was not run to its end, or empty.
  std::string stopped();

 private:
  StudyStop stop_;
  Study kept_;
  std::atomic<bool> missed_{false};
};
}  // namespace riser
