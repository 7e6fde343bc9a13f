#include "io/run/watch.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "io/config/units.hpp"

namespace riser {
namespace {

/// [s] since this process began, by the kernel's account: a walltime counts from there. 0 where the system does not tell.
double process_age() {
  std::ifstream stat("/proc/self/stat"), uptime("/proc/uptime");
  std::string text;
  std::getline(stat, text);
  const std::size_t name_end = text.rfind(')');
  double up = 0, start = 0;
  if (name_end == std::string::npos || !(uptime >> up)) return 0;
  const char* field = text.c_str() + name_end + 1;
  for (int i = 0; i < 20 && *field; ++field) i += *field == ' ';  // starttime is the 22nd, the state after the name the third
  if (std::sscanf(field, "%lf", &start) != 1) return 0;
  return std::max(0.0, up - start / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

/// d-hh:mm:ss, hh:mm:ss; -1 where it is not that.
double clock_time(const std::string& text) {
  double days = 0, hours = 0, minutes = 0, seconds = 0;
  int end = 0;
  const bool with_days = std::sscanf(text.c_str(), "%lf-%lf:%lf:%lf%n", &days, &hours, &minutes, &seconds, &end) == 4 && end == static_cast<int>(text.size());
  if (!with_days) {
    days = end = 0;
    if (std::sscanf(text.c_str(), "%lf:%lf:%lf%n", &hours, &minutes, &seconds, &end) != 3 || end != static_cast<int>(text.size())) return -1;
  }
  if (days < 0 || hours < 0 || minutes < 0 || seconds < 0 || minutes >= 60 || seconds >= 60) return -1;
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
}  // namespace

Watch::Watch(std::filesystem::path folder, double walltime) : stop_file_(std::move(folder) / "stop"), walltime_(walltime), made_(std::chrono::steady_clock::now()), age_when_made_(process_age()) {}

double Watch::age() const { return age_when_made_ + seconds_since(made_); }

std::string Watch::stop_reason() {
  if (const int number = signals::asks_to_stop()) return signals::name(number);
  if (walltime_ > 0 && age() + reserve() >= walltime_) return "the walltime";
  if (seconds_since(looked_) < 0.2) return "";  // a look is a system call
  looked_ = std::chrono::steady_clock::now();
  std::error_code none;
  if (std::filesystem::remove(stop_file_, none)) return "the stop file";
  return "";
}

void Watch::note_write(double seconds) { longest_write_ = std::max(longest_write_, seconds); }
void Watch::note_work(double seconds) { longest_work_ = std::max(longest_work_, seconds); }

double seconds_since(std::chrono::steady_clock::time_point start) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }

double parse_walltime(const std::string& text) { return parse_walltime(text, Units()); }

double parse_walltime(const std::string& text, const Units& units) {
  const double by_clock = clock_time(text);
  if (by_clock > 0 && std::isfinite(by_clock)) return by_clock;
  const Parsed parsed = units.parse(text, "s");
  if (!parsed.message.empty() || !(parsed.value > 0) || !std::isfinite(parsed.value))
    throw std::invalid_argument("'" + text + "' is no walltime: say '90 min', '1.5 h' or '1:30:00' (d-hh:mm:ss, hh:mm:ss)");
  return parsed.value;
}
}  // namespace riser
