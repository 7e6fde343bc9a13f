#pragma once
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

// Journals: what has ended of many runs, a line each, so that a program killed at any instant loses what was under way and no more.
namespace riser {

/// A line: CRC-32 of the rest, a space, JSON.
std::string marked_line(const nlohmann::ordered_json& json);
/// What a line (without its end) says; nothing where it is torn: cut short or damaged.
std::optional<nlohmann::ordered_json> read_marked(const std::string& line);
/// A journal's text. Throws IoError.
std::string read_journal(const std::filesystem::path& path);

/// One line a finished part, in the order in which they end. A program killed at any instant leaves
/// whole lines and at most one torn one, which is skipped later. To be called by one thread at a time.
class Journal {
 public:
  /// Goes on with the file, or makes it. Throws IoError.
  explicit Journal(const std::filesystem::path& path);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  void add(const std::string& line);  // throws IoError

 private:
  void write(const std::string& text);
  std::string path_;
  int file_;
  std::chrono::steady_clock::time_point synced_{};
};
}  // namespace riser
