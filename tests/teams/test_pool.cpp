// Many short loops shared by a pool of threads, for the thread sanitiser: every piece once, and all done when share() returns.
#include <cstdio>
#include <vector>

#include "solver/thread_pool.hpp"

int main() {
  riser::ThreadPool pool(4);
  std::vector<long> count(64, 0);
  for (int round = 0; round < 20000; ++round) {
    const int pieces = round % 64;
    pool.share(pieces, [&](int piece) { count[piece] += piece; });
    pool.share(64, [&](int piece) { count[piece] += 1; });  // reads what the loop before wrote, whoever wrote it
  }
  for (int piece = 0; piece < 64; ++piece) {
    long wanted = 20000;
    for (int round = 0; round < 20000; ++round) wanted += piece < round % 64 ? piece : 0;
    if (count[piece] != wanted) return std::printf("piece %d: %ld, not %ld\n", piece, count[piece], wanted), 1;
  }
  std::puts("every piece once");
}
