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

// Whether so many bytes more fit into the folder, where a file is about to be replaced. Those that are on their way
// count as what they will be: their names begin with a dot.
static bool has_room(const char *folder, const char *but, uint64_t more) {
  struct dirent *one;
  struct stat about;
  int files = 0;
  uint64_t bytes = 0;
  DIR *d = opendir(folder);
  while (d && (one = readdir(d)))
    if (strcmp(one->d_name, but) != 0 && fstatat(dirfd(d), one->d_name, &about, 0) == 0 && S_ISREG(about.st_mode)) {
      bytes += (uint64_t)about.st_size;
      files++;
    }
  if (d) closedir(d);
  return files < FILES_MAX && bytes <= WEB_UPLOAD_MAX && more <= WEB_UPLOAD_MAX - bytes;
}

static bool refuse(web_refusal *out, int status, const char *words) {
  out->status = status;
  snprintf(out->words, sizeof out->words, "%s", words);
  return false;
}

bool upload_is(const char *path) { return strncmp(path, place, sizeof place - 1) == 0; }

// Nobody knows how much room to keep for a file in chunks.
static bool has_length(asked *q, uint64_t *out) {
  const char *length = MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, "Content-Length");
  *out = length ? strtoull(length, NULL, 10) : 0;
  return length || !MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, "Transfer-Encoding");
}

bool upload_begin(web_server *s, asked *q) {
  const char *name = q->at.path + sizeof place - 1;
  if (!name_is_plain(name))
    return refuse(&q->refusal, MHD_HTTP_BAD_REQUEST, "A file has a name, and no folder: POST /upload/contracts.csv");
  if (!has_length(q, &q->room))
    return refuse(&q->refusal, MHD_HTTP_LENGTH_REQUIRED, "A file is sent with the header line \"Content-Length\".");
  const char *folder = arena_path(q->arena, s->options.uploads, q->who.name);
  if (!has_room(folder, name, q->room))
    return refuse(&q->refusal, MHD_HTTP_CONTENT_TOO_LARGE, "That is too much: 64 files and 64 MiB in all.");
  q->file = arena_path(q->arena, folder, name);
  q->part = arena_format(q->arena, "%s/.%p%s", folder, (void *)q, waits);
  lines_allow(q->connection, s, 3 * (int64_t)s->patience + (int64_t)(q->room / RATE));
  if (mkdir(folder, 0700) != 0 && errno != EEXIST)
    return refuse(&q->refusal, MHD_HTTP_INTERNAL_SERVER_ERROR, "There is no folder for files.");
  q->out = open(q->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  bool kept = q->out >= 0 && ftruncate(q->out, (off_t)q->room) == 0;
  return kept || refuse(&q->refusal, MHD_HTTP_INTERNAL_SERVER_ERROR, "The file cannot be written.");
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
