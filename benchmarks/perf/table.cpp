#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "benchmarks/perf/report.hpp"

namespace riser::perf {
namespace {
[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...) {
  char line[400];
  va_list values;
  va_start(values, format);
  std::vsnprintf(line, sizeof line, format, values);
  va_end(values);
  return line;
}

/// 45.6 M, 375 k, 3.5
std::string quantity(double x) {
  const struct { double unit; const char* name; } units[] = {{1e9, " G"}, {1e6, " M"}, {1e3, " k"}};
  for (const auto& u : units)
    if (x >= u.unit) return text(x < 99.95 * u.unit ? "%.3g%s" : "%.0f%s", x / u.unit, u.name);
  return text("%.3g", x);
}

std::string line_of(const Result& r, const Report& report, int width) {
  std::string line = text("%-*s ", width, r.of.name.c_str());
  if (!r.not_measured.empty()) return line + " not measured: " + r.not_measured + "\n";
  line += text("%9s  %8s ..%8s", quantity(r.rate()).c_str(), quantity(r.lowest()).c_str(), quantity(r.highest()).c_str());
  const auto cost = cost_of(r.of.counted);
  const auto limits = report.limits.find(r.of.threads);
  const auto share = limits == report.limits.end() ? std::nullopt : share_of_limit(r, limits->second);
  if (cost) line += text("  %6.0f %6.0f %6.0f", cost->flops, cost->bytes_nearby, cost->bytes_far);
  if (share) line += text("  %3.0f %% of %s, %.0f %% of slots", 100 * share->fraction, share->limit.c_str(), 100 * share->slots);
  if (r.bytes_per_item > 0) line += text("  %s, %sB/s", quantity(r.bytes_per_item).append("B each").c_str(), quantity(r.bytes_per_item * r.rate()).c_str());
  return line + "\n";
}

std::string limits_line(const Limits& l) {
  std::string line = text("limits, %d thread%s: %s flop/s of multiply-adds, %s divisions/s; triad ", l.threads, l.threads > 1 ? "s" : "", quantity(l.flops).c_str(), quantity(l.divisions).c_str());
  for (const Bandwidth& b : l.bandwidth) line += text("%sB/s in %sB, ", quantity(b.rate).c_str(), quantity(b.footprint).c_str());
  return line + text("copy %sB/s there\n", quantity(l.copy).c_str());
}
}  // namespace

std::string as_table(const Report& report) {
  const Machine& m = report.machine;
  std::string table = text("%s, %d processors, %s; GPU: %s\n", m.processor.c_str(), m.processors, m.compiler.c_str(), m.gpu.empty() ? "not measured, no CUDA device" : m.gpu.c_str());
  for (const auto& [threads, limits] : report.limits) table += limits_line(limits);
  int width = 4;
  for (const Result& r : report.results) width = std::max(width, static_cast<int>(r.of.name.size()));
  table += text("\n%-*s %9s  %8s ..%8s  %6s %6s %6s  %s\n", width, "case", "median/s", "lowest", "highest", "flop", "B>32k", "B>1M", "nearest limit");
  for (const Result& r : report.results) table += line_of(r, report, width);
  table += "\nflop, B>32k, B>1M: counted for each item; bytes pass between an ideal cache of that size and what is beyond it (benchmarks/perf/counting).\n"
           "Slots: what the units can start; an addition or a multiplication that can be no multiply-add takes a slot by itself.\n"
           "Items: cell-steps; with waves updates of a cell's pressure; candidates and designs of a sizing; snapshots.\n";
  return table;
}
}  // namespace riser::perf
