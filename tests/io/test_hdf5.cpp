#include <catch2/catch.hpp>
#include <filesystem>
#include <unistd.h>

#include "io/results/snapshots.hpp"

using namespace riser;
namespace {

struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("riser_hdf5_" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

std::vector<double> read(const std::filesystem::path& file, const char* name, std::vector<hsize_t>* shape = nullptr) {
  const hdf5::Handle f(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  REQUIRE(f >= 0);
  const hdf5::Handle d(H5Dopen2(f, name, H5P_DEFAULT), H5Dclose);
  REQUIRE(d >= 0);
  const hdf5::Handle space(H5Dget_space(d), H5Sclose);
  std::vector<hsize_t> dims(H5Sget_simple_extent_ndims(space));
  H5Sget_simple_extent_dims(space, dims.data(), nullptr);
  std::vector<double> values(H5Sget_simple_extent_npoints(space));
  REQUIRE(H5Dread(d, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  if (shape) *shape = dims;
  return values;
}

Geometry geometry(int cells, int classes) {
  Geometry g;
  const std::vector<double> ones(cells, 1.0);
  for (int i = 0; i <= cells; ++i) g.s_face.push_back(i);
  for (int i = 0; i < cells; ++i) g.s.push_back(i + 0.5);
  g.depth = g.bore = g.volume = g.sea_pressure = g.sea_temperature = ones;
  for (int k = 0; k < classes; ++k) {
    g.class_names.push_back("class_" + std::to_string(k));
    g.class_density.push_back(2000 + k);
    g.class_carrier.push_back(k == 0);
  }
  return g;
}

Snapshot snapshot(double time, int cells, int classes) {
  Snapshot s;
  s.time = time;
  for (int j = 0; j < cells * classes; ++j) s.concentration.push_back(time + 0.001 * j);
  s.flow_rate.assign(cells + 1, time);
  s.pressure.assign(cells, 1e5 + time);
  s.temperature = s.wall_temperature = s.mixture_density = s.wall_shear_stress = s.pressure;
  return s;
}

SeriesRow row(double time, int classes) {
  SeriesRow r;
  r.time = time, r.flow_rate = 2 * time;
  for (int k = 0; k < classes; ++k) r.in_situ_concentration.push_back(time + k);
  r.delivered_concentration = r.feed_rate = r.delivered_rate = r.in_situ_concentration;
  return r;
}

Totals totals(int cells, int classes) {
  Totals t;
  t.minimum_pressure = t.maximum_pressure = t.maximum_concentration = t.maximum_cavity = std::vector<double>(cells, 3.0);
  t.mass_in = t.mass_out = t.mass_dumped = t.mass_stored = t.mass_initial = std::vector<double>(classes, 7.0);
  t.energy = 5;
  return t;
}
}  // namespace

TEST_CASE("a snapshot file gives back what was written, class-major") {
  const Folder folder;
  const auto path = folder.path / "snapshots.h5";
  {
    SnapshotFile file(path, Scenario{}, geometry(4, 2), "cpu");
    for (int i = 0; i < 5; ++i) file.write(row(i, 2));
    file.write(snapshot(1, 4, 2));
    file.write(row(5, 2));
    file.write(snapshot(2, 4, 2));
    file.finish(totals(4, 2));
  }
  std::vector<hsize_t> shape;
  const std::vector<double> phi = read(path, "/concentration", &shape);
  CHECK(shape == std::vector<hsize_t>{2, 2, 4});
  CHECK(phi[0] == 1.0);
  CHECK(phi[7] == 1.007);
  CHECK(phi[8] == 2.0);
  CHECK(read(path, "/time") == std::vector<double>{1, 2});
  CHECK(read(path, "/series/time") == std::vector<double>{0, 1, 2, 3, 4, 5});
  CHECK(read(path, "/series/feed_rate", &shape).back() == 6.0);
  CHECK(shape == std::vector<hsize_t>{6, 2});
  CHECK(read(path, "/envelope/minimum_pressure") == std::vector<double>(4, 3.0));
  CHECK(read(path, "/totals/mass_out") == std::vector<double>(2, 7.0));
  CHECK(read(path, "/totals/energy") == std::vector<double>{5});
}

TEST_CASE("clear water needs no class sets") {
  const Folder folder;
  const auto path = folder.path / "snapshots.h5";
  {
    SnapshotFile file(path, Scenario{}, geometry(3, 0), "cpu");
    file.write(row(0, 0));
    file.write(snapshot(0, 3, 0));
    file.finish(totals(3, 0));
  }
  CHECK(read(path, "/pressure").size() == 3);
  const hdf5::Handle f(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  CHECK(H5Lexists(f, "class", H5P_DEFAULT) == 0);
  CHECK(H5Lexists(f, "concentration", H5P_DEFAULT) == 0);
}

TEST_CASE("a file of an unfinished run can be copied and opened") {
  const Folder folder;
  const auto path = folder.path / "snapshots.h5", copy = folder.path / "copy.h5";
  SnapshotFile file(path, Scenario{}, geometry(4, 1), "cpu");
  file.write(row(0, 1));
  file.write(snapshot(0, 4, 1));
  std::filesystem::copy_file(path, copy);  // what a kill would leave on the disk
  CHECK(read(copy, "/pressure").size() == 4);
  CHECK(read(copy, "/series/time").size() == 1);
}

TEST_CASE("errors name the path") {
  const Folder folder;
  const auto missing = folder.path / "nowhere" / "snapshots.h5";
  CHECK_THROWS_AS(SnapshotFile(missing, Scenario{}, geometry(2, 0), "cpu"), IoError);
  CHECK_THROWS_WITH(SnapshotFile(missing, Scenario{}, geometry(2, 0), "cpu"), Catch::Contains(missing.string()));
  SnapshotFile file(folder.path / "snapshots.h5", Scenario{}, geometry(2, 0), "cpu");
  CHECK_THROWS_WITH(file.write(snapshot(0, 3, 0)), Catch::Contains("pressure"));
}
