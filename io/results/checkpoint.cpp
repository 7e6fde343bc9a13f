#include "io/results/checkpoint.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/other_process.hpp"
#include "io/results/files.hpp"
#include "io/results/own_files.hpp"

namespace riser {
namespace {
namespace fs = std::filesystem;
constexpr char ending_format[] = "riser checkpoint: %20llu bytes, crc32 %08lx\n";
constexpr std::size_t ending_bytes = 61;
constexpr char prefix[] = "checkpoint_";

[[noreturn]] void fail(const fs::path& path, const std::string& what) { throw IoError(path.string() + ": " + what); }
[[noreturn]] void fail_by_system(const fs::path& path) { fail(path, std::strerror(errno)); }

/// An open file that closes itself.
struct Descriptor {
  int id;
  explicit Descriptor(int file) : id(file) {}
  ~Descriptor() {
    if (id >= 0) close(id);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

unsigned long checksum(int file, unsigned long long bytes, const fs::path& path) {
  std::vector<unsigned char> part(1 << 20);
  unsigned long sum = crc32(0, nullptr, 0);
  for (unsigned long long at = 0; at < bytes;) {
    const ssize_t got = pread(file, part.data(), std::min<unsigned long long>(part.size(), bytes - at), static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail(path, got < 0 ? std::strerror(errno) : "is cut short");
    sum = crc32(sum, part.data(), static_cast<unsigned>(got));
    at += static_cast<unsigned long long>(got);
  }
  return sum;
}

std::string ending_of(unsigned long long bytes, unsigned long sum) {
  char line[ending_bytes + 1];
  std::snprintf(line, sizeof line, ending_format, bytes, sum);
  return line;
}

void check_seal(const fs::path& path) {
  if (!fs::is_regular_file(path)) fail(path, "is no file");
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.id < 0) fail_by_system(path);
  const auto all = static_cast<unsigned long long>(fs::file_size(path));
  char line[ending_bytes];
  if (all < ending_bytes || pread(file.id, line, ending_bytes, static_cast<off_t>(all - ending_bytes)) != static_cast<ssize_t>(ending_bytes))
    fail(path, "is cut short");
  const unsigned long long bytes = all - ending_bytes;
  if (std::string_view(line, 18) != std::string_view(ending_format, 18)) fail(path, "is cut short or no checkpoint: its last line is not there");
  if (ending_of(bytes, checksum(file.id, bytes, path)) != std::string_view(line, ending_bytes)) fail(path, "is damaged: its checksum is another");
}

void write_parts(const hdf5::Group& group, const State& state) {
  for (const NamedValues& part : state) {
    const hdf5::Dataset place = group.plain(part.name, part.values.size());
    if (!part.values.empty()) place.write(part.values);
  }
}

/// `room` [bytes]: what is left of the file, which holds its numbers as they are.
State read_parts(const hdf5::Group& group, double& room) {
  State state;
  for (const hdf5::Dataset& set : group.all()) {
    double bytes = sizeof(double);
    for (hsize_t length : set.shape()) bytes *= static_cast<double>(length);
    room -= bytes;
    if (!(room >= 0)) throw IoError(set.path() + ": declares more values than the file holds");
    state.push_back({set.path().substr(set.path().rfind('/') + 1), set.read()});
  }
  return state;
}

long number_of(const fs::path& path) {
  long number = -1;
  int end = 0;
  const std::string name = path.filename().string();
  return std::sscanf(name.c_str(), "checkpoint_%9ld.h5%n", &number, &end) == 1 && end == static_cast<int>(name.size()) ? number : -1;
}

std::string image_of(const Checkpoint& c) {
  const hdf5::File file = hdf5::File::in_memory();
  const hdf5::Group root = file.root();
  root.attribute("format", 1.0);
  root.attribute("model", c.model), root.attribute("case", c.case_yaml);
  root.attribute("riser_version", c.version), root.attribute("device", c.device);
  root.attribute("time", c.time);
  write_parts(root.group("state"), c.state);
  write_parts(root.group("files"), c.files);
  return file.image();
}
}  // namespace

void write_checkpoint(const fs::path& path, const Checkpoint& checkpoint) {
  std::string image = image_of(checkpoint);  // in memory first: after a failed write the HDF5 library could not go on
  image += ending_of(image.size(), crc32_z(0, reinterpret_cast<const unsigned char*>(image.data()), image.size()));
  try {
    write_file(path, image, Content::data);
  } catch (...) {
    std::error_code none;
    fs::remove(path.string() + ".part", none);
    throw;
  }
}

namespace {
constexpr double most_parts = 10000, longest_name = 256, longest_text = 64 << 20;  // [bytes] of a part's name, of the case

Checkpoint read_here(const fs::path& path) {
  auto room = static_cast<double>(fs::file_size(path));
  const hdf5::File file = hdf5::File::open(path, false);
  const hdf5::Group root = file.root();
  if (root.number("format") != 1) fail(path, "is of another format: a newer riser wrote it");
  Checkpoint c;
  c.model = root.text("model"), c.case_yaml = root.text("case");
  c.version = root.text("riser_version"), c.device = root.text("device");
  c.time = root.number("time");
  c.state = read_parts(root.group("state"), room);
  c.files = read_parts(root.group("files"), room);
  return c;
}

void send(const Pipe& to, const Checkpoint& c) {
  for (const std::string* text : {&c.model, &c.case_yaml, &c.version, &c.device}) to.put(*text);
  to.put(std::vector<double>{c.time, static_cast<double>(c.state.size()), static_cast<double>(c.files.size())});
  for (const State* state : {&c.state, &c.files})
    for (const NamedValues& part : *state) to.put(part.name), to.put(part.values);
}

bool receive(const Pipe& from, double most_values, Checkpoint& c) {
  std::vector<double> head;
  for (std::string* text : {&c.model, &c.case_yaml, &c.version, &c.device})
    if (!from.get(*text, longest_text)) return false;
  if (!from.get(head, 3) || head.size() != 3 || !(head[1] <= most_parts) || !(head[2] <= most_parts)) return false;
  c.time = head[0];
  for (int i = 0; i < head[1] + head[2]; ++i) {
    NamedValues part;
    if (!from.get(part.name, longest_name) || !from.get(part.values, most_values)) return false;
    (i < head[1] ? c.state : c.files).push_back(std::move(part));
  }
  return true;
}
}  // namespace

Checkpoint read_checkpoint(const fs::path& path) {
  check_seal(path);
  Checkpoint c;
  const auto bytes = static_cast<double>(fs::file_size(path));
  do_elsewhere([&](const Pipe& to) { send(to, read_here(path)); }, [&](const Pipe& from) { return receive(from, bytes / sizeof(double), c); },
               {2 * bytes + 1e9, 2 + bytes / 1e7}, path.string() + ": the HDF5 library broke down on it: the file is damaged");
  return c;
}

CheckpointFolder::CheckpointFolder(fs::path folder, int kept) : folder_(std::move(folder)), kept_(static_cast<std::size_t>(std::max(kept, 1))) {}

std::vector<fs::path> CheckpointFolder::all() const {
  std::vector<fs::path> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none))
    if (number_of(entry.path()) >= 0) found.push_back(entry.path());
  std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) { return number_of(a) < number_of(b); });
  return found;
}

void CheckpointFolder::prune(std::size_t kept) const {
  const std::vector<fs::path> found = all();
  std::vector<std::string> old;
  for (std::size_t i = 0; i + kept < found.size(); ++i) old.push_back(found[i].filename().string());
  if (!old.empty()) remove_own(folder_, old);
}

fs::path CheckpointFolder::write(const Checkpoint& checkpoint) const {
  claim_folder(folder_);  // not those above: a folder of results that was moved away is not made anew
  const std::vector<fs::path> found = all();
  char name[40];
  std::snprintf(name, sizeof name, "%s%06ld.h5", prefix, found.empty() ? 1 : number_of(found.back()) + 1);
  write_checkpoint(folder_ / name, checkpoint);
  prune(kept_);
  return folder_ / name;
}

std::optional<CheckpointFolder::Found> CheckpointFolder::newest(std::vector<std::string>& skipped) const {
  const std::vector<fs::path> found = all();
  for (auto path = found.rbegin(); path != found.rend(); ++path) {
    try {
      return Found{*path, read_checkpoint(*path)};
    } catch (const std::exception& error) {
      skipped.push_back(error.what());
    }
  }
  return std::nullopt;
}
}  // namespace riser
