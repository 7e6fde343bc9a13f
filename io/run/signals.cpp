#include "io/run/signals.hpp"

namespace riser {
namespace {
volatile std::sig_atomic_t stop_signal = 0, write_signal = 0;
extern "C" void note_signal(int number) { (number == SIGUSR1 ? write_signal : stop_signal) = number; }
}  // namespace

SignalWatch::SignalWatch() {
  struct sigaction now {};
  sigaction(SIGTERM, nullptr, &now);
  if (now.sa_handler != note_signal) {  // a run within a study hears what the study has heard
    stop_signal = 0;
    write_signal = 0;
  }
  for (int i = 0; i < 4; ++i) {
    struct sigaction action {};
    action.sa_handler = note_signal;
    action.sa_flags = watched[i] == SIGINT ? static_cast<int>(SA_RESETHAND) | SA_RESTART : SA_RESTART;
    sigaction(watched[i], &action, &before_[i]);
  }
}

SignalWatch::~SignalWatch() {
  for (int i = 0; i < 4; ++i) sigaction(watched[i], &before_[i], nullptr);
}

int SignalWatch::noted() { return stop_signal; }

bool SignalWatch::write_asked() {
  const bool asked = write_signal != 0;
  write_signal = 0;
  return asked;
}

const char* signal_name(int number) {
  switch (number) {
    case SIGINT: return "SIGINT";
    case SIGTERM: return "SIGTERM";
    case SIGUSR1: return "SIGUSR1";
    case SIGUSR2: return "SIGUSR2";
    default: return "a signal";
  }
}
}  // namespace riser
