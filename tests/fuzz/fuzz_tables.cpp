// The CSV files that a case names. The first byte says which: 0 pump curve, 1 quadrants, 2 catalogue of pipes, 3 wall friction, 4 dispersion.
#include "tests/fuzz/read_twice.hpp"
#include "tests/fuzz/small_case.hpp"

using namespace riser;

namespace {
/// --set words that make the small case read this file.
std::vector<std::string> reading(int kind, const std::string& path) {
  switch (kind) {
    case 0: return {"pumps[0].curve=" + path};
    case 1: return {"pumps[0]={name: p, kind: centrifugal, position: 1 m, rated_speed: 9 rpm, speed: 9 rpm, four_quadrant: {rated_flow: 1 m3/s, rated_head: 9 m, table: " + path + "}}"};
    case 2: return {"size.pipes=" + path, "size.concentration.values=[0.1]", "size.duties=[{name: a, dry_rate: 1 t/h}]"};
    case 3: return {"friction={law: table, table: " + path + "}"};
    default: return {"dispersion={law: table, table: " + path + "}"};
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Units units;
  static const fuzz::MemoryFile file;
  if (size == 0) return 0;
  file.fill(data + 1, size - 1);
  fuzz::read_twice(fuzz::small_case, reading((data[0] - '0') % 5, file.path()), units);
  return 0;
}
