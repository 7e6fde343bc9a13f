#pragma once
#include <chrono>
#include <filesystem>
#include <string>

#include "io/run/signals.hpp"

namespace riser {
class Units;

/// What may end a run before its time or ask it to write: signals, its walltime, a file named `stop` in its folder.
class Watch {
 public:
  /// `walltime` [s] from the program's start; 0 = no limit.
  Watch(std::filesystem::path folder, double walltime);
  /// Why the run should write and stop now; empty while it may go on. A stop file is taken away, so that the run can be resumed.
  std::string stop_reason();
  /// SIGUSR1 asked to write and go on.
  bool write_asked() { return signals::write_asked(); }
  bool limited() const { return walltime_ > 0; }
  /// Time that a write, and the computing between two looks, took. The longest of each are kept back from the walltime.
  void note_write(double seconds);
  void note_work(double seconds);
  /// [s] of the walltime that are kept for the end: twice the longest write and work, and a second.
  double reserve() const { return 2 * (longest_write_ + longest_work_) + 1; }

 private:
  double age() const;  // [s] of the process
  std::filesystem::path stop_file_;
  double walltime_, longest_write_ = 0, longest_work_ = 0;  // [s]
  std::chrono::steady_clock::time_point made_, looked_{};  // the second: for the file
  double age_when_made_;  // [s]
};

/// Seconds since `start`.
double seconds_since(std::chrono::steady_clock::time_point start);

/// A span of time as people and batch systems write it: '90 min', '1.5 h', '1:30:00', '2-12:00:00'. Throws std::invalid_argument.
double parse_walltime(const std::string& text);
double parse_walltime(const std::string& text, const Units& units);
}  // namespace riser
