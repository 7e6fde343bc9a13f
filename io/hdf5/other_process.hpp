#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// Work that may die of what it reads is done in a process of its own: crafted files crash the HDF5 library itself (tests/fuzz/README.md).
namespace riser {

/// One end of a pipe, for words and numbers with their lengths before them.
class Pipe {
 public:
  explicit Pipe(int id = -1) : id_(id) {}
  ~Pipe();
  Pipe(Pipe&& other) noexcept;
  Pipe& operator=(Pipe&& other) noexcept;
  void put(const std::string& text) const { put(text.data(), text.size(), 1); }
  template <class T>
  void put(const std::vector<T>& values) const { put(values.data(), values.size(), sizeof(T)); }
  /// False where the other end is silent or speaks of more than `most`: it may be out of its mind.
  template <class Values>
  bool get(Values& values, double most) const {
    std::uint64_t count = 0;
    if (!read(&count, sizeof count) || !(static_cast<double>(count) <= most)) return false;
    values.resize(count);
    return read(values.data(), count * sizeof values[0]);
  }

 private:
  void put(const void* from, std::uint64_t count, std::size_t size) const;
  void write(const void* from, std::size_t bytes) const;
  bool read(void* into, std::size_t bytes) const;
  int id_;
};

/// What the other process may take before the system ends it.
struct Allowance {
  double bytes, seconds;  // of memory beyond what this process has; of computing, and twice as many by the clock
};

/// Runs `work` in a child of this process, which writes into the pipe what `take` reads here. Throws IoError with the words of what `work` threw,
/// or with `otherwise` where the child broke down or `take` returned false. The child has one thread, whatever this process has.
void do_elsewhere(const std::function<void(const Pipe&)>& work, const std::function<bool(const Pipe&)>& take, const Allowance& allowance, const std::string& otherwise);
}  // namespace riser
