#pragma once
#include <filesystem>
#include <mutex>
#include <optional>

#include "io/results/checkpoint.hpp"
#include "io/results/summary.hpp"
#include "io/sweep/members.hpp"
#include "solver/snapshot.hpp"

namespace riser {

/// A member on its way: what of its summary the solver does not hold.
struct Underway {
  Member* member;
  Production production;
  Totals totals;     // of the last good row
  double good = 0;   // [s]
  long rows = 0;

  double next() const;  // [s], time of the next row
  State save() const;
  /// Throws std::invalid_argument, before anything is changed, where the state is not of this member.
  void load(const State& state);
};

/// The states of members that a sweep leaves under way, so that none longer than a job has to begin anew: a sealed file each, named by
/// the fingerprint of its case. To be called from any thread: one at a time gets through to the HDF5 library.
class MemberStates {
 public:
  explicit MemberStates(const std::filesystem::path& sweep_folder) : folder_(folder_of(sweep_folder)) {}
  static std::filesystem::path folder_of(const std::filesystem::path& sweep_folder) { return sweep_folder / "members"; }
  std::filesystem::path path_of(const Member& member) const { return folder_ / (member.fingerprint + ".h5"); }
  bool has(const Member& member) const { return std::filesystem::exists(path_of(member)); }
  /// What the member goes on from. A file that is bad, or another program's, is said.
  std::optional<Checkpoint> find(const Member& member);
  void write(const Member& member, const Checkpoint& checkpoint);  // throws IoError
  /// Of a member that has ended; the last takes the folder with it.
  void drop(const Member& member);

 private:
  std::filesystem::path folder_;
  std::mutex door_;
};
}  // namespace riser
