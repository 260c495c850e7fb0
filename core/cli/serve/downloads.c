// Files of a session, such as commands write for a page, as its browser keeps them.
#include "core/cli/serve/serve_inside.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char place[] = "/file/";
enum { OK = 200, UNKNOWN = 404, PLACE = sizeof place - 1 };

bool download_asked(const web_request *r) {
  return strcmp(r->method, "GET") == 0 && strncmp(r->path, place, PLACE) == 0;
}

static bool read_whole(FILE *in, arena *a, web_reply *reply) {
  struct stat about;
  if (fstat(fileno(in), &about) != 0 || !S_ISREG(about.st_mode)) return false;
  char *bytes = arena_alloc(a, (size_t)about.st_size + 1);
  reply->length = fread(bytes, 1, (size_t)about.st_size, in);
  reply->body = bytes;
  return reply->length == (size_t)about.st_size;
}

// No type that a browser shows: it keeps the file.
void download_reply(page *p, const web_request *r, web_reply *reply) {
  error e = { 0 };
  const char *path = file_path(p, r->path + PLACE, &e);
  FILE *in = path ? fopen(path, "re") : NULL;
  *reply = (web_reply){ .status = OK, .type = "application/octet-stream" };
  if (!in || !read_whole(in, p->own, reply)) {
    if (path) error_set(&e, ERROR_NOT_FOUND, "%s is not there any more: export it again", r->path + PLACE);
    reply_error(p, UNKNOWN, &e, reply);
  }
  if (in) fclose(in);
}
