/* Loaded into riser by LD_PRELOAD: counts the calls that change files and spoils one of them.
   FAULT_AT    number of the call, from 1; 0 = none
   FAULT_KIND  kill   SIGKILL before the call
               half   half of the buffer is written, then SIGKILL
               torn   as half, but cut where the system itself can cut a killed write: between two pages of the file
               stop   SIGSTOP before the call, once
               full   half of what is behind a file's end is written; from then on no file grows: ENOSPC, as on a disk that is full
               ENOSPC, EIO   the call fails
   FAULT_ONCE  1: only this call fails
   FAULT_LOCK  number of the error that every flock gives
   FAULT_LAST  number of a signal that comes when the program has returned from main
   FAULT_LOG   a file that gets a letter for each call, for its number and kind */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
enum { page = 4096 };

static atomic_long calls;
static atomic_int spent;
static long at;
static int once, error_number, log_file = -1;
static const char* kind = "";

__attribute__((constructor)) static void read_environment(void) {
  const char *number = getenv("FAULT_AT"), *what = getenv("FAULT_KIND"), *single = getenv("FAULT_ONCE"), *path = getenv("FAULT_LOG");
  at = number ? atol(number) : 0;
  if (what) kind = what;
  once = single && *single == '1';
  error_number = strcmp(kind, "EIO") == 0 ? EIO : ENOSPC;
  if (path) log_file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

__attribute__((destructor)) static void signal_at_the_end(void) {
  const char* number = getenv("FAULT_LAST");
  if (number) raise(atoi(number));
}

static int is(const char* name) { return strcmp(kind, name) == 0; }
static void die(void) {
  raise(SIGKILL);
  for (;;) pause();
}

/* 0 = let it pass, 1 = fail, 2 = write a part first. */
static int judge(char letter, int file) {
  if (file >= 0 && file <= STDERR_FILENO) return 0;
  const long number = atomic_fetch_add(&calls, 1) + 1;
  if (log_file >= 0) NEXT(write)(log_file, &letter, 1);
  if (!at || number < at || (number > at && (once || is("kill") || is("half") || is("torn") || is("stop")))) return 0;
  if (number == at && is("kill")) die();
  if (is("stop")) return raise(SIGSTOP), 0;
  const int is_write = letter == 'w' || letter == 'p';
  if (is("full")) return is_write ? 2 : 0;
  if (number == at && (is("half") || is("torn"))) {
    if (is_write) return 2;
    die();
  }
  errno = error_number;
  return 1;
}

/* How much of a write is done before the end. */
static size_t part_of(int file, size_t bytes, off_t from) {
  const size_t half = bytes / 2;
  struct stat now;
  if (is("full")) {
    if (fstat(file, &now) == 0 && from + (off_t)bytes <= now.st_size) return bytes;
    return atomic_exchange(&spent, 1) ? 0 : half;
  }
  if (!is("torn")) return half;
  const off_t end = (from + (off_t)half + page / 2) / page * page;  /* the nearest border of pages */
  return end <= from ? 0 : (size_t)(end - from) < bytes ? (size_t)(end - from) : bytes;
}

ssize_t write(int file, const void* from, size_t bytes) {
  const int fate = judge('w', file);
  if (fate == 1) return -1;
  if (fate == 0) return NEXT(write)(file, from, bytes);
  const size_t part = part_of(file, bytes, lseek(file, 0, SEEK_CUR));
  if (!part && bytes && is("full")) return errno = ENOSPC, -1;
  const ssize_t done = NEXT(write)(file, from, part);
  if (!is("full")) die();
  return done;
}

static ssize_t write_at(int file, const void* from, size_t bytes, off_t offset) {
  const int fate = judge('p', file);
  if (fate == 1) return -1;
  if (fate == 0) return NEXT(pwrite)(file, from, bytes, offset);
  const size_t part = part_of(file, bytes, offset);
  if (!part && bytes && is("full")) return errno = ENOSPC, -1;
  const ssize_t done = NEXT(pwrite)(file, from, part, offset);
  if (!is("full")) die();
  return done;
}
ssize_t pwrite(int file, const void* from, size_t bytes, off_t offset) { return write_at(file, from, bytes, offset); }
ssize_t pwrite64(int file, const void* from, size_t bytes, off64_t offset) { return write_at(file, from, bytes, offset); }

ssize_t writev(int file, const struct iovec* parts, int count) { return judge('v', file) ? -1 : NEXT(writev)(file, parts, count); }
int fsync(int file) { return judge('s', file) ? -1 : NEXT(fsync)(file); }
int ftruncate(int file, off_t length) { return judge('t', file) ? -1 : NEXT(ftruncate)(file, length); }
int ftruncate64(int file, off64_t length) { return judge('t', file) ? -1 : NEXT(ftruncate)(file, length); }
int flock(int file, int how) {
  const char* error = getenv("FAULT_LOCK");
  if (!error) return NEXT(flock)(file, how);
  errno = atoi(error);
  return -1;
}
int rename(const char* from, const char* to) { return judge('r', -1) ? -1 : NEXT(rename)(from, to); }
