#include "io/results/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "io/hdf5/hdf5.hpp"
#include "io/results/own_files.hpp"

namespace riser {
namespace {

/// Writes a new file and syncs it; throws with the system's words. It follows no link.
void write_whole(const std::filesystem::path& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
  bool good = file >= 0;
  for (std::size_t done = 0; good && done < text.size();) {
    const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    good = wrote > 0;
    done += good ? wrote : 0;
  }
  good = good && fsync(file) == 0;
  const int error = errno;
  if (file >= 0) close(file);
  if (!good) throw IoError(path.string() + ": " + std::strerror(error));
}
}  // namespace

void write_file(const std::filesystem::path& path, const std::string& text, Content content) {
  claim_file(path, content == Content::text ? checksum_of(text) : std::nullopt);
  std::filesystem::path beside = path;
  beside += ".part";
  if (unlink(beside.c_str()) != 0 && errno != ENOENT) throw IoError(beside.string() + ": " + std::strerror(errno));
  write_whole(beside, text);
  move_into_place(beside, path);
}

void write_named_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::path beside = path;
  beside += ".part";
  write_whole(beside, text);
  move_into_place(beside, path);
}

void sync_file(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool good = file >= 0 && fsync(file) == 0;
  const int error = errno;
  if (file >= 0) close(file);
  if (!good) throw IoError(path.string() + ": " + std::strerror(error));
}

void move_into_place(const std::filesystem::path& aside, const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::rename(aside, path, error);
  if (error) throw IoError(path.string() + ": " + error.message());
  sync_name(path);
}

void sync_name(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int handle = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  const int failed = fsync(handle) == 0 || errno == EINVAL ? 0 : errno;  // EINVAL: a file system that does not sync folders
  close(handle);
  if (failed) throw IoError(folder.string() + ": " + std::strerror(failed));
}

bool stays_inside(const std::filesystem::path& name) {
  return !name.empty() && !name.has_root_path() && std::find(name.begin(), name.end(), "..") == name.end();
}

std::string csv_word(const std::string& text) {
  std::string result = "\"";
  for (char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::filesystem::path beside_program(const std::string& name) {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
  return std::filesystem::exists(path, error) ? path : std::filesystem::path();
}

int threads_for(int asked) { return asked > 0 ? asked : static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }
}  // namespace riser
