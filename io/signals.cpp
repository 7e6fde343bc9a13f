#include "io/signals.hpp"

namespace riser {
namespace {
volatile std::sig_atomic_t stop_signal = 0;
extern "C" void note_signal(int number) { stop_signal = number; }
}  // namespace

SignalWatch::SignalWatch() {
  stop_signal = 0;
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, &interrupt_);
  sigaction(SIGTERM, &action, &terminate_);
}

SignalWatch::~SignalWatch() {
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGTERM, &terminate_, nullptr);
}

int SignalWatch::noted() { return stop_signal; }
}  // namespace riser
