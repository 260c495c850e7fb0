// Cells before they are read. A blank that a spreadsheet left behind an id, or a character without width in it, would
// make a second customer, and work that is billed again.
#include "core/base/text.h"
#include "core/engine/import/import_inside.h"
#include <string.h>

static bool is_blank_end(unsigned char byte) { return byte <= ' ' || byte >= 127; }

static void trim(import *im, cell *c) {
  if (!is_blank_end((unsigned char)c->text[0]) && !is_blank_end((unsigned char)c->text[c->length - 1])) return;
  size_t length = c->length;
  const char *first = text_trimmed(c->text, &length);
  if (length == c->length) return;
  c->untrimmed = c->text;
  c->text = arena_copy(im->scratch, first, length);
  c->length = length;
  if (!length) c->state = CELL_EMPTY;
}

static void refuse_unseen(import *im, const row *r, const column *column, const cell *c) {
  uint32_t unseen = 0;
  if (text_seen(c->text, c->length, &unseen) == c->length) return;
  const char *kind =
      unseen < 32 || (unseen >= 127 && unseen < 160) ? "a control character" : "a character that cannot be seen";
  row_fault(im, r, ERROR_INVALID, column->name, "\"%s\" holds %s, U+%04X: take it out", shown(im, c->text, c->length),
            kind, (unsigned)unseen);
}

void cells_clean(import *im, row *r) {
  for (size_t i = 0; i < r->table->count; i++) {
    const column *column = &r->table->columns[i];
    cell *c = &r->cells[i];
    if (c->state != CELL_GIVEN || c->json || !column_is_matched(column)) continue;
    trim(im, c);
    if (c->state == CELL_GIVEN && column_is_name(column)) refuse_unseen(im, r, column, c);
  }
}

void row_room(import *im, row *r, size_t members) {
  r->own = arena_array(im->scratch, members + 1, sizeof *r->own);
  r->accounts = arena_array(im->scratch, members + 1, sizeof *r->accounts);
  r->params = arena_array(im->scratch, members + 1, sizeof *r->params);
}

void row_put(import *im, row *r, const char *name, cell c, const cJSON *json) {
  if (extra_name(name, "x.")) r->own[r->own_count++] = (extra){ name + 2, c };
  else if (table_has_params(r->table) && extra_name(name, "param.")) {
    c.json = json;
    r->params[r->param_count++] = (extra){ name + 6, c };
  } else if (account_name(r->table, name)) r->accounts[r->account_count++] = (extra){ name, c };
  else {
    int at = column_find(r->table, name);
    if (at < 0) row_fault_unknown(im, r, name);
    else r->cells[at] = c;
  }
}
