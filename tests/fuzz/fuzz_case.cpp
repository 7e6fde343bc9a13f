// A case file.
#include <algorithm>
#include <stdexcept>

#include "io/sweep/plan.hpp"
#include "tests/fuzz/read_twice.hpp"

using namespace riser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Units units;  // 3 ms to read
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!fuzz::read_twice(text, {}, units)) return 0;
  Sweep sweep = load_text(text, "case.yaml", {}, units).scenario.sweep;
  sweep.samples = std::min(sweep.samples, 100.0);  // a million take seconds, which tells nothing
  for (Variation& variation : sweep.vary) variation.count = std::min(variation.count, 3.0);
  try {
    plan_sweep(sweep);
  } catch (const std::invalid_argument&) {
  }
  return 0;
}
