#pragma once
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/perf/case.hpp"
#include "benchmarks/perf/limits.hpp"

namespace riser::perf {

/// One repeat: so many items took so long.
struct Sample {
  double items, seconds, cpu_seconds;
};

struct Result {
  Case of;
  std::string not_measured;     // why, or empty
  int portions = 0;             // in each repeat
  std::vector<Sample> samples;  // in the order of time
  double bytes_per_item = 0;    // of the work's own output

  double rate() const;          // [1/s] median of the repeats; per core where the case says so
  double lowest() const;
  double highest() const;
  double cpu_seconds_per_item() const;  // of all repeats
  double items() const;         // a repeat, mean
};

/// Prepares the case, warms it by a portion, chooses how many portions last `least_seconds` (or takes `portions` when it is positive), then
/// repeats. Throws what the solver throws.
Result measure(const Case& chosen, int repeats, double least_seconds, int portions);

/// What an item costs, from counts.json; empty where it was not counted.
struct Cost {
  double flops, divisions;          // divisions and roots are in flops, too
  double operations;                // additions and multiplications, two of them one where they can be a multiply-add
  double bytes_nearby, bytes_far;   // beyond 32 kB, beyond 1 MB
  double footprint;                 // [B] a cell
};
std::optional<Cost> cost_of(const std::string& counted);

/// How near to which limit of the machine a rate comes.
struct Share {
  double fraction;
  std::string limit;  // in words
  double slots = 0;   // of what the multiply-add units can start: an addition or a multiplication by itself takes as much of their time
};
std::optional<Share> share_of_limit(const Result& result, const Limits& limits);
}  // namespace riser::perf
