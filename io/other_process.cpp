#include "io/other_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <utility>

#include "io/hdf5.hpp"

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

[[noreturn]] void run(const std::function<void(Pipe&)>& work, Pipe& answer, const Allowance& allowance) {
  for (int number : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGPIPE}) signal(number, SIG_DFL);  // it dies without a word
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, std::ceil(allowance.seconds));
  if (const double now = addresses(); !sanitised && now > 0) limit(RLIMIT_AS, now + allowance.bytes);
  try {
    work(answer);
  } catch (...) {  // the answer then ends too soon, which the reader notices
  }
  _exit(0);
}
}  // namespace

Pipe::~Pipe() {
  if (id_ >= 0) close(id_);
}
Pipe::Pipe(Pipe&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
Pipe& Pipe::operator=(Pipe&& other) noexcept {
  std::swap(id_, other.id_);
  return *this;
}

bool Pipe::write(const void* from, std::size_t bytes) const {
  for (const char* at = static_cast<const char*>(from); bytes > 0;) {
    const ssize_t done = ::write(id_, at, bytes);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    at += done, bytes -= static_cast<std::size_t>(done);
  }
  return true;
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

OtherProcess::OtherProcess(const std::function<void(Pipe&)>& work, const Allowance& allowance) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw IoError("no pipe to another process");
  Pipe from(ends[0]), to(ends[1]);
  std::fflush(nullptr);
  id_ = fork();
  if (id_ < 0) throw IoError("no process to read with");
  if (id_ == 0) run(work, to, allowance);
  answer_ = std::move(from);
}

OtherProcess::~OtherProcess() {
  answer_ = Pipe();  // whoever still writes is ended by that
  while (id_ > 0 && waitpid(id_, nullptr, 0) < 0 && errno == EINTR) continue;
}
}  // namespace riser
