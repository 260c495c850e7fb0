// Import rules of tickets: whether they are closed, since when, and where their work bills.
#include "core/engine/facts/facts.h"
#include "core/engine/import/import_inside.h"
#include <inttypes.h>
#include <string.h>

static bool is_closed(const import *im, const char *status) {
  for (size_t i = 0; status && i < im->closed_word_count; i++)
    if (text_same(status, im->closed_words[i])) return true;
  return false;
}

static void add_word(import *im, const char ***words, size_t *count, size_t *capacity, const char *word) {
  for (size_t i = 0; i < *count; i++)
    if (!strcmp((*words)[i], word)) return;
  if (*count >= 100) return;
  *words = arena_grow(im->arena, *words, *count, capacity, sizeof **words);
  (*words)[(*count)++] = arena_text(im->arena, word);
}

static void note_status(import *im, const char *status, bool closed) {
  if (closed)
    add_word(im, &im->report->statuses_closed, &im->report->closed_count, &im->statuses_closed_capacity, status);
  else add_word(im, &im->report->statuses_open, &im->report->open_count, &im->statuses_open_capacity, status);
}

static bool read_closed_at(import *im, const row *r, const record *old, record *new, error *e) {
  size_t at = column_at(r->table, "closed_at");
  const cell *c = &r->cells[at];
  const field *customer = &new->fields[column_at(r->table, "customer")];
  field *moment = &new->fields[at], *local = &new->fields[column_at(r->table, ":closed_on")];
  if (c->state != CELL_ABSENT || !old->n)
    *moment = c->state == CELL_GIVEN ? (field){ .type = FIELD_TEXT, .text = c->text, .length = c->length }
                                     : (field){ .type = FIELD_NULL };
  *local = (field){ .type = FIELD_NULL };
  if (moment->type == FIELD_NULL || customer->type != FIELD_INT) return true;
  customer_facts who;
  day d;
  if (!customer_facts_of(im, customer->integer, &who, e)) return false;
  if (moment_day(im, r, "closed_at", moment->text, who.zone, who.zone_name, &d)) *local = field_int(d);
  return true;
}

bool ticket_check(import *im, const row *r, const record *old, record *new, error *e) {
  const field *status = &new->fields[column_at(r->table, "status")];
  bool closed = is_closed(im, status->text);
  new->fields[column_at(r->table, ":closed")] = field_int(closed);
  if (status->text) note_status(im, status->text, closed);
  return read_closed_at(im, r, old, new, e) && owner_check(im, r, old, new, e);
}

static bool mark_work(import *im, int64_t ticket, error *e) {
  query *q = db_ask(im->db, e,
                    "SELECT contract FROM time_entries WHERE ticket = ?1 UNION SELECT contract FROM charges WHERE "
                    "ticket = ?1",
                    "i", ticket);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1)
    if (query_column(q, 0)) mark_contract(im, query_column(q, 0));
  return got == 0;
}

// A new contract takes the work that is not billed: which invoice keeps the rest is told.
static bool note_kept_work(import *im, const row *r, int64_t ticket, int64_t was, error *e) {
  ticket_facts now;
  const char *by;
  if (!ticket_facts_of(im, ticket, &now, e)) return false;
  if (now.home == was) return true;
  if (!frozen_ticket(im, ticket, &by, e)) return false;
  if (by)
    import_kept(im, "%s:%" PRIu64 ": contract: takes the work that is not billed; the rest of the ticket was %s",
                r->name, r->place, by);
  return true;
}

bool ticket_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  if (!old->n) return true;
  size_t customer = column_at(r->table, "customer"), contract_at = column_at(r->table, "contract");
  bool sold = !field_same(&r->table->columns[customer], &old->fields[customer], &new->fields[customer]),
       moves =
           sold || !field_same(&r->table->columns[contract_at], &old->fields[contract_at], &new->fields[contract_at]);
  customer_facts who = { 0 };
  const field *named = &old->fields[contract_at];
  if (moves && !customer_facts_of(im, old->fields[customer].integer, &who, e)) return false;
  owner_moved(im, r, old, new);
  ticket_forget(im, new->n);
  if (!mark_work(im, new->n, e) || !open_rows_ticket(im->db, new->n, e)) return false;
  int64_t was = attribution(0, named->type == FIELD_INT ? named->integer : 0, who.default_contract);
  return !moves || (note_kept_work(im, r, new->n, was, e) && attribute_ticket(im, new->n, e));
}
