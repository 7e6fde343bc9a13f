#include "io/hdf5/other_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <utility>

#include "io/hdf5/hdf5.hpp"

namespace riser {
namespace {

// An address sanitiser reserves more than any limit allows.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitised = true;
#elif defined(__has_feature)
constexpr bool sanitised = __has_feature(address_sanitizer);
#else
constexpr bool sanitised = false;
#endif

constexpr std::size_t most_words = 4000;  // [bytes]

void limit(int resource, double most) {
  rlimit now{};
  if (getrlimit(static_cast<__rlimit_resource>(resource), &now) != 0 || (now.rlim_cur != RLIM_INFINITY && static_cast<double>(now.rlim_cur) <= most)) return;
  now.rlim_cur = static_cast<rlim_t>(most);
  setrlimit(static_cast<__rlimit_resource>(resource), &now);
}

/// [bytes] of addresses that this process has; 0 where nothing tells.
double addresses() {
  double pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

struct Ends {
  Pipe from, to;
};

Ends make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw IoError("no pipe to another process");
  return {Pipe(ends[0]), Pipe(ends[1])};
}

[[noreturn]] void run(const std::function<void(const Pipe&)>& work, const Pipe& answer, const Pipe& trouble, const Allowance& allowance) {
  for (int number : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGPIPE}) signal(number, SIG_DFL);  // it dies without a word
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, std::ceil(allowance.seconds));
  signal(SIGALRM, SIG_DFL);
  alarm(static_cast<unsigned>(std::ceil(std::min(2 * allowance.seconds, 1e6))));  // the library may sleep for ever, too
  if (const double now = addresses(); !sanitised && now > 0) limit(RLIMIT_AS, now + allowance.bytes);
  try {
    work(answer);
    trouble.put(std::string());
  } catch (const std::exception& error) {
    trouble.put(std::string(error.what()).substr(0, most_words));  // fits in a pipe that nobody reads yet
  }
  _exit(0);
}

/// A child that is waited for.
struct Child {
  pid_t id;
  ~Child() {
    while (waitpid(id, nullptr, 0) < 0 && errno == EINTR) continue;
  }
};
}  // namespace

void do_elsewhere(const std::function<void(const Pipe&)>& work, const std::function<bool(const Pipe&)>& take, const Allowance& allowance, const std::string& otherwise) {
  Ends answer = make_pipe(), trouble = make_pipe();
  std::fflush(nullptr);
  const pid_t parent = getpid();
  const Child child{fork()};
  if (child.id < 0) throw IoError("no process to read with");
  if (child.id == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // the folder it works in is not its own: a killed run leaves nobody there
    if (getppid() != parent) _exit(0);
    answer.from = Pipe(), trouble.from = Pipe();  // else it would wait for itself to read
    run(work, answer.to, trouble.to, allowance);
  }
  answer.to = Pipe(), trouble.to = Pipe();
  const bool taken = take(answer.from);
  answer.from = Pipe();  // whoever still writes is ended by that
  std::string words;
  const bool told = trouble.from.get(words, most_words);
  if (!words.empty()) throw IoError(words);
  if (!taken || !told) throw IoError(otherwise);
}

Pipe::~Pipe() {
  if (id_ >= 0) close(id_);
}
Pipe::Pipe(Pipe&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
Pipe& Pipe::operator=(Pipe&& other) noexcept {
  if (id_ >= 0) close(id_);
  id_ = std::exchange(other.id_, -1);
  return *this;
}

void Pipe::put(const void* from, std::uint64_t count, std::size_t size) const { write(&count, sizeof count), write(from, count * size); }

void Pipe::write(const void* from, std::size_t bytes) const {
  for (const char* at = static_cast<const char*>(from); bytes > 0;) {
    const ssize_t done = ::write(id_, at, bytes);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) throw IoError("nobody reads the pipe");
    at += done, bytes -= static_cast<std::size_t>(done);
  }
}

bool Pipe::read(void* into, std::size_t bytes) const {
  for (char* at = static_cast<char*>(into); bytes > 0;) {
    const ssize_t done = ::read(id_, at, bytes);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    at += done, bytes -= static_cast<std::size_t>(done);
  }
  return true;
}
}  // namespace riser
