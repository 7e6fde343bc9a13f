#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstddef>
#include <thread>
#include <vector>

#include "solver/crew.hpp"
#include "solver/thread_pool.hpp"

using namespace riser;

namespace {
constexpr int pieces = 1000, someone_else = 65534;

/// In a child that may start no thread: 0 where all pieces are done none the less, 1 where not, 2 where threads can be started.
int all_done_alone() {
  alarm(20);  // a pool that waits for threads it has not would wait for ever
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_NPROC, &none) != 0 || (getuid() == 0 && setuid(someone_else) != 0)) return 2;
  try {
    std::jthread([] {});
    return 2;
  } catch (const std::exception&) {
  }
  std::vector<int> done(pieces, 0);
  ThreadPool pool(8);
  pool.share(pieces, [&](int piece) { ++done[piece]; });
  share_out(pieces, 8, [&] {
    return [&](std::size_t piece) {
      ++done[piece];
      return true;
    };
  });
  return done == std::vector<int>(pieces, 2) ? 0 : 1;
}
}  // namespace

TEST_CASE("who may start no thread does the work alone") {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) _exit(all_done_alone());
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 2) WARN("threads can be started here whatever is said: nothing was tried");
  CHECK(WEXITSTATUS(status) != 1);
}
