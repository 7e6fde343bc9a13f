#include "io/hdf5/hdf5.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <utility>

#include "io/hdf5/plumbing.hpp"

namespace riser::hdf5 {
namespace {

void write_label(const Dataset& set, const Label& label) {
  if (!label.units.empty()) write_text(set.id(), "units", label.units, set.path());
  if (!label.long_name.empty()) write_text(set.id(), "long_name", label.long_name, set.path());
}

/// Without the time of day: the same results are the same bytes.
Handle creation_list(const std::string& path) {
  Handle list(checked(H5Pcreate(H5P_DATASET_CREATE), "making the data set", path), H5Pclose);
  checked(H5Pset_obj_track_times(list, false), "making the data set", path);
  return list;
}

void add_filters(hid_t list, const std::vector<hsize_t>& shape, hsize_t rows, const std::string& path) {
  constexpr hsize_t longest = 65536;  // 512 KiB of doubles: inside HDF5's 1 MiB chunk cache
  std::vector<hsize_t> chunk(shape.size(), 1);  // the last two of (time, class, s) and (time, class, r, z), as far as they fit
  chunk[0] = rows;
  if (shape.size() > 1) chunk.back() = std::clamp<hsize_t>(shape.back(), 1, longest);
  if (const std::size_t last = shape.size() - 1; shape.size() > 2)
    chunk[last - 1] = std::clamp<hsize_t>(longest / (rows * chunk[last]), 1, std::max<hsize_t>(shape[last - 1], 1));
  checked(H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data()), "filters", path);
  checked(H5Pset_shuffle(list), "filters", path);
  checked(H5Pset_deflate(list, 2), "filters", path);
  checked(H5Pset_fletcher32(list), "filters", path);
  // A chunk that still grows is rewritten in place; as bare numbers the rows that were there stay whole if that is cut short.
  checked(H5Pset_chunk_opts(list, H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS), "filters", path);
}

bool is_there(hid_t group, const std::string& name) { return H5Lexists(group, name.c_str(), H5P_DEFAULT) > 0; }
std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// A set that is there; all lengths but a growing first one must be the wanted ones.
Dataset open_as(hid_t group, const std::string& path, const std::vector<hsize_t>& wanted, bool grows) {
  Handle id(looked(H5Dopen2(group, last_part(path).c_str(), H5P_DEFAULT), "opening the data set", path), H5Dclose);
  std::vector<hsize_t> shape = shape_of(id, path);
  if (shape.size() != wanted.size() || !std::equal(shape.begin() + grows, shape.end(), wanted.begin() + grows))
    throw IoError(path + ": is there with another shape");
  return {std::move(id), path, std::move(shape)};
}

struct Made {
  Dataset set;
  bool fresh;  // else it was there
};

Made make(hid_t group, const std::string& path, hid_t type, std::vector<hsize_t> shape, hsize_t rows_a_chunk) {
  const bool grows = rows_a_chunk > 0;
  const std::string name = last_part(path);
  if (is_there(group, name)) return {open_as(group, path, shape, grows), false};
  const Handle space = make_space(shape, grows, path);
  const Handle list = creation_list(path);
  if (grows) add_filters(list, shape, rows_a_chunk, path);
  const hid_t id = H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, list, H5P_DEFAULT);
  return {{Handle(checked(id, "making the data set", path), H5Dclose), path, std::move(shape)}, true};
}

void attach(const Dataset& set, Group::Scales scales) {
  unsigned axis = 0;
  for (const Dataset* scale : scales) checked(H5DSattach_scale(set.id(), scale->id(), axis++), "attaching a scale", set.path());
}

std::vector<hsize_t> lengths(Group::Scales scales) {
  std::vector<hsize_t> shape;
  for (const Dataset* scale : scales) shape.push_back(scale->shape()[0]);
  return shape;
}

void become_scale(const Dataset& set, const Label& label) {
  checked(H5DSset_scale(set.id(), label.name.c_str()), "making a scale", set.path());
  write_label(set, label);
}
}  // namespace

Group::Group(Handle id, std::string path, bool only_opens) : id_(std::move(id)), path_(std::move(path)), only_opens_(only_opens) {}

Group Group::group(const std::string& name) const {
  const std::string path = path_ + "/" + name;
  const hid_t id = is_there(id_, name) ? H5Gopen2(id_, name.c_str(), H5P_DEFAULT) : H5Gcreate2(id_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  return {Handle(checked(id, "making the group", path), H5Gclose), path, only_opens_};
}

void Group::attribute(const std::string& name, const std::string& value) const {
  if (only_opens_) return;
  if (H5Aexists(id_, name.c_str()) > 0) checked(H5Adelete(id_, name.c_str()), "attribute", path_);
  write_text(id_, name, value, path_);
}

void Group::attribute(const std::string& name, double value) const {
  if (only_opens_) return;
  if (H5Aexists(id_, name.c_str()) > 0) checked(H5Adelete(id_, name.c_str()), "attribute", path_);
  const Handle space(checked(H5Screate(H5S_SCALAR), "attribute", path_), H5Sclose);
  const hid_t id = H5Acreate2(id_, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT);
  const Handle a(checked(id, "attribute", path_), H5Aclose);
  checked(H5Awrite(a, H5T_NATIVE_DOUBLE, &value), "attribute", path_);
}

std::string Group::text(const std::string& name) const {
  const Handle a(looked(H5Aopen(id_, name.c_str(), H5P_DEFAULT), ("reading attribute " + name).c_str(), path_), H5Aclose);
  const Handle kept(H5Aget_type(a), H5Tclose), type = string_type(path_), space(H5Aget_space(a), H5Sclose);
  if (H5Tis_variable_str(kept) <= 0 || H5Sget_simple_extent_npoints(space) != 1) throw IoError(path_ + ": attribute " + name + " is no text");
  char* text = nullptr;
  looked(H5Aread(a, type, &text), "reading an attribute", path_);
  const std::string result = text ? text : "";
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, &text);
  return result;
}

double Group::number(const std::string& name) const {
  const Handle a(looked(H5Aopen(id_, name.c_str(), H5P_DEFAULT), ("reading attribute " + name).c_str(), path_), H5Aclose);
  const Handle space(H5Aget_space(a), H5Sclose);
  if (H5Sget_simple_extent_npoints(space) != 1) throw IoError(path_ + ": attribute " + name + " is no number");
  double value = 0;
  looked(H5Aread(a, H5T_NATIVE_DOUBLE, &value), "reading an attribute", path_);
  return value;
}

std::vector<Dataset> Group::all() const {
  H5G_info_t info;
  looked(H5Gget_info(id_, &info), "listing", path_);
  std::vector<Dataset> sets;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    char name[256];
    looked(H5Lget_name_by_idx(id_, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, sizeof name, H5P_DEFAULT), "listing", path_);
    Handle id(looked(H5Dopen2(id_, name, H5P_DEFAULT), "opening the data set", path_ + "/" + name), H5Dclose);
    std::vector<hsize_t> shape = shape_of(id, path_);
    sets.emplace_back(std::move(id), path_ + "/" + name, std::move(shape));
  }
  return sets;
}

Dataset Group::scale(const Label& label, const std::vector<double>& values) const {
  auto [set, fresh] = make(id_, path_ + "/" + label.name, H5T_IEEE_F64LE, {values.size()}, 0);
  if (!fresh && set.read() != values) throw IoError(set.path() + ": is there with other numbers");
  if (!fresh) return std::move(set);
  set.write(values);
  become_scale(set, label);
  return std::move(set);
}

Dataset Group::scale(const Label& label, const std::vector<std::string>& names) const {
  const Handle type = string_type(path_);
  auto [set, fresh] = make(id_, path_ + "/" + label.name, type, {names.size()}, 0);
  if (!fresh) return std::move(set);
  std::vector<const char*> texts;
  for (const std::string& name : names) texts.push_back(name.c_str());
  checked(H5Dwrite(set.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()), "writing", set.path());
  become_scale(set, label);
  return std::move(set);
}

Dataset Group::growing_scale(const Label& label, hsize_t rows_a_chunk) const {
  auto [set, fresh] = make(id_, path_ + "/" + label.name, H5T_IEEE_F64LE, {0}, rows_a_chunk);
  if (fresh) become_scale(set, label);
  return std::move(set);
}

Dataset Group::fixed(const Label& label, const std::vector<double>& values, Scales scales) const {
  auto [set, fresh] = make(id_, path_ + "/" + label.name, H5T_IEEE_F64LE, lengths(scales), 0);
  if (only_opens_) return std::move(set);
  set.write(values);
  if (fresh) attach(set, scales), write_label(set, label);
  return std::move(set);
}

Dataset Group::plain(const std::string& name, hsize_t count) const { return make(id_, path_ + "/" + name, H5T_IEEE_F64LE, {count}, 0).set; }

Dataset Group::flags(const Label& label, const std::vector<bool>& values, Scales scales) const {
  auto [set, fresh] = make(id_, path_ + "/" + label.name, H5T_STD_I8LE, lengths(scales), 0);
  if (only_opens_) return std::move(set);
  expect(values.size(), set.shape(), set.path());
  const std::vector<signed char> bytes(values.begin(), values.end());
  write_all(set.id(), H5T_NATIVE_SCHAR, bytes.data(), set.shape(), 1, set.path());
  if (fresh) attach(set, scales), write_label(set, label);
  return std::move(set);
}

Dataset Group::growing(const Label& label, Scales scales, hsize_t rows_a_chunk) const {
  std::vector<hsize_t> shape = lengths(scales);
  shape[0] = 0;
  auto [set, fresh] = make(id_, path_ + "/" + label.name, H5T_IEEE_F64LE, std::move(shape), rows_a_chunk);
  if (fresh) attach(set, scales), write_label(set, label);
  return std::move(set);
}
}  // namespace riser::hdf5
