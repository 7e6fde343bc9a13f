#include "io/results/section_files.hpp"

#include "io/results/files.hpp"
#include "io/results/xdmf.hpp"

namespace riser {
namespace {
constexpr hsize_t snapshot_chunk = 1, time_chunk = 256, series_chunk = 1024;  // rows

template <class Owner, class Member>
struct Column {
  const char *name, *units, *long_name;
  Member Owner::*member;
};
using Field = Column<SectionSnapshot, std::vector<double>>;
using Scalar = Column<SectionRow, double>;
using List = Column<SectionRow, std::vector<double>>;

constexpr Field cell_fields[] = {{"pressure", "Pa", "absolute pressure", &SectionSnapshot::pressure},
                                 {"viscosity", "Pa s", "apparent dynamic viscosity, turbulence included", &SectionSnapshot::viscosity},
                                 {"density", "kg m-3", "mixture density", &SectionSnapshot::density}};

constexpr Scalar scalars[] = {
    {"flow_rate", "m3 s-1", "slurry flow rate at the outlet, upward", &SectionRow::flow_rate},
    {"pressure_gradient", "Pa m-1", "-dp/dz less the weight of the clear liquid", &SectionRow::pressure_gradient},
    {"wall_shear_stress", "Pa", "mean wall shear stress, against upward flow", &SectionRow::wall_shear_stress},
    {"divergence", "1", "largest divergence of the flow times the cell's size over the largest speed", &SectionRow::divergence},
    {"y_plus", "1", "distance of the wall cell's centre from the wall in wall units, largest", &SectionRow::y_plus},
    {"step", "s", "last time step", &SectionRow::step},
    {"largest_speed", "m s-1", "largest speed", &SectionRow::largest_speed}};

constexpr List class_lists[] = {
    {"in_situ_concentration", "1", "pipe average of the in-situ volume fraction", &SectionRow::in_situ_concentration},
    {"delivered_concentration", "1", "class flux over slurry flow at the outlet", &SectionRow::delivered_concentration},
    {"feed_rate", "m3 s-1", "volume rate of solids through the inlet", &SectionRow::feed_rate},
    {"delivered_rate", "m3 s-1", "volume rate of solids through the outlet", &SectionRow::delivered_rate}};

using Mass = Column<SectionTotals, std::vector<double>>;
constexpr Mass masses[] = {{"mass_in", "kg", "dry mass through the inlet", &SectionTotals::mass_in},
                           {"mass_out", "kg", "dry mass through the outlet", &SectionTotals::mass_out},
                           {"mass_stored", "kg", "dry mass in the pipe at the end", &SectionTotals::mass_stored},
                           {"mass_initial", "kg", "dry mass in the pipe at the start", &SectionTotals::mass_initial}};

template <class C>
hdf5::Label label(const C& column) {
  return {column.name, column.units, column.long_name};
}
const hdf5::Label time_label{"time", "s", "time since the start"};
const hdf5::Label class_label{"class", "1", "class of solids"};
}  // namespace

SectionFile::SectionFile(const std::filesystem::path& path, const Scenario& scenario, const SectionGeometry& g, const std::string& device)
    : path_(path), file_(path, hdf5::File::Kind::live), root_(file_.root()), geometry_(g) {
  make_all(scenario, device);
  file_.start_live();
}

SectionFile::SectionFile(const std::filesystem::path& path, const Scenario& scenario, const SectionGeometry& g, const std::string& device, const Rows& kept)
    : path_(path), file_(hdf5::File::open(path, true)), root_(file_.root()), geometry_(g) {
  make_all(scenario, device);
  keep_rows(file_, kept, time_, sets_, series_time_, series_sets_);
  times_ = time_.read();
  file_.start_live();
}

SectionFile::SectionFile(const std::filesystem::path& path, const Scenario& scenario, const SectionGeometry& g, const std::string& device, Prepared)
    : path_(path), file_(hdf5::File::open_live(path)), root_(file_.root()), geometry_(g) {
  make_all(scenario, device);
  times_ = time_.read();
}

Rows SectionFile::rows() const { return {time_.shape()[0], series_time_.shape()[0] + rows_.size()}; }

void SectionFile::make_all(const Scenario& scenario, const std::string& device) {
  const SectionGeometry& g = geometry_;
  write_provenance(root_, scenario);
  root_.attribute("model", std::string("axisymmetric"));
  root_.attribute("device", device);
  root_.attribute("maximum_packing", scenario.maximum_packing);
  root_.attribute("bore", g.bore);
  root_.attribute("density_of_liquid", g.liquid_density);
  root_.attribute("viscosity_of_liquid", g.liquid_viscosity);
  z_ = root_.scale({"z", "m", "distance along the pipe from the inlet, cell centres"}, g.z);
  z_face_ = root_.scale({"z_face", "m", "distance along the pipe from the inlet, cell faces"}, g.z_face);
  r_ = root_.scale({"r", "m", "distance from the axis, cell centres"}, g.r);
  r_face_ = root_.scale({"r_face", "m", "distance from the axis, cell faces"}, g.r_face);
  if (!g.class_names.empty()) {
    classes_ = root_.scale(class_label, g.class_names);
    root_.fixed({"class_density", "kg m-3", "grain density"}, g.class_density, {&classes_});
    root_.flags({"class_carrier", "1", "1 where the class moves with the liquid"}, g.class_carrier, {&classes_});
  }
  make_snapshot_sets();
  make_series_sets();
  make_ending_sets();
}

void SectionFile::make_snapshot_sets() {
  time_ = root_.growing_scale(time_label, time_chunk);
  for (const Field& f : cell_fields) sets_[f.name] = root_.growing(label(f), {&time_, &r_, &z_}, snapshot_chunk);
  if (geometry_.heat) sets_["temperature"] = root_.growing({"temperature", "degC", "temperature"}, {&time_, &r_, &z_}, snapshot_chunk);
  sets_["axial_velocity"] = root_.growing({"axial_velocity", "m s-1", "axial volume flux of the mixture, upward"}, {&time_, &r_, &z_face_}, snapshot_chunk);
  sets_["radial_velocity"] = root_.growing({"radial_velocity", "m s-1", "radial volume flux of the mixture, outward"}, {&time_, &r_face_, &z_}, snapshot_chunk);
  sets_["wall_shear_stress"] = root_.growing({"wall_shear_stress", "Pa", "wall shear stress, against upward flow"}, {&time_, &z_}, snapshot_chunk);
  if (!geometry_.class_names.empty())
    sets_["concentration"] = root_.growing({"concentration", "1", "in-situ volume fraction"}, {&time_, &classes_, &r_, &z_}, snapshot_chunk);
}

void SectionFile::make_series_sets() {
  series_ = root_.group("series");
  series_time_ = series_.growing_scale(time_label, series_chunk);
  for (const Scalar& c : scalars) series_sets_[c.name] = series_.growing(label(c), {&series_time_}, series_chunk);
  if (geometry_.class_names.empty()) return;
  series_classes_ = series_.scale(class_label, geometry_.class_names);
  for (const List& c : class_lists) series_sets_[c.name] = series_.growing(label(c), {&series_time_, &series_classes_}, series_chunk);
}

void SectionFile::write(const SectionSnapshot& s) {
  for (const Field& f : cell_fields) sets_.at(f.name).append(s.*f.member);
  if (geometry_.heat) sets_.at("temperature").append(s.temperature);
  sets_.at("axial_velocity").append(s.axial_velocity);
  sets_.at("radial_velocity").append(s.radial_velocity);
  sets_.at("wall_shear_stress").append(s.wall_shear_stress);
  if (!geometry_.class_names.empty()) sets_.at("concentration").append(s.concentration);
  times_.push_back(s.time);
  flush();
}

void SectionFile::write(const SectionRow& row) { rows_.push_back(row); }

void SectionFile::append_series() {
  std::vector<double> values;
  for (const Scalar& c : scalars) {
    values.clear();
    for (const SectionRow& row : rows_) values.push_back(row.*c.member);
    series_sets_.at(c.name).append(values);
  }
  for (const List& c : class_lists) {
    if (geometry_.class_names.empty()) break;
    values.clear();
    for (const SectionRow& row : rows_) values.insert(values.end(), (row.*c.member).begin(), (row.*c.member).end());
    series_sets_.at(c.name).append(values);
  }
}

/// As SnapshotFile's: the times that count the rows come last.
void SectionFile::flush() {
  if (!rows_.empty()) append_series();
  file_.flush();
  time_.append({times_.begin() + static_cast<std::ptrdiff_t>(time_.shape()[0]), times_.end()});
  std::vector<double> values;
  for (const SectionRow& row : rows_) values.push_back(row.time);
  series_time_.append(values);
  rows_.clear();
  file_.flush();
  std::filesystem::path sidecar = path_;
  sidecar.replace_extension(".xdmf2");
  write_file(sidecar, xdmf_text(path_.filename().string(), times_, geometry_.r.size(), geometry_.z.size(), geometry_.class_names, geometry_.heat));
}

void SectionFile::make_ending_sets() {
  const hdf5::Group totals = root_.group("totals");
  ending_sets_["steps"] = totals.fixed({"steps", "1", "time steps"}, {not_yet}, {});
  if (geometry_.class_names.empty()) return;
  const hdf5::Dataset classes = totals.scale(class_label, geometry_.class_names);
  for (const Mass& c : masses) ending_sets_[c.name] = totals.fixed(label(c), std::vector<double>(geometry_.class_names.size(), not_yet), {&classes});
}

void SectionFile::finish(const SectionTotals& t) {
  ending_sets_.at("steps").write({static_cast<double>(t.steps)});
  for (const Mass& c : masses)
    if (auto set = ending_sets_.find(c.name); set != ending_sets_.end()) set->second.write(t.*c.member);
  flush();
}
}  // namespace riser
