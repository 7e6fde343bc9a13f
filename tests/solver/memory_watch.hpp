#pragma once
#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

// Which pages of a block of memory a piece of code reads and writes, as the processor's own page faults tell it: nothing in the code that is
// watched changes. x86-64 and one thread at a time.
namespace riser {

class MemoryWatch {
 public:
  struct Pages {
    long read = 0, written = 0;  // a page read after it was written is the code's own, no read
  };

  MemoryWatch(void* block, std::size_t bytes) : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    const auto first = reinterpret_cast<std::uintptr_t>(block);
    begin_ = (first + page_ - 1) / page_ * page_, end_ = (first + bytes) / page_ * page_;
    if (end_ < begin_) end_ = begin_;
    seen_.resize((end_ - begin_) / page_);
    struct sigaction action {};
    action.sa_sigaction = at_fault, action.sa_flags = SA_SIGINFO;
    sigaction(SIGSEGV, &action, &before_);
    watch() = this;
  }
  ~MemoryWatch() {
    sigaction(SIGSEGV, &before_, nullptr);
    watch() = nullptr;
  }
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;
  std::size_t page_bytes() const { return page_; }

  template <class Body>
  Pages during(const Body& body) {
    std::fill(seen_.begin(), seen_.end(), 0);
    allow(begin_, end_ - begin_, PROT_NONE);
    body();
    allow(begin_, end_ - begin_, PROT_READ | PROT_WRITE);
    Pages count;
    for (unsigned char seen : seen_) count.read += (seen & was_read) != 0, count.written += (seen & was_written) != 0;
    return count;
  }

 private:
  static constexpr unsigned char was_read = 1, was_written = 2;
  static MemoryWatch*& watch() {
    static MemoryWatch* one = nullptr;
    return one;
  }
  static void allow(std::uintptr_t from, std::size_t bytes, int access) {
    if (bytes > 0 && mprotect(reinterpret_cast<void*>(from), bytes, access) != 0) std::abort();
  }
  /// The first access of each kind to a page: noted and allowed.
  static void at_fault(int, siginfo_t* info, void* context) {
    MemoryWatch& w = *watch();
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    if (address < w.begin_ || address >= w.end_) {  // a real fault: once more without us
      sigaction(SIGSEGV, &w.before_, nullptr);
      return;
    }
    constexpr long write_bit = 2;  // of the processor's error code
    const bool writes = (static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_ERR] & write_bit) != 0;
    const std::size_t place = (address - w.begin_) / w.page_;
    w.seen_[place] |= writes ? was_written : was_read;
    allow(w.begin_ + place * w.page_, w.page_, writes ? PROT_READ | PROT_WRITE : PROT_READ);
  }

  std::size_t page_;
  std::uintptr_t begin_ = 0, end_ = 0;
  std::vector<unsigned char> seen_;
  struct sigaction before_ {};
};
}  // namespace riser
