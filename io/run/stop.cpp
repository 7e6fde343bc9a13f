#include "io/run/stop.hpp"

#include <utility>

#include "io/sweep/ranks.hpp"

namespace riser {

bool StudyStop::asked() {
  const std::scoped_lock lock(door_);
  if (!reason_.empty()) return true;
  reason_ = watch_.stop_reason();
  if (!reason_.empty()) ranks::tell(reason_);
  else reason_ = ranks::heard();
  return !reason_.empty();
}

void StudyStop::ask(const std::string& reason) {
  const std::scoped_lock lock(door_);
  if (reason_.empty()) reason_ = reason;
}

void StudyStop::note_write(double seconds) {
  const std::scoped_lock lock(door_);
  watch_.note_write(writers_ * seconds);
}

void StudyStop::note_work(double seconds) {
  const std::scoped_lock lock(door_);
  watch_.note_work(seconds);
}

bool StudyStop::write_asked(long& seen) {
  const std::scoped_lock lock(door_);
  writes_asked_ += watch_.write_asked();
  return std::exchange(seen, writes_asked_) < writes_asked_;
}

bool StudyStop::measures() {
  const std::scoped_lock lock(door_);
  return watch_.limited() && !std::exchange(measured_, true);
}

std::string StudyStop::reason() {
  const std::scoped_lock lock(door_);
  return reason_;
}
}  // namespace riser
