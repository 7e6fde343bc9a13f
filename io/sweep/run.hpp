#pragma once
#include <functional>
#include <mutex>
#include <string>

#include "io/run/run.hpp"
#include "io/run/watch.hpp"
#include "io/sweep/underway.hpp"

namespace riser {

/// What may end a sweep before its time, asked by all its threads: the first reason stays, and the other ranks hear of it.
class SweepStop {
 public:
  /// `writers`: how many write a state at the end, one after the other.
  SweepStop(const std::filesystem::path& folder, double walltime, int writers) : watch_(folder, walltime), writers_(writers) {}
  bool asked();
  /// Whether SIGUSR1 has asked to write since the asker's last look, which `seen` is for.
  bool write_asked(long& seen);
  /// Once true, where there is a walltime: how long a write takes must be known before its end.
  bool measures();
  /// [s], of the walltime's sake: see Watch.
  void note_write(double seconds);
  void note_work(double seconds);
  /// For an error of one thread, so that the others end too.
  void ask(const std::string& reason);
  std::string reason();

 private:
  std::mutex door_;
  Watch watch_;
  std::string reason_;
  int writers_;
  long writes_asked_ = 0;
  bool measured_ = false;
};

/// Runs the members `todo`: side by side over threads, or all at once on a CUDA device. What a member gives does not depend on who ran it.
/// A member goes on from its state in `states`, to the same bits; those under way leave theirs when the sweep stops, and on the way as output.checkpoint_interval says.
/// `ended` is called with each member's number as it ends, one at a time; what it throws, and a state that cannot be left at the end, stops the sweep and comes out here.
void run_members(std::vector<Member>& members, const std::vector<std::size_t>& todo, const RunOptions& options, SweepStop& stop, MemberStates& states, const std::function<void(std::size_t)>& ended);
}  // namespace riser
