#include <cmath>
#include <nlohmann/json.hpp>

#include "benchmarks/perf/report.hpp"

#ifndef RISER_COMMIT
#define RISER_COMMIT "unknown"
#endif

namespace riser::perf {
namespace {
using Json = nlohmann::ordered_json;

double rounded(double x) {
  if (x == 0 || !std::isfinite(x)) return 0;
  const double scale = std::pow(10, 5 - std::floor(std::log10(std::abs(x))));
  return scale >= 1 ? std::round(x * scale) / scale : std::round(x);
}

Json limits_json(const Limits& l) {
  Json json{{"threads", l.threads}, {"multiply_add_flops", rounded(l.flops)}, {"divisions_per_second", rounded(l.divisions)},
            {"copy_bytes_per_second", rounded(l.copy)}, {"triad_bytes_per_second", rounded(l.triad)}};
  for (const Bandwidth& b : l.bandwidth)
    json["cache_and_memory"].push_back({{"bytes_per_thread", b.footprint}, {"bytes_per_second", rounded(b.rate)}});
  return json;
}

Json context(const Report& report) {
  const Machine& m = report.machine;
  Json json{{"date", m.date}, {"host_name", m.host}, {"executable", m.executable}, {"num_cpus", m.processors}, {"mhz_per_cpu", m.megahertz},
            {"cpu_scaling_enabled", m.scaling}, {"caches", Json::array()}, {"load_avg", m.load},
#ifdef NDEBUG
            {"library_build_type", "release"},
#else
            {"library_build_type", "debug"},
#endif
            {"cpu", m.processor}, {"compiler", m.compiler}, {"commit", RISER_COMMIT}, {"gpu", m.gpu.empty() ? "not measured: no CUDA device" : m.gpu}, {"limits", Json::array()}};
  for (const Cache& c : m.caches) json["caches"].push_back({{"type", c.type}, {"level", c.level}, {"size", c.size}, {"num_sharing", c.sharing}});
  for (const auto& [threads, limits] : report.limits) json["limits"].push_back(limits_json(limits));
  return json;
}

/// What the case costs and how near it comes to a limit.
void add_counters(Json& json, const Result& r, const Report& report) {
  if (r.bytes_per_item > 0) json["bytes_per_item"] = r.bytes_per_item, json["bytes_per_second"] = rounded(r.bytes_per_item * r.rate());
  const std::optional<Cost> cost = cost_of(r.of.counted);
  if (!cost) return;
  json["flops_per_item"] = rounded(cost->flops), json["divisions_per_item"] = rounded(cost->divisions);
  json["bytes_per_item"] = rounded(cost->bytes_nearby), json["bytes_beyond_1MB_per_item"] = rounded(cost->bytes_far);
  const auto limits = report.limits.find(r.of.threads);
  if (limits == report.limits.end()) return;
  if (const auto share = share_of_limit(r, limits->second))
    json["fraction_of_limit"] = rounded(share->fraction), json["limit"] = share->limit, json["fraction_of_slots"] = rounded(share->slots);
}

/// One entry, the median: tools that keep a series keep one a case. The repeats are beside it, in ns an item.
Json entry(const Result& r, const Report& report, int index) {
  const double time = 1e9 / r.rate();
  Json json{{"name", r.of.name}, {"family_index", index}, {"per_family_instance_index", 0}, {"run_name", r.of.name}, {"run_type", "iteration"}, {"repetitions", 1}, {"repetition_index", 0},
            {"threads", r.of.threads}, {"iterations", static_cast<long>(std::llround(r.items()))}, {"real_time", rounded(time)},
            {"cpu_time", rounded(1e9 * r.cpu_seconds_per_item())}, {"time_unit", "ns"}, {"items_per_second", rounded(r.rate())},
            {"items", r.of.items}, {"portions", r.portions}, {"repeats", r.samples.size()}, {"repeats_real_time", Json::array()}, {"repeats_cpu_time", Json::array()}};
  for (const Sample& s : r.samples) {
    json["repeats_real_time"].push_back(rounded(1e9 * s.seconds / s.items * (r.of.per_core ? r.of.threads : 1)));
    json["repeats_cpu_time"].push_back(rounded(1e9 * s.cpu_seconds / s.items));
  }
  add_counters(json, r, report);
  return json;
}
}  // namespace

std::string as_google_json(const Report& report) {
  Json json{{"context", context(report)}, {"benchmarks", Json::array()}};
  for (const Result& r : report.results)
    if (r.not_measured.empty()) json["benchmarks"].push_back(entry(r, report, static_cast<int>(json["benchmarks"].size())));
  return json.dump(2) + "\n";
}

std::string as_bencher_json(const Report& report) {
  Json json = Json::object();
  for (const Result& r : report.results)
    if (r.not_measured.empty())
      json[r.of.name]["throughput"] = {{"value", rounded(r.rate())}, {"lower_value", rounded(r.lowest())}, {"upper_value", rounded(r.highest())}};
  return json.dump(2) + "\n";
}
}  // namespace riser::perf
