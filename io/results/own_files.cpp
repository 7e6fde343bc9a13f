#include "io/results/own_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>

#include "io/hdf5/hdf5.hpp"
#include "io/results/own_list.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, int error) { throw IoError(path.string() + ": " + std::strerror(error)); }

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }
}  // namespace

Checksum checksum_of(const std::string& text) {
  return crc32_z(0, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

void claim_file(const fs::path& path, Checksum checksum) {
  OwnList list(folder_of(path));
  if (!list.is_there()) fail(path, ENOENT);
  list.add({false, checksum, path.filename().string()});
}

void claim_folder(const fs::path& path) {
  const fs::path plain = path.has_filename() ? path : path.parent_path();
  OwnList list(folder_of(plain));
  if (!list.is_there()) fail(plain, ENOENT);
  list.add({true, std::nullopt, plain.filename().string()});
  if (mkdir(plain.c_str(), 0777) != 0 && errno != EEXIST) fail(plain, errno);
}

void refuse_foreign(const fs::path& folder, const std::vector<std::string>& names) {
  const OwnList list(folder);
  if (!list.is_there()) return;
  std::string found;
  for (const std::string& name : names)
    for (const std::string& trouble : list.all_trouble(name)) found += "\n  " + trouble;
  if (found.empty()) return;
  throw ForeignFile(folder.string() + " holds what Riser would replace" + elsewhere + ":" + found);
}

void remove_own(const fs::path& folder, const std::vector<std::string>& names) {
  OwnList list(folder);
  if (!list.is_there()) return;
  for (const std::string& name : names) list.remove(name);
  list.tidy();
}

void remove_stop_request(const fs::path& folder) {
  const fs::path path = folder / "stop";
  struct stat found {};
  if (lstat(path.c_str(), &found) != 0) return;
  if (!S_ISREG(found.st_mode) || found.st_size > 0)
    throw ForeignFile(path.string() + ": a request to stop is an empty file, and this is none" + elsewhere);
  if (unlink(path.c_str()) != 0 && errno != ENOENT) fail(path, errno);
}
}  // namespace riser
