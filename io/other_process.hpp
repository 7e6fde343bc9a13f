#pragma once
#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>

// Work that may die of what it reads is done in a process of its own: crafted files crash the HDF5 library itself (tests/fuzz/README.md).
namespace riser {

/// One end of a pipe.
class Pipe {
 public:
  explicit Pipe(int id = -1) : id_(id) {}
  ~Pipe();
  Pipe(Pipe&& other) noexcept;
  Pipe& operator=(Pipe&& other) noexcept;
  /// All of it, or false.
  bool write(const void* from, std::size_t bytes) const;
  bool read(void* into, std::size_t bytes) const;

 private:
  int id_;
};

/// What the other process may take before the system ends it.
struct Allowance {
  double bytes, seconds;  // of memory beyond what this process has; of computing
};

/// A child of this process that runs `work` and ends. Call it while this process has one thread.
class OtherProcess {
 public:
  /// `work` writes its answer into the pipe. Throws IoError where the system gives no process.
  OtherProcess(const std::function<void(Pipe&)>& work, const Allowance& allowance);
  ~OtherProcess();
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;
  const Pipe& answer() const { return answer_; }

 private:
  pid_t id_ = -1;
  Pipe answer_;
};
}  // namespace riser
