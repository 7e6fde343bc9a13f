#include "io/results/snapshots.hpp"

#include <utility>

#ifndef RISER_VERSION
#define RISER_VERSION "unknown"
#endif
#ifndef RISER_COMMIT
#define RISER_COMMIT "unknown"
#endif

namespace riser {
namespace {
constexpr hsize_t snapshot_chunk = 1;     // rows of (time, ..., s): one snapshot is read at a time
constexpr hsize_t time_chunk = 256;       // rows of the bare time axes
constexpr hsize_t series_chunk = 1024;    // rows of the series: read along time

template <class Owner, class Member>
struct Column {
  const char *name, *units, *long_name;
  Member Owner::*member;
};
using Field = Column<Snapshot, std::vector<double>>;
using Scalar = Column<SeriesRow, double>;
using List = Column<SeriesRow, std::vector<double>>;

constexpr Field fields[] = {
    {"pressure", "Pa", "absolute pressure", &Snapshot::pressure},
    {"temperature", "degC", "slurry temperature", &Snapshot::temperature},
    {"wall_temperature", "degC", "pipe wall temperature", &Snapshot::wall_temperature},
    {"mixture_density", "kg m-3", "mixture density", &Snapshot::mixture_density},
    {"wall_shear_stress", "Pa", "wall shear stress", &Snapshot::wall_shear_stress}};

constexpr Scalar scalars[] = {
    {"flow_rate", "m3 s-1", "slurry flow rate at the outlet", &SeriesRow::flow_rate},
    {"step", "s", "last time step", &SeriesRow::step},
    {"inlet_pressure", "Pa", "absolute pressure at the inlet", &SeriesRow::inlet_pressure},
    {"outlet_pressure", "Pa", "absolute pressure at the outlet", &SeriesRow::outlet_pressure},
    {"outlet_temperature", "degC", "slurry temperature at the outlet", &SeriesRow::outlet_temperature},
    {"bed_threshold", "Pa", "pressure that packed beds hold against", &SeriesRow::bed_threshold},
    {"restart_pressure", "Pa", "pressure that beds and yield stress would hold against if the flow stood", &SeriesRow::restart_pressure},
    {"cavity_volume", "m3", "vapour and gas in the whole pipe", &SeriesRow::cavity_volume},
    {"maximum_packing_ratio", "1", "largest total fraction over the maximum packing", &SeriesRow::maximum_packing_ratio}};

constexpr List class_lists[] = {
    {"in_situ_concentration", "1", "pipe average of the in-situ volume fraction", &SeriesRow::in_situ_concentration},
    {"delivered_concentration", "1", "class flux over slurry flow at the outlet", &SeriesRow::delivered_concentration},
    {"feed_rate", "m3 s-1", "volume rate of solids fed", &SeriesRow::feed_rate},
    {"delivered_rate", "m3 s-1", "volume rate of solids delivered", &SeriesRow::delivered_rate}};

constexpr List pump_lists[] = {{"pump_head", "Pa", "pressure rise of the pump", &SeriesRow::pump_head},
                               {"pump_power", "W", "shaft power of the pump", &SeriesRow::pump_power},
                               {"pump_speed", "rad s-1", "speed of the pump", &SeriesRow::pump_speed},
                               {"pump_flow", "m3 s-1", "flow through the pump", &SeriesRow::pump_flow}};

constexpr List branch_lists[] = {{"branch_flow", "m3 s-1", "flow out of the pipe into the vessel or through the dump valve", &SeriesRow::branch_flow},
                                 {"gas_volume", "m3", "gas in the vessel", &SeriesRow::gas_volume}};

constexpr List probe_lists[] = {
    {"probe_pressure", "Pa", "absolute pressure at the probe", &SeriesRow::probe_pressure},
    {"probe_concentration", "1", "total in-situ volume fraction at the probe", &SeriesRow::probe_concentration}};

using TotalsList = Column<Totals, std::vector<double>>;
using TotalsScalar = Column<Totals, double>;

constexpr TotalsList envelopes[] = {
    {"minimum_pressure", "Pa", "lowest absolute pressure of any step", &Totals::minimum_pressure},
    {"maximum_pressure", "Pa", "highest absolute pressure of any step", &Totals::maximum_pressure},
    {"maximum_concentration", "1", "highest total fraction of any step", &Totals::maximum_concentration},
    {"maximum_cavity", "1", "largest share of the cell that vapour and gas filled at any step", &Totals::maximum_cavity}};

constexpr TotalsList strengths[] = {{"burst_limit", "Pa", "highest absolute inside pressure that the wall holds", &Totals::burst_limit},
                                    {"collapse_limit", "Pa", "lowest absolute inside pressure that the wall holds", &Totals::collapse_limit}};

constexpr TotalsList masses[] = {{"mass_in", "kg", "dry mass fed", &Totals::mass_in},
                                 {"mass_out", "kg", "dry mass delivered", &Totals::mass_out},
                                 {"mass_dumped", "kg", "dry mass that left through dump valves", &Totals::mass_dumped},
                                 {"mass_stored", "kg", "dry mass in the pipe at the end", &Totals::mass_stored},
                                 {"mass_initial", "kg", "dry mass in the pipe at the start", &Totals::mass_initial}};

constexpr TotalsScalar totals_scalars[] = {
    {"energy", "J", "shaft energy", &Totals::energy},
    {"work", "J", "hydraulic energy pressed in at the inlet above the sea's pressure", &Totals::work},
    {"cavity_time", "s", "first vapour cavity, -1 = none", &Totals::cavity_time},
    {"cavity_position", "m", "first vapour cavity, -1 = none", &Totals::cavity_position},
    {"plug_time", "s", "first packed cell, -1 = none", &Totals::plug_time},
    {"plug_position", "m", "first packed cell, -1 = none", &Totals::plug_position}};

const hdf5::Label time_label{"time", "s", "time since the start"};
const hdf5::Label s_label{"s", "m", "distance along the pipe from the inlet, cell centres"};

template <class C>
hdf5::Label label(const C& column) {
  return {column.name, column.units, column.long_name};
}
}  // namespace

std::string compiler_name() {
#if defined(__clang__)
  return "clang++ " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

void keep_rows(const hdf5::File& file, const Rows& kept, hdf5::Dataset& time, SetsByName& sets, hdf5::Dataset& series_time, SetsByName& series_sets) {
  const auto all = [&](const auto& change) {
    change(time, kept.snapshots), change(series_time, kept.series);
    for (auto& [name, set] : sets) change(set, kept.snapshots);
    for (auto& [name, set] : series_sets) change(set, kept.series);
  };
  const auto cut = [](hdf5::Dataset& set, hsize_t rows) { set.cut(rows); };
  all(cut), all([](hdf5::Dataset& set, hsize_t) { set.try_row(); });
  file.flush();
  all(cut);
}

std::string program_version() { return std::string("riser ") + RISER_VERSION + " (" + RISER_COMMIT + ")"; }

SnapshotFile::SnapshotFile(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry, const std::string& device)
    : file_(path, hdf5::File::Kind::live), root_(file_.root()), class_names_(geometry.class_names) {
  make_all(scenario, geometry, device);
  file_.start_live();
}

SnapshotFile::SnapshotFile(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry, const std::string& device, const Rows& kept)
    : file_(hdf5::File::open(path, true)), root_(file_.root()), class_names_(geometry.class_names) {
  make_all(scenario, geometry, device);
  keep_rows(file_, kept, scales_.time, sets_, series_scales_.time, series_sets_);
  file_.start_live();
}

SnapshotFile::SnapshotFile(const std::filesystem::path& path, const Scenario& scenario, const Geometry& geometry, const std::string& device, Prepared)
    : file_(hdf5::File::open_live(path)), root_(file_.root()), class_names_(geometry.class_names) {
  make_all(scenario, geometry, device);
}

void SnapshotFile::make_all(const Scenario& scenario, const Geometry& geometry, const std::string& device) {
  write_attributes(scenario, device);
  write_geometry(geometry);
  make_snapshot_sets();
  make_series_sets(scenario, geometry);
  make_ending_sets(geometry);
}

Rows SnapshotFile::rows() const { return {scales_.time.shape()[0], series_scales_.time.shape()[0] + rows_.size()}; }

void write_provenance(const hdf5::Group& root, const Scenario& scenario) {
  root.attribute("title", scenario.title);
  root.attribute("name", scenario.name);
  root.attribute("riser_version", std::string(RISER_VERSION));
  root.attribute("commit", std::string(RISER_COMMIT));
  root.attribute("compiler", compiler_name());
  root.attribute("source_yaml", scenario.source_yaml);
  root.attribute("resolved_yaml", scenario.resolved_yaml);
  root.attribute("changed", scenario.changes);
}

void SnapshotFile::write_attributes(const Scenario& scenario, const std::string& device) {
  write_provenance(root_, scenario);
  root_.attribute("pressure_model", std::string(scenario.pressure == PressureModel::rigid ? "rigid" : "elastic"));
  root_.attribute("device", device);
  root_.attribute("maximum_packing", scenario.maximum_packing);
}

void SnapshotFile::write_geometry(const Geometry& g) {
  scales_.s = root_.scale(s_label, g.s);
  scales_.s_face = root_.scale({"s_face", "m", "distance along the pipe from the inlet, cell faces"}, g.s_face);
  const hdf5::Dataset* s = &scales_.s;
  root_.fixed({"depth", "m", "depth below the sea surface"}, g.depth, {s});
  root_.fixed({"bore", "m", "inside diameter; hydraulic diameter of an annulus"}, g.bore, {s});
  root_.fixed({"cell_volume", "m3", "cell volume"}, g.volume, {s});
  root_.fixed({"sea_pressure", "Pa", "absolute pressure of the sea outside"}, g.sea_pressure, {s});
  root_.fixed({"sea_temperature", "degC", "temperature of the sea outside"}, g.sea_temperature, {s});
  if (g.class_names.empty()) return;
  scales_.classes = root_.scale({"class", "1", "class of solids"}, g.class_names);
  root_.fixed({"class_density", "kg m-3", "grain density"}, g.class_density, {&scales_.classes});
  root_.flags({"class_carrier", "1", "1 where the class moves with the liquid"}, g.class_carrier, {&scales_.classes});
}

void SnapshotFile::make_snapshot_sets() {
  scales_.time = root_.growing_scale(time_label, time_chunk);
  const hdf5::Dataset *time = &scales_.time, *s = &scales_.s;
  for (const Field& f : fields) sets_[f.name] = root_.growing(label(f), {time, s}, snapshot_chunk);
  sets_["flow_rate"] = root_.growing({"flow_rate", "m3 s-1", "slurry flow rate"}, {time, &scales_.s_face}, snapshot_chunk);
  if (!class_names_.empty())
    sets_["concentration"] =
        root_.growing({"concentration", "1", "in-situ volume fraction"}, {time, &scales_.classes, s}, snapshot_chunk);
}

void SnapshotFile::make_series_sets(const Scenario& scenario, const Geometry& g) {
  series_ = root_.group("series");
  Scales& scales = series_scales_;
  scales.time = series_.growing_scale(time_label, series_chunk);
  const hdf5::Dataset* time = &scales.time;
  for (const Scalar& c : scalars) series_sets_[c.name] = series_.growing(label(c), {time}, series_chunk);
  const auto add = [&](const auto& lists, const hdf5::Dataset* other) {
    for (const List& c : lists) series_sets_[c.name] = series_.growing(label(c), {time, other}, series_chunk);
  };
  if (!class_names_.empty()) {
    scales.classes = series_.scale({"class", "1", "class of solids"}, class_names_);
    add(class_lists, &scales.classes);
  }
  if (!g.pump_names.empty()) {
    scales.pumps = series_.scale({"pump", "1", "pump"}, g.pump_names);
    series_.fixed({"pump_position", "m", "position along the pipe"}, g.pump_position, {&scales.pumps});
    add(pump_lists, &scales.pumps);
  }
  if (!g.branch_names.empty()) {
    scales.branches = series_.scale({"branch", "1", "vessel or dump valve"}, g.branch_names);
    add(branch_lists, &scales.branches);
  }
  if (!scenario.output.probes.empty()) {
    scales.probes = series_.scale({"probe", "m", "position along the pipe"}, scenario.output.probes);
    add(probe_lists, &scales.probes);
  }
}

void SnapshotFile::write(const Snapshot& snapshot) {
  for (const Field& f : fields) sets_.at(f.name).append(snapshot.*f.member);
  sets_.at("flow_rate").append(snapshot.flow_rate);
  if (!class_names_.empty()) sets_.at("concentration").append(snapshot.concentration);
  times_ = {snapshot.time};
  flush();
}

void SnapshotFile::write(const SeriesRow& row) { rows_.push_back(row); }

void SnapshotFile::append_series() {
  std::vector<double> values;
  const auto gather = [&](auto take, hdf5::Dataset& set) {
    values.clear();
    for (const SeriesRow& row : rows_) take(row);
    set.append(values);
  };
  const auto append = [&](const auto& lists) {
    for (const List& c : lists)
      if (auto set = series_sets_.find(c.name); set != series_sets_.end())
        gather([&](const SeriesRow& r) { values.insert(values.end(), (r.*c.member).begin(), (r.*c.member).end()); }, set->second);
  };
  for (const Scalar& c : scalars) gather([&](const SeriesRow& r) { values.push_back(r.*c.member); }, series_sets_.at(c.name));
  append(class_lists), append(pump_lists), append(branch_lists), append(probe_lists);
}

/// The rows first, then the times that count them: a run killed in between leaves no time without its row.
void SnapshotFile::flush() {
  if (!rows_.empty()) append_series();
  file_.flush();
  if (times_.empty() && rows_.empty()) return;
  scales_.time.append(times_);
  times_.clear();
  for (const SeriesRow& row : rows_) times_.push_back(row.time);
  series_scales_.time.append(times_);
  times_.clear(), rows_.clear();
  file_.flush();
}

void SnapshotFile::make_ending_sets(const Geometry& g) {
  const hdf5::Group envelope = root_.group("envelope"), totals = root_.group("totals");
  const hdf5::Dataset s = envelope.scale(s_label, g.s), classes = class_names_.empty() ? hdf5::Dataset() : totals.scale({"class", "1", "class of solids"}, class_names_);
  const auto add = [&](const auto& list, const hdf5::Group& group, const hdf5::Dataset& scale) {
    for (const auto& c : list) ending_sets_[c.name] = group.fixed(label(c), std::vector<double>(scale.shape()[0], not_yet), {&scale});
  };
  add(envelopes, envelope, s);
  if (!g.burst_strength.empty()) add(strengths, envelope, s);
  if (!class_names_.empty()) add(masses, totals, classes);
  for (const TotalsScalar& c : totals_scalars) ending_sets_[c.name] = totals.fixed(label(c), {not_yet}, {});
  ending_sets_["steps"] = totals.fixed({"steps", "1", "time steps"}, {not_yet}, {});
}

void SnapshotFile::finish(const Totals& t) {
  const auto put = [&](const auto& list) {
    for (const auto& c : list)
      if (auto set = ending_sets_.find(c.name); set != ending_sets_.end()) set->second.write(t.*c.member);
  };
  put(envelopes), put(strengths), put(masses);
  for (const TotalsScalar& c : totals_scalars) ending_sets_.at(c.name).write({t.*c.member});
  ending_sets_.at("steps").write({static_cast<double>(t.steps)});
  flush();
}
}  // namespace riser
