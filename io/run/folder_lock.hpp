#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>

namespace riser {

/// Another program writes into the folder: bad input, for nothing was touched.
struct FolderInUse : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Keeps a folder of results for one program at a time, from before it looks at what is there to its end. The system's lock (flock) on a
/// file within, `riser.lock`, which says who holds it; a program that dies, however, leaves the file and no lock. The end takes the file
/// away, and the folder where it was made for this and is empty. It follows the folder, not its name: one that is renamed stays locked.
class FolderLock {
 public:
  /// Makes the folder where it is missing, again where another's end took it away. Throws FolderInUse with host and process of the holder, IoError
  /// and std::filesystem::filesystem_error where the folder or the file cannot be made. Where the file system has no locks, or is read-only, that is said and the
  /// lock is none.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  bool enter();
  bool take();
  bool is_signature(long size) const;
  bool is_in_place() const;
  [[noreturn]] void refuse() const;
  void sign() const;
  void leave();
  std::filesystem::path folder_, highest_;  // highest_: the first of the folders that were made, or empty
  int place_ = -1, file_ = -1;              // descriptors of the folder and of the file
};
}  // namespace riser
