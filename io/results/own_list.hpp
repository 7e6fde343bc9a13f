#pragma once
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "io/results/own_files.hpp"

// One folder and the list of what Riser made there, for own_files.cpp.
namespace riser {

inline constexpr char elsewhere[] = "; move it away, or name another folder (--set output.folder=...)";

/// Owns a descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  operator int() const { return number_; }

 private:
  int number_;
};

/// A line of the list: "folder - NAME", "file - NAME" or "file CRC NAME".
struct OwnEntry {
  bool folder;
  Checksum checksum;
  std::string name;
};

/// One folder and its list, open below it, so that nothing is reached through a link.
class OwnList {
 public:
  /// `follow`: the folder may be reached through a link. Throws IoError where it cannot be opened.
  OwnList(int above, const char* name, std::filesystem::path path, bool follow);
  explicit OwnList(const std::filesystem::path& folder);

  bool is_there() const { return folder_ >= 0; }
  /// Why what stands under this name is not Riser's; empty where it is, or nothing stands there.
  std::string trouble_with(const std::string& name) const;
  /// The same of a folder and all that the list in it names.
  std::vector<std::string> all_trouble(const std::string& name) const;
  /// Enters a file or folder that is about to be made. Throws ForeignFile where one stands that is not Riser's.
  void add(const OwnEntry& entry);
  /// Removes what stands under this name where it is Riser's; of a folder what Riser made in it.
  void remove(const std::string& name);
  /// Writes the list anew without what was removed. Entries of files that are not there yet stay: another rank may be about to make them.
  void tidy();

 private:
  bool stands(const std::string& name) const;
  bool lists(const std::string& name) const;
  bool is_own(const OwnEntry& entry, const std::string& name) const;
  Descriptor open_list(int how) const;
  Descriptor open_locked(int how);
  void read();
  void write(int file, const std::string& text) const;

  std::filesystem::path path_;
  Descriptor folder_;
  std::vector<OwnEntry> entries_;
  std::vector<std::string> removed_;
  off_t whole_ = 0;  // [bytes] of the list up to its last whole line
};

}  // namespace riser
