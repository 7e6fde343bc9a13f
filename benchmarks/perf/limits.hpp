#pragma once
#include <vector>

// What this machine can do at most, measured in the same run as the cases: portable loops that the compiler vectorises.
namespace riser::perf {

/// Rates of loads and stores over arrays of so many bytes in all, a thread.
struct Bandwidth {
  double footprint;  // [B] a thread
  double rate;       // [B/s] of a = b + s c, all threads together
};

struct Limits {
  int threads = 1;
  double flops = 0;      // [1/s] fused multiply-adds in registers, times two
  double divisions = 0;  // [1/s] independent divisions in registers
  double copy = 0;       // [B/s] of a = b beyond the caches, a load and a store
  double triad = 0;      // [B/s] of a = b + s c beyond the caches
  std::vector<Bandwidth> bandwidth;  // footprints from the first-level cache to memory, ascending

  /// The measured footprint nearest in ratio.
  const Bandwidth& nearest(double footprint) const;
};

/// Threads run at once, each on its own arrays. `memory`: [B] all threads together, well beyond the caches.
Limits measure_limits(int threads, double memory);
}  // namespace riser::perf
