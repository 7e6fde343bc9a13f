#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/run/journal.hpp"
#include "io/sweep/members.hpp"

namespace riser {

/// What a member is known by: a fingerprint of every value that its outcome depends on, and its words. Its number is not part of it, so
/// that a sweep may grow.
using MemberKey = std::pair<std::string, std::vector<std::string>>;
inline MemberKey key_of(const Member& member) { return {member.fingerprint, member.words}; }

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

/// A member's line. `by`: program and device.
std::string journal_line(std::size_t number, const Member& member, const std::string& by);
}  // namespace riser
