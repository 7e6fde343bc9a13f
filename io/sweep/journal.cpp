#include "io/sweep/journal.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace riser {
namespace {
using Json = nlohmann::ordered_json;

/// False where the line is torn.
bool read_line(const std::string& line, JournalContent& content) {
  const std::optional<Json> said = read_marked(line);
  if (!said) return false;
  const Json& j = *said;
  try {
    JournalEntry entry{{}, j.at("status"), j.at("warnings"), j.at("by")};
    for (const Json& value : j.at("values")) entry.values.push_back(value.is_null() ? not_there : value.get<double>());
    if (entry.values.size() != kept) return false;
    content.entries[{j.at("case"), j.at("words").get<std::vector<std::string>>()}] = std::move(entry);
  } catch (const Json::exception&) {
    return false;  // another program's line
  }
  return true;
}
}  // namespace

std::filesystem::path journal_of(const std::filesystem::path& folder, int rank) {
  return folder / (rank == 0 ? "sweep.journal" : "sweep." + std::to_string(rank) + ".journal");
}

std::vector<std::filesystem::path> journals_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  if (!std::filesystem::is_directory(folder)) return found;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.path().extension() == ".journal" && file.path().filename().string().starts_with("sweep.")) found.push_back(file.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string read_journals(const std::filesystem::path& folder) {
  std::string lines;
  for (const std::filesystem::path& path : journals_of(folder)) lines += read_journal(path) + '\n';  // a torn line ends here
  return lines;
}

JournalContent parse_journal(const std::string& lines) {
  JournalContent content;
  for (std::size_t from = 0, to; from < lines.size(); from = to + 1) {
    to = std::min(lines.find('\n', from), lines.size());
    if (to > from) content.torn += !read_line(lines.substr(from, to - from), content);
  }
  return content;
}

std::size_t take_up(const JournalContent& content, std::vector<Member>& members) {
  std::map<MemberKey, bool> known;
  for (Member& member : members) {
    const auto found = content.entries.find(key_of(member));
    if (found == content.entries.end()) continue;
    member.values = found->second.values, member.status = found->second.status, member.warnings = found->second.warnings;
    known[found->first] = true;
  }
  return content.entries.size() - known.size();
}

std::string journal_line(std::size_t number, const Member& member, const std::string& by) {
  Json values = Json::array();
  for (double value : member.values) values.push_back(std::isnan(value) ? Json() : Json(value));  // the shortest text of the same bits
  const Json j = {{"member", number}, {"case", member.fingerprint}, {"words", member.words}, {"status", member.status}, {"warnings", member.warnings},
                  {"values", values}, {"by", by}};
  return marked_line(j);
}
}  // namespace riser
