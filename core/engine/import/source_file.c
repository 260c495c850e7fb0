// A file that a source reads.
#include "core/engine/import/import_inside.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int source_open(const char *path, int64_t *size, error *e) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  if (fd < 0 || fstat(fd, &info)) {
    error_set(e, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO, "%s cannot be read: %s", path, strerror(errno));
  } else if (!S_ISREG(info.st_mode)) error_set(e, ERROR_INVALID, "%s is not a regular file", path);
  else {
    *size = info.st_size;
    return fd;
  }
  if (fd >= 0) close(fd);
  return -1;
}
