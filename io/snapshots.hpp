#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/hdf5.hpp"
#include "solver/scenario.hpp"
#include "solver/snapshot.hpp"

namespace riser {

/// One run's snapshots.h5: written in place and flushed after each snapshot, so that a killed run leaves a file that opens.
class SnapshotFile {
 public:
  SnapshotFile(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry, const std::string& device);
  void write(const Snapshot& snapshot);
  /// Kept in memory until the next flush.
  void write(const SeriesRow& row);
  /// Envelopes and totals; once, at the end.
  void finish(const Totals& totals);
  /// Appends the rows kept so far and flushes.
  void flush();

 private:
  struct Scales {
    hdf5::Dataset time, s, s_face, classes, pumps, branches, probes;
  };
  void write_attributes(const Scenario& scenario, const std::string& device);
  void write_geometry(const Geometry& geometry);
  void make_snapshot_sets();
  void make_series_sets(const Scenario& scenario, const Geometry& geometry);

  hdf5::File file_;  // first member: closed last
  hdf5::Group root_, series_;
  Scales scales_, series_scales_;
  std::map<std::string, hdf5::Dataset> sets_, series_sets_;
  std::vector<double> positions_;
  std::vector<std::string> class_names_;
  std::vector<SeriesRow> rows_;
};

/// Title, name, version, commit, compiler and the case itself, as it was read and as it was understood.
void write_provenance(const hdf5::Group& root, const Scenario& scenario);
/// e.g. "g++ 12.2.0"
std::string compiler_name();
}  // namespace riser
