#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/results/snapshots.hpp"
#include "solver/scenario.hpp"
#include "solver/section_snapshot.hpp"

namespace riser {

/// snapshots.h5 of an axisymmetric run and snapshots.xdmf2 beside it, which ParaView opens: flushed after each snapshot, so that a killed
/// run leaves files that open. Throws IoError.
class SectionFile {
 public:
  SectionFile(const std::filesystem::path& path, const Scenario& scenario, const SectionGeometry& geometry, const std::string& device);
  /// Goes on with the file of a run of the same pipe, behind its first rows.
  SectionFile(const std::filesystem::path& path, const Scenario& scenario, const SectionGeometry& geometry, const std::string& device, const Rows& kept);
  SectionFile(const std::filesystem::path& path, const Scenario& scenario, const SectionGeometry& geometry, const std::string& device, Prepared);
  Rows rows() const;
  void write(const SectionSnapshot& snapshot);
  void write(const SectionRow& row);
  /// Totals so far; not-a-number before the first time.
  void finish(const SectionTotals& totals);
  void flush();
  /// Flushes and waits for the disk.
  void sync() { flush(), file_.sync(); }

 private:
  void make_all(const Scenario& scenario, const std::string& device);
  void make_snapshot_sets();
  void make_series_sets();
  void make_ending_sets();
  void append_series();

  std::filesystem::path path_;
  hdf5::File file_;  // closed last
  hdf5::Group root_, series_;
  hdf5::Dataset time_, z_, z_face_, r_, r_face_, classes_, series_time_, series_classes_;
  SetsByName sets_, series_sets_, ending_sets_;  // the last: totals
  SectionGeometry geometry_;
  std::vector<double> times_;  // of all snapshots
  std::vector<SectionRow> rows_;
};
}  // namespace riser
