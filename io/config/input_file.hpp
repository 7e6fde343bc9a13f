#pragma once
#include <string>

// Files that come from outside: a name may lead to a device, a pipe that nobody writes into, or more than fits in memory.
namespace riser {

/// What keeps a path from being read as a regular file ("no such file", "not a regular file", "cannot be read: ..."), or "".
std::string trouble_with(const std::string& path);

/// A whole file; `wrong` says why not.
struct InputText {
  std::string text, wrong;
};
/// Reads a regular file of at most `most_megabytes`; what grows while it is read counts, too.
InputText read_input(const std::string& path, int most_megabytes = 4);

/// For messages: control characters, which could steer a terminal, become blanks; at most 300 bytes.
std::string printable(const std::string& text);
}  // namespace riser
