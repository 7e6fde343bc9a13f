#pragma once
#include <filesystem>
#include <mutex>
#include <string>

#include "io/run/watch.hpp"

namespace riser {

/// What may end a study of many runs before its time, asked by all its threads: the first reason stays, and the other ranks hear of it.
class StudyStop {
 public:
  StudyStop(const std::filesystem::path& folder, double walltime) : watch_(folder, walltime) {}
  bool asked();
  /// For an error of one thread, so that the others end too.
  void ask(const std::string& reason);
  std::string reason();
  /// [s] that a write at the end takes; kept back from the walltime.
  void note_write(double seconds);

 private:
  std::mutex door_;
  Watch watch_;
  std::string reason_;
};
}  // namespace riser
