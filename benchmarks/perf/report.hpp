#pragma once
#include <map>
#include <string>
#include <vector>

#include "benchmarks/perf/machine.hpp"
#include "benchmarks/perf/measure.hpp"

namespace riser::perf {

struct Report {
  Machine machine;
  std::map<int, Limits> limits;  // by number of threads
  std::vector<Result> results;
};

/// For people.
std::string as_table(const Report& report);
/// What Google Benchmark prints with --benchmark_format=json: an entry a case, time an item in real_time, beside it our counters.
std::string as_google_json(const Report& report);
/// Bencher Metric Format: items a second with the lowest and the highest repeat.
std::string as_bencher_json(const Report& report);
}  // namespace riser::perf
