// The import tables for those who fill them: what there is, what each column means, empty files to begin with.
#include "core/base/text.h"
#include "core/command/commands_inside.h"
#include "core/engine/facts/facts.h"
#include "core/store/output.h"
#include <string.h>
#include <sys/stat.h>

static bool is_own(const column *c) { return !(c->flags & COLUMN_DERIVED); }

static const char *type_text(const column *c, arena *a) {
  switch (c->type) {
    case COLUMN_ID: return "key";
    case COLUMN_REFERENCE: return arena_format(a, "id in %s", table_of(c->of)->name);
    case COLUMN_DECIMAL: return c->flags & COLUMN_NONNEGATIVE ? "number, not below 0" : "number";
    case COLUMN_DISCOUNT: return "percentage or amount";
    case COLUMN_DATE: return "date";
    case COLUMN_BOOL: return "yes or no";
    case COLUMN_INTEGER: return arena_format(a, "whole number, %lld to %lld", (long long)c->least, (long long)c->most);
    case COLUMN_CHOICE: return arena_format(a, "one of: %s", c->choices);
    case COLUMN_CURRENCY: return "currency (ISO 4217)";
    case COLUMN_ZONE: return "time zone";
    case COLUMN_TAX: return "name in taxes";
    case COLUMN_OBJECT: return "JSON object";
    case COLUMN_LIST: return "JSON list";
    case COLUMN_INSTANT: return "time";
    case COLUMN_MOMENT: return "date or time";
    case COLUMN_IBAN: return "IBAN";
    case COLUMN_BIC: return "BIC";
    case COLUMN_ENDPOINT: return "SCHEME:ID";
    case COLUMN_ADDRESSES: return "e-mail addresses";
    case COLUMN_AMOUNT: return "amount above 0";
    default: return "text";
  }
}

static const char *standing(const column *c) {
  if (c->flags & COLUMN_KEY) return c->flags & COLUMN_REQUIRED ? "key, required" : "key";
  return c->flags & COLUMN_REQUIRED ? "required" : "";
}

static const char *standard_text(const column *c) {
  if (c->type != COLUMN_BOOL || !c->standard) return c->standard;
  return strcmp(c->standard, "true") == 0 ? "yes" : "no";
}

static void add_column(buffer *b, const table *t, const column *c, arena *a) {
  const char *standard = standard_text(c);
  buffer_format(b, "  %s%s%s%s\n", c->name, *standing(c) ? " (" : "", standing(c), *standing(c) ? ")" : "");
  buffer_format(b, "      %s\n      %s", column_about(t, c), type_text(c, a));
  if (standard) buffer_format(b, "; default: %s", standard);
  buffer_format(b, "; example: %s\n", column_example(t, c));
}

static value *column_value(const table *t, const column *c, arena *a) {
  value *out = value_record(a);
  put_text(a, out, "column", c->name);
  value_put(a, out, "key", value_bool(a, (c->flags & COLUMN_KEY) != 0));
  value_put(a, out, "required", value_bool(a, (c->flags & COLUMN_REQUIRED) != 0));
  put_text(a, out, "type", type_text(c, a));
  put_text(a, out, "default", standard_text(c));
  put_text(a, out, "meaning", column_about(t, c));
  put_text(a, out, "example", column_example(t, c));
  return out;
}

static value *finish(buffer *b, const char *name, value *list, arena *a) {
  value *out = value_record(a);
  put_text(a, out, "text", arena_copy(a, b->text, b->length));
  value_put(a, out, name, list);
  buffer_free(b);
  return out;
}

static value *help_table(const table *t, arena *a) {
  buffer b = { 0 };
  value *list = value_list(a);
  buffer_format(&b, "%s: the file %s.csv, or the list \"%s\" of a JSON file\n\n", t->name, t->name, t->name);
  for (size_t i = 0; i < t->count; i++) {
    if (!is_own(&t->columns[i])) continue;
    add_column(&b, t, &t->columns[i], a);
    value_append(a, list, column_value(t, &t->columns[i], a));
  }
  if (table_has_params(t)) buffer_text(&b, "  param.NAME\n      one param of params, the others stay\n");
  if (account_name(t, "iban.CUR"))
    buffer_text(&b, "  bank.CUR, iban.CUR, bic.CUR\n      the same of one currency, such as iban.CHF\n");
  buffer_text(&b, "  x.NAME\n      a column of your own: kept, and handed to rules, plugins and templates\n\n"
                  "A column that is left out keeps its value; an empty cell goes back to the default.\n");
  return finish(&b, "columns", list, a);
}

// There is a command of that name too: its help ends the page.
static value *help_tables(const command_table *commands, arena *a) {
  buffer b = { 0 };
  value *list = value_list(a);
  buffer_text(&b, "Tables of billet import; a * is required in a new row\n");
  for (table_id id = 0; id < TABLES; id++) {
    const table *t = table_of(id);
    value *one = value_record(a);
    put_text(a, one, "table", t->name);
    value_put(a, one, "columns", value_get(help_table(t, a), "columns"));
    value_append(a, list, one);
    buffer_format(&b, "\n%s\n ", t->name);
    for (size_t i = 0; i < t->count; i++)
      if (is_own(&t->columns[i]))
        buffer_format(&b, " %s%s", t->columns[i].name, t->columns[i].flags & COLUMN_REQUIRED ? "*" : "");
    buffer_text(&b, "\n");
  }
  buffer_text(
      &b, "\nbillet help table NAME says what each column means; billet import --template DIR writes empty files.\n");
  int used;
  const command *named = command_find(commands, 1, (const char *const[]){ "tables" }, &used);
  if (named) buffer_format(&b, "\n%s", help_text(commands, named, a));
  return finish(&b, "tables", list, a);
}

bool help_of_tables(const command_table *commands, const arguments *words, arena *a, value **out, error *e) {
  *out = NULL;
  if (words->count == 1 && strcmp(words->texts[0], "tables") == 0) *out = help_tables(commands, a);
  if (*out || !words->count || strcmp(words->texts[0], "table") != 0) return true;
  if (words->count != 2) {
    error_set(e, ERROR_USAGE, "help table takes the name of one table");
    return error_hint(e, "billet help tables lists them");
  }
  table_id id = table_find(words->texts[1], strlen(words->texts[1]));
  if (id < TABLES) {
    *out = help_table(table_of(id), a);
    return true;
  }
  const char *near = table_suggest(words->texts[1]);
  error_set(e, ERROR_NOT_FOUND, "there is no table \"%s\"", words->texts[1]);
  return near ? error_hint(e, "did you mean \"%s\"?", near) : error_hint(e, "billet help tables lists them");
}

static bool write_template(const table *t, const char *path, error *e) {
  buffer b = { 0 };
  for (size_t i = 0; i < t->count; i++)
    if (is_own(&t->columns[i])) buffer_format(&b, "%s%s", b.length ? "," : "", t->columns[i].name);
  buffer_text(&b, "\r\n");
  bool done = output_write(path, b.text, b.length, NULL, e);
  buffer_free(&b);
  return done;
}

value *write_templates(const char *directory, arena *a, error *e) {
  const char *paths[TABLES];
  struct stat info;
  value *out = value_record(a), *list = value_list(a);
  for (table_id id = 0; id < TABLES; id++) {
    paths[id] = arena_format(a, "%s/%s.csv", directory, table_of(id)->name);
    if (lstat(paths[id], &info) != 0) continue;
    error_set(e, ERROR_DUPLICATE, "%s is there already", paths[id]);
    error_hint(e, "name another folder: nothing is overwritten");
    return NULL;
  }
  if (!folder_make(directory, e)) return NULL;
  for (table_id id = 0; id < TABLES; id++) {
    if (!write_template(table_of(id), paths[id], e)) return NULL;
    value *one = value_record(a);
    put_text(a, one, "table", table_of(id)->name);
    put_text(a, one, "file", paths[id]);
    value_append(a, list, one);
  }
  value_put(a, out, "tables", list);
  return out;
}
