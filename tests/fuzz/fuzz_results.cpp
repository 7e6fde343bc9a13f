// A file of results, as `riser dump` and `riser compare` read it.
#include "io/hdf5.hpp"
#include "io/hdf5_read.hpp"
#include "tests/fuzz/memory_file.hpp"

using namespace riser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::MemoryFile file;
  file.fill(data, size);
  try {
    for (const hdf5::Field& field : hdf5::read_numbers(file.path())) {
      std::uint64_t wanted = 1;
      for (std::uint64_t length : field.shape) wanted *= length;
      fuzz::require(field.values.size() == wanted, "not as many values as its shape says", field.name);
    }
  } catch (const IoError&) {
  }
  return 0;
}
