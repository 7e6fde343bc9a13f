#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/sweep/members.hpp"

namespace riser {

/// What a member is known by: a fingerprint of every value that its outcome depends on, and its words. Its number is not part of it, so
/// that a sweep may grow.
using MemberKey = std::pair<std::string, std::vector<std::string>>;
inline MemberKey key_of(const Member& member) { return {member.fingerprint, member.words}; }
/// 64 bits in hexadecimal; what only says how a case is shown (title, output.folder, checkpoints) and the sweep itself are left out.
std::string fingerprint_of(const Scenario& scenario);

/// Of a rank, so that no file is written by two processes.
std::filesystem::path journal_of(const std::filesystem::path& folder, int rank = 0);
/// Those of all ranks that are there.
std::vector<std::filesystem::path> journals_of(const std::filesystem::path& folder);
/// Their lines. Throws IoError.
std::string read_journals(const std::filesystem::path& folder);

/// What a journal holds of a finished member.
struct JournalEntry {
  std::vector<double> values;
  std::string status, warnings, by;  // by: program and device
};
struct JournalContent {
  std::map<MemberKey, JournalEntry> entries;  // the last of each
  std::size_t torn = 0;                       // lines that were skipped: cut short or damaged
};
JournalContent parse_journal(const std::string& lines);

/// Gives members what the content holds of them; returns how many entries belong to no member of `members`.
std::size_t take_up(const JournalContent& content, std::vector<Member>& members);

/// A member's line: CRC-32 of the rest, a space, JSON. `by`: program and device.
std::string journal_line(std::size_t number, const Member& member, const std::string& by);

/// One line a finished member, in the order in which they end. A program killed at any instant leaves
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
