#include "io/results/own_list.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "io/hdf5/hdf5.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
constexpr char list_name[] = "riser.files";
constexpr char heading[] = "# Riser made these in this folder. It removes and replaces no others.\n";
constexpr off_t largest_list = 64 << 20;  // [bytes]

[[noreturn]] void fail(const fs::path& path, int error) { throw IoError(path.string() + ": " + std::strerror(error)); }

std::string read_all(int file) {
  std::string text;
  char part[4096];
  for (ssize_t got; (got = pread(file, part, sizeof part, static_cast<off_t>(text.size()))) != 0;) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    text.append(part, static_cast<std::size_t>(got));
  }
  return text;
}

std::string line_of(const OwnEntry& entry) {
  char sum[16] = "-";
  if (entry.checksum) std::snprintf(sum, sizeof sum, "%08lx", *entry.checksum);
  return std::string(entry.folder ? "folder " : "file ") + sum + " " + entry.name + "\n";
}

/// Lines that are cut short or of another shape are no entries: what they would name stays somebody else's.
std::optional<OwnEntry> entry_of(const std::string& line) {
  std::istringstream words(line);
  std::string kind, sum, name;
  if (!(words >> kind >> sum) || words.get() != ' ' || !std::getline(words, name)) return std::nullopt;
  const bool plain = !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
  if ((kind != "file" && kind != "folder") || !plain) return std::nullopt;
  if (sum == "-") return OwnEntry{kind == "folder", std::nullopt, name};
  if (sum.size() != 8 || sum.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
  return OwnEntry{kind == "folder", std::stoul(sum, nullptr, 16), name};
}

std::string without_part(const std::string& name) {
  const std::size_t length = name.size();
  return length > 5 && name.compare(length - 5, 5, ".part") == 0 ? name.substr(0, length - 5) : name;
}
}  // namespace

OwnList::OwnList(int above, const char* name, fs::path path, bool follow)
    : path_(std::move(path)),
      folder_(openat(above, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW))) {
  if (folder_ >= 0) read();
  else if (errno != ENOENT) fail(path_, errno);
}

OwnList::OwnList(const fs::path& folder) : OwnList(AT_FDCWD, folder.c_str(), folder, true) {}

bool OwnList::stands(const std::string& name) const {
  struct stat found {};
  return fstatat(folder_, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0;
}

bool OwnList::lists(const std::string& name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const OwnEntry& entry) { return entry.name == name; });
}

/// Whether what stands under `name` (the entry's, or its NAME.part) is what the entry says.
bool OwnList::is_own(const OwnEntry& entry, const std::string& name) const {
  struct stat found {};
  if (fstatat(folder_, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) return false;
  if (entry.folder || !S_ISREG(found.st_mode)) return entry.folder && S_ISDIR(found.st_mode);
  if (!entry.checksum || name != entry.name) return true;
  const Descriptor file(openat(folder_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  return file >= 0 && checksum_of(read_all(file)) == entry.checksum;
}

std::string OwnList::trouble_with(const std::string& name) const {
  if (!stands(name)) return "";
  const std::string base = without_part(name);
  if (!lists(base)) return "Riser did not make it";
  for (const OwnEntry& entry : entries_)
    if (entry.name == base && is_own(entry, name)) return "";
  return "it was changed since Riser made it";
}

/// The list itself; a link, a second name of a file elsewhere, or no file at all is refused.
Descriptor OwnList::open_list(int how) const {
  Descriptor file(openat(folder_, list_name, how | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0644));
  if (file < 0 && errno == ENOENT) return file;
  if (file < 0) fail(path_ / list_name, errno);
  struct stat found {};
  if (fstat(file, &found) != 0) fail(path_ / list_name, errno);
  if (!S_ISREG(found.st_mode) || found.st_nlink > 1 || found.st_size > largest_list)
    throw ForeignFile((path_ / list_name).string() + ": is not the list that Riser keeps" + elsewhere);
  return file;
}

void OwnList::read() {
  const Descriptor file = open_list(O_RDONLY);
  if (file < 0) return;
  const std::string text = read_all(file);
  entries_.clear();
  whole_ = static_cast<off_t>(text.rfind('\n') + 1);
  for (std::size_t from = 0, to; (to = text.find('\n', from)) != std::string::npos; from = to + 1)
    if (auto entry = entry_of(text.substr(from, to - from))) entries_.push_back(std::move(*entry));
}

void OwnList::write(int file, const std::string& text) const {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) fail(path_ / list_name, wrote < 0 ? errno : EIO);
    done += static_cast<std::size_t>(wrote);
  }
  if (fdatasync(file) != 0 && errno != EINVAL) fail(path_ / list_name, errno);
}

/// The list, locked and read: another rank may have entered a file, or written the list anew. Without file locks (some
/// network file systems) the entries of one process stay right.
Descriptor OwnList::open_locked(int how) {
  for (;;) {
    Descriptor file = open_list(how);
    if (file < 0) return file;
    while (flock(file, LOCK_EX) != 0 && errno == EINTR) continue;
    struct stat ours {}, there {};
    if (fstat(file, &ours) != 0 || fstatat(folder_, list_name, &there, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (ours.st_ino != there.st_ino) continue;
    read();
    return file;
  }
}

void OwnList::add(const OwnEntry& entry) {
  const Descriptor file = open_locked(O_RDWR | O_CREAT | O_APPEND);
  if (file < 0) fail(path_ / list_name, errno);
  for (const std::string& name : {entry.name, entry.name + ".part"})
    if (const std::string why = trouble_with(name); !why.empty())
      throw ForeignFile((path_ / name).string() + " is there, and " + why + elsewhere);
  const bool known = std::any_of(entries_.begin(), entries_.end(), [&](const OwnEntry& e) {
    return e.folder == entry.folder && e.checksum == entry.checksum && e.name == entry.name;
  });
  if (known) return;
  // A line that a kill cut short would name another file.
  if (ftruncate(file, whole_) != 0) fail(path_ / list_name, errno);
  const bool empty = whole_ == 0;
  write(file, (empty ? heading : "") + line_of(entry));
  if (empty && fsync(folder_) != 0 && errno != EINVAL) fail(path_, errno);
  entries_.push_back(entry);
}

std::vector<std::string> OwnList::all_trouble(const std::string& name) const {
  std::vector<std::string> found;
  for (const std::string& each : {name, name + ".part"})
    if (const std::string why = trouble_with(each); !why.empty()) found.push_back((path_ / each).string() + ": " + why);
  const bool folder =
      std::any_of(entries_.begin(), entries_.end(), [&](const OwnEntry& e) { return e.folder && e.name == name; });
  if (!folder || !stands(name) || !found.empty()) return found;
  const OwnList inner(folder_, name.c_str(), path_ / name, false);
  for (const OwnEntry& entry : inner.entries_)
    for (std::string& trouble : inner.all_trouble(entry.name))
      if (std::find(found.begin(), found.end(), trouble) == found.end()) found.push_back(std::move(trouble));
  return found;
}

void OwnList::remove(const std::string& name) {
  removed_.push_back(name);
  for (const std::string& each : {name, name + ".part"}) {
    struct stat found {};
    if (fstatat(folder_, each.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0 || !trouble_with(each).empty()) continue;
    if (!S_ISDIR(found.st_mode)) {
      if (unlinkat(folder_, each.c_str(), 0) != 0 && errno != ENOENT) fail(path_ / each, errno);
      continue;
    }
    OwnList inner(folder_, each.c_str(), path_ / each, false);
    const std::vector<OwnEntry> entries = inner.entries_;
    for (const OwnEntry& entry : entries) inner.remove(entry.name);
    inner.tidy();
    const bool left = unlinkat(folder_, each.c_str(), AT_REMOVEDIR) != 0;
    if (left && errno != ENOTEMPTY && errno != EEXIST && errno != ENOENT) fail(path_ / each, errno);
  }
}

void OwnList::tidy() {
  const Descriptor locked = open_locked(O_RDWR);
  if (locked < 0) return;
  std::string text;
  for (const OwnEntry& entry : entries_) {
    const bool removed = std::find(removed_.begin(), removed_.end(), entry.name) != removed_.end();
    const bool kept = !removed || stands(entry.name) || stands(entry.name + ".part");
    if (kept && text.find(line_of(entry)) == std::string::npos) text += line_of(entry);
  }
  if (text.empty()) {
    if (unlinkat(folder_, list_name, 0) != 0 && errno != ENOENT) fail(path_ / list_name, errno);
    return;
  }
  const std::string aside = std::string(list_name) + ".part";
  unlinkat(folder_, aside.c_str(), 0);
  const Descriptor file(openat(folder_, aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (file < 0) fail(path_ / aside, errno);
  write(file, heading + text);
  if (renameat(folder_, aside.c_str(), folder_, list_name) != 0) fail(path_ / list_name, errno);
}
}  // namespace riser
