#pragma once
#include <bit>
#include <cstdint>
#include <vector>

// What a counted run adds up: operations, and lines that pass between ideal caches and what is beyond them.
namespace riser::perf {

/// A cache without conflicts that forgets the line used longest ago. A line that is written before it is read is not fetched, as
/// bandwidth is counted by STREAM; one that was written goes back once.
class IdealCache {
 public:
  static constexpr int line = 64;  // [B]
  /// Holds `bytes` of the block [begin, begin + size).
  IdealCache(double bytes, std::uintptr_t begin, std::size_t size);
  void access(std::uintptr_t address, bool write) {
    const std::uint32_t l = static_cast<std::uint32_t>((address - begin_) / line);
    if (l == newest_) dirty_[l] |= write;
    else touch(l, write);
  }
  /// [B] fetched and written back so far.
  double traffic() const { return traffic_; }

 private:
  void touch(std::uint32_t l, bool write);
  void unlink(std::uint32_t l) { after_[before_[l]] = after_[l], before_[after_[l]] = before_[l]; }
  void forget_oldest();
  std::uintptr_t begin_;
  std::uint32_t ends_, newest_, capacity_, held_ = 0;  // `ends_` closes the ring of lines, oldest to newest
  std::vector<std::uint32_t> before_, after_;
  std::vector<char> in_, dirty_;
  double traffic_ = 0;
};

/// Products that no sum has taken yet, known by their bits: a sum that takes one can be a multiply-add. Only the last few hundred are known, as
/// registers and a loop's body hold no more. A product that two sums take counts once, as a compiler that writes it into both saves as much.
class Products {
 public:
  void add(double product) { slots_[place(product)] = {bits(product), ++made_}; }
  /// True where `value` is one of them; it is none any more.
  bool take(double value) {
    Slot& slot = slots_[place(value)];
    if (slot.number == 0 || slot.bits != bits(value) || made_ - slot.number > known) return false;
    slot.number = 0;
    return true;
  }

 private:
  static constexpr long known = 256;
  static constexpr int size = 4096;
  struct Slot {
    std::uint64_t bits;
    long number;  // 0: empty
  };
  static std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
  static std::size_t place(double value) { return bits(value) * 0x9e3779b97f4a7c15u >> 52; }
  std::vector<Slot> slots_ = std::vector<Slot>(size);
  long made_ = 0;
};

struct Tally {
  std::uintptr_t begin = 0, end = 0;  // the block whose accesses count: all memory of the run
  long additions = 0, multiplications = 0, divisions = 0, roots = 0;
  long multiply_adds = 0;             // at most so many additions can be done with a multiplication
  Products products;
  IdealCache *small = nullptr, *large = nullptr;
  std::vector<char> touched;          // lines of the block

  void access(const void* place, bool write) {
    const auto address = reinterpret_cast<std::uintptr_t>(place);
    if (address < begin || address >= end) return;
    touched[(address - begin) / IdealCache::line] = 1;
    small->access(address, write), large->access(address, write);
  }
};

/// Where everything is added up.
inline Tally* tally = nullptr;
}  // namespace riser::perf
