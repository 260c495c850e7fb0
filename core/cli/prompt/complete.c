// Tab: what fits behind the cursor, with what a person knows it by.
#include "core/cli/prompt/prompt_inside.h"
#include <string.h>

enum { SHOWN = 20 };

// Candidates for the words; for the first of a line and where the noun was left out, those of `batch` too.
static void find(context *c, arena *a, int count, const char *const *words, completion_list *out) {
  int used;
  const char **more = arena_array(a, (size_t)count + 1, sizeof *more);
  more[0] = "batch";
  memcpy(more + 1, words, (size_t)count * sizeof *more);
  completion_find(c, count, words, a, out);
  if (count > 1 && (out->count || !command_find(c->commands, count, more, &used))) return;
  completion_list nouns;
  completion_find(c, count + 1, more, a, &nouns);
  for (size_t i = 0; i < nouns.count; i++) {
    out->rows = arena_grow(a, out->rows, out->count, &out->capacity, sizeof *out->rows);
    out->rows[out->count++] = nouns.rows[i];
  }
  out->all += nouns.all;
  out->cut |= nouns.cut;
  out->goes_on |= nouns.goes_on;
}

// How far all candidates are the same, in whole characters.
static size_t common(const completion_list *l) {
  const char *first = l->rows[0].text;
  size_t length = strlen(first);
  for (size_t i = 1; i < l->count; i++) {
    size_t same = 0;
    while (same < length && first[same] == l->rows[i].text[same]) same++;
    length = same;
  }
  while (length && ((unsigned char)first[length] & 0xc0) == 0x80) length--;
  return l->all > l->count ? 0 : length;
}

// A word as it is typed: in quotes where blanks or quotes are in it.
static const char *typed(arena *a, const char *word, size_t length, bool whole) {
  const char *text = arena_copy(a, word, length);
  if (!strpbrk(word, " \t'\"\\#")) return whole ? arena_format(a, "%s ", text) : text;
  buffer b = { 0 };
  buffer_text(&b, "\"");
  for (; *text; text++) buffer_format(&b, "%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
  if (whole) buffer_text(&b, "\" ");
  const char *quoted = arena_copy(a, b.text, b.length);
  buffer_free(&b);
  return quoted;
}

// The candidates in two columns, the second cut where the window ends.
static const char *list_of(prompt *p, arena *a, const completion_list *l) {
  buffer b = { 0 };
  size_t width = style_find(stdout, p->manner->colour, p->manner->ascii).width, widest = 0;
  size_t shown = l->count < SHOWN ? l->count : SHOWN;
  for (size_t i = 0; i < shown; i++) {
    size_t own = text_width(l->rows[i].text);
    widest = own > widest ? own : widest;
  }
  buffer_format(&b, "%s%s\n", p->title.text, p->typed.text);
  for (size_t i = 0; i < shown; i++) {
    const char *note = l->rows[i].note ? text_shown(a, l->rows[i].note, false) : "";
    int gap = *note ? (int)(widest - text_width(l->rows[i].text)) + 2 : 0;
    size_t room = width > widest + 4 ? width - widest - 4 : 0;
    buffer_format(&b, "%s%s%*s%.*s", i ? "\n" : "", text_shown(a, l->rows[i].text, false), gap, "",
                  (int)text_fit(note, room), note);
  }
  if (l->all > shown) buffer_format(&b, "\n… and %s%zu more", l->cut ? "at least " : "", l->all - shown);
  const char *text = arena_copy(a, b.text, b.length);
  buffer_free(&b);
  return text;
}

// The words before the cursor, the last of them that which is typed; NULL where it is no command.
static const char **words_of(const char *before, arena *a, int *count) {
  error none = { 0 };
  const char **words, **all, *lua;
  if (script_lua(before, &lua)) return NULL;
  script_words(before, a, &words, count, &none);  // an open quote is one that is being typed
  error_clear(&none);
  all = arena_array(a, (size_t)*count + 1, sizeof *all);
  if (*count) memcpy(all, words, (size_t)*count * sizeof *all);
  if (!*script_last(before)) all[(*count)++] = "";
  if (*count > 1 && strcmp(all[0], "billet") == 0) all++, --*count;
  return all;
}

void complete_line(void *context, const char *before, line_offer *out) {
  prompt *p = context;
  int count;
  completion_list found;
  *out = (line_offer){ 0 };
  arena_reset(p->offered);
  arena *a = p->offered;
  struct context *c = session_as_it_is(p->session);
  const char **words = words_of(before, a, &count);
  if (!words) return;
  buffer_clear(&p->typed);
  buffer_text(&p->typed, before);
  if (c->book) db_wait(c->book->db, false);  // what cannot be read now is not offered
  find(c, a, count, words, &found);
  if (c->book) db_wait(c->book->db, true);
  if (!found.count) return;
  size_t length = common(&found), there = strlen(words[count - 1]);
  bool one = found.count == 1 && found.all == 1;
  if (length > there || one) {
    out->replaced = strlen(script_last(before));
    out->text = typed(a, found.rows[0].text, length, one && !found.goes_on);
  } else {
    out->list = list_of(p, a, &found);
  }
}
