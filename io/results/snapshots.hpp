#pragma once
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "io/hdf5/hdf5.hpp"
#include "solver/scenario.hpp"
#include "solver/snapshot.hpp"

namespace riser {

/// How much of a file is there.
struct Rows {
  hsize_t snapshots = 0, series = 0;
};

/// Opens a file of results that was cut to its rows and closed, as it is.
struct Prepared {};

using SetsByName = std::map<std::string, hdf5::Dataset>;
/// Cuts what grows in a file of results to the rows that a checkpoint knew. A row more is tried first: whether the file's index of rows is
/// whole shows only then. Throws IoError.
void keep_rows(const hdf5::File& file, const Rows& kept, hdf5::Dataset& time, SetsByName& sets, hdf5::Dataset& series_time, SetsByName& series_sets);
/// What stands where envelopes and totals have not been written yet.
inline constexpr double not_yet = std::numeric_limits<double>::quiet_NaN();

/// One run's snapshots.h5: flushed after each snapshot; a run killed at any instant leaves a file that opens. `time`
/// counts its rows; other sets may be a row ahead then.
class SnapshotFile {
 public:
  SnapshotFile(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry, const std::string& device);
  /// Goes on with the file of a run of the same pipe, behind its first rows. Throws IoError where it is none.
  SnapshotFile(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry, const std::string& device, const Rows& kept);
  SnapshotFile(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry, const std::string& device, Prepared);
  Rows rows() const;
  void write(const Snapshot& snapshot);
  /// Kept in memory until the next flush.
  void write(const SeriesRow& row);
  /// Envelopes and totals so far; not-a-number before the first time.
  void finish(const Totals& totals);
  /// Appends the rows kept so far and flushes.
  void flush();
  /// The same, and waits for the disk.
  void sync() { flush(), file_.sync(); }

 private:
  struct Scales {
    hdf5::Dataset time, s, s_face, classes, pumps, branches, probes;
  };
  void make_all(const Scenario& scenario, const Geometry& geometry, const std::string& device);
  void write_attributes(const Scenario& scenario, const std::string& device);
  void write_geometry(const Geometry& geometry);
  void make_snapshot_sets();
  void make_series_sets(const Scenario& scenario, const Geometry& geometry);
  void make_ending_sets(const Geometry& geometry);
  void append_series();

  hdf5::File file_;  // first member: closed last
  hdf5::Group root_, series_;
  Scales scales_, series_scales_;
  SetsByName sets_, series_sets_, ending_sets_;  // the last: envelopes and totals
  std::vector<std::string> class_names_;
  std::vector<SeriesRow> rows_;  // for the next flush
  std::vector<double> times_;    // of snapshots, for the next flush
};

/// Title, name, version, commit, compiler and the case itself, as it was read and as it was understood.
void write_provenance(const hdf5::Group& root, const Scenario& scenario);
/// e.g. "g++ 12.2.0"
std::string compiler_name();
/// e.g. "riser 0.1.0 (a059f8e)"
std::string program_version();
}  // namespace riser
