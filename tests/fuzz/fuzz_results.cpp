// A file of results, as `riser dump` and `riser compare` read it. With RISER_FUZZ_HERE=1 all is one process, to look for faults of our own among
// those of the HDF5 library.
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/read.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/readers_may_die.hpp"

using namespace riser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::MemoryFile file;
  static const bool here = std::getenv("RISER_FUZZ_HERE") || !fuzz::readers_may_die();
  file.fill(data, size);
  try {
    for (const hdf5::Field& field : here ? hdf5::read_here(file.path()) : hdf5::read_numbers(file.path())) {
      std::uint64_t wanted = 1;
      for (std::uint64_t length : field.shape) wanted *= length;
      fuzz::require(field.values.size() == wanted, "not as many values as its shape says", field.name);
    }
  } catch (const IoError&) {
  }
  return 0;
}
