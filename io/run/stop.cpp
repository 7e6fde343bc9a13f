#include "io/run/stop.hpp"

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
  watch_.note_write(seconds);
}

std::string StudyStop::reason() {
  const std::scoped_lock lock(door_);
  return reason_;
}
}  // namespace riser
