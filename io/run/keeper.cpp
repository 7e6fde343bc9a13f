#include "io/run/keeper.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "io/config/case_changes.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/other_process.hpp"
#include "io/results/own_files.hpp"

namespace riser {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

Keeper::Keeper(const Scenario& scenario, const RunOptions& options, const fs::path& folder, std::function<Checkpoint(bool)> make)
    : folder_(checkpoints_of(folder), scenario.output.checkpoints_kept), watch_(folder, options.walltime), make_(std::move(make)),
      interval_(scenario.output.checkpoint_interval), looked_(Clock::now()), wrote_(looked_), remembered_at_(looked_) {}

void Keeper::write(bool must) {
  const auto start = Clock::now();
  const Checkpoint now = make_(true);  // results that cannot be written end the run
  try {
    folder_.write(now);
  } catch (const std::exception& error) {
    if (must) throw;
    std::fprintf(stderr, "riser: no checkpoint: %s; the run goes on, the next try comes in %.0f s\n", error.what(), interval_);
  }
  wrote_ = Clock::now(), measured_ = true;
  watch_.note_write(seconds_since(start));
}

std::string Keeper::look() {
  watch_.note_work(seconds_since(looked_));
  const std::string reason = watch_.stop_reason();
  const bool measures = watch_.limited() && !measured_;  // how long a write takes, before it must be known
  if (!reason.empty()) write(true);
  else if (watch_.write_asked() || measures || (interval_ > 0 && seconds_since(wrote_) >= interval_)) write(false);
  looked_ = Clock::now();
  return reason;
}

void Keeper::remember() {
  if (remembered_ && seconds_since(remembered_at_) < std::max(1.0, 50 * remembering_)) return;  // a large state comes from a device
  const auto start = Clock::now();
  remembered_ = make_(false);
  remembered_at_ = Clock::now(), remembering_ = seconds_since(start);
}

void Keeper::write_remembered(const char* words) {
  if (!remembered_) return;
  folder_.write(*remembered_);
  std::fprintf(stderr, "riser: %s t = %.6g s\n", words, remembered_->time);
}

int Keeper::guard(const std::function<int()>& loop, std::vector<std::string>& warnings) {
  try {
    return loop();
  } catch (const Diverged& error) {
    warnings.push_back(std::string("diverged: ") + error.what());
    write_remembered("--resume --accept-changes with the remedy goes on from");
    return exit_diverged;
  } catch (const DeviceError&) {
    write_remembered("--resume goes on from");
    throw;
  }
}

void Keeper::finish() {
  if (!(interval_ > 0)) return;
  write(true);
  folder_.keep_last();
}

std::optional<Checkpoint> find_start(const Scenario& scenario, const RunOptions& options, const fs::path& folder) {
  if (!options.resume) return std::nullopt;
  std::vector<std::string> skipped;
  std::optional<CheckpointFolder::Found> found = CheckpointFolder(checkpoints_of(folder), scenario.output.checkpoints_kept).newest(skipped);
  for (const std::string& why : skipped) std::fprintf(stderr, "riser: skipped a bad checkpoint: %s\n", why.c_str());
  if (!found) {
    if (!skipped.empty()) throw IoError(checkpoints_of(folder).string() + ": no checkpoint is good; --overwrite begins anew");
    if (fs::exists(folder / "summary.json")) throw std::invalid_argument(folder.string() + " holds a run without a checkpoint; --overwrite begins anew");
    if (!options.quiet) std::fprintf(stderr, "riser: no checkpoint in %s: the run begins anew\n", folder.c_str());
    return std::nullopt;
  }
  const Checkpoint& c = found->checkpoint;
  if (c.model != (scenario.model == Model::axial ? "axial" : "axisymmetric")) throw std::invalid_argument("the checkpoint is of model: " + c.model);
  const std::vector<std::string> changes = options.accept_changes ? std::vector<std::string>() : case_changes(c.case_yaml, scenario.resolved_yaml);
  if (!changes.empty())
    throw std::invalid_argument("the case is not the checkpoint's; --accept-changes goes on with it as it is now:" + changes_words(changes));
  if (c.version != program_version() && !options.quiet)
    std::fprintf(stderr, "riser: %s was written by %s, this is %s: the last bits may differ from an unbroken run's\n", found->path.c_str(), c.version.c_str(), program_version().c_str());
  if (!options.quiet) std::fprintf(stderr, "riser: resuming from %s, t = %.6g s\n", found->path.c_str(), c.time);
  return std::move(found->checkpoint);
}

void prepare_elsewhere(const fs::path& path, const std::function<void()>& open) {
  std::error_code none;
  const auto bytes = fs::exists(path) ? static_cast<double>(fs::file_size(path, none)) : 0;
  const auto work = [&](const Pipe& to) { open(), to.put(std::string("fine")); };
  const auto take = [](const Pipe& from) {
    std::string answer;
    return from.get(answer, 4);
  };
  do_elsewhere(work, take, {1e12, 5 + bytes / 1e7}, path.string() + ": the HDF5 library broke down on it: the file is damaged");
}

std::string put_aside(const fs::path& path, double time, const std::string& why) {
  fs::path aside = path;
  aside.replace_extension(".before.h5");
  if (fs::exists(path)) claim_file(aside), fs::rename(path, aside);
  std::fprintf(stderr, "riser: %s; what is left of it is %s, a new file begins at t = %.6g s\n", why.c_str(), aside.c_str(), time);
  return "the results before the resumption are not in the file: " + why;
}

std::string how_to_go_on(const fs::path& folder) {
  std::error_code none;
  const bool there = !fs::is_empty(checkpoints_of(folder), none) && !none;
  return "\nriser: once there is room, or what failed is mended, --resume " + std::string(there ? "goes on from the last checkpoint" : "begins anew");
}

/// True where a resumed run has nothing left to do.
bool is_over(const Scenario& scenario, const Checkpoint* from, const fs::path& folder, bool quiet) {
  if (!from || from->time < scenario.end_time || !fs::exists(folder / "summary.json")) return false;
  // A study of hold times may be left to do: one that was stopped, or is another now.
  if (!scenario.hold_time.off.empty() && (!fs::exists(folder / "hold_time.csv") || !case_changes(from->case_yaml, scenario.resolved_yaml).empty())) return false;
  if (!quiet) std::fprintf(stderr, "riser: the run is over already (t = %.6g s); a later time.end goes on with it\n", from->time);
  return true;
}

}  // namespace riser
