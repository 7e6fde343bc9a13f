/* For machines whose C library is older than this one's: expat and libstdc++ take random numbers from arc4random, which glibc has since
 * 2.36 only. The kernel's own call does as well. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

void arc4random_buf(void* to, size_t bytes) {
  const size_t most = 256; /* of one call */
  for (char* at = to; bytes > 0;) {
    const size_t part = bytes < most ? bytes : most;
    if (getentropy(at, part) != 0) abort();
    at += part, bytes -= part;
  }
}

uint32_t arc4random(void) {
  uint32_t value;
  arc4random_buf(&value, sizeof value);
  return value;
}
