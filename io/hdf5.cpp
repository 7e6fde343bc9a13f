#include "io/hdf5.hpp"

#include <atomic>

#include <hdf5_hl.h>

#include <algorithm>
#include <utility>

namespace riser::hdf5 {
namespace {

herr_t take_message(unsigned, const H5E_error2_t* error, void* into) {
  auto* text = static_cast<std::string*>(into);
  if (error->desc && *error->desc) *text += (text->empty() ? "" : ": ") + std::string(error->desc);
  return 0;
}

/// After a failed write the library crashes when it is asked to close what it could not write; the handles are then left
/// to the end of the program.
std::atomic<bool> write_failed{false};

/// The system's own words within HDF5's stack of messages, or the whole stack.
std::string core_of(const std::string& stack) {
  const std::string mark = "error message = '";
  const std::size_t from = stack.find(mark), to = from == std::string::npos ? from : stack.find('\'', from + mark.size());
  return to == std::string::npos ? stack : stack.substr(from + mark.size(), to - from - mark.size());
}

/// Passes a good identifier or status through; turns a bad one into an IoError with what the system or HDF5 says.
template <class T>
T checked(T result, const char* doing, const std::string& path) {
  if (result >= 0) return result;
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, take_message, &text);
  write_failed = true;
  throw IoError(path + ": " + doing + " failed" + (text.empty() ? "" : ": " + core_of(text)));
}

Handle string_type(const std::string& path) {
  Handle type(checked(H5Tcopy(H5T_C_S1), "string type", path), H5Tclose);
  checked(H5Tset_size(type, H5T_VARIABLE), "string type", path);
  checked(H5Tset_cset(type, H5T_CSET_UTF8), "string type", path);
  return type;
}

/// Variable-length text lives in the global heap, so that a long YAML file fits although an attribute is limited to 64 KiB.
void write_text(hid_t owner, const std::string& name, const std::string& value, const std::string& path) {
  const Handle type = string_type(path);
  const Handle space(checked(H5Screate(H5S_SCALAR), "attribute", path), H5Sclose);
  const Handle a(checked(H5Acreate2(owner, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), "attribute", path), H5Aclose);
  const char* text = value.c_str();
  checked(H5Awrite(a, type, &text), "attribute", path);
}

void write_label(const Dataset& set, const Label& label) {
  if (!label.units.empty()) write_text(set.id(), "units", label.units, set.path());
  if (!label.long_name.empty()) write_text(set.id(), "long_name", label.long_name, set.path());
}

Handle make_space(const std::vector<hsize_t>& shape, bool grows, const std::string& path) {
  if (shape.empty()) return {checked(H5Screate(H5S_SCALAR), "data space", path), H5Sclose};
  std::vector<hsize_t> most = shape;
  if (grows) most[0] = H5S_UNLIMITED;
  return {checked(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), most.data()), "data space", path), H5Sclose};
}

Handle make_filters(const std::vector<hsize_t>& shape, hsize_t rows, const std::string& path) {
  constexpr hsize_t longest = 65536;  // 512 KiB of doubles: inside HDF5's 1 MiB chunk cache
  Handle list(checked(H5Pcreate(H5P_DATASET_CREATE), "filters", path), H5Pclose);
  std::vector<hsize_t> chunk(shape.size(), 1);  // the last two of (time, class, s) and (time, class, r, z), as far as they fit
  chunk[0] = rows;
  if (shape.size() > 1) chunk.back() = std::clamp<hsize_t>(shape.back(), 1, longest);
  if (const std::size_t last = shape.size() - 1; shape.size() > 2)
    chunk[last - 1] = std::clamp<hsize_t>(longest / (rows * chunk[last]), 1, std::max<hsize_t>(shape[last - 1], 1));
  checked(H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data()), "filters", path);
  checked(H5Pset_shuffle(list), "filters", path);
  checked(H5Pset_deflate(list, 2), "filters", path);
  checked(H5Pset_fletcher32(list), "filters", path);
  return list;
}

Dataset make(hid_t group, const std::string& path, hid_t type, std::vector<hsize_t> shape, hsize_t rows_a_chunk) {
  const bool grows = rows_a_chunk > 0;
  const Handle space = make_space(shape, grows, path);
  const Handle list = grows ? make_filters(shape, rows_a_chunk, path) : Handle();
  const std::string name = path.substr(path.rfind('/') + 1);
  const hid_t id = H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, grows ? hid_t(list) : H5P_DEFAULT, H5P_DEFAULT);
  return {Handle(checked(id, "making the data set", path), H5Dclose), path, std::move(shape)};
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

void expect(std::size_t got, const std::vector<hsize_t>& shape, const std::string& path) {
  hsize_t wanted = 1;
  for (hsize_t length : shape) wanted *= length;
  if (got != wanted) throw IoError(path + ": " + std::to_string(got) + " values for a set of " + std::to_string(wanted));
}

void become_scale(const Dataset& set, const Label& label) {
  checked(H5DSset_scale(set.id(), label.name.c_str()), "making a scale", set.path());
  write_label(set, label);
}
}  // namespace

Handle::Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
Handle& Handle::operator=(Handle&& other) noexcept {
  if (this == &other) return *this;
  reset();
  id_ = std::exchange(other.id_, -1);
  close_ = other.close_;
  return *this;
}
void Handle::reset() {
  if (id_ >= 0 && close_ && !write_failed) close_(id_);
  id_ = -1;
}

Dataset::Dataset(Handle id, std::string path, std::vector<hsize_t> shape)
    : id_(std::move(id)), path_(std::move(path)), shape_(std::move(shape)) {}

void Dataset::append(const std::vector<double>& values) {
  std::vector<hsize_t> count = shape_, start(shape_.size(), 0);
  count[0] = 1;
  hsize_t row = 1;
  for (hsize_t length : count) row *= length;
  count[0] = row ? values.size() / row : 0;
  expect(values.size(), count, path_);
  start[0] = std::exchange(shape_[0], shape_[0] + count[0]);
  checked(H5Dset_extent(id_, shape_.data()), "growing", path_);
  const Handle file(checked(H5Dget_space(id_), "growing", path_), H5Sclose);
  checked(H5Sselect_hyperslab(file, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr), "growing", path_);
  const Handle memory = make_space(count, false, path_);
  checked(H5Dwrite(id_, H5T_NATIVE_DOUBLE, memory, file, H5P_DEFAULT, values.data()), "writing", path_);
}

Group::Group(Handle id, std::string path) : id_(std::move(id)), path_(std::move(path)) {}

Group Group::group(const std::string& name) const {
  const std::string path = path_ + "/" + name;
  const hid_t id = H5Gcreate2(id_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  return {Handle(checked(id, "making the group", path), H5Gclose), path};
}

void Group::attribute(const std::string& name, const std::string& value) const { write_text(id_, name, value, path_); }

void Group::attribute(const std::string& name, double value) const {
  const Handle space(checked(H5Screate(H5S_SCALAR), "attribute", path_), H5Sclose);
  const hid_t id = H5Acreate2(id_, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT);
  const Handle a(checked(id, "attribute", path_), H5Aclose);
  checked(H5Awrite(a, H5T_NATIVE_DOUBLE, &value), "attribute", path_);
}

Dataset Group::scale(const Label& label, const std::vector<double>& values) const {
  Dataset set = make(id_, path_ + "/" + label.name, H5T_IEEE_F64LE, {values.size()}, 0);
  checked(H5Dwrite(set.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "writing", set.path());
  become_scale(set, label);
  return set;
}

Dataset Group::scale(const Label& label, const std::vector<std::string>& names) const {
  const Handle type = string_type(path_);
  Dataset set = make(id_, path_ + "/" + label.name, type, {names.size()}, 0);
  std::vector<const char*> texts;
  for (const std::string& name : names) texts.push_back(name.c_str());
  checked(H5Dwrite(set.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()), "writing", set.path());
  become_scale(set, label);
  return set;
}

Dataset Group::growing_scale(const Label& label, hsize_t rows_a_chunk) const {
  Dataset set = make(id_, path_ + "/" + label.name, H5T_IEEE_F64LE, {0}, rows_a_chunk);
  become_scale(set, label);
  return set;
}

Dataset Group::fixed(const Label& label, const std::vector<double>& values, Scales scales) const {
  Dataset set = make(id_, path_ + "/" + label.name, H5T_IEEE_F64LE, lengths(scales), 0);
  expect(values.size(), set.shape(), set.path());
  checked(H5Dwrite(set.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "writing", set.path());
  attach(set, scales);
  write_label(set, label);
  return set;
}

Dataset Group::flags(const Label& label, const std::vector<bool>& values, Scales scales) const {
  Dataset set = make(id_, path_ + "/" + label.name, H5T_STD_I8LE, lengths(scales), 0);
  expect(values.size(), set.shape(), set.path());
  const std::vector<signed char> bytes(values.begin(), values.end());
  checked(H5Dwrite(set.id(), H5T_NATIVE_SCHAR, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), "writing", set.path());
  attach(set, scales);
  write_label(set, label);
  return set;
}

Dataset Group::growing(const Label& label, Scales scales, hsize_t rows_a_chunk) const {
  std::vector<hsize_t> shape = lengths(scales);
  shape[0] = 0;
  Dataset set = make(id_, path_ + "/" + label.name, H5T_IEEE_F64LE, std::move(shape), rows_a_chunk);
  attach(set, scales);
  write_label(set, label);
  return set;
}

File::File(const std::filesystem::path& path) : path_(path.string()) {
  H5dont_atexit();  // every handle has its owner
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // its messages come with the IoError, not on standard error
  id_ = Handle(checked(H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), "making the file", path_), H5Fclose);
}

Group File::root() const { return {Handle(checked(H5Gopen2(id_, "/", H5P_DEFAULT), "opening", path_), H5Gclose), path_ + ":"}; }

void File::flush() const { checked(H5Fflush(id_, H5F_SCOPE_GLOBAL), "flushing", path_); }
}  // namespace riser::hdf5
