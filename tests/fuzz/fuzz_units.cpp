// A quantity; the first byte says the unit it is wanted in.
#include <cmath>

#include "io/config/units.hpp"
#include "tests/fuzz/memory_file.hpp"

using namespace riser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Units units;
  static const char* const wanted[] = {"m", "kg/s", "Pa", "rad/s", "degC", "", "m3/s", "Pa.s", "W/m2/K", "1/J"};
  if (size == 0) return 0;
  const Parsed parsed = units.parse(std::string(reinterpret_cast<const char*>(data) + 1, size - 1), wanted[data[0] % 10]);
  fuzz::require(!parsed.message.empty() || std::isfinite(parsed.value), "a good quantity that is no number");
  fuzz::require(parsed.message.size() < 1000, "a message without end", parsed.message);
  return 0;
}
