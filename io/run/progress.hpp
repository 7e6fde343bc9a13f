#pragma once
#include <chrono>
#include <string>

namespace riser {

/// Where the run is, on standard error: a bar on a terminal, a line every 10 % or 10 s in a log. NO_COLOR is kept.
class Progress {
 public:
  /// `begin`: where the run begins, later than 0 when it is resumed.
  Progress(double end_time, bool quiet, double begin = 0);  // [s]
  void update(double time);               // [s]
  /// Clears the bar, so that what follows starts on a clean line.
  void finish();
  double wall_time() const;  // [s] since the start

 private:
  void draw_bar(double time) const;
  void print_line(double time) const;
  std::string talk(double time) const;
  double begin_, end_;
  bool quiet_, terminal_, colour_;
  std::chrono::steady_clock::time_point start_;
  double last_wall_ = 0;    // [s]
  int last_tenth_ = 0;
};

/// e.g. 3 h 05 min, 12 min 07 s, 4.2 s
std::string human_time(double seconds);
}  // namespace riser
