#include "io/hdf5/memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <limits>

namespace riser {

std::string gigabytes(double bytes) {
  char text[40];
  std::snprintf(text, sizeof text, "%.3g GB", bytes / 1e9);
  return text;
}

double machine_memory() {
  double least = std::numeric_limits<double>::infinity();
  const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  if (pages > 0 && size > 0) least = static_cast<double>(pages) * static_cast<double>(size);
  if (rlimit limit{}; getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) least = std::min(least, static_cast<double>(limit.rlim_cur));
  // Of a container or a batch job, by the second and the first kind of control groups; "max" is no number.
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::ifstream file(path);
    if (double limit = 0; file >> limit && limit > 0) least = std::min(least, limit);
  }
  return least;
}

std::string beyond_memory(double bytes) {
  const double there = machine_memory();
  return bytes <= there ? "" : "needs about " + gigabytes(bytes) + " of memory; there are " + gigabytes(there) + " here";
}
}  // namespace riser
