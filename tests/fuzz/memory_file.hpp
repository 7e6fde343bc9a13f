#pragma once
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// What the fuzz targets share: a file that lies in memory, and a check that ends the program.
namespace riser::fuzz {

/// A regular file whose path stays the same, in memory where the system has a place for that. (A memfd has no path that HDF5 opens.)
class MemoryFile {
 public:
  MemoryFile() : path_((access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + std::string("/riser_fuzz_XXXXXX")), id_(mkstemp(path_.data())) {}
  ~MemoryFile() { unlink(path_.c_str()), close(id_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  void fill(const std::uint8_t* data, std::size_t size) const {
    if (ftruncate(id_, 0) != 0 || pwrite(id_, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int id_;
};

/// Ends the program like a crash, so that the fuzzer keeps the input.
inline void require(bool holds, const char* what, const std::string& detail = "") {
  if (holds) return;
  std::fprintf(stderr, "fuzz: %s\n%s\n", what, detail.c_str());
  std::abort();
}
}  // namespace riser::fuzz
