#pragma once
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include "solver/crew.hpp"

namespace riser {

/// Threads that wait for short loops, tens of thousands a second. Work is claimed piece by piece, so that a thread that the machine keeps
/// away holds up no more than the piece it has in hand; whoever waits spins for some microseconds and then sleeps.
class ThreadPool {
 public:
  /// `threads` in all, the caller's own among them; fewer where the system gives no more.
  explicit ThreadPool(int threads) {
    raise_crew(crew_, threads - 1, [this](std::stop_token stop) { serve(stop); });
  }
  ~ThreadPool() {
    for (std::jthread& thread : crew_) thread.request_stop();
    wake();
  }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// body(piece) for 0 .. pieces - 1, in any order, by any thread; returns when all are done.
  template <class Body>
  void share(int pieces, const Body& body) {
    if (pieces <= 1 || crew_.empty()) {
      for (int piece = 0; piece < pieces; ++piece) body(piece);
      return;
    }
    const std::uint64_t round = static_cast<std::uint64_t>(++round_) << 32;
    ticket_.store(round | closed, std::memory_order_release);  // who comes late from the last round finds nothing
    body_ = &body, call_ = [](const void* b, int piece) { (*static_cast<const Body*>(b))(piece); };
    pieces_.store(pieces, std::memory_order_relaxed);
    left_.store(pieces, std::memory_order_relaxed);
    ticket_.store(round, std::memory_order_release);
    wake();
    work(round_);
    for (int spin = 0, left; (left = left_.load(std::memory_order_acquire)) > 0; ++spin)
      if (spin > spins) left_.wait(left, std::memory_order_acquire);
  }

 private:
  static constexpr int spins = 4000;  // some 10 microseconds
  static constexpr std::uint64_t closed = 0xffffffff;

  /// Claims pieces of this round until none is left. What a claimed piece needs lives until that piece is done.
  void work(std::uint32_t round) {
    for (;;) {
      std::uint64_t ticket = ticket_.load(std::memory_order_acquire);
      const auto piece = static_cast<std::uint32_t>(ticket);
      if (ticket >> 32 != round || piece >= static_cast<std::uint32_t>(pieces_.load(std::memory_order_relaxed))) return;
      if (!ticket_.compare_exchange_weak(ticket, ticket + 1, std::memory_order_acq_rel)) continue;
      call_(body_, static_cast<int>(piece));
      if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1) left_.notify_all();
    }
  }
  void serve(const std::stop_token& stop) {
    for (std::uint32_t seen = 0; !stop.stop_requested();) {
      std::uint32_t now = signal_.load(std::memory_order_acquire);
      for (int spin = 0; now == seen && spin < spins; ++spin) now = signal_.load(std::memory_order_acquire);
      if (now == seen) {
        signal_.wait(seen, std::memory_order_acquire);
        continue;
      }
      seen = now;
      work(static_cast<std::uint32_t>(ticket_.load(std::memory_order_acquire) >> 32));
    }
  }
  void wake() {
    signal_.fetch_add(1, std::memory_order_release);
    signal_.notify_all();
  }

  std::atomic<std::uint64_t> ticket_{0};  // round, and the next piece of it
  std::atomic<std::uint32_t> signal_{0};
  std::atomic<int> left_{0}, pieces_{0};
  std::uint32_t round_ = 0;
  const void* body_ = nullptr;
  void (*call_)(const void*, int) = nullptr;
  std::vector<std::jthread> crew_;  // last: joined before what it uses goes
};
}  // namespace riser
