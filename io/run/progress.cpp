#include "io/run/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace riser {
namespace {
constexpr int bar_width = 30;            // characters
constexpr double redraw_interval = 0.1;  // [s]
constexpr double line_interval = 10;     // [s]
}  // namespace

std::string human_time(double seconds) {
  char text[64];
  if (!std::isfinite(seconds) || seconds > 1e9) return "?";
  const long whole = std::lround(seconds);
  if (whole >= 3600)
    std::snprintf(text, sizeof text, "%ld h %02ld min", whole / 3600, whole % 3600 / 60);
  else if (whole >= 60)
    std::snprintf(text, sizeof text, "%ld min %02ld s", whole / 60, whole % 60);
  else
    std::snprintf(text, sizeof text, "%.1f s", seconds);
  return text;
}

Progress::Progress(double end_time, bool quiet, double begin)
    : begin_(begin), end_(std::max(end_time, 1e-30)), quiet_(quiet), terminal_(isatty(STDERR_FILENO)), start_(std::chrono::steady_clock::now()) {
  const char *no_colour = std::getenv("NO_COLOR"), *kind = std::getenv("TERM");
  colour_ = terminal_ && !(no_colour && *no_colour);
  if (kind && std::string(kind) == "dumb") terminal_ = colour_ = false;
}

double Progress::wall_time() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

std::string Progress::talk(double time) const {
  const double wall = std::max(wall_time(), 1e-9), done = time - begin_, left = done > 0 ? wall * (end_ - time) / done : INFINITY;
  char text[200];
  std::snprintf(text, sizeof text, "%3.0f %%  %s of %s  %.3gx real time  %s left", std::floor(100 * time / end_ + 1e-9),
                human_time(time).c_str(), human_time(end_).c_str(), done / wall, human_time(left).c_str());
  return text;
}

void Progress::draw_bar(double time) const {
  const int full = std::clamp(static_cast<int>(bar_width * time / end_), 0, bar_width);
  std::string done, rest;
  for (int i = 0; i < bar_width; ++i) (i < full ? done : rest) += i < full ? "━" : "─";
  if (colour_) done = "\033[36m" + done + "\033[0m";
  std::fprintf(stderr, "\r%s%s %s\033[K", done.c_str(), rest.c_str(), talk(time).c_str());
}

void Progress::print_line(double time) const { std::fprintf(stderr, "%s\n", talk(time).c_str()); }

void Progress::update(double time) {
  if (quiet_) return;
  const double wall = wall_time();
  const int tenth = static_cast<int>(10 * time / end_ + 1e-9);
  const bool due = terminal_ ? wall - last_wall_ >= redraw_interval : tenth > last_tenth_ || wall - last_wall_ >= line_interval;
  if (!due) return;
  last_wall_ = wall;
  last_tenth_ = tenth;
  terminal_ ? draw_bar(time) : print_line(time);
}

void Progress::finish() {
  if (!quiet_ && terminal_) std::fprintf(stderr, "\r\033[K");
}
}  // namespace riser
