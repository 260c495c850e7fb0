// What is known of rows that are like others. A check is a function of the row, the row before, its params and the
// moment: where all that it looked at as it found nothing is the same again, it would find nothing again. Most rows
// differ only in what no check looks at, so that most need no call.
#include "lua/host/host_inside.h"
#include <string.h>

enum { MEMOS = 4, SLOTS = 256, WORDS = 7 };

// What was looked at of a row, as bytes; all zero: none.
typedef struct memo_key {
  uint64_t words[WORDS];
} memo_key;

// Rows of which these columns were looked at, and nothing was found; a later one takes the place of an earlier.
typedef struct memo_table {
  uint32_t row, before;
  memo_key slots[SLOTS];
} memo_table;

struct check_memo {
  int64_t as_of, today;
  char currency[4];
  size_t count;
  memo_table *tables[MEMOS];
};

static bool same_moment(const check_memo *m, const check_look *look) {
  return m->as_of == look->as_of && m->today == look->today && strcmp(m->currency, look->currency) == 0;
}

void check_memo_begin(check_handle *c, const check_look *look, arena *a) {
  if (!c->memo) {
    c->memo = arena_alloc(a, sizeof *c->memo);
    *c->memo = (check_memo){ 0 };
  }
  if (same_moment(c->memo, look)) return;
  for (size_t i = 0; i < c->memo->count; i++) memset(c->memo->tables[i]->slots, 0, sizeof c->memo->tables[i]->slots);
  c->memo->as_of = look->as_of;
  c->memo->today = look->today;
  strncpy(c->memo->currency, look->currency, sizeof c->memo->currency - 1);
}

typedef struct key_writer {
  unsigned char *at, *end;
} key_writer;

static bool write_bytes(key_writer *w, const void *bytes, size_t length) {
  if ((size_t)(w->end - w->at) < length) return false;
  memcpy(w->at, bytes, length);
  w->at += length;
  return true;
}

static bool write_cells(key_writer *w, const check_form *f, const check_cell *cells, uint32_t touched) {
  for (size_t i = 0; touched; i++, touched >>= 1) {
    if (!(touched & 1)) continue;
    const unsigned char there = cells && cells[i].there;
    if (!write_bytes(w, &there, 1)) return false;
    if (!there) continue;
    if (f->columns[i].type == CHECK_TEXT ? !write_bytes(w, cells[i].text, strlen(cells[i].text) + 1)
                                         : !write_bytes(w, &cells[i].number, sizeof cells[i].number))
      return false;
  }
  return true;
}

// False: it is too long to be remembered. The first byte tells it from a place where there is none.
static bool key_of(const check_handle *c, const check_row *row, uint32_t touched, uint32_t before, memo_key *out) {
  const check_form *f = &check_forms[c->plugin->check.subject];
  const unsigned char head[] = { row->before ? 2 : 1, (unsigned char)row->exponent,
                                 row->before ? (unsigned char)row->exponent_before : 0 };
  *out = (memo_key){ 0 };
  key_writer w = { (unsigned char *)out->words, (unsigned char *)(out->words + WORDS) };
  return write_bytes(&w, head, sizeof head) && write_cells(&w, f, row->cells, touched) &&
         write_cells(&w, f, row->before, before);
}

static size_t slot_of(const memo_key *key) {
  uint64_t h = 0;
  for (size_t i = 0; i < WORDS; i++) h = (h ^ key->words[i]) * UINT64_C(0x9E3779B97F4A7C15);
  return (size_t)(h >> 32) % SLOTS;
}

bool check_memo_knows(const check_handle *c, const check_row *row) {
  memo_key key;
  for (size_t i = 0; i < c->memo->count; i++) {
    const memo_table *t = c->memo->tables[i];
    if (key_of(c, row, t->row, t->before, &key) && memcmp(&key, &t->slots[slot_of(&key)], sizeof key) == 0) return true;
  }
  return false;
}

static memo_table *table_of_columns(check_memo *m, uint32_t row, uint32_t before, arena *a) {
  for (size_t i = 0; i < m->count; i++)
    if (m->tables[i]->row == row && m->tables[i]->before == before) return m->tables[i];
  if (m->count == MEMOS) return NULL;
  memo_table *t = arena_alloc(a, sizeof *t);
  *t = (memo_table){ .row = row, .before = before };
  return m->tables[m->count++] = t;
}

void check_memo_note(check_handle *c, const check_row *row, arena *a) {
  memo_table *t = table_of_columns(c->memo, c->row->touched, c->before->touched, a);
  memo_key key;
  if (t && key_of(c, row, t->row, t->before, &key)) t->slots[slot_of(&key)] = key;
}
