// The words after --set, one a line, over a good case.
#include <sstream>

#include "tests/fuzz/read_twice.hpp"
#include "tests/fuzz/small_case.hpp"

using namespace riser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Units units;
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  std::vector<std::string> sets;
  for (std::string line; std::getline(in, line);) sets.push_back(line);
  fuzz::read_twice(fuzz::small_case, sets, units);
  return 0;
}
