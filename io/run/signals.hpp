#pragma once
#include <csignal>

namespace riser {

/// Signals are noted while this lives. SIGINT, SIGTERM and SIGUSR2 ask to write and stop, SIGUSR1 to write and go on. A second SIGINT ends the
/// program as usual; batch systems send SIGTERM more than once, so that one is only noted again.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  /// The number of the last signal that asked to stop, or 0.
  static int noted();
  /// SIGUSR1 came since the last call.
  static bool write_asked();

 private:
  static constexpr int watched[] = {SIGINT, SIGTERM, SIGUSR2, SIGUSR1};
  struct sigaction before_[4] {};
};

/// "SIGTERM" and the like.
const char* signal_name(int number);
}  // namespace riser
