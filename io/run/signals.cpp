#include "io/run/signals.hpp"

#include <csignal>
#include <initializer_list>

namespace riser::signals {
namespace {
volatile std::sig_atomic_t stop_signal = 0, write_signal = 0;
extern "C" void note_signal(int number) { (number == SIGUSR1 ? write_signal : stop_signal) = number; }
}  // namespace

void listen() {
  struct sigaction now {};
  sigaction(SIGTERM, nullptr, &now);
  if (now.sa_handler == note_signal) return;
  for (int number : {SIGINT, SIGTERM, SIGUSR2, SIGUSR1}) {
    struct sigaction action {};
    action.sa_handler = note_signal;
    action.sa_flags = number == SIGINT ? static_cast<int>(SA_RESETHAND) | SA_RESTART : SA_RESTART;
    sigaction(number, &action, nullptr);
  }
}

int asks_to_stop() { return stop_signal; }

bool write_asked() {
  const bool asked = write_signal != 0;
  write_signal = 0;
  return asked;
}

const char* name(int number) {
  switch (number) {
    case SIGINT: return "SIGINT";
    case SIGTERM: return "SIGTERM";
    case SIGUSR1: return "SIGUSR1";
    case SIGUSR2: return "SIGUSR2";
    default: return "a signal";
  }
}
}  // namespace riser::signals
