#include "io/hdf5/flags.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <vector>

#include "io/hdf5/plumbing.hpp"

namespace riser::hdf5 {
namespace {
constexpr std::size_t superblock_bytes = 48, flags_at = 11, end_at = 28, checksum_at = 44;
using Superblock = std::array<unsigned char, superblock_bytes>;

std::uint32_t word(const unsigned char* bytes) { return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | static_cast<std::uint32_t>(bytes[3]) << 24; }

/// Jenkins' lookup3 of the 44 bytes before the checksum (public domain, 2006): three full rounds of twelve bytes and a last one of eight.
std::uint32_t checksum(const Superblock& block) {
  std::uint32_t a = 0xdeadbeef + checksum_at, b = a, c = a;
  const auto mix = [](std::uint32_t& x, std::uint32_t& y, std::uint32_t& z, int turn) { x -= z, x ^= std::rotl(z, turn), z += y; };
  const auto last = [](std::uint32_t& x, std::uint32_t y, int turn) { x ^= y, x -= std::rotl(y, turn); };
  const unsigned char* at = block.data();
  for (int round = 0; round < 3; ++round, at += 12) {
    a += word(at), b += word(at + 4), c += word(at + 8);
    mix(a, b, c, 4), mix(b, c, a, 6), mix(c, a, b, 8), mix(a, b, c, 16), mix(b, c, a, 19), mix(c, a, b, 4);
  }
  a += word(at), b += word(at + 4);
  last(c, b, 14), last(a, c, 11), last(b, a, 25), last(c, b, 16), last(a, c, 4), last(b, a, 14), last(c, b, 24);
  return c;
}

/// Of the format that has the mark, and whole; another is for the library to judge.
bool is_whole(const Superblock& block) {
  constexpr unsigned char signature[] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  return std::memcmp(block.data(), signature, sizeof signature) == 0 && block[8] == 3 && block[9] == 8 && block[10] == 8 && word(block.data() + checksum_at) == checksum(block);
}

void put(Superblock& block, std::size_t at, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) block[at + i] = static_cast<unsigned char>(value >> 8 * i);
}

/// False where there is no mark to take away.
bool take_mark(Superblock& block) {
  if (!is_whole(block)) return false;
  block[flags_at] = 0;
  put(block, checksum_at, checksum(block), 4);
  return true;
}

/// The library keeps its driver's functions to itself; an open file knows them.
const H5FD_class_t& usual_driver() {
  static const H5FD_class_t usual = [] {
    H5FD_t* file = H5FDopen("/dev/null", H5F_ACC_RDONLY, H5P_DEFAULT, 1);
    if (!file) throw IoError("/dev/null cannot be opened");
    const H5FD_class_t copy = *file->cls;
    H5FDclose(file);
    return copy;
  }();
  return usual;
}

std::uint64_t end_of(const Superblock& block) { return word(block.data() + end_at) | static_cast<std::uint64_t>(word(block.data() + end_at + 4)) << 32; }

/// Tells the first block of the file where it ends. False where it could not be written; a file that has none yet, or another kind, is left alone.
bool put_end(int file, std::uint64_t end, bool mark_too) {
  Superblock block{};
  if (pread(file, block.data(), block.size(), 0) != static_cast<ssize_t>(block.size()) || !is_whole(block)) return true;
  if (!mark_too && end_of(block) >= end) return true;
  put(block, end_at, std::max(end_of(block), end), 8);
  if (mark_too) block[flags_at] = 0;
  put(block, checksum_at, checksum(block), 4);
  return pwrite(file, block.data(), block.size(), 0) == static_cast<ssize_t>(block.size());
}

/// The library tells the first block of a longer file last in a flush. A program killed before that would leave sets that count values which
/// lie, so the file says, behind its end: nobody could read them.
bool keep_end(H5FD_t* file, haddr_t end) {
  void* descriptor = nullptr;
  return usual_driver().get_handle(file, H5P_DEFAULT, &descriptor) >= 0 && put_end(*static_cast<int*>(descriptor), end, false);
}

herr_t write_as_is(H5FD_t* file, H5FD_mem_t type, hid_t list, haddr_t address, size_t bytes, const void* from) {
  if (address != 0) {
    const herr_t result = usual_driver().write(file, type, list, address, bytes, from);
    return result < 0 || keep_end(file, address + bytes) ? result : -1;
  }
  if (bytes < superblock_bytes) return usual_driver().write(file, type, list, address, bytes, from);
  Superblock block;
  std::memcpy(block.data(), from, superblock_bytes);
  if (!take_mark(block)) return usual_driver().write(file, type, list, address, bytes, from);
  std::vector<unsigned char> whole(static_cast<const unsigned char*>(from), static_cast<const unsigned char*>(from) + bytes);
  std::copy(block.begin(), block.end(), whole.begin());
  return usual_driver().write(file, type, list, address, bytes, whole.data());
}

/// A flush goes on behind a write that failed: the length of a set could reach the disk, and its last values not. From the first one that fails
/// no other is done, so that a failing disk leaves no more than a kill does.
herr_t write_unmarked(H5FD_t* file, H5FD_mem_t type, hid_t list, haddr_t address, size_t bytes, const void* from) {
  static std::atomic<const H5FD_t*> failed{nullptr};  // is never closed (hdf5.cpp), so no other file comes to its address
  static std::atomic<int> why{0};
  if (failed != file) {
    errno = 0;
    if (write_as_is(file, type, list, address, bytes, from) >= 0) return 0;
    why = errno, failed = file;
  }
  if (why != 0) H5Epush2(H5E_DEFAULT, __FILE__, __func__, __LINE__, H5E_ERR_CLS, H5E_IO, H5E_WRITEERROR, "error message = '%s'", std::strerror(why));
  return -1;
}
}  // namespace

Handle unmarked_driver(const std::string& path) {
  H5FD_class_t driver = usual_driver();
  driver.name = "riser";
  driver.terminate = nullptr;  // ends the usual driver, not this one
  driver.write = write_unmarked;
  return {checked(H5FDregister(&driver), "making the file", path), H5FDunregister};
}

bool clear_write_flags(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return false;
  // A killed run may have used space behind the end that its first block tells; new blocks must not lie there.
  const bool good = put_end(file, std::filesystem::file_size(path), true);
  close(file);
  return good;
}
}  // namespace riser::hdf5
