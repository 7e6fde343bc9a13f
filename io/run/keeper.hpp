#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/results/checkpoint.hpp"
#include "io/results/snapshots.hpp"
#include "io/run/run.hpp"
#include "io/run/watch.hpp"

namespace riser {

/// Looks after a run: writes its checkpoints when they are due or asked for, and says when it has to stop. Asked between chunks of steps.
class Keeper {
 public:
  /// `make` gives the run as it is now; asked with true, its results are on the disk first, so that no checkpoint counts rows that a failing
  /// machine could still lose.
  Keeper(const Scenario& scenario, const RunOptions& options, const std::filesystem::path& folder, std::function<Checkpoint(bool)> make);
  /// Writes what is due. Why the run must stop, its checkpoint written, or empty. Throws IoError when that last checkpoint cannot be written;
  /// one on the way that cannot is said, and tried again later.
  std::string look();
  /// Keeps the present state in memory, at most once a second and a fiftieth of the time, for the day the run diverges or its device is lost.
  void remember();
  /// loop()'s exit code, or the one for a run that diverges, with the reason among `warnings`. Of such a run, and of one whose device is lost
  /// (DeviceError comes out), the state kept in memory is written, and how to go on from it said.
  int guard(const std::function<int()>& loop, std::vector<std::string>& warnings);
  /// The end of the run: its last state alone stays, so that a longer time.end can go on from it.
  void finish();

 private:
  /// Writes the state kept in memory, where there is one; `words`: how to go on from it.
  void write_remembered(const char* words);
  /// `must`: throws where no checkpoint can be written; else that is said.
  void write(bool must);
  CheckpointFolder folder_;
  Watch watch_;
  std::function<Checkpoint(bool)> make_;
  double interval_;  // [s] of wall time; 0 = none
  bool measured_ = false;  // measured: a write has been tried
  std::chrono::steady_clock::time_point looked_, wrote_, remembered_at_;
  double remembering_ = 0;  // [s] that the last took
  std::optional<Checkpoint> remembered_;
};

/// What a run begins from. Nothing for a new one; throws std::invalid_argument where the case is another than the checkpoint's, IoError where
/// checkpoints are there and none is good.
std::optional<Checkpoint> find_start(const Scenario& scenario, const RunOptions& options, const std::filesystem::path& folder);

/// What to do when a file fails a run on its way, to be laid behind the error.
std::string how_to_go_on(const std::filesystem::path& folder);

/// True, and said, where a resumed run has nothing left to do.
bool is_over(const Scenario& scenario, const Checkpoint* from, const std::filesystem::path& folder, bool quiet);

inline std::filesystem::path checkpoints_of(const std::filesystem::path& folder) { return folder / "checkpoints"; }

/// Moves a file of results that cannot be gone on with, and says so; the sentence for the summary.
std::string put_aside(const std::filesystem::path& path, double time, const std::string& why);
/// Cuts results in another process: the HDF5 library may never come back from metadata that a kill has torn. It works on a copy, which takes
/// their place when it is whole, so that a kill at any instant loses nothing. Throws IoError; then the results are as they were.
void prepare_elsewhere(const std::filesystem::path& path, const std::function<void()>& open);
/// A number of rows as a checkpoint keeps it. Throws std::invalid_argument where it is none.
inline hsize_t row_count(double value) {
  if (!(value >= 0 && value <= 1e15)) throw std::invalid_argument("the checkpoint's number of rows is none");
  return static_cast<hsize_t>(value);
}
/// What file of results a run goes on with: `path`, where it is what the checkpoint knew; else that one is put aside and a new one begun.
template <class File, class... Arguments>
std::unique_ptr<File> open_results(const std::filesystem::path& path, const Checkpoint* from, std::vector<std::string>& warnings, const Arguments&... arguments) {
  if (!from) return std::make_unique<File>(path, arguments...);
  const std::vector<double>& rows = part_of(from->files, "rows");
  const Rows kept{row_count(rows.at(0)), row_count(rows.at(1))};
  try {
    prepare_elsewhere(path, [&] { File(path, arguments..., kept); });
    return std::make_unique<File>(path, arguments..., Prepared{});
  } catch (const IoError& error) {
    warnings.push_back(put_aside(path, from->time, error.what()));
    return std::make_unique<File>(path, arguments...);
  }
}
}  // namespace riser
