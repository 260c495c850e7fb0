// help WORDS: where that is explained, among commands, the tables of imports, plugins and guides.
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/command/commands_inside.h"
#include <stdlib.h>
#include <string.h>

enum { FOUND_MOST = 6, ABOUT_LONGEST = 150, LONG_PARAGRAPH = 240 };
// A long paragraph has many words by chance.
enum { BY_NAME = 6, BY_SUMMARY = 4, BY_OPTION = 2, BY_EXAMPLE = 1, BY_GUIDE = 2, BY_LONG_GUIDE = 1 };

typedef struct library {
  arena *arena;
  search_text *texts;
  size_t count, capacity;
} library;

static search_text *add_text(library *l, const char *title, const char *about) {
  l->texts = arena_grow(l->arena, l->texts, l->count, &l->capacity, sizeof *l->texts);
  l->texts[l->count] = (search_text){ title, about, 0, { { NULL, NULL, 0 } } };
  return &l->texts[l->count++];
}

static void add_field(search_text *t, const char *label, const char *text, int weight) {
  if (text && t->field_count < SEARCH_FIELDS_MAX) t->fields[t->field_count++] = (search_field){ label, text, weight };
}

static void add_command(library *l, const command *c) {
  if (!c->summary || c->type == ARGUMENT_COMMAND) return;  // its examples are about anything
  search_text *t = add_text(l, c->words, c->summary);
  add_field(t, "name", c->words, BY_NAME);
  add_field(t, "summary", c->summary, BY_SUMMARY);
  add_field(t, "argument", c->argument, BY_OPTION);
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
    const option *o = &c->options[i];
    add_field(t, arena_format(l->arena, "--%s", o->name), arena_format(l->arena, "%s %s", o->name, o->help), BY_OPTION);
  }
  for (int i = 0; i < EXAMPLES_MAX && c->examples[i]; i++) add_field(t, "example", c->examples[i], BY_EXAMPLE);
}

static void add_table(library *l, const table *t) {
  for (size_t i = 0; i < t->count; i++) {
    const column *c = &t->columns[i];
    if (c->flags & COLUMN_DERIVED) continue;
    search_text *text = add_text(l, arena_format(l->arena, "help table %s", t->name),
                                 arena_format(l->arena, "%s: %s", c->name, column_about(t, c)));
    add_field(text, "column", c->name, BY_NAME);
    add_field(text, "meaning", column_about(t, c), BY_GUIDE);
    add_field(text, "table", t->name, BY_EXAMPLE);
  }
}

static void add_plugins(library *l, const plugin_host *host) {
  error none = { 0 };
  size_t count = 0;
  const plugin_file *const *files = host ? host->list(host->self, PLUGIN_KINDS, &count, &none) : NULL;
  error_clear(&none);
  for (size_t i = 0; files && i < count; i++) {
    search_text *t = add_text(l, arena_format(l->arena, "plugin show %s", files[i]->name), files[i]->title);
    add_field(t, "name", files[i]->name, BY_NAME);
    add_field(t, "title", files[i]->title, BY_SUMMARY);
  }
}

// ---- Guides: each paragraph, and each row of a table, without the signs that make them bold or a link.

typedef struct guide {
  library *library;
  const char *name, *heading;
  bool code;
  buffer paragraph;
} guide;

static void end_paragraph(guide *g) {
  arena *a = g->library->arena;
  if (g->paragraph.length) {
    const char *whole = arena_copy(a, g->paragraph.text, g->paragraph.length);
    size_t fits = text_fit(whole, ABOUT_LONGEST);
    const char *about = whole[fits] ? arena_format(a, "%.*s…", (int)fits, whole) : whole;
    search_text *t = add_text(g->library, arena_format(a, "%s, %s", g->name, g->heading), about);
    add_field(t, "guide", whole, g->paragraph.length > LONG_PARAGRAPH ? BY_LONG_GUIDE : BY_GUIDE);
    add_field(t, "heading", g->heading, BY_EXAMPLE);
  }
  buffer_clear(&g->paragraph);
}

static void add_words(guide *g, const char *line, size_t length) {
  if (g->paragraph.length) buffer_text(&g->paragraph, " ");
  for (size_t i = strspn(line, " "); i < length; i++) {
    bool cell = strncmp(line + i, " | ", 3) == 0;
    if (cell) buffer_text(&g->paragraph, ":");
    i += cell ? 2 : 0;
    if (!strchr("*`\\", line[i])) buffer_add(&g->paragraph, line + i, 1);
  }
}

static void take_line(guide *g, const char *line, size_t length) {
  bool fence = strncmp(line, "```", 3) == 0, heading = *line == '#' && !g->code, row = *line == '|';
  if (fence || heading || row || !length || strncmp(line, "- ", 2) == 0) end_paragraph(g);
  if (fence) g->code = !g->code;
  if (fence || g->code || *line == '<' || *line == '!' || strncmp(line, "|---", 4) == 0) return;
  if (heading) {
    size_t signs = strspn(line, "# ");
    g->heading = arena_copy(g->library->arena, line + signs, length - signs);
    return;
  }
  if (row && length > 4) line += 2, length -= 4;
  add_words(g, line, length);
  if (row) end_paragraph(g);
}

static void add_guide(library *l, const char *folder, const char *name) {
  size_t length;
  error none = { 0 };
  char *text = file_read(arena_path(l->arena, folder, name), &length, &none);
  guide g = { l, name, name, false, { 0 } };
  error_clear(&none);
  for (const char *at = text; at && *at;) {
    size_t line = strcspn(at, "\n");
    take_line(&g, at, line);
    at += line + (at[line] == '\n');
  }
  end_paragraph(&g);
  buffer_free(&g.paragraph);
  free(text);
}

static library everything(context *c) {
  static const char *const guides[] = { "README.md", "plugins/README.md", "rules/README.md" };
  library l = { .arena = c->arena };
  for (size_t i = 0; i < c->commands->count; i++) add_command(&l, c->commands->rows[i]);
  for (int id = 0; id < TABLES; id++) add_table(&l, table_of((table_id)id));
  add_plugins(&l, c->host);
  for (size_t i = 0; c->shared && i < sizeof guides / sizeof *guides; i++) add_guide(&l, c->shared, guides[i]);
  return l;
}

static value *found_value(arena *a, const search_found *f) {
  value *one = value_record(a);
  put_text(a, one, "where", f->text->title);
  put_text(a, one, "what", f->text->about);
  put_text(a, one, "why", f->why);
  return one;
}

value *help_search(context *c, const arguments *words, bool misspelt) {
  arena *a = c->arena;
  search_found found[FOUND_MOST + 1];
  library l = everything(c);
  bool known;
  const char *looked_for = "";
  for (size_t i = 0; i < words->count; i++) looked_for = arena_format(a, "%s %s", looked_for, words->texts[i]);
  size_t count = search_find(l.texts, l.count, looked_for, found, FOUND_MOST, &known, a);
  if (!count || (misspelt && !known)) return NULL;
  buffer b = { 0 };
  value *out = value_record(a), *list = value_list(a);
  for (size_t i = 0; i < count; i++) {
    buffer_format(&b, "%s%s\n    %s\n    (%s)\n", i ? "\n" : "", found[i].text->title, found[i].text->about,
                  found[i].why);
    value_append(a, list, found_value(a, &found[i]));
  }
  put_text(a, out, "text", arena_copy(a, b.text, b.length));
  value_put(a, out, "found", list);
  buffer_free(&b);
  c->next = "billet help COMMAND";
  return out;
}
