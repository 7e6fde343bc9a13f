#include "io/sweep/journal.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "io/config/config.hpp"
#include "io/config/input_file.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/run/watch.hpp"

namespace riser {
namespace {
using Json = nlohmann::ordered_json;
constexpr std::size_t mark_length = 9;     // eight digits and a space
constexpr double sync_interval = 1;        // [s]: what a failing power supply may cost beside the members under way

std::string mark_of(const char* text, std::size_t length) {
  char mark[mark_length + 1];
  std::snprintf(mark, sizeof mark, "%08lx ", crc32(crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(text), static_cast<uInt>(length)));
  return mark;
}

/// False where the line is torn.
bool read_line(const std::string& line, JournalContent& content) {
  if (line.size() < mark_length || line.compare(0, mark_length, mark_of(line.data() + mark_length, line.size() - mark_length)) != 0) return false;
  const Json j = Json::parse(line.begin() + mark_length, line.end(), nullptr, false);
  if (j.is_discarded()) return false;
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

/// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ (public domain): of two million members, two share one with a chance of 1e-7.
std::string fingerprint_of(const Scenario& scenario) {
  Scenario core = scenario;
  core.title.clear(), core.sweep = {};
  core.output.folder.clear(), core.output.checkpoint_interval = 0, core.output.checkpoints_kept = 1;
  std::uint64_t sum = 0xcbf29ce484222325;
  for (unsigned char c : print_config(core)) sum = (sum ^ c) * 0x100000001b3;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(sum));
  return text;
}

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
  for (const std::filesystem::path& path : journals_of(folder)) {
    if (const std::string trouble = trouble_with(path); !trouble.empty()) throw IoError(path.string() + ": " + trouble);
    std::ifstream file(path, std::ios::binary);
    if (!file) throw IoError(path.string() + ": " + std::strerror(errno));
    lines.append(std::istreambuf_iterator<char>(file), {}) += '\n';  // a torn line ends here
  }
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

Journal::Journal(const std::filesystem::path& path) : path_(path.string()) {
  file_ = open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file_ < 0) throw IoError(path_ + ": " + std::strerror(errno));
  const off_t size = lseek(file_, 0, SEEK_END);
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

std::string journal_line(std::size_t number, const Member& member, const std::string& by) {
  Json values = Json::array();
  for (double value : member.values) values.push_back(std::isnan(value) ? Json() : Json(value));  // the shortest text of the same bits
  const Json j = {{"member", number}, {"case", member.fingerprint}, {"words", member.words}, {"status", member.status}, {"warnings", member.warnings},
                  {"values", values}, {"by", by}};
  const std::string text = j.dump(-1, ' ', false, Json::error_handler_t::replace);
  return mark_of(text.data(), text.size()) + text + "\n";
}
}  // namespace riser
