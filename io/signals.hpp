#pragma once
#include <csignal>

namespace riser {

/// SIGINT and SIGTERM are noted while this lives; a second one of the same kind ends the program as usual.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  /// The number of the signal that came, or 0.
  static int noted();

 private:
  struct sigaction interrupt_ {}, terminate_ {};
};
}  // namespace riser
