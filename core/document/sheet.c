// A page of text of a certain width: cells that wrap, and columns that are fitted.
#include "core/document/sheet_inside.h"
#include <string.h>

enum { TEXT_LEAST = 12, WIDE = 2 };

void sheet_end_line(sheet *s) {
  buffer_text(s->out, "\n");
  s->column = 0;
}

void sheet_free(sheet *s) {
  buffer_free(&s->clean);
  buffer_free(&s->part);
}

static size_t width_of(sheet *s, const char *text, size_t length) {
  buffer_clear(&s->part);
  buffer_add(&s->part, text, length);
  return text_width(s->part.text);
}

static void put_line(sheet *s, slot at, const char *text, size_t length) {
  size_t width = width_of(s, text, length), start = at.start;
  if (!length) return;
  if (at.right && width < at.width) start += at.width - width;
  for (; s->column < start; s->column++) buffer_text(s->out, " ");
  buffer_add(s->out, text, length);
  s->column += width;
}

// How many bytes of a text stand on one line; *used: where the next one begins. A line ends at a line feed, else at a
// blank, else, within a word that is wider than the line, after the last character that fits.
static size_t line_length(const char *text, size_t width, size_t *used) {
  size_t length = text_fit(text, width < WIDE ? WIDE : width);
  const char *feed = memchr(text, '\n', length), *blank = memrchr(text, ' ', length);
  if (feed) length = (size_t)(feed - text);
  else if (text[length] && text[length] != '\n' && text[length] != ' ' && blank && blank > text)
    length = (size_t)(blank - text);
  *used = length;
  if (text[length] == '\n') ++*used;
  else *used += strspn(text + length, " ");
  while (length && text[length - 1] == ' ') length--;
  return length;
}

void sheet_cell(sheet *s, slot at, const char *text) {
  size_t used, length;
  buffer_clear(&s->clean);
  buffer_clean(&s->clean, text, true);
  for (const char *rest = s->clean.text; *rest; rest += used) {
    if (rest > s->clean.text) sheet_end_line(s);
    length = line_length(rest, at.width, &used);
    put_line(s, at, rest, length);
  }
}

// Gives `room` columns to the numbers or to the texts, by weight, to none more than it would take.
static void share(fitted *columns, size_t count, bool numbers, size_t room) {
  size_t given = 1;
  while (room && given) {
    size_t weights = 0, left = room;
    for (size_t i = 0; i < count; i++)
      if (columns[i].number == numbers && columns[i].width < columns[i].natural) weights += columns[i].weight;
    for (size_t i = 0; i < count && weights; i++) {
      size_t lacks = columns[i].number == numbers ? columns[i].natural - columns[i].width : 0;
      size_t part = room * columns[i].weight / weights;
      columns[i].width += part < lacks ? part : lacks;
      left -= part < lacks ? part : lacks;
    }
    given = room - left;
    room = left;
  }
}

void sheet_fit(fitted *columns, size_t count, size_t width, size_t gap) {
  size_t room = width - (count - 1) * gap, texts = 0;
  for (size_t i = 0; i < count; i++) {
    fitted *c = &columns[i];
    c->width = c->natural < WIDE ? c->natural : WIDE;
    room -= c->width;
    if (!c->number) texts += (c->natural < TEXT_LEAST ? c->natural : TEXT_LEAST) - c->width;
  }
  share(columns, count, true, room > texts ? room - texts : 0);
  room = width - sheet_width(columns, count, gap);
  share(columns, count, false, room);
}

size_t sheet_width(const fitted *columns, size_t count, size_t gap) {
  size_t width = (count - 1) * gap;
  for (size_t i = 0; i < count; i++) width += columns[i].width;
  return width;
}

void sheet_slots(const fitted *columns, size_t count, size_t start, size_t gap, slot *out) {
  for (size_t i = 0; i < count; i++) {
    out[i] = (slot){ start, columns[i].width, columns[i].number };
    start += columns[i].width + gap;
  }
}
