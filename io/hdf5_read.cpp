#include "io/hdf5_read.hpp"

#include <algorithm>

#include "io/hdf5.hpp"

namespace riser::hdf5 {
namespace {

struct Found {
  std::vector<std::string> names;
};

herr_t note(hid_t, const char* name, const H5O_info_t* info, void* into) {
  if (info->type == H5O_TYPE_DATASET) static_cast<Found*>(into)->names.push_back(name);
  return 0;
}

bool holds_numbers(hid_t set) {
  const Handle type(H5Dget_type(set), H5Tclose);
  const H5T_class_t kind = H5Tget_class(type);
  return kind == H5T_FLOAT || kind == H5T_INTEGER;
}

Field read_field(hid_t set, const std::string& name, const std::string& path) {
  Field field;
  field.name = name;
  const Handle space(H5Dget_space(set), H5Sclose);
  std::vector<hsize_t> lengths(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space))));
  H5Sget_simple_extent_dims(space, lengths.data(), nullptr);
  field.shape.assign(lengths.begin(), lengths.end());
  field.values.resize(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  if (H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, field.values.data()) < 0)
    throw IoError(path + ": " + name + " cannot be read");
  return field;
}
}  // namespace

std::vector<Field> read_numbers(const std::filesystem::path& path) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // what is wrong is said once, by the IoError
  const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (file < 0) throw IoError(path.string() + " is not there or is no HDF5 file");
  Found found;
  if (H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, note, &found) < 0) throw IoError(path.string() + " cannot be listed");
  std::vector<Field> fields;
  for (const std::string& name : found.names) {
    const Handle set(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose);
    if (set < 0) throw IoError(path.string() + ": " + name + " cannot be opened");
    if (holds_numbers(set)) fields.push_back(read_field(set, name, path.string()));
  }
  return fields;
}
}  // namespace riser::hdf5
