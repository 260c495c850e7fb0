// The page's files: those that were built into the module, or those of a folder.
#include "core/base/digest.h"
#include "core/base/embed.h"
#include "core/web/web_inside.h"
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Each file as "NAME LENGTH\n" and its bytes (Makefile).
extern const char web_page[];
EMBED("web_page", "page.pack");

enum { FILE_MAX = 4 << 20, VERSION_TEXT = 17 };
static const char place[] = "/assets/";

static const char *type_of(const char *name) {
  static const char *const types[][2] = { { ".html", "text/html; charset=utf-8" },
                                          { ".css", "text/css; charset=utf-8" },
                                          { ".js", "text/javascript; charset=utf-8" },
                                          { ".svg", "image/svg+xml" } };
  const char *dot = strrchr(name, '.');
  for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
    if (strcmp(dot, types[i][0]) == 0) return types[i][1];
  return NULL;
}

static const char *packed(const char *name, size_t *length) {
  for (const char *at = web_page; *at;) {
    char *end;
    size_t named = strcspn(at, " ");
    *length = strtoul(at + named, &end, 10);
    if (strlen(name) == named && strncmp(at, name, named) == 0) return end + 1;
    at = end + 1 + *length;
  }
  return NULL;
}

// The built-in files' digest, which is a part of their addresses: another version of the page has others.
static const char *version(void) {
  static char text[DIGEST_TEXT];
  if (*text) return text;
  digest d = digest_of(web_page, strlen(web_page));
  digest_hex(&d, text);
  text[VERSION_TEXT - 1] = '\0';
  return text;
}

// The page itself, which names its files by their version.
static const char *with_version(const char *page, arena *a, size_t *length) {
  buffer b = { 0 };
  for (const char *end = page + *length, *next; page < end; page = next) {
    const char *found = memmem(page, (size_t)(end - page), place, strlen(place));
    next = found ? found + strlen(place) : end;
    buffer_add(&b, page, (size_t)(next - page));
    if (found) buffer_format(&b, "%s/", version());
  }
  *length = b.length;
  const char *text = arena_copy(a, b.text, b.length);
  buffer_free(&b);
  return text;
}

static const char *read_from(const char *folder, const char *name, arena *a, size_t *length) {
  struct stat about;
  char *bytes = NULL;
  int fd = open(arena_path(a, folder, name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return NULL;
  if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= FILE_MAX) {
    bytes = arena_alloc(a, (size_t)about.st_size + 1);
    ssize_t got = read(fd, bytes, (size_t)about.st_size);
    *length = got > 0 ? (size_t)got : 0;
  }
  close(fd);
  return bytes;
}

const char *asset_find(const char *folder, const char *name, arena *a, asset *out) {
  size_t named = strcspn(name, "/");
  *out = (asset){ .lasting =
                      !folder && name[named] && strlen(version()) == named && strncmp(name, version(), named) == 0 };
  if (out->lasting) name += named + 1;
  out->type = type_of(name);
  if (!out->type || *name == '.' || strchr(name, '/')) return NULL;
  if (folder) return read_from(folder, name, a, &out->length);
  const char *bytes = packed(name, &out->length);
  return bytes && strcmp(name, "index.html") == 0 ? with_version(bytes, a, &out->length) : bytes;
}
