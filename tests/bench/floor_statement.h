// The floor's statement of a block: what was granted and what each ticket used, as the invoice keeps it.
#pragma once
#include "tests/bench/floor_rate.h"

// A growing text.
typedef struct text {
  char *bytes;
  size_t length, capacity;
} text;

static inline void text_add(text *t, const char *bytes, size_t length) {
  t->bytes = grown(t->bytes, &t->capacity, t->length + length + 1, 1);
  memcpy(t->bytes + t->length, bytes, length);
  t->length += length;
}

static inline void text_put(text *t, const char *bytes) { text_add(t, bytes, strlen(bytes)); }

static inline void text_number(text *t, const char *name, int64_t number) {
  char digits[NUMBER_TEXT];
  text_put(t, name);
  text_add(t, digits, digits_write(number, digits));
}

// A name or title as JSON has it, with what stands before it.
static inline void text_quoted(text *t, const char *before, const char *value) {
  text_put(t, before);
  text_put(t, "\"");
  for (; *value; value++) {
    if (*value == '"' || *value == '\\') text_put(t, "\\");
    text_add(t, value, 1);
  }
  text_put(t, "\"");
}

static inline void text_hours(text *t, const char *name, int64_t minutes) {
  char hours[NUMBER_TEXT];
  text_put(t, name);
  text_add(t, hours, decimal_write(divided(minutes * 10000, 60), 4, 0, hours));
}

static inline int by_day(const void *a, const void *b) {
  const group *x = *(group *const *)a, *y = *(group *const *)b;
  return x->drawn_on != y->drawn_on ? (x->drawn_on < y->drawn_on ? -1 : 1) : x < y ? -1 : x > y;
}

static inline void movement_text(floor_run *f, text *t, const group *g) {
  char date[] = "2026-05-00";  // the period's month
  int day = (int)(g->drawn_on - PERIOD_FROM) + 1;
  date[8] = (char)('0' + day / 10);
  date[9] = (char)('0' + day % 10);
  text_quoted(t, ",{\"date\":", date);
  sqlite3_bind_int64(f->title, 1, g->ticket);
  stepped(f->title);
  text_quoted(t, ",\"kind\":\"used\",\"what\":", text_at(f->title, 1));
  sqlite3_reset(f->title);
  text_hours(t, ",\"quantity\":\"-", g->drawn);
  text_put(t, "\",\"billed\":true}");
}

static inline const char *statement_of(floor_run *f, const contract *c) {
  group **drawn = must(malloc((f->group_count + 1) * sizeof *drawn));
  size_t count = 0;
  int64_t used = 0;
  text t = { 0 };
  for (size_t i = 0; i < f->group_count; i++)
    if (f->groups[i].drawn) used += f->groups[i].drawn, drawn[count++] = &f->groups[i];
  qsort(drawn, count, sizeof *drawn, by_day);
  text_quoted(&t, "[{\"contract\":", c->id);
  text_quoted(&t, ",\"contract_name\":", c->name);
  text_hours(&t, ",\"line\":null,\"unit\":\"hours\",\"opening\":\"0\",\"granted\":\"", c->block);
  text_hours(&t, "\",\"used\":\"", used);
  text_hours(&t, "\",\"lapsed\":\"0\",\"closing\":\"", c->block - used);
  text_put(&t, "\",\"movements\":[{\"date\":\"2026-05-01\",\"kind\":\"granted\",\"what\":null,");
  text_hours(&t, "\"quantity\":\"", c->block);
  text_put(&t, "\",\"billed\":true}");
  for (size_t i = 0; i < count; i++) movement_text(f, &t, drawn[i]);
  text_put(&t, "]}]\n");
  const char *out = pool_copy(&f->kept, t.bytes, t.length);
  free(t.bytes);
  free(drawn);
  return out;
}
