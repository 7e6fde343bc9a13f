#pragma once
#include <hdf5.h>

#include <filesystem>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

// Thin owner over the HDF5 C API: only what a snapshot file needs. Every error is an IoError with the path and HDF5's words.
namespace riser {

struct IoError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

namespace hdf5 {

/// Owns one HDF5 identifier of any kind.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  ~Handle() { reset(); }
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  operator hid_t() const { return id_; }
  void reset();

 private:
  hid_t id_ = -1;
  Close close_ = nullptr;
};

/// What people and xarray read beside the numbers.
struct Label {
  std::string name, units, long_name;
};

/// A data set of doubles (or names); growing ones are unlimited in their first dimension.
class Dataset {
 public:
  Dataset() = default;
  Dataset(Handle id, std::string path, std::vector<hsize_t> shape);
  /// Adds whole rows at the end of a growing set; values.size() must be a multiple of the row.
  void append(const std::vector<double>& values);
  /// Adds a row of zeros, to be cut again: whether the file's index of rows is whole shows only then.
  void try_row();
  /// Cuts a growing set to its first rows. Throws where it has fewer.
  void cut(hsize_t rows);
  /// Replaces all values.
  void write(const std::vector<double>& values) const;
  std::vector<double> read() const;
  const std::vector<hsize_t>& shape() const { return shape_; }
  hid_t id() const { return id_; }
  const std::string& path() const { return path_; }

 private:
  Handle id_;
  std::string path_;
  std::vector<hsize_t> shape_;
};

/// Makes what is not there yet and opens what is, so that the same calls make a file and go on with it; what is there must have the same
/// shape, and a scale the same numbers.
class Group {
 public:
  using Scales = std::initializer_list<const Dataset*>;
  Group() = default;
  /// `only_opens`: what a live file allows; attributes and sets of a fixed length are there already and stay as they are.
  Group(Handle id, std::string path, bool only_opens = false);
  Group group(const std::string& name) const;
  void attribute(const std::string& name, const std::string& value) const;
  void attribute(const std::string& name, double value) const;
  std::string text(const std::string& name) const;
  double number(const std::string& name) const;
  /// Every data set in this group, by name.
  std::vector<Dataset> all() const;

  /// Dimension scales: of numbers, of names, and the growing one (time).
  Dataset scale(const Label& label, const std::vector<double>& values) const;
  Dataset scale(const Label& label, const std::vector<std::string>& names) const;
  Dataset growing_scale(const Label& label, hsize_t rows_a_chunk) const;

  /// Data sets over scales; no scale at all makes a scalar.
  Dataset fixed(const Label& label, const std::vector<double>& values, Scales scales) const;
  Dataset flags(const Label& label, const std::vector<bool>& values, Scales scales) const;
  /// Numbers for programs: no scale, no label.
  Dataset plain(const std::string& name, hsize_t count) const;
  /// The first scale is the growing one. Chunked, shuffled, gzip 2, with a checksum.
  Dataset growing(const Label& label, Scales scales, hsize_t rows_a_chunk) const;

 private:
  Handle id_;
  std::string path_;
  bool only_opens_ = false;
};

class File {
 public:
  /// plain; live: for start_live later, until then beside its place; shared: all ranks make it and call everything alike, each then writes its
  /// share of the rows.
  enum class Kind { plain, live, shared };
  /// Makes the file anew; one that is there is truncated.
  explicit File(const std::filesystem::path& path, Kind kind = Kind::plain);
  /// Opens a file that is there. `change`: a copy of it beside, for start_live.
  static File open(const std::filesystem::path& path, bool change);
  /// Opens a file that was live, was closed and is whole, to go on with it in its place: live at once.
  static File open_live(const std::filesystem::path& path);
  Group root() const;
  /// A file that never meets a disk, and its bytes.
  static File in_memory();
  std::string image() const;
  /// Moves the file into its place. From here on rows are added and values replaced, nothing else; a program killed at any instant leaves a file
  /// that is whole as of its last flush, and others may read it meanwhile (HDF5's single-writer/multiple-reader mode).
  void start_live();
  /// Everything so far is on its way to the disk. Throws also where a live file is no longer in its place.
  void flush() const;
  /// Everything so far is on the disk.
  void sync() const;

 private:
  File() = default;
  int descriptor() const;
  Handle id_;
  std::string path_;
  bool live_ = false;
};
}  // namespace hdf5
}  // namespace riser
