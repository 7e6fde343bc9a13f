#include "io/config/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstring>

namespace riser {
namespace {

/// An open file that closes itself; -1 where there is none.
class Descriptor {
 public:
  /// Without blocking, so that a pipe that nobody writes into is opened, and then refused, at once.
  explicit Descriptor(const std::string& path) : id_(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (id_ >= 0) close(id_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return id_; }

 private:
  int id_;
};

std::string system_words(int error) { return error == ENOENT || error == ENOTDIR ? "no such file" : std::string("cannot be read: ") + std::strerror(error); }

std::string trouble_with(const Descriptor& file) {
  struct stat status {};
  if (file < 0 || fstat(file, &status) != 0) return system_words(errno);
  return S_ISREG(status.st_mode) ? "" : "not a regular file";
}
}  // namespace

std::string trouble_with(const std::string& path) {
  if (path.find('\0') != std::string::npos) return "no such file";
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return system_words(errno);
  if (!S_ISREG(status.st_mode)) return "not a regular file";  // before it is opened: that alone can make a device act
  return trouble_with(Descriptor(path));
}

InputText read_input(const std::string& path, int most_megabytes) {
  InputText input;
  if (input.wrong = trouble_with(path); !input.wrong.empty()) return input;
  const Descriptor file(path);
  if (input.wrong = trouble_with(file); !input.wrong.empty()) return input;  // of what is open now: a name may have moved
  const std::size_t most = static_cast<std::size_t>(most_megabytes) << 20;
  char block[65536];
  for (;;) {
    const ssize_t got = read(file, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) input.wrong = system_words(errno);
    if (got <= 0) return input;
    input.text.append(block, static_cast<std::size_t>(got));
    if (input.text.size() > most) return {"", "larger than " + std::to_string(most_megabytes) + " MB"};
  }
}

std::string printable(const std::string& text) {
  std::string result;
  for (char c : text.substr(0, 300)) result += std::iscntrl(static_cast<unsigned char>(c)) ? ' ' : c;
  return text.size() > 300 ? result + "..." : result;
}
}  // namespace riser
