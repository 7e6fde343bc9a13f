#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/sweep_members.hpp"

namespace riser {

/// What a member is known by: a fingerprint of every value that its outcome depends on, and its words. Its number is not part of it, so
/// that a sweep may grow.
using MemberKey = std::pair<std::string, std::vector<std::string>>;
inline MemberKey key_of(const Member& member) { return {member.fingerprint, member.words}; }
/// 64 bits in hexadecimal; what only says how a case is shown (title, output.folder, checkpoints) and the sweep itself are left out.
std::string fingerprint_of(const Scenario& scenario);

inline std::filesystem::path journal_of(const std::filesystem::path& folder) { return folder / "sweep.journal"; }

/// What a journal holds of a finished member.
struct JournalEntry {
  std::vector<double> values;
  std::string status, warnings, by;  // by: program and device
};
struct JournalContent {
  std::map<MemberKey, JournalEntry> entries;  // the last of each
  std::size_t torn = 0;                       // lines that were skipped: cut short or damaged
};
/// Empty where the file is not there. Throws IoError.
JournalContent read_journal(const std::filesystem::path& path);

/// Gives members what the content holds of them; returns how many entries belong to no member of `members`.
std::size_t take_up(const JournalContent& content, std::vector<Member>& members);

/// One line a finished member, in the order in which they end: CRC-32 of the rest, a space, JSON. A program killed at any instant leaves
/// whole lines and at most one torn one, which is skipped later. To be called by one thread at a time.
class Journal {
 public:
  /// Goes on with the file, or makes it. `by`: program and device. Throws IoError.
  Journal(const std::filesystem::path& path, std::string by);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  void add(std::size_t number, const Member& member);  // throws IoError

 private:
  void write(const std::string& text);
  std::string path_, by_;
  int file_;
  std::chrono::steady_clock::time_point synced_{};
};
}  // namespace riser
