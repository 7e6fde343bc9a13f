#include "io/hdf5_flags.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace riser::hdf5 {
namespace {
constexpr std::size_t superblock_bytes = 48, flags_at = 11, checksum_at = 44;
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

bool has_flags(const Superblock& block) {
  constexpr unsigned char signature[] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  return std::memcmp(block.data(), signature, sizeof signature) == 0 && block[8] == 3 && block[9] == 8 && block[10] == 8 && block[flags_at] != 0;
}
}  // namespace

bool clear_write_flags(int file) {
  Superblock block{};
  if (pread(file, block.data(), block.size(), 0) != static_cast<ssize_t>(block.size()) || !has_flags(block)) return true;
  if (word(block.data() + checksum_at) != checksum(block)) return true;  // broken otherwise: for the library to say
  block[flags_at] = 0;
  const std::uint32_t sum = checksum(block);
  for (int i = 0; i < 4; ++i) block[checksum_at + i] = static_cast<unsigned char>(sum >> 8 * i);
  return pwrite(file, block.data(), block.size(), 0) == static_cast<ssize_t>(block.size());
}

bool clear_write_flags(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return false;
  const bool good = clear_write_flags(file);
  close(file);
  return good;
}
}  // namespace riser::hdf5
