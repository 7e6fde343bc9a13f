#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace riser::hdf5 {

/// A data set of numbers, read whole.
struct Field {
  std::string name;  // its path within the file: "pressure", "series/flow_rate"
  std::vector<std::uint64_t> shape;
  std::vector<double> values;
};

/// Every data set of numbers in a file, in alphabetical order; those of texts are left out. Throws IoError. Another process reads, since
/// a crafted file may crash the HDF5 library.
std::vector<Field> read_numbers(const std::filesystem::path& path);
/// The same in this process.
std::vector<Field> read_here(const std::filesystem::path& path);
}  // namespace riser::hdf5
