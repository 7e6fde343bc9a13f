#pragma once
#include <filesystem>
#include <mutex>
#include <string>

#include "io/run/watch.hpp"

namespace riser {

/// What may end a study of many runs before its time, asked by all its threads: the first reason stays, and the other ranks hear of it.
class StudyStop {
 public:
  /// `writers`: how many write at the end, one after the other.
  StudyStop(const std::filesystem::path& folder, double walltime, int writers = 1) : watch_(folder, walltime), writers_(writers) {}
  bool asked();
  /// Whether SIGUSR1 has asked to write since the asker's last look, which `seen` is for.
  bool write_asked(long& seen);
  /// Once true, where there is a walltime: how long a write takes must be known before its end.
  bool measures();
  /// For an error of one thread, so that the others end too.
  void ask(const std::string& reason);
  std::string reason();
  /// [s] that a write at the end takes; kept back from the walltime.
  void note_write(double seconds);
  void note_work(double seconds);  // between two looks; see Watch

 private:
  std::mutex door_;
  Watch watch_;
  std::string reason_;
  int writers_;
  long writes_asked_ = 0;
  bool measured_ = false;
};
}  // namespace riser
