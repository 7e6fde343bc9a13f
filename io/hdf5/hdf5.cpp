#include "io/hdf5/hdf5.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include "io/hdf5/flags.hpp"
#include "io/hdf5/plumbing.hpp"
#include "io/results/files.hpp"
#include "io/results/own_files.hpp"

namespace riser::hdf5 {
namespace {

/// After a failed write the library crashes when it is asked to close what it could not write; the handles are then left
/// to the end of the program.
std::atomic<bool> write_failed{false};

herr_t take_message(unsigned, const H5E_error2_t* error, void* into) {
  auto* text = static_cast<std::string*>(into);
  if (error->desc && *error->desc) *text += (text->empty() ? "" : ": ") + std::string(error->desc);
  return 0;
}

/// The system's own words within HDF5's stack of messages, or the whole stack.
std::string core_of(const std::string& stack) {
  const std::string mark = "error message = '";
  const std::size_t from = stack.find(mark), to = from == std::string::npos ? from : stack.find('\'', from + mark.size());
  return to == std::string::npos ? stack : stack.substr(from + mark.size(), to - from - mark.size());
}
}  // namespace

void raise(const char* doing, const std::string& path, bool writes) {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, take_message, &text);
  if (writes) write_failed = true;
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

Handle make_space(const std::vector<hsize_t>& shape, bool grows, const std::string& path) {
  if (shape.empty()) return {checked(H5Screate(H5S_SCALAR), "data space", path), H5Sclose};
  std::vector<hsize_t> most = shape;
  if (grows) most[0] = H5S_UNLIMITED;
  return {checked(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), most.data()), "data space", path), H5Sclose};
}

std::vector<hsize_t> shape_of(hid_t set, const std::string& path) {
  const Handle space(looked(H5Dget_space(set), "opening", path), H5Sclose);
  std::vector<hsize_t> shape(static_cast<std::size_t>(looked(H5Sget_simple_extent_ndims(space), "opening", path)));
  looked(H5Sget_simple_extent_dims(space, shape.data(), nullptr), "opening", path);
  return shape;
}

void expect(std::size_t got, const std::vector<hsize_t>& shape, const std::string& path) {
  hsize_t wanted = 1;
  for (hsize_t length : shape) wanted *= length;
  if (got != wanted) throw IoError(path + ": " + std::to_string(got) + " values for a set of " + std::to_string(wanted));
}

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

void Dataset::try_row() {
  hsize_t row = 1;
  for (std::size_t axis = 1; axis < shape_.size(); ++axis) row *= shape_[axis];
  append(std::vector<double>(row, 0.0));
}

void Dataset::cut(hsize_t rows) {
  if (shape_.at(0) < rows) throw IoError(path_ + ": has " + std::to_string(shape_[0]) + " rows where " + std::to_string(rows) + " are expected");
  shape_[0] = rows;
  checked(H5Dset_extent(id_, shape_.data()), "cutting", path_);
}

void Dataset::write(const std::vector<double>& values) const {
  expect(values.size(), shape_, path_);
  write_all(id_, H5T_NATIVE_DOUBLE, values.data(), shape_, sizeof(double), path_);
}

std::vector<double> Dataset::read() const {
  hsize_t count = 1;
  for (hsize_t length : shape_) count *= length;
  const Handle list(H5Dget_create_plist(id_), H5Pclose);
  if (H5Pget_layout(list) == H5D_VIRTUAL || H5Pget_external_count(list) != 0) throw IoError(path_ + ": lies in another file");
  if (H5Pget_layout(list) == H5D_CONTIGUOUS && count > H5Dget_storage_size(id_) / sizeof(double)) throw IoError(path_ + ": holds less than it says");
  std::vector<double> values(count);
  looked(H5Dread(id_, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "reading", path_);
  return values;
}

namespace {
void be_quiet() {
  H5dont_atexit();  // every handle has its owner
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // its messages come with the IoError, not on standard error
}

/// `live`: the format and the driver of a file that may be read, and its writer killed, while it is written.
Handle access_of(bool live, const std::string& path) {
  Handle access(looked(H5Pcreate(H5P_FILE_ACCESS), "making the file", path), H5Pclose);
#if H5_VERSION_GE(1, 12, 1) || (H5_VERSION_GE(1, 10, 7) && H5_VERSION_LE(1, 10, 99))
  looked(H5Pset_file_locking(access, false, true), "making the file", path);  // the folder's lock does it, and works, as a warning, where there are none
#endif
  if (!live) return access;
  looked(H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST), "making the file", path);
  looked(H5Pset_metadata_read_attempts(access, 1), "making the file", path);  // a block that is torn stays so: no waiting for its writer
  const Handle driver = unmarked_driver(path);
  looked(H5Pset_driver(access, driver, nullptr), "making the file", path);
  return access;
}

std::filesystem::path beside(const std::filesystem::path& path) { return path.string() + ".part"; }

/// A file that is changed in place, before it is live, would be broken by a kill.
void copy_beside(const std::filesystem::path& path, const std::filesystem::path& at) {
  std::filesystem::remove(at);
  std::error_code error;
  std::filesystem::copy_file(path, at, error);
  if (error) throw IoError(path.string() + ": " + error.message());
  clear_write_flags(at);
}

bool is_same_file(int descriptor, const std::string& path) {
  struct stat ours {}, there {};
  return fstat(descriptor, &ours) == 0 && stat(path.c_str(), &there) == 0 && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}
}  // namespace

File::File(const std::filesystem::path& path, Kind kind) : path_(path.string()) {
  be_quiet();
  const bool live = kind == Kind::live;
  const Handle access = access_of(live, path_);
  if (kind == Kind::shared) share_file(access, path_);
  const std::filesystem::path at = live ? beside(path) : path;
  if (live) claim_file(path), std::filesystem::remove(at);  // never one that is still open
  id_ = Handle(looked(H5Fcreate(at.c_str(), live ? H5F_ACC_EXCL : H5F_ACC_TRUNC, H5P_DEFAULT, access), "making the file", path_), H5Fclose);
}

File File::open(const std::filesystem::path& path, bool change) {
  be_quiet();
  File file;
  file.path_ = path.string();
  const std::filesystem::path at = change ? beside(path) : path;
  if (change) claim_file(path), copy_beside(path, at);
  const Handle access = access_of(change, file.path_);
  const hid_t id = H5Fopen(at.c_str(), change ? H5F_ACC_RDWR : H5F_ACC_RDONLY, access);
  if (id < 0) throw IoError(file.path_ + " is not there or is no HDF5 file");
  file.id_ = Handle(id, H5Fclose);
  return file;
}

File File::open_live(const std::filesystem::path& path) {
  be_quiet();
  File file;
  file.path_ = path.string();
  const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDWR | H5F_ACC_SWMR_WRITE, access_of(true, file.path_));
  if (id < 0) throw IoError(file.path_ + " is not there or cannot be gone on with");
  file.id_ = Handle(id, H5Fclose), file.live_ = true;
  return file;
}

void File::start_live() {
  checked(H5Fstart_swmr_write(id_), "starting to write", path_);
  sync();
  move_into_place(beside(path_), path_);
  live_ = true;
}

Group File::root() const { return {Handle(looked(H5Gopen2(id_, "/", H5P_DEFAULT), "opening", path_), H5Gclose), path_ + ":", live_}; }

void File::flush() const {
  checked(H5Fflush(id_, H5F_SCOPE_GLOBAL), "flushing", path_);
  if (live_ && !is_same_file(descriptor(), path_)) throw IoError(path_ + ": was removed or replaced while the run wrote it");
}

void File::sync() const {
  flush();
  if (fsync(descriptor()) != 0) throw IoError(path_ + ": " + std::strerror(errno));
}

int File::descriptor() const {
  int* place = nullptr;
  looked(H5Fget_vfd_handle(id_, H5P_DEFAULT, reinterpret_cast<void**>(&place)), "flushing", path_);
  return *place;
}

File File::in_memory() {
  be_quiet();
  File file;
  file.path_ = "a file in memory";
  const Handle access = access_of(false, file.path_);
  looked(H5Pset_fapl_core(access, 1 << 20, false), "making the file", file.path_);
  file.id_ = Handle(looked(H5Fcreate("memory", H5F_ACC_TRUNC, H5P_DEFAULT, access), "making the file", file.path_), H5Fclose);
  return file;
}

std::string File::image() const {
  flush();
  std::string bytes(static_cast<std::size_t>(looked(H5Fget_file_image(id_, nullptr, 0), "copying", path_)), '\0');
  looked(H5Fget_file_image(id_, bytes.data(), bytes.size()), "copying", path_);
  return bytes;
}
}  // namespace riser::hdf5
