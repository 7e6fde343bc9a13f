// A checkpoint whose last line is right, so that what is before it reaches the HDF5 library and the comparison of cases.
#include <zlib.h>

#include <cstdio>
#include <stdexcept>
#include <vector>

#include "io/config/case_changes.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/results/checkpoint.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/readers_may_die.hpp"

using namespace riser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::MemoryFile file;
  static const bool quiet = fuzz::readers_may_die();
  char line[80];
  std::snprintf(line, sizeof line, "riser checkpoint: %20llu bytes, crc32 %08lx\n", static_cast<unsigned long long>(size), crc32(crc32(0, nullptr, 0), data, static_cast<unsigned>(size)));
  std::vector<std::uint8_t> sealed(data, data + size);
  sealed.insert(sealed.end(), line, line + 61);
  file.fill(sealed.data(), sealed.size());
  try {
    const Checkpoint checkpoint = read_checkpoint(file.path());
    case_changes(checkpoint.case_yaml, "name: small\ntime: {end: 60 s}\n");
    fuzz::require(quiet, "");
  } catch (const IoError& error) {
    fuzz::require(std::string(error.what()).find("its last line") == std::string::npos && std::string(error.what()).find("its checksum is another") == std::string::npos, "the seal is not right", error.what());
  } catch (const std::invalid_argument&) {
  }
  return 0;
}
