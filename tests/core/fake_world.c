// A folder of plugin files for one test.
#include "tests/core/fake_world.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
// cmocka needs those above
#include <cmocka.h>

int world_open(void **context) {
  world *w = calloc(1, sizeof *w);
  strcpy(w->folder, "/tmp/billet-host-XXXXXX");
  assert_non_null(mkdtemp(w->folder));
  w->arena = arena_new();
  *context = w;
  return 0;
}

void close_host(world *w) {
  host_close(w->host);
  w->host = NULL;
}

int world_close(void **context) {
  world *w = *context;
  char command[128];
  close_host(w);
  error_clear(&w->e);
  arena_free(w->arena);
  snprintf(command, sizeof command, "rm -r %s", w->folder);
  assert_int_equal(system(command), 0);
  free(w);
  return 0;
}

void write_file(const world *w, const char *name, const char *text) {
  char path[200];
  const char *slash = strchr(name, '/');
  if (slash) {
    snprintf(path, sizeof path, "%s/%.*s", w->folder, (int)(slash - name), name);
    mkdir(path, 0700);
  }
  snprintf(path, sizeof path, "%s/%s", w->folder, name);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs(text, f);
  fclose(f);
}

plugin_host *open_host(world *w) {
  const char *directories[] = { ".", w->folder };
  close_host(w);
  w->host = host_open(&(host_options){ .directories = directories, .directory_count = 2, .deadline_ms = 500 }, &w->e);
  if (!w->host) fail_msg("%s", w->e.message);
  return w->host;
}

void good(const world *w, bool ok) {
  if (!ok) fail_msg("%s (%s)", w->e.message, w->e.hint);
}

void refused(world *w, bool ok, error_code code, const char *message) {
  assert_false(ok);
  if (!strstr(w->e.message, message) && !strstr(w->e.hint, message))
    fail_msg("\"%s\" is not in \"%s\" (%s)", message, w->e.message, w->e.hint);
  assert_int_equal(w->e.code, code);
  error_clear(&w->e);
}
