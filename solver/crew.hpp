#pragma once
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace riser {

/// Items 0 .. count - 1 over `threads` workers; each takes the next that nobody has. `make()` gives a thread its worker, a function of
/// an item that returns false to stop taking more. What an item gives must not depend on who does it.
template <class Make>
void share_out(std::size_t count, int threads, Make make) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    auto worker = make();
    for (std::size_t at = next++; at < count && worker(at); at = next++) continue;
  };
  std::vector<std::jthread> crew;
  for (int t = 1; t < threads; ++t) crew.emplace_back(work);
  work();
}
}  // namespace riser
