#pragma once
#include <functional>
#include <mutex>
#include <string>

#include "io/run/run.hpp"
#include "io/run/watch.hpp"
#include "io/sweep/members.hpp"

namespace riser {

/// What may end a sweep before its time, asked by all its threads: the first reason stays, and the other ranks hear of it.
class SweepStop {
 public:
  SweepStop(const std::filesystem::path& folder, double walltime) : watch_(folder, walltime) {}
  bool asked();
  /// For an error of one thread, so that the others end too.
  void ask(const std::string& reason);
  std::string reason();

 private:
  std::mutex door_;
  Watch watch_;
  std::string reason_;
};

/// Runs the members `todo`: side by side over threads, or all at once on a CUDA device. What a member gives does not depend on who ran it.
/// `ended` is called with each member's number as it ends, one at a time; what it throws stops the sweep and comes out here.
void run_members(std::vector<Member>& members, const std::vector<std::size_t>& todo, const RunOptions& options, SweepStop& stop, const std::function<void(std::size_t)>& ended);
}  // namespace riser
