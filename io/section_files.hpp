#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/hdf5.hpp"
#include "solver/scenario.hpp"
#include "solver/section_snapshot.hpp"

namespace riser {

/// snapshots.h5 of an axisymmetric run and snapshots.xdmf2 beside it, which ParaView opens: flushed after each snapshot, so that a killed
/// run leaves files that open. Throws IoError.
class SectionFile {
 public:
  SectionFile(const std::filesystem::path& path, const Scenario& scenario, const SectionGeometry& geometry, const std::string& device);
  void write(const SectionSnapshot& snapshot);
  void write(const SectionRow& row);
  /// Totals; once, at the end.
  void finish(const SectionTotals& totals);

 private:
  void make_snapshot_sets();
  void make_series_sets();
  void flush();

  std::filesystem::path path_;
  hdf5::File file_;  // closed last
  hdf5::Group root_, series_;
  hdf5::Dataset time_, z_, z_face_, r_, r_face_, classes_, series_time_, series_classes_;
  std::map<std::string, hdf5::Dataset> sets_, series_sets_;
  SectionGeometry geometry_;
  std::vector<double> times_;
  std::vector<SectionRow> rows_;
};
}  // namespace riser
