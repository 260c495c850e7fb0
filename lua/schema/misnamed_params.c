// Params and own columns that a plugin's functions read by a wrong name, found in its text: in branches too that no
// example takes.
#include "lua/schema/schema_inside.h"
#include "core/base/text.h"
#include <assert.h>
#include <ctype.h>
#include <string.h>

typedef struct token {
  const char *text;
  size_t length;
  int line;
} token;

typedef struct tokens {
  arena *arena;
  token *list;
  size_t count, capacity;
} tokens;

// The length of a long bracket, [[ … ]] or [==[ … ]==], at `at`; 0: there is none.
static size_t long_bracket(const char *at, const char *end) {
  size_t level = 0;
  if (*at != '[') return 0;
  while (at[1 + level] == '=') level++;
  if (at[1 + level] != '[') return 0;
  for (const char *c = at + 2 + level; c < end; c++) {
    size_t same = 0;
    while (*c == ']' && same < level && c[1 + same] == '=') same++;
    if (*c == ']' && same == level && c[1 + level] == ']') return (size_t)(c - at) + 2 + level;
  }
  return (size_t)(end - at);
}

// The length of what is no code at `at`: a blank, a comment, a text; 0: it is code.
static size_t no_code(const char *at, const char *end) {
  if (isspace((unsigned char)*at)) return 1;
  if (at[0] == '-' && at[1] == '-') {
    size_t block = long_bracket(at + 2, end);
    return block ? block + 2 : strcspn(at, "\n");
  }
  if (*at != '"' && *at != '\'') return long_bracket(at, end);
  size_t length = 1;
  while (at + length < end && at[length] != *at) length += at[length] == '\\' ? 2 : 1;
  return length + 1;
}

static bool part_of_name(char c) { return isalnum((unsigned char)c) || c == '_'; }

// The text was loaded before, so it is sound Lua.
static tokens read(const plugin_text *p, arena *a) {
  tokens out = { .arena = a };
  const char *end = p->text + p->length;
  int line = 1;
  for (const char *at = p->text; at < end;) {
    size_t length = no_code(at, end);
    if (length == 0) {
      while (at + length < end && part_of_name(at[length])) length++;
      out.list = arena_grow(a, out.list, out.count, &out.capacity, sizeof *out.list);
      out.list[out.count++] = (token){ at, length ? length : 1, line };
    }
    for (size_t i = 0; i < (length ? length : 1) && at + i < end; i++) line += at[i] == '\n';
    at += length ? length : 1;
  }
  return out;
}

static bool is(const tokens *t, size_t i, const char *word) {
  return i < t->count && strlen(word) == t->list[i].length && strncmp(t->list[i].text, word, t->list[i].length) == 0;
}

static bool one_of(const tokens *t, size_t i, const char *const *words) {
  while (*words && !is(t, i, *words)) words++;
  return *words != NULL;
}

// The token after the `end` of the function whose word `function` is at `from`.
static size_t function_end(const tokens *t, size_t from) {
  static const char *const opening[] = { "function", "do", "if", "repeat", NULL }, *const closing[] = { "end", "until",
                                                                                                        NULL };
  int depth = 0;
  for (size_t i = from; i < t->count; i++) {
    if (one_of(t, i, opening)) depth++;
    if (one_of(t, i, closing) && --depth == 0) return i + 1;
  }
  return t->count;
}

// Whether the name becomes another's in [from, until): a local, a loop's, an inner function's.
static bool declared(const tokens *t, size_t from, size_t until, const char *name) {
  static const char *const words[] = { "local", "for", "function", NULL };
  for (size_t i = from; i < until; i++) {
    if (!one_of(t, i, words)) continue;
    for (size_t k = i + 1; k < until && (part_of_name(*t->list[k].text) || is(t, k, ",") || is(t, k, "(")); k++) {
      if (is(t, k, name)) return true;
      if (is(t, k, "in")) break;
    }
  }
  return false;
}

static bool has_param(const schema *params, const char *name) {
  for (size_t i = 0; i < params->child_count; i++)
    if (strcmp(params->children[i]->name, name) == 0) return true;
  return false;
}

static void tell(const plugin_text *p, const tokens *t, size_t i, value *out) {
  const char *names[SCHEMA_FIELDS_MAX], *name = arena_copy(t->arena, t->list[i].text, t->list[i].length);
  size_t count = 0;
  if (has_param(p->params, name) || (p->contract && strcmp(name, "contract") == 0)) return;
  assert(p->params->child_count <= SCHEMA_FIELDS_MAX);
  for (; count < p->params->child_count; count++) names[count] = p->params->children[count]->name;
  const char *near = text_nearest(name, names, count);
  value_append(
      t->arena, out,
      value_text(t->arena, arena_format(t->arena, "%s:%d: there is no param '%s'%s%s%s", p->label, t->list[i].line,
                                        name, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "")));
}

// `NAME = function(C, …) … end`: every C.FIELD in it.
static void look_at(const plugin_text *p, const tokens *t, size_t at, value *out) {
  size_t first = at + 4, until = function_end(t, at + 2);
  if (!is(t, at + 3, "(") || first >= t->count || !part_of_name(*t->list[first].text)) return;
  const char *c = arena_copy(t->arena, t->list[first].text, t->list[first].length);
  if (declared(t, first + 1, until, c)) return;
  for (size_t i = first + 1; i + 2 < until; i++)
    if (is(t, i, c) && is(t, i + 1, ".") && !is(t, i - 1, ".") && !is(t, i - 1, ":") &&
        part_of_name(*t->list[i + 2].text))
      tell(p, t, i + 2, out);
}

value *misnamed_params(const plugin_text *plugin, arena *a) {
  static const char *const functions[] = { "opens", "closes", "rest",  "schedule", "parts", "check",
                                           "apply", "scope",  "split", "category", "rates", NULL };
  value *out = value_list(a);
  tokens t = read(plugin, a);
  for (size_t i = 0; i + 4 < t.count; i++)
    if (one_of(&t, i, functions) && is(&t, i + 1, "=") && is(&t, i + 2, "function")) look_at(plugin, &t, i, out);
  return out;
}

// Whether the token at i is the last of a row of own columns: `ticket` of x.ticket, `x` of contract.x.
static bool ends_row(const tokens *t, size_t i, own_table *of) {
  static const struct {
    const char *before, *name;
    own_table of;
  } rows[] = { { "x", "entry", OWN_ENTRY },       { "x", "ticket", OWN_TICKET },
               { "x", "contract", OWN_CONTRACT }, { "x", "customer", OWN_CUSTOMER },
               { "contract", "x", OWN_CONTRACT }, { "contract", "customer_x", OWN_CUSTOMER },
               { "customer", "x", OWN_CUSTOMER } };
  for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
    *of = rows[k].of;
    if (is(t, i, rows[k].name) && is(t, i - 1, ".") && is(t, i - 2, rows[k].before)) return true;
  }
  return false;
}

value *misspelt_columns(const plugin_text *plugin, const lib_own_names *names, arena *a, error *e) {
  value *out = value_list(a);
  tokens t = read(plugin, a);
  own_table of;
  for (size_t i = 2; names->meant && i + 2 < t.count; i++) {
    const token *column = &t.list[i + 2];
    if (!ends_row(&t, i, &of) || !is(&t, i + 1, ".") || !part_of_name(*column->text)) continue;
    const char *name = arena_copy(a, column->text, column->length), *meant;
    if (!names->meant(names->context, of, name, &meant, e)) return NULL;
    if (meant)
      value_append(a, out,
                   value_text(a, arena_format(a, "%s:%d: there is no x.%s; did you mean '%s'?", plugin->label,
                                              column->line, name, meant)));
  }
  return out;
}
