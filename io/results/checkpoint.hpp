#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "solver/state.hpp"

namespace riser {

/// Everything a run needs to go on.
struct Checkpoint {
  std::string model, case_yaml;  // the case as it was understood
  std::string version, device;   // who wrote it
  double time = 0;               // [s] simulated
  State state;                   // the solver's
  State files;                   // what the run's files and summary need: see io/run/run.cpp
};

/// Writes beside, syncs, renames and syncs the folder. The file is HDF5 with a line behind it that tells its length and its CRC-32. Throws IoError.
void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);
/// Reads one whose line is right; nothing of a broken file reaches the HDF5 library, and a crafted one reaches it in another
/// process alone. Throws IoError that says what is wrong.
Checkpoint read_checkpoint(const std::filesystem::path& path);

/// The numbered checkpoints of one run, in a folder of their own.
class CheckpointFolder {
 public:
  /// `kept`: how many of the last ones stay.
  CheckpointFolder(std::filesystem::path folder, int kept);
  /// Under the next number; older ones beyond those kept go. Throws IoError.
  std::filesystem::path write(const Checkpoint& checkpoint) const;
  /// All but the last go.
  void keep_last() const { prune(1); }

  struct Found {
    std::filesystem::path path;
    Checkpoint checkpoint;
  };
  /// The newest good one; what is wrong with newer ones is added to `skipped`.
  std::optional<Found> newest(std::vector<std::string>& skipped) const;

 private:
  std::vector<std::filesystem::path> all() const;  // oldest first
  void prune(std::size_t kept) const;
  std::filesystem::path folder_;
  std::size_t kept_;
};
}  // namespace riser
