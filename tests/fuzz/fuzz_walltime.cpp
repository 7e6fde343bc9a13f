// What follows --walltime.
#include <cmath>
#include <stdexcept>

#include "io/config/units.hpp"
#include "io/run/watch.hpp"
#include "tests/fuzz/memory_file.hpp"

using namespace riser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Units units;
  try {
    const double seconds = parse_walltime(std::string(reinterpret_cast<const char*>(data), size), units);
    fuzz::require(std::isfinite(seconds) && seconds > 0, "a walltime that is no time", std::to_string(seconds));
  } catch (const std::invalid_argument&) {
  }
  return 0;
}
