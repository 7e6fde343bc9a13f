#pragma once
#include <string>
#include <vector>

// What the machine says about itself, under the names that Google Benchmark gives them.
namespace riser::perf {

struct Cache {
  std::string type;  // Data, Instruction, Unified
  int level, sharing;
  long size;         // [B]
};

struct Machine {
  std::string date, host, executable, processor, compiler, gpu;  // date: ISO 8601 with the zone; gpu empty when none is found
  int processors = 1, megahertz = 0;
  bool scaling = false;          // the clock's speed is changed by the system
  std::vector<Cache> caches;
  std::vector<double> load;      // runnable processes over 1, 5, 15 minutes
};

Machine this_machine();

/// [B] well beyond the last cache, 256 MB at least.
double memory_footprint(const Machine& machine);
}  // namespace riser::perf
