#include "benchmarks/perf/machine.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <thread>

#include "solver/executor.hpp"

namespace riser::perf {
namespace {
namespace fs = std::filesystem;

/// The first line of a file; empty when there is none.
std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string now() {
  const std::time_t t = std::time(nullptr);
  std::tm local;
  localtime_r(&t, &local);
  char text[40];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S%z", &local);
  return std::string(text).insert(22, ":");
}

/// A field of the first processor, as Linux lists it.
std::string processor_field(const std::string& key) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(key) && line.find(": ") != std::string::npos) return line.substr(line.find(": ") + 2);
  return {};
}

/// "0-3,8" -> 5
int listed(const std::string& list) {
  int count = 0;
  for (const char* at = list.c_str(); *at;) {
    char* end;
    const long first = std::strtol(at, &end, 10);
    if (end == at) break;
    count += 1;
    if (*end == '-') count += static_cast<int>(std::strtol(end + 1, &end, 10) - first);
    at = *end == ',' ? end + 1 : end;
  }
  return std::max(count, 1);
}

std::vector<Cache> caches() {
  std::vector<Cache> found;
  for (int i = 0;; ++i) {
    const fs::path folder = "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(i);
    const std::string level = first_line(folder / "level"), size = first_line(folder / "size");
    if (level.empty() || size.empty()) return found;
    const long unit = size.back() == 'K' ? 1 << 10 : size.back() == 'M' ? 1 << 20 : 1;
    found.push_back({first_line(folder / "type"), std::atoi(level.c_str()), listed(first_line(folder / "shared_cpu_list")), std::atol(size.c_str()) * unit});
  }
}

std::string compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}
}  // namespace

Machine this_machine() {
  Machine m;
  m.date = now(), m.processor = processor_field("model name"), m.compiler = compiler(), m.gpu = cuda_device_name();
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  m.host = host;
  std::error_code unread;
  m.executable = fs::read_symlink("/proc/self/exe", unread).filename();
  m.processors = std::max(1u, std::thread::hardware_concurrency());
  m.megahertz = std::atoi(processor_field("cpu MHz").c_str());
  const std::string governor = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  m.scaling = !governor.empty() && governor != "performance";
  m.caches = caches();
  m.load.resize(3);
  m.load.resize(std::max(0, getloadavg(m.load.data(), 3)));
  return m;
}

double memory_footprint(const Machine& machine) {
  double largest = 0;
  for (const Cache& cache : machine.caches) largest = std::max(largest, double(cache.size));
  return std::clamp(4 * largest, 256e6, 2e9);
}
}  // namespace riser::perf
