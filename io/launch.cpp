#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "io/files.hpp"
#include "io/run.hpp"

#ifndef RISER_SHARE_DIR
#define RISER_SHARE_DIR "/usr/share/riser"
#endif

namespace riser {
namespace {
std::string setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value && *value ? value : otherwise;
}
}  // namespace

bool run_report(const std::filesystem::path& snapshots, bool quiet, bool pdf) {
  const std::string python = setting("RISER_PYTHON", "/usr/bin/python3");
  const std::string packed = beside_program("io").string();  // a program that was packed to travel
  const std::string script = setting("RISER_SHARE", packed.empty() ? RISER_SHARE_DIR : packed.c_str()) + "/report/report.py";
  std::vector<const char*> words = {python.c_str(), script.c_str(), snapshots.c_str()};
  if (quiet) words.push_back("--quiet");
  if (pdf) words.push_back("--pdf");
  words.push_back(nullptr);
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);  // standard output is data; whatever Python says is talk
    execvp(words[0], const_cast<char* const*>(words.data()));
    _exit(127);
  }
  int status = -1;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  const bool missing = child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127;
  std::fprintf(stderr, "riser: warning: no pictures: %s %s\n", python.c_str(), missing ? "is not there" : "ended with an error");
  return false;
}
}  // namespace riser
