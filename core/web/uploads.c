// Files that somebody sends: each session has a folder of its own, which nobody else reads, and a limit.
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 120, FILES_MAX = 64, RATE = 100 };  // RATE: bytes a millisecond that a sender keeps up at least
static const char place[] = "/upload/", waits[] = ".part";

// A name that is a file's in every folder: no path, nothing hidden, nothing that a terminal obeys.
static bool name_is_plain(const char *name) {
  size_t length = strlen(name), bytes;
  if (!length || length > NAME_MAX_BYTES || *name == '.' || strchr(name, '/') || strchr(name, '\\')) return false;
  for (const char *at = name; *at; at += bytes)
    if (text_unsafe(at, &bytes)) return false;
  return true;
}

// How much lies in the folder, without a file that is about to be replaced; false where there are too many.
static bool weigh(const char *folder, const char *but, uint64_t *bytes) {
  struct dirent *one;
  struct stat about;
  int files = 0;
  *bytes = 0;
  DIR *d = opendir(folder);
  if (!d) return true;
  while ((one = readdir(d)))
    if (strcmp(one->d_name, but) != 0 && fstatat(dirfd(d), one->d_name, &about, 0) == 0 && S_ISREG(about.st_mode)) {
      *bytes += (uint64_t)about.st_size;  // those that are being sent count, whose names begin with a dot
      files++;
    }
  closedir(d);
  return files < FILES_MAX;
}

static bool refuse(web_refusal *out, int status, const char *words) {
  out->status = status;
  snprintf(out->words, sizeof out->words, "%s", words);
  return false;
}

bool upload_is(const char *path) { return strncmp(path, place, sizeof place - 1) == 0; }

bool upload_begin(web_server *s, asked *q) {
  const char *length = MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, "Content-Length");
  const char *name = q->at.path + sizeof place - 1;
  uint64_t there, more = length ? strtoull(length, NULL, 10) : 0;
  if (!name_is_plain(name))
    return refuse(&q->refusal, MHD_HTTP_BAD_REQUEST, "A file has a name, and no folder: POST /upload/contracts.csv");
  const char *folder = arena_path(q->arena, s->options.uploads, q->who.name);
  if (!weigh(folder, name, &there) || more > WEB_UPLOAD_MAX - there)
    return refuse(&q->refusal, MHD_HTTP_CONTENT_TOO_LARGE, "That is too much: 64 files and 64 MiB in all.");
  q->room = WEB_UPLOAD_MAX - there;
  q->file = arena_path(q->arena, folder, name);
  q->part = arena_format(q->arena, "%s/.%p%s", folder, (void *)q, waits);
  lines_allow(q->connection, s, 3 * (int64_t)s->patience + (int64_t)(more / RATE));
  if (mkdir(folder, 0700) != 0 && errno != EEXIST)
    return refuse(&q->refusal, MHD_HTTP_INTERNAL_SERVER_ERROR, "There is no folder for files.");
  q->out = open(q->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  return q->out >= 0 || refuse(&q->refusal, MHD_HTTP_INTERNAL_SERVER_ERROR, "The file cannot be written.");
}

bool upload_add(asked *q, const char *data, size_t length) {
  if (length > q->room) return false;
  q->room -= length;
  q->written += length;
  while (length) {
    ssize_t written = write(q->out, data, length);
    if (written <= 0) return false;
    data += written;
    length -= (size_t)written;
  }
  return true;
}

enum MHD_Result upload_end(asked *q) {
  bool empty = !q->written, ok = close(q->out) == 0;
  q->out = -1;
  ok = ok && (empty ? unlink(q->file) == 0 || errno == ENOENT : rename(q->part, q->file) == 0);
  if (ok && !empty) q->part = NULL;
  if (!ok) {
    refuse(&q->refusal, MHD_HTTP_INTERNAL_SERVER_ERROR, "The file cannot be written.");
    return reply_refuse(q->connection, &q->refusal, false, false);
  }
  const char *text = arena_format(q->arena, "{\"bytes\":%llu}\n", (unsigned long long)q->written);
  const web_reply r = { .status = MHD_HTTP_OK, .body = text, .length = strlen(text) };
  return reply_send(q->connection, &r, NULL, NULL);
}

void upload_forget(asked *q) {
  if (q->out >= 0) close(q->out);
  if (q->part) unlink(q->part);
  q->out = -1;
  q->part = NULL;
}
