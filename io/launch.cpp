#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "io/results/files.hpp"
#include "io/run/run.hpp"

#ifndef RISER_SHARE_DIR
#define RISER_SHARE_DIR "/usr/share/riser"
#endif

namespace riser {
namespace {
std::string setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value && *value ? value : otherwise;
}

/// Where the scripts lie: beside a program that was packed to travel, in the tree that the program is installed in, or where it was built.
std::string share_folder() {
  std::string found = RISER_SHARE_DIR;
  for (const char* place : {"../share/riser", "io"})
    if (const auto folder = beside_program(place); !folder.empty()) found = folder.string();
  return setting("RISER_SHARE", found.c_str());
}
}  // namespace

bool run_report(const std::filesystem::path& snapshots, bool quiet, bool pdf) {
  const std::string python = setting("RISER_PYTHON", "/usr/bin/python3");
  const std::string script = share_folder() + "/report/report.py";
  std::vector<const char*> words = {python.c_str(), "-B", script.c_str(), snapshots.c_str()};  // -B: no byte code beside scripts that a package owns
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
