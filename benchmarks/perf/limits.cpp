#include "benchmarks/perf/limits.hpp"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

namespace riser::perf {
namespace {
// Short and many, and the best counts: a limit is what the machine can do, undisturbed by other programs.
constexpr double trial_seconds = 0.003;
constexpr int trials = 50;

#if defined(__AVX512F__)
constexpr int width = 8;
#elif defined(__AVX__)
constexpr int width = 4;
#else
constexpr int width = 2;
#endif
constexpr int chains = 10;  // independent, so that each waits for none: latency times units
typedef double Vector __attribute__((vector_size(8 * width)));

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Keeps what was computed.
void use(const void* value) { asm volatile("" : : "g"(value) : "memory"); }

/// Rounds are doubled until they last long enough, then timed; items a second of the best trial.
double best_rate(double items_a_round, const std::function<void(long)>& rounds) {
  long count = 1;
  double seconds = 0;
  for (;; count *= 2) {
    const double start = now();
    rounds(count);
    if ((seconds = now() - start) > trial_seconds / 2) break;
  }
  const double end = now() + trials * trial_seconds + 4 * seconds;  // of memory a round alone takes longer than a trial
  for (int t = 0; t < trials && now() < end; ++t) {
    const double start = now();
    rounds(count);
    seconds = std::min(seconds, now() - start);
  }
  return items_a_round * count / seconds;
}

double multiply_add_rate() {
  return best_rate(2.0 * width * chains, [](long rounds) {
    Vector x[chains];
    for (int c = 0; c < chains; ++c) x[c] = Vector{} + (1.0 + c);
    for (long r = 0; r < rounds; ++r)
#pragma GCC unroll 16
      for (int c = 0; c < chains; ++c) x[c] = x[c] * 0.999999999 + 1e-9;
    for (int c = 0; c < chains; ++c) use(&x[c]);
  });
}

double division_rate() {
  return best_rate(width * chains, [](long rounds) {
    Vector x[chains];
    for (int c = 0; c < chains; ++c) x[c] = Vector{} + (1.1 + c);
    for (long r = 0; r < rounds; ++r)
#pragma GCC unroll 16
      for (int c = 0; c < chains; ++c) x[c] = 1.0000001 / x[c];
    for (int c = 0; c < chains; ++c) use(&x[c]);
  });
}

double triad_rate(double footprint) {
  const long n = static_cast<long>(footprint / 24);
  std::vector<double> a(n), b(n, 1.0), c(n, 2.0);
  return best_rate(24.0 * n, [&](long rounds) {
    double* const to = a.data();
    const double *const x = b.data(), *const y = c.data();
    for (long r = 0; r < rounds; ++r) {
#pragma omp simd
      for (long i = 0; i < n; ++i) to[i] = x[i] + 1e-9 * y[i];
      use(to);
    }
  });
}

/// Without the library's copy, which may go around the caches: a step's stores do not.
double copy_rate(double footprint) {
  const long n = static_cast<long>(footprint / 16);
  std::vector<double> a(n), b(n, 1.0);
  return best_rate(16.0 * n, [&](long rounds) {
    double* const to = a.data();
    const double* const from = b.data();
    for (long r = 0; r < rounds; ++r) {
#pragma omp simd
      for (long i = 0; i < n; ++i) to[i] = -from[i];
      use(to);
    }
  });
}

/// Sum over threads that begin together.
double together(int threads, const std::function<double()>& rate) {
  std::vector<double> rates(threads);
  std::barrier begin(threads);
  {
    std::vector<std::jthread> crew;
    for (int t = 0; t < threads; ++t) crew.emplace_back([&, t] { begin.arrive_and_wait(), rates[t] = rate(); });
  }
  double sum = 0;
  for (double r : rates) sum += r;
  return sum;
}
}  // namespace

const Bandwidth& Limits::nearest(double footprint) const {
  const auto away = [&](const Bandwidth& b) { return std::abs(std::log(b.footprint / footprint)); };
  return *std::min_element(bandwidth.begin(), bandwidth.end(), [&](const auto& x, const auto& y) { return away(x) < away(y); });
}

Limits measure_limits(int threads, double memory) {
  Limits limits;
  limits.threads = threads;
  limits.flops = together(threads, multiply_add_rate);
  limits.divisions = together(threads, division_rate);
  // Tiles and strips live in 32 kB to 1 MB, a riser of 6,000 cells takes about 2 MB, the section 28 MB.
  for (double footprint : {32e3, 250e3, 1e6, 4e6, 30e6}) limits.bandwidth.push_back({footprint, together(threads, [=] { return triad_rate(footprint); })});
  limits.copy = together(threads, [=] { return copy_rate(memory / threads); });
  limits.triad = together(threads, [=] { return triad_rate(memory / threads); });
  limits.bandwidth.push_back({memory / threads, limits.triad});
  return limits;
}
}  // namespace riser::perf
