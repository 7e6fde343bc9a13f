#include <cstring>
#include <stdexcept>

// All that follows lies in a namespace of its own, so that it does not meet the kernels of doubles in the same program.
#include "benchmarks/perf/counting/counted.hpp"
#include "kernels/portable.hpp"
#define riser riser_counted
#include "kernels/axial/step.hpp"
#undef riser

namespace riser_counted_border {
namespace {
template <int N>
void advance(const void* from, std::size_t size, double target) {
  using View = riser_counted::RiserView<N>;
  if (size != sizeof(View)) throw std::logic_error("the counted view has another layout than the program's");
  alignas(View) unsigned char bytes[sizeof(View)];
  std::memcpy(bytes, from, size);
  const View& view = *reinterpret_cast<const View*>(bytes);
  while (riser_counted::must_go_on(*view.clock, target)) riser_counted::advance_chunk(riser_counted::SerialTeam{}, view, target, 1 << 20);
}
}  // namespace

void advance_riser(int classes, const void* view, std::size_t size, double target) {
  if (classes == 1) advance<1>(view, size, target);
  else advance<3>(view, size, target);
}
}  // namespace riser_counted_border
