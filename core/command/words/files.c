// Files that commands read, and the folders they make.
#include "core/command/words/words.h"
#include "core/base/memory.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_LIMIT = 64 * 1024 * 1024 };

static bool failed(const char *path, error *e) {
  return error_set(e, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO, "%s: %s", path, strerror(errno));
}

bool folder_make(const char *path, error *e) {
  struct stat info;
  if (mkdir(path, 0777) == 0) return true;
  if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return true;
  return failed(path, e);
}

char *file_read(const char *path, size_t *length, error *e) {
  FILE *file = fopen(path, "rb");
  struct stat info;
  if (!file || fstat(fileno(file), &info) != 0 || (S_ISDIR(info.st_mode) && (errno = EISDIR))) {
    failed(path, e);
    if (file) fclose(file);
    return NULL;
  }
  char *text = NULL;
  size_t room = 0;
  for (*length = 0;; *length += fread(text + *length, 1, room - *length - 1, file)) {
    if (feof(file) || ferror(file) || *length > FILE_LIMIT) break;
    if (*length + 1 < room) continue;
    size_t grown = room ? room * 2 : 65536;
    text = memory_grow(text, room, grown);
    room = grown;
  }
  bool ok = !ferror(file) && *length <= FILE_LIMIT;
  fclose(file);
  if (ok && text) {
    text[*length] = '\0';
    return text;
  }
  memory_give(text);
  error_set(e, *length > FILE_LIMIT ? ERROR_TOO_BIG : ERROR_IO, "%s: cannot be read, or is larger than 64 MiB", path);
  return NULL;
}
