// The text of a plugin file, read when it is first needed; a broken file, and one that is unloaded.
#include "lua/host/host_inside.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20 };

// Nothing that is no file is waited for, such as a pipe.
static bool read_file(host *h, const char *path, const char **text, size_t *length, error *e) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  FILE *f = descriptor >= 0 ? fdopen(descriptor, "rb") : NULL;
  if (!f) {
    error_set(e, ERROR_PLUGIN, "%s: %s", path, strerror(errno));
    if (descriptor >= 0) close(descriptor);
    return false;
  }
  struct stat st;
  if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode)) {
    fclose(f);
    return error_set(e, ERROR_PLUGIN, "%s: is no file", path);
  }
  bool small = st.st_size >= 0 && st.st_size <= FILE_MAX;
  if (small) {
    char *own = arena_alloc(h->arena, (size_t)st.st_size + 1);
    *length = fread(own, 1, (size_t)st.st_size, f);
    *text = own;
  }
  bool failed = small && ferror(f);
  fclose(f);
  if (failed) return error_set(e, ERROR_PLUGIN, "%s: %s", path, strerror(errno));
  if (!small) return error_set(e, ERROR_PLUGIN, "%s: a plugin file has at most 1 MiB", path);
  // Its texts are kept in the book and shown to people.
  return text_is_utf8(*text, *length) || error_set(e, ERROR_PLUGIN, "%s: is not UTF-8 text", path);
}

// What the command said of its plugins was said of another text.
static bool no_longer(host *h, const plugin *p, error *e) {
  digests_forget(h);
  return error_set(e, ERROR_PLUGIN, "%s: changed while it was in use: run the command again", p->file.path);
}

void plugin_unload(plugin *p) {
  state_free(p->state);
  shown_texts_forget(&p->handles.own);
  cJSON_Delete(p->keep);
  p->state = NULL;
  p->keep = NULL;
  p->params = NULL;
}

bool plugin_break(plugin *p, const error *e) {
  plugin_unload(p);
  p->phase = PLUGIN_BROKEN;
  if (!p->problem) p->problem = arena_alloc(p->arena, sizeof *p->problem);
  *p->problem = (error){ 0 };
  error_set(p->problem, e->code, "%s", e->message);
  return e->hint[0] ? error_hint(p->problem, "%s", e->hint) : false;
}

bool plugin_read(host *h, plugin *p) {
  if (p->file.digest) return p->phase != PLUGIN_BROKEN;
  char hex[DIGEST_TEXT];
  const char *text = "";
  size_t length = 0;
  error why = { 0 };
  bool good = read_file(h, p->file.path, &text, &length, &why);
  digest d = digest_of(text, length);
  p->file.text = text;
  p->file.text_length = length;
  p->file.digest = arena_text(h->arena, digest_hex(&d, hex));
  if (good && p->known && strcmp(p->known, hex) != 0) good = no_longer(h, p, &why);
  if (!good) plugin_break(p, &why);
  error_clear(&why);
  return good;
}
