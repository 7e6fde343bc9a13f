#include "io/run/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <thread>

#include "io/hdf5/hdf5.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
constexpr char name[] = "riser.lock";
constexpr std::chrono::seconds patience{1};          // a holder on its way out is waited for
constexpr std::chrono::milliseconds while_held{50}, while_gone{1};
constexpr std::size_t longest_signature = 300;       // [bytes]

/// The first folder on the way that is not there; empty where all are.
fs::path first_missing(const fs::path& folder) {
  fs::path way;
  for (const fs::path& part : folder) {
    way /= part;
    if (!fs::exists(fs::symlink_status(way))) return way;
  }
  return {};
}

/// Makes the folder and those above it. The error where one came or went meanwhile, as another's end takes away what it had made; throws IoError on any other.
std::error_code make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error && error != std::errc::no_such_file_or_directory && error != std::errc::file_exists)
    throw IoError(folder.string() + ": cannot be made: " + error.message());
  return error;
}

bool is_same(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

/// Errors of a file system that knows no locks: NFS without its daemon, Lustre without -o flock, and others.
bool has_no_locks(int error) { return error == ENOLCK || error == EOPNOTSUPP || error == ENOSYS || error == EINVAL; }

void warn(const fs::path& folder, int error) {
  std::fprintf(stderr, "riser: %s cannot be locked: %s; see to it that no other riser writes there\n", folder.c_str(), std::strerror(error));
}
}  // namespace

FolderLock::FolderLock(const fs::path& folder) : folder_(folder), highest_(first_missing(folder)) {
  try {
    std::error_code gone;
    const auto end = std::chrono::steady_clock::now() + patience;
    do {
      gone = make_folder(folder_);
      if (!gone && enter()) return;
      std::this_thread::sleep_for(gone ? while_gone : while_held);
    } while (std::chrono::steady_clock::now() < end);
    if (gone) throw IoError(folder_.string() + ": cannot be made: " + gone.message());
    refuse();
  } catch (...) {
    if (file_ >= 0) close(file_);
    if (place_ >= 0) close(place_);
    throw;
  }
}

FolderLock::~FolderLock() {
  if (file_ >= 0) leave();
  if (place_ >= 0) close(place_);
}

/// Opens the folder and the file and takes the lock. False where it is held, or where another's end took away what was just opened.
bool FolderLock::enter() {
  for (int* old : {&file_, &place_})
    if (*old >= 0) close(*old), *old = -1;
  place_ = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  constexpr int how = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  if (place_ >= 0) file_ = openat(place_, name, O_RDWR | O_CREAT | how, 0666);
  if (file_ < 0 && errno == ENOENT) return false;
  if (place_ >= 0 && file_ < 0 && errno == EACCES && (file_ = openat(place_, name, O_RDONLY | how)) < 0) errno = EACCES;  // else another user's
  if (file_ >= 0) return take();
  if (errno != EROFS && errno != EACCES) throw IoError((folder_ / name).string() + ": " + std::strerror(errno));
  warn(folder_, errno);  // what cannot be written needs no lock; the run says so itself, if it has to write
  return true;
}

bool FolderLock::take() {
  struct stat now {};
  if (fstat(file_, &now) != 0 || !S_ISREG(now.st_mode)) throw IoError((folder_ / name).string() + ": is no file; remove it");
  if (now.st_nlink > 1 || !is_signature(now.st_size)) throw IoError((folder_ / name).string() + ": is not Riser's lock; move it away");
  int failed = 0;
  while ((failed = flock(file_, LOCK_EX | LOCK_NB)) != 0 && errno == EINTR) continue;
  if (failed && errno == EWOULDBLOCK) return false;
  if (failed && !has_no_locks(errno)) throw IoError((folder_ / name).string() + ": " + std::strerror(errno));
  if (failed) warn(folder_, errno);
  if (!is_in_place()) return false;  // its holder has removed it since it was opened: the next one is another file
  sign();
  return true;
}

/// Whether the file holds what sign() writes, or nothing: it is removed in the end.
bool FolderLock::is_signature(long size) const {
  char words[9] = {};
  const ssize_t length = pread(file_, words, 8, 0);
  return size == 0 || (length == 8 && std::strcmp(words, "process ") == 0);
}

bool FolderLock::is_in_place() const {
  struct stat ours {}, there {};
  return fstat(file_, &ours) == 0 && fstatat(place_, name, &there, AT_SYMLINK_NOFOLLOW) == 0 && is_same(ours, there);
}

void FolderLock::refuse() const {
  char words[longest_signature + 1] = {};
  const ssize_t length = file_ >= 0 ? pread(file_, words, longest_signature, 0) : 0;
  std::string holder(words, static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  holder.erase(std::min(holder.find('\n'), holder.size()));
  const bool plain = std::all_of(holder.begin(), holder.end(), [](unsigned char c) { return c >= ' ' && c < 127; });
  if (holder.empty() || !plain) holder = "which has not said its name";
  throw FolderInUse(folder_.string() + " is being written by another riser, " + holder + "; wait for its end, stop it with SIGTERM, or name another folder: " +
                    "--set output.folder=...");
}

/// Who holds the lock, for people: whether it is held the system alone knows, so nothing here has to succeed.
void FolderLock::sign() const {
  char host[256] = {};
  if (gethostname(host, sizeof host - 1) != 0) std::strcpy(host, "an unknown host");
  dprintf(file_, "process %ld on %s\n", static_cast<long>(getpid()), host);  // of a longer line before, the rest stays behind the newline
}

/// The file goes while it is locked: who has opened it meanwhile sees that it is no longer in its place.
void FolderLock::leave() {
  if (is_in_place()) unlinkat(place_, name, 0);
  struct stat ours {}, there {};
  const bool named = fstat(place_, &ours) == 0 && stat(folder_.c_str(), &there) == 0 && is_same(ours, there);
  if (named && !highest_.empty()) {
    fs::path way = folder_.has_filename() ? folder_ : folder_.parent_path();  // "runs/x/" ends with an empty name
    for (bool empty = true; empty; way = way.parent_path()) empty = rmdir(way.c_str()) == 0 && way != highest_;
  }
  close(file_);
}
}  // namespace riser
