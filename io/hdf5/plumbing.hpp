#pragma once
#include <string>
#include <vector>

#include "io/hdf5/hdf5.hpp"

// What the owners of HDF5's files, groups and data sets share; for io/hdf5*.cpp alone.
namespace riser::hdf5 {

/// Throws an IoError with what the system or HDF5 says. `writes`: handles are then left to the end of the program.
[[noreturn]] void raise(const char* doing, const std::string& path, bool writes);

/// Passes a good identifier or status through.
template <class T>
T checked(T result, const char* doing, const std::string& path) {
  if (result < 0) raise(doing, path, true);
  return result;
}
/// The same where nothing is written.
template <class T>
T looked(T result, const char* doing, const std::string& path) {
  if (result < 0) raise(doing, path, false);
  return result;
}

Handle string_type(const std::string& path);
/// Texts as attributes.
void write_text(hid_t owner, const std::string& name, const std::string& value, const std::string& path);
Handle make_space(const std::vector<hsize_t>& shape, bool grows, const std::string& path);
std::vector<hsize_t> shape_of(hid_t set, const std::string& path);
/// Throws where so many values do not fill the shape.
void expect(std::size_t got, const std::vector<hsize_t>& shape, const std::string& path);

/// Of ranks_serial.cpp and ranks_mpi.cpp: a file that all ranks make and write together, and the writing of a whole set of values of `size`
/// bytes, of which each rank then writes its share.
void share_file(hid_t access, const std::string& path);
void write_all(hid_t set, hid_t type, const void* values, const std::vector<hsize_t>& shape, std::size_t size, const std::string& path);
}  // namespace riser::hdf5
