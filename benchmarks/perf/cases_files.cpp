#include <unistd.h>

#include <filesystem>

#include "benchmarks/perf/case.hpp"
#include "benchmarks/perf/scenarios.hpp"
#include "io/results/section_files.hpp"
#include "io/results/snapshots.hpp"
#include "solver/section.hpp"

// Snapshots through the program's own writers, compressed and flushed as in a run. Bytes are those of the numbers, not of the file.
namespace riser::perf {
namespace {
namespace fs = std::filesystem;

/// A folder of its own that goes with its owner.
class Scratch {
 public:
  explicit Scratch(const std::string& within) {
    std::string name = (fs::path(within) / "riser-bench-XXXXXX").string();
    if (!mkdtemp(name.data())) throw IoError(within + ": no folder can be made there; give another one by --output");
    path_ = name;
  }
  Scratch(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path file() const { return path_ / "snapshots.h5"; }

 private:
  fs::path path_;
};

double bytes_of(std::initializer_list<const std::vector<double>*> fields) {
  double count = 1;  // the time
  for (const auto* field : fields) count += field->size();
  return 8 * count;
}
double bytes_in(const Snapshot& s) {
  return bytes_of({&s.concentration, &s.flow_rate, &s.pressure, &s.temperature, &s.wall_temperature, &s.mixture_density, &s.wall_shear_stress});
}
double bytes_in(const SectionSnapshot& s) {
  return bytes_of({&s.concentration, &s.axial_velocity, &s.radial_velocity, &s.pressure, &s.viscosity, &s.density, &s.temperature, &s.wall_shear_stress});
}

/// A new file for each portion, so that none grows with the length of the measurement; opening it is not timed.
template <class File, class Run>
class Writing final : public Work {
 public:
  Writing(const Scenario& scenario, double until, int snapshots, const std::string& folder)
      : scenario_(scenario), run_(scenario, Device::cpu), snapshots_(snapshots), scratch_(folder) {
    run_.advance_to(until);
  }
  double portion(Watch& watch) override {
    File file(scratch_.file(), scenario_, run_.geometry(), "cpu");
    auto snapshot = run_.snapshot();
    watch.start();
    for (int i = 0; i < snapshots_; ++i) snapshot.time += 1, file.write(snapshot);
    watch.stop();
    return snapshots_;
  }
  double bytes_per_item() const override { return bytes_in(run_.snapshot()); }

 private:
  Scenario scenario_;
  Run run_;
  int snapshots_;
  Scratch scratch_;
};

template <class File, class Run>
Case writing(const char* name, const Scenario& scenario, double until, int snapshots, const std::string& folder) {
  Case c;
  c.name = name, c.items = "snapshots";
  c.prepare = [=] { return std::make_unique<Writing<File, Run>>(scenario, until, snapshots, folder); };
  return c;
}
}  // namespace

std::vector<Case> file_cases(const Setting& setting) {
  return {writing<SnapshotFile, Simulation>("io/snapshots/axial/classes:3/cells:6000", three_classes(true), 300, 5, setting.folder),
          writing<SectionFile, AxisymmetricSimulation>("io/snapshots/axisymmetric/classes:2/cells:11520", section(240), 0.1, 3, setting.folder)};
}
}  // namespace riser::perf
