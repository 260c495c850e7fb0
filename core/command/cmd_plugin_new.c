// plugin new: writes a small plugin that works, to be changed into one's own.
#include "core/command/commands_inside.h"
#include "core/base/text.h"
#include "core/store/output.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_MAX_LENGTH = 64 };

static const char *const kinds[] = { "contract",         "price-rule", "tax-rule", "exporter", "delivering-exporter",
                                     "invoice-template", "check" };
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static bool check_kind(const char *kind, error *e) {
  for (size_t i = 0; i < KIND_COUNT; i++)
    if (strcmp(kinds[i], kind) == 0) return true;
  const char *near = text_nearest(kind, kinds, KIND_COUNT);
  error_set(e, ERROR_USAGE,
            "a new plugin is a contract, price-rule, tax-rule, exporter, delivering-exporter, invoice-template or "
            "check, not a \"%s\"",
            kind);
  return near ? error_hint(e, "did you mean `billet plugin new %s NAME`?", near)
              : error_hint(e, "billet plugin new contract NAME");
}

// The name as it would be allowed: "Site Visit" → "site-visit"; NULL where nothing of it is left.
static const char *mended(const char *name, arena *a) {
  char *out = arena_text(a, name), *to = out;
  for (const char *c = name; *c && to - out < NAME_MAX_LENGTH; c++) {
    bool good = isascii((unsigned char)*c) && isalnum((unsigned char)*c);
    if (good && (to > out || isalpha((unsigned char)*c))) *to++ = (char)tolower((unsigned char)*c);
    else if (!good && to > out && to[-1] != '-') *to++ = '-';
  }
  while (to > out && to[-1] == '-') to--;
  *to = '\0';
  return *out ? out : NULL;
}

static bool check_name(const char *name, arena *a, error *e) {
  const char *good = mended(name, a);
  if (good && strcmp(good, name) == 0) return true;
  error_set(e, ERROR_INVALID,
            "\"%s\" cannot be a plugin's name: small letters, digits and single dashes, a letter first, at most %d",
            name, NAME_MAX_LENGTH);
  return error_hint(e, "%s would do", good ? good : "site-visit");
}

// Refused where the name is known already: the new file would hide that one.
static bool check_free(context *c, const char *name, error *e) {
  for (int kind = 0; kind < PLUGIN_KINDS; kind++) {
    error found = { 0 };
    const plugin_file *file = c->host->find(c->host->self, (plugin_kind)kind, name, &found);
    bool free = !file && found.code == ERROR_NOT_FOUND;
    error_clear(&found);
    if (free) continue;
    error_set(e, ERROR_DUPLICATE, "there is a plugin \"%s\" already%s%s", name, file ? ": " : "",
              file ? file->path : "");
    return error_hint(e,
                      "another name; to change a shipped plugin, copy its file beside your database and edit the copy");
  }
  return true;
}

// "site-visit" → "Site visit"
static const char *title_of(const char *name, arena *a) {
  char *out = arena_text(a, name);
  for (char *c = out; *c; c++)
    if (*c == '-') *c = ' ';
  *out = (char)toupper((unsigned char)*out);
  return out;
}

// The template with @name@ and @title@ filled in.
static bool fill(const char *text, const char *name, const char *title, buffer *out) {
  for (const char *at; (at = strchr(text, '@')) != NULL;) {
    bool named = strncmp(at, "@name@", 6) == 0, titled = strncmp(at, "@title@", 7) == 0;
    buffer_add(out, text, (size_t)(at - text));
    const char *word = named ? name : titled ? title : "@";
    buffer_add(out, word, strlen(word));
    text = at + (named ? 6 : titled ? 7 : 1);
  }
  buffer_add(out, text, strlen(text));
  return true;
}

static bool write_plugin(context *c, const char *kind, const char *name, const char *folder, const char *path,
                         error *e) {
  size_t length;
  buffer text = { 0 };
  char *template = file_read(arena_format(c->arena, "%s/lua/templates/%s.lua", c->shared, kind), &length, e);
  bool ok = template && folder_make(folder, e) && fill(template, name, title_of(name, c->arena), &text) &&
            output_write(path, text.text, text.length, NULL, e);
  free(template);
  buffer_free(&text);
  return ok;
}

static value *command_plugin_new(context *c, const arguments *a, error *e) {
  const char *kind = a->texts[0], *name = a->texts[1], *given = option_text(a, "output"),
             *folder = given ? given : c->plugins;
  const char *path = arena_format(c->arena, "%s/%s.lua", folder, name);
  if (!check_kind(kind, e) || !check_name(name, c->arena, e)) return NULL;
  if (access(path, F_OK) == 0) {
    error_set(e, ERROR_DUPLICATE, "%s is there already; it is left as it is", path);
    error_hint(e, "another name, or another folder: --output DIR");
    return NULL;
  }
  if (!check_free(c, name, e) || !write_plugin(c, kind, name, folder, path, e)) return NULL;
  const char *what = given ? path : name;
  value *out = value_record(c->arena);
  put_text(c->arena, out, "path", path);
  put_text(c->arena, out, "kind", kind);
  put_text(c->arena, out, "name", name);
  put_text(c->arena, out, "check", arena_format(c->arena, "billet plugin check %s", what));
  put_text(c->arena, out, "test", arena_format(c->arena, "billet plugin test %s", what));
  put_text(
      c->arena, out, "text",
      arena_format(
          c->arena,
          "%s is written, and works as it is.\n\nMake it yours: change params, functions and examples, then\n  billet "
          "plugin check %s\n  billet plugin test %s\n  billet plugin show %s\n",
          path, what, what, what));
  return out;
}

const command plugin_new_commands[] = {
  { .words = "plugin new",
    .group = "Plugins and rules",
    .summary = "writes a small plugin that works, for you to change",
    .argument = "KIND NAME",
    .least = 2,
    .most = 2,
    .options = { { "output", "DIR", "the folder; without it, plugins beside the database", ARGUMENT_FILE } },
    .examples = { "billet plugin new contract site-visit", "billet plugin new exporter our-ledger",
                  "billet plugin new delivering-exporter our-books", "billet plugin new check weekends" },
    .view = "text",
    .run = command_plugin_new },
  { 0 },
};
