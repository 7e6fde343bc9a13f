#include "io/hdf5/read.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "io/config/input_file.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/memory.hpp"
#include "io/hdf5/other_process.hpp"

namespace riser::hdf5 {
namespace {

constexpr std::size_t most_sets = 10000;
constexpr double most_ratio = 1100;      // deflate makes nothing more than 1032 times smaller
constexpr double most_unwritten = 1e6;   // values of a set that no byte was written for
constexpr int most_dimensions = 8;

struct Found {
  std::vector<std::string> names;
};

/// Stops the visit beyond the most sets; a name too long to be one of ours is left to the reader, which refuses it.
herr_t note(hid_t, const char* name, const H5O_info_t* info, void* into) {
  auto* found = static_cast<Found*>(into);
  if (info->type == H5O_TYPE_DATASET) found->names.push_back(name);
  return found->names.size() > most_sets ? -1 : 0;
}

bool holds_numbers(hid_t set) {
  const Handle type(H5Dget_type(set), H5Tclose);
  const H5T_class_t kind = H5Tget_class(type);
  return kind == H5T_FLOAT || kind == H5T_INTEGER;
}

/// Whether a set takes its values from other files, which a stranger's file may name.
bool reaches_out(hid_t set) {
  const Handle list(H5Dget_create_plist(set), H5Pclose);
  return list < 0 || H5Pget_layout(list) == H5D_VIRTUAL || H5Pget_external_count(list) != 0;
}

/// What a file may make the program ask for; both follow from its size.
struct Room {
  double file;    // [bytes] of the file
  double values;  // [bytes] of doubles that may still be read from it
};

Room room_of(const std::filesystem::path& path) {
  if (const std::string trouble = trouble_with(path); !trouble.empty()) throw IoError(path.string() + (trouble == "no such file" ? " is not there" : ": " + trouble));
  const auto size = static_cast<double>(std::filesystem::file_size(path));
  return {size, std::min(0.5 * machine_memory(), 8 * (most_ratio * size + most_unwritten))};
}

/// [bytes] that a set declares, as doubles, before anything is made for it. Throws where the file cannot hold so many.
double declared_bytes(hid_t set, const std::vector<hsize_t>& lengths, const std::string& where, Room& room) {
  double values = 1;
  for (hsize_t length : lengths) values *= static_cast<double>(length);
  const Handle type(H5Dget_type(set), H5Tclose);
  const double bytes = values * static_cast<double>(H5Tget_size(type)), stored = std::min(static_cast<double>(H5Dget_storage_size(set)), room.file);
  if (bytes > most_ratio * stored && values > most_unwritten) throw IoError(where + " declares more values than the file holds");
  if (8 * values > room.values) throw IoError(where + ": its numbers do not fit in memory");
  room.values -= 8 * values;
  return 8 * values;
}

std::vector<hsize_t> lengths_of(hid_t set, const std::string& where) {
  const Handle space(H5Dget_space(set), H5Sclose);
  const int dimensions = H5Sget_simple_extent_ndims(space);
  if (dimensions < 0 || dimensions > most_dimensions) throw IoError(where + " has no shape that can be read");
  std::vector<hsize_t> lengths(static_cast<std::size_t>(dimensions));
  if (H5Sget_simple_extent_dims(space, lengths.data(), nullptr) != dimensions || H5Sget_simple_extent_type(space) == H5S_NULL) throw IoError(where + " has no shape that can be read");
  return lengths;
}

Field read_field(hid_t set, const std::string& name, const std::string& path, Room& room) {
  const std::string where = path + ": " + printable(name);
  if (reaches_out(set)) throw IoError(where + " lies in another file");
  const std::vector<hsize_t> lengths = lengths_of(set, where);
  const double bytes = declared_bytes(set, lengths, where, room);
  Field field;
  field.name = name;
  field.shape.assign(lengths.begin(), lengths.end());
  field.values.resize(static_cast<std::size_t>(bytes / 8));
  if (H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, field.values.data()) < 0) throw IoError(where + " cannot be read");
  return field;
}
void each_field(const std::filesystem::path& path, const std::function<void(Field)>& take) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // what is wrong is said once, by the IoError
  Room room = room_of(path);
  const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (file < 0) throw IoError(path.string() + " is no HDF5 file");
  Found found;
  if (H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, note, &found) < 0)
    throw IoError(path.string() + (found.names.size() > most_sets ? " has more than " + std::to_string(most_sets) + " data sets" : " cannot be listed"));
  for (const std::string& name : found.names) {
    const Handle set(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose);
    if (set < 0) throw IoError(path.string() + ": " + printable(name) + " cannot be opened");
    if (holds_numbers(set)) take(read_field(set, name, path.string(), room));
  }
}

void send_field(const Pipe& to, const Field& field) { to.put(std::string("field")), to.put(field.name), to.put(field.shape), to.put(field.values); }

bool receive_fields(const Pipe& from, double room, std::vector<Field>& fields) {
  constexpr double longest = 1 << 20;  // [bytes] of a name
  for (std::string what;;) {
    if (!from.get(what, 5)) return false;
    if (what == "end") return true;
    Field field;
    if (!from.get(field.name, longest) || !from.get(field.shape, most_dimensions) || !from.get(field.values, room / 8)) return false;
    room -= 8 * static_cast<double>(field.values.size());
    fields.push_back(std::move(field));
  }
}
}  // namespace

std::vector<Field> read_here(const std::filesystem::path& path) {
  std::vector<Field> fields;
  each_field(path, [&](Field field) { fields.push_back(std::move(field)); });
  return fields;
}

std::vector<Field> read_numbers(const std::filesystem::path& path) {
  const Room room = room_of(path);
  std::vector<Field> fields;
  const auto send = [&](const Pipe& to) { each_field(path, [&](const Field& field) { send_field(to, field); }), to.put(std::string("end")); };
  do_elsewhere(send, [&](const Pipe& from) { return receive_fields(from, room.values, fields); }, {room.values + 1e9, 2 + room.file / 1e6},
               path.string() + ": the HDF5 library broke down on it: the file is damaged");
  return fields;
}
}  // namespace riser::hdf5
