#pragma once
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace riser {

/// Adds threads that do `work` until there are `count`, or as many as the system gives: what the others would have done falls to these.
template <class Work>
void raise_crew(std::vector<std::jthread>& crew, int count, const Work& work) {
  try {
    crew.reserve(count > 0 ? count : 0);
    while (static_cast<int>(crew.size()) < count) crew.emplace_back(work);
  } catch (const std::exception&) {
    return;  // no room for one more, or more than the user may have
  }
}

/// Items 0 .. count - 1 over `threads` workers; each takes the next that nobody has. `make()` gives a thread its worker, a function of
/// an item that returns false to stop taking more. What an item gives must not depend on who does it. What a worker throws ends the sharing out and
/// comes out here.
template <class Make>
void share_out(std::size_t count, int threads, Make make) {
  std::atomic<std::size_t> next{0};
  std::mutex door;
  std::exception_ptr error;  // a thread must not end by one
  const auto work = [&] {
    try {
      auto worker = make();
      for (std::size_t at = next++; at < count && worker(at); at = next++) continue;
    } catch (...) {
      next = count;
      const std::scoped_lock lock(door);
      if (!error) error = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> crew;
    raise_crew(crew, threads - 1, work);
    work();
  }
  if (error) std::rethrow_exception(error);
}
}  // namespace riser
