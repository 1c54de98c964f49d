/*
 * Loaded before the C library (LD_PRELOAD): lets the disk and the clock of one process go wrong while it runs. What is
 * to go wrong stands in a file that is mapped, so looking at it costs nothing. Built by failing-calls.ts.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct faults {
  int64_t write_errno;
  int64_t sync_errno;
  int64_t open_errno;
  int64_t clock_seconds;
};

static struct faults nothing;
static volatile struct faults *faults = &nothing;

__attribute__((constructor)) static void map_faults(void) {
  const char *file = getenv("FAULTS_FILE");
  if (file == NULL) return;
  int fd = open(file, O_RDONLY);
  if (fd < 0) return;
  void *mapped = mmap(NULL, sizeof(struct faults), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped != MAP_FAILED) faults = mapped;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL_IF(code) \
  do { \
    int64_t fault = (code); \
    if (fault != 0) { \
      errno = (int)fault; \
      return -1; \
    } \
  } while (0)

/* Sockets and pipes are written by other calls, so these are files. */
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  FAIL_IF(faults->write_errno);
  return REAL(pwrite)(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  FAIL_IF(faults->write_errno);
  return REAL(pwrite64)(fd, bytes, count, at);
}

int ftruncate64(int fd, off64_t length) {
  FAIL_IF(faults->write_errno);
  return REAL(ftruncate64)(fd, length);
}

int fsync(int fd) {
  FAIL_IF(faults->sync_errno);
  return REAL(fsync)(fd);
}

int fdatasync(int fd) {
  FAIL_IF(faults->sync_errno);
  return REAL(fdatasync)(fd);
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  if ((flags & O_ACCMODE) != O_RDONLY) FAIL_IF(faults->open_errno);
  return REAL(open64)(path, flags, mode);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int result = REAL(gettimeofday)(now, zone);
  now->tv_sec += faults->clock_seconds;
  return result;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = REAL(clock_gettime)(clock, now);
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += faults->clock_seconds;
  return result;
}
