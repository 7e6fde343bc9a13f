#pragma once
#include <chrono>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "solver/simulation.hpp"

// What is measured: a case makes its work, the work is done portion by portion, and a watch runs while it does.
namespace riser::perf {

/// Wall time and this process' CPU time [s] between start and stop, added up.
class Watch {
 public:
  void start() { wall_ -= wall(), cpu_ -= cpu(); }
  void stop() { wall_ += wall(), cpu_ += cpu(); }
  double seconds() const { return wall_; }
  double cpu_seconds() const { return cpu_; }

 private:
  static double wall() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
  static double cpu() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
  }
  double wall_ = 0, cpu_ = 0;
};

class Work {
 public:
  virtual ~Work() = default;
  /// Does the next portion while the watch runs; what it returns is the number of items done.
  virtual double portion(Watch& watch) = 0;
  /// [B] of the work's own output for each item, where it has one.
  virtual double bytes_per_item() const { return 0; }
};

struct Case {
  std::string name;
  std::string items;         // what is counted: cell-steps, snapshots ...
  int threads = 1;
  Device device = Device::cpu;
  std::string counted;       // name in counts.json of what an item costs; empty: not counted
  bool per_core = false;     // items a second and core
  bool on_request = false;   // only when the filter names its group
  std::function<std::unique_ptr<Work>()> prepare;
};

/// What the cases need to know of the call.
struct Setting {
  int threads = 1;            // at most
  std::string folder;         // where I/O is measured
};

std::vector<Case> axial_cases();
std::vector<Case> ensemble_cases();
std::vector<Case> crossover_cases(const Setting& setting);
std::vector<Case> section_cases();
std::vector<Case> sizing_cases();
std::vector<Case> file_cases(const Setting& setting);
}  // namespace riser::perf
