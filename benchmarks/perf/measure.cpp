#include "benchmarks/perf/measure.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace riser::perf {
extern const char* const counts_json;  // made by CMake from counts.json

namespace {
std::vector<double> sorted_rates(const Result& r) {
  std::vector<double> rates;
  for (const Sample& s : r.samples) rates.push_back(s.items / s.seconds / (r.of.per_core ? r.of.threads : 1));
  std::sort(rates.begin(), rates.end());
  return rates;
}
}  // namespace

double Result::rate() const {
  const std::vector<double> rates = sorted_rates(*this);
  const std::size_t n = rates.size();
  return 0.5 * (rates[(n - 1) / 2] + rates[n / 2]);
}
double Result::lowest() const { return sorted_rates(*this).front(); }
double Result::highest() const { return sorted_rates(*this).back(); }

double Result::cpu_seconds_per_item() const {
  double cpu = 0, items = 0;
  for (const Sample& s : samples) cpu += s.cpu_seconds, items += s.items;
  return cpu / items;
}
double Result::items() const {
  double sum = 0;
  for (const Sample& s : samples) sum += s.items;
  return sum / samples.size();
}

Result measure(const Case& chosen, int repeats, double least_seconds, int portions) {
  Result result;
  result.of = chosen, result.portions = portions;
  const std::unique_ptr<Work> work = chosen.prepare();
  if (portions <= 0) {
    Watch warm, trial;
    work->portion(warm);
    // A first portion that lasts long enough has warmed the machine, too.
    const bool long_enough = warm.seconds() >= least_seconds;
    if (!long_enough) work->portion(trial);
    result.portions = long_enough ? 1 : static_cast<int>(std::clamp(std::ceil(least_seconds / trial.seconds()), 1.0, 1e9));
  } else {
    Watch warm;
    work->portion(warm);
  }
  for (int r = 0; r < repeats; ++r) {
    Watch watch;
    double items = 0;
    for (int p = 0; p < result.portions; ++p) items += work->portion(watch);
    result.samples.push_back({items, watch.seconds(), watch.cpu_seconds()});
  }
  result.bytes_per_item = work->bytes_per_item();
  return result;
}

std::optional<Cost> cost_of(const std::string& counted) {
  static const auto cases = nlohmann::json::parse(counts_json).at("cases");
  if (!cases.contains(counted)) return {};
  const auto& c = cases.at(counted);
  const double divisions = c.at("divisions").get<double>() + c.at("roots").get<double>();
  const double sums_and_products = c.at("additions").get<double>() + c.at("multiplications").get<double>();
  return Cost{sums_and_products + divisions, divisions, sums_and_products - c.at("multiply_adds").get<double>(), c.at("bytes_beyond_32kB"), c.at("bytes_beyond_1MB"), c.at("footprint_bytes_per_cell")};
}

namespace {
/// "axisymmetric/.../cells:115200" -> 115200.
double cells_of(const std::string& counted) { return std::stod(counted.substr(counted.rfind("cells:") + 6)); }

std::string place(double footprint) {
  return "bytes from " + (footprint < 1e6 ? std::to_string(std::lround(footprint * 1e-3)) + " kB" : std::to_string(std::lround(footprint * 1e-6)) + " MB");
}
}  // namespace

std::optional<Share> share_of_limit(const Result& result, const Limits& limits) {
  const std::optional<Cost> cost = cost_of(result.of.counted);
  if (!cost || result.of.device == Device::cuda || result.samples.empty()) return {};
  const double rate = result.rate() * (result.of.per_core ? result.of.threads : 1);
  // An ensemble's riser lies in one thread's caches, a section is shared among them.
  const bool shared = result.of.counted.starts_with("axisymmetric");
  const double footprint = cost->footprint * cells_of(result.of.counted) / (shared ? limits.threads : 1);
  const Bandwidth &near = limits.nearest(1e6), &far = limits.nearest(footprint);
  const Share shares[] = {{cost->flops * rate / limits.flops, "multiply-adds"},
                          {cost->divisions * rate / limits.divisions, "divisions"},
                          {cost->bytes_nearby * rate / near.rate, place(near.footprint)},
                          {cost->bytes_far * rate / far.rate, place(far.footprint)}};
  Share nearest = *std::max_element(std::begin(shares), std::end(shares), [](const Share& a, const Share& b) { return a.fraction < b.fraction; });
  nearest.slots = cost->operations * rate / (limits.flops / 2);
  return nearest;
}
}  // namespace riser::perf
