// The person's own settings.
#include "core/base/person.h"
#include "core/base/memory.h"
#include "core/base/own_folder.h"
#include "core/base/text.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 16 };

typedef struct kind {
  const char *name, *what, *variable, *usual;
  bool path;  // whole, or below ~/: a person is in one folder today and in another tomorrow
} kind;
static const kind kinds[PERSON_COUNT] = {
  { "db", "the book that is opened", "BILLET_DB", "billet.db", true },
  { "plugins", "a folder of plugins besides those found by themselves", NULL, NULL, true },
  { "color", "auto, always or never", NULL, "auto", false },
  { "pager", "what shows long answers at the prompt", "PAGER", "less -FIRX", false },
};

static bool wrong(const person *p, int line, error *e, const char *what, const char *text) {
  char shown[80];
  snprintf(shown, sizeof shown, "%.60s", text);
  shown[text_good(shown, strlen(shown))] = '\0';
  error_set(e, ERROR_USAGE, "%s:%d: %s%s%s", p->path, line, what, *shown ? ": " : "", shown);
  return error_hint(e, "lines such as `color = never`; db, plugins, color and pager can be set, # begins a comment");
}

static char *trimmed(char *text) {
  while (*text == ' ' || *text == '\t') text++;
  size_t length = strlen(text);
  while (length && strchr(" \t\r", text[length - 1])) length--;
  text[length] = '\0';
  return text;
}

static bool fits(person_setting which, const char *value) {
  if (kinds[which].path) return *value == '/' || strncmp(value, "~/", 2) == 0;
  return which != PERSON_COLOR || strcmp(value, "auto") == 0 || strcmp(value, "always") == 0 ||
         strcmp(value, "never") == 0;
}

static bool take(person *p, char *line, int number, bool taken[PERSON_COUNT], error *e) {
  char *equals = strchr(line, '=');
  if (!equals) return wrong(p, number, e, "no setting", line);
  *equals = '\0';
  const char *name = trimmed(line), *value = trimmed(equals + 1);
  int which = 0;
  while (which < PERSON_COUNT && strcmp(kinds[which].name, name) != 0) which++;
  if (which == PERSON_COUNT) return wrong(p, number, e, "there is no such setting", name);
  if (taken[which]) return wrong(p, number, e, "set twice", name);
  if (!fits((person_setting)which, value))
    return wrong(p, number, e, kinds[which].path ? "a path begins with / or ~/" : "auto, always or never", value);
  if (!*value) return wrong(p, number, e, "the value is missing", name);
  taken[which] = true;
  if (p->rows[which].value) return true;
  p->rows[which].value = value;
  p->rows[which].origin = "user";
  return true;
}

bool person_parse(person *p, char *text, size_t length, error *e) {
  bool taken[PERSON_COUNT] = { false };
  int number = 1;
  if (strlen(text) != length || !text_is_utf8(text, length))
    return error_set(e, ERROR_USAGE, "%s: is not UTF-8 text", p->path);
  for (char *line = text, *next; line; line = next, number++) {
    next = strchr(line, '\n');
    if (next) *next++ = '\0';
    line = trimmed(line);
    if (*line && *line != '#' && !take(p, line, number, taken, e)) return false;
  }
  return true;
}

static void find(char *path, size_t room) {
  static const char name[] = "/config";
  if (own_folder("XDG_CONFIG_HOME", ".config", path, room - strlen(name))) strcat(path, name);
}

static bool read_file(person *p, error *e) {
  FILE *f = *p->path ? fopen(p->path, "re") : NULL;
  if (!f && *p->path && errno != ENOENT && errno != ENOTDIR)
    return error_set(e, ERROR_IO, "%s: %s", p->path, strerror(errno));
  if (!f) return true;
  p->text = memory_zeroed(1, FILE_MAX + 1);
  size_t length = fread(p->text, 1, FILE_MAX, f);
  bool failed = ferror(f) != 0, whole = length < FILE_MAX;
  int why = errno;
  fclose(f);
  if (failed) return error_set(e, ERROR_IO, "%s: %s", p->path, strerror(why));
  if (!whole) return error_set(e, ERROR_TOO_BIG, "%s: has more than 64 KiB", p->path);
  return person_parse(p, p->text, length, e);
}

// A path as it is meant: ~/ is the folder of the person.
static bool below_home(person *p, int which, error *e) {
  const char *value = p->rows[which].value, *home = getenv("HOME");
  if (!kinds[which].path || strcmp(p->rows[which].origin, "user") != 0 || *value != '~') return true;
  if (!home || *home != '/') return error_set(e, ERROR_USAGE, "%s: %s: HOME is not set", p->path, value);
  size_t room = strlen(home) + strlen(value);
  p->made[which] = memory_zeroed(1, room);
  snprintf(p->made[which], room, "%s%s", home, value + 1);
  p->rows[which].value = p->made[which];
  return true;
}

bool person_read(person *p, const char *const given[PERSON_COUNT], error *e) {
  *p = (person){ 0 };
  find(p->path, sizeof p->path);
  for (int i = 0; i < PERSON_COUNT; i++) {
    const char *set = kinds[i].variable ? getenv(kinds[i].variable) : NULL, *found = set && *set ? set : NULL;
    p->rows[i] = (person_row){ kinds[i].name, kinds[i].what, given[i] ? given[i] : found,
                               given[i] ? "flag"
                               : found  ? "environment"
                                        : NULL };
  }
  if (!read_file(p, e)) return false;
  for (int i = 0; i < PERSON_COUNT; i++) {
    if (!p->rows[i].origin) p->rows[i].value = kinds[i].usual, p->rows[i].origin = "default";
    if (!below_home(p, i, e)) return false;
  }
  return true;
}

void person_free(person *p) {
  for (int i = 0; i < PERSON_COUNT; i++) memory_give(p->made[i]);
  memory_give(p->text);
  p->text = NULL;
}
