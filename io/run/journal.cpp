#include "io/run/journal.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include "io/config/input_file.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/results/files.hpp"
#include "io/results/own_files.hpp"
#include "io/run/watch.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;
constexpr std::size_t mark_length = 9;     // eight digits and a space
constexpr double sync_interval = 1;        // [s]: what a failing power supply may cost beside what is under way

std::string mark_of(const char* text, std::size_t length) {
  char mark[mark_length + 1];
  std::snprintf(mark, sizeof mark, "%08lx ", crc32(crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(text), static_cast<uInt>(length)));
  return mark;
}
}  // namespace

std::string marked_line(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return mark_of(text.data(), text.size()) + text + "\n";
}

std::optional<Json> read_marked(const std::string& line) {
  if (line.size() < mark_length || line.compare(0, mark_length, mark_of(line.data() + mark_length, line.size() - mark_length)) != 0) return std::nullopt;
  Json json = Json::parse(line.begin() + mark_length, line.end(), nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

std::string read_journal(const std::filesystem::path& path) {
  if (const std::string trouble = trouble_with(path); !trouble.empty()) throw IoError(path.string() + ": " + trouble);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw IoError(path.string() + ": " + std::strerror(errno));
  return {std::istreambuf_iterator<char>(file), {}};
}

Journal::Journal(const std::filesystem::path& path) : path_(path.string()) {
  claim_file(path);
  file_ = open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (file_ < 0) throw IoError(path_ + ": " + std::strerror(errno));
  const off_t size = lseek(file_, 0, SEEK_END);
  if (size == 0) sync_name(path);
  char last = '\n';
  if (size > 0 && pread(file_, &last, 1, size - 1) == 1 && last != '\n') write("\n");  // ends a torn line
}

Journal::~Journal() {
  fdatasync(file_);
  close(file_);
}

void Journal::write(const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t wrote = ::write(file_, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) throw IoError(path_ + ": " + std::strerror(wrote < 0 ? errno : EIO));
    done += static_cast<std::size_t>(wrote);
  }
}

void Journal::add(const std::string& line) {
  write(line);
  if (seconds_since(synced_) < sync_interval) return;
  if (fdatasync(file_) != 0 && errno != EINVAL) throw IoError(path_ + ": " + std::strerror(errno));
  synced_ = std::chrono::steady_clock::now();
}
}  // namespace riser
