// One row on its way in: read, matched with what is there, checked by the rules of its table, and written.
#include "core/engine/import/import_inside.h"
#include <assert.h>
#include <string.h>

typedef bool (*row_check)(import *im, const row *r, const record *old, record *new, error *e);
typedef bool (*row_wrote)(import *im, const row *r, const record *old, const record *new, error *e);
typedef bool (*table_end)(import *im, error *e);
typedef struct table_rules {
  row_check check;
  row_wrote wrote;
  table_end end;
} table_rules;

static const table_rules rules[TABLES] = {
  [TABLE_SELLER] = { seller_check, NULL, NULL },
  [TABLE_TAXES] = { tax_check, scoped_wrote, NULL },
  [TABLE_CALENDARS] = { NULL, scoped_wrote, NULL },
  [TABLE_CUSTOMERS] = { customer_check, customer_wrote, customers_end },
  [TABLE_SITES] = { NULL, site_wrote, NULL },
  [TABLE_CONTRACTS] = { contract_check, contract_wrote, contracts_end },
  [TABLE_CHANGES] = { change_check, scoped_wrote, NULL },
  [TABLE_RATES] = { owner_check, scoped_wrote, NULL },
  [TABLE_TICKETS] = { ticket_check, ticket_wrote, NULL },
  [TABLE_TIME_ENTRIES] = { entry_check, entry_wrote, NULL },
  [TABLE_CHARGES] = { charge_check, charge_wrote, NULL },
  [TABLE_READINGS] = { owner_check, scoped_wrote, NULL },
  [TABLE_DEVICES] = { dated_check, scoped_wrote, NULL },
  [TABLE_GRANTS] = { dated_check, scoped_wrote, NULL },
  [TABLE_PAYMENTS] = { payment_check, payment_wrote, NULL },
  [TABLE_ALLOCATIONS] = { allocation_check, allocation_wrote, NULL },
};

static bool read_keys(import *im, const row *r, record *new, error *e) {
  for (size_t i = 0; i < r->table->count; i++)
    if ((r->table->columns[i].flags & COLUMN_KEY) && !field_read(im, r, i, &r->cells[i], &new->fields[i], e))
      return false;
  return true;
}

// Types whose reading needs more than the cell: the table's own check reads them.
static bool is_special(const column *c) {
  return c->type == COLUMN_OBJECT || c->type == COLUMN_LIST || c->type == COLUMN_INSTANT || c->type == COLUMN_MOMENT ||
         c->type == COLUMN_AMOUNT;
}

static bool read_others(import *im, const row *r, const record *old, record *new, error *e) {
  for (size_t i = 0; i < r->table->count; i++) {
    const column *c = &r->table->columns[i];
    if (c->flags & COLUMN_KEY) continue;
    if ((c->flags & COLUMN_DERIVED) || is_special(c) || (r->cells[i].state == CELL_ABSENT && old->n))
      new->fields[i] = old->fields[i];
    else if (!field_read(im, r, i, &r->cells[i], &new->fields[i], e)) return false;
  }
  size_t x = column_at(r->table, "x");
  own_read(im, r, old->n ? &old->fields[x] : NULL, &new->fields[x]);
  return true;
}

static bool differs(const import *im, const table *t, const record *old, const record *new) {
  if (im->pending_reference || im->pending_default) return true;
  for (size_t i = 0; i < t->count; i++)
    if (!(t->columns[i].flags & COLUMN_VIRTUAL) && !field_same(&t->columns[i], &old->fields[i], &new->fields[i]))
      return true;
  return false;
}

static const char *key_text(import *im, const row *r) {
  buffer b = { 0 };
  for (size_t i = 0; i < r->table->count; i++)
    if ((r->table->columns[i].flags & COLUMN_KEY) && r->cells[i].state == CELL_GIVEN)
      buffer_format(&b, "%s%s \"%s\"", b.length ? ", " : "", r->table->columns[i].name,
                    shown(im, r->cells[i].text, r->cells[i].length));
  const char *text = arena_text(im->scratch, b.text ? b.text : "the row");
  buffer_free(&b);
  return text;
}

static void refuse_twin(import *im, const row *r, uint32_t first) {
  row_fault(im, r, ERROR_DUPLICATE, NULL, "%s is there twice: first at %s:%lu", key_text(im, r), r->name,
            (unsigned long)first);
}

static bool after_write(import *im, const row *r, const record *old, const record *new, error *e) {
  if (im->pending_reference)
    pending_add(im, r->id == TABLE_CONTRACTS ? &im->blocks : &im->payers,
                (pending){ new->n, arena_text(im->own, im->pending_reference), r->name, r->place });
  return !rules[r->id].wrote || rules[r->id].wrote(im, r, old, new, e);
}

static bool add(import *im, const row *r, const record *old, record *new, error *e) {
  bool there;
  if (!store_insert(im, r, new, &there, e)) return false;
  if (there) {
    record twin;
    if (!stored_row_find(im->db, r->id, new->fields, im->scratch, &twin, e)) return false;
    if (!twin.n)
      return error_set(e, ERROR_CORRUPT, "%s:%llu: the database refused the row", r->name,
                       (unsigned long long)r->place);
    refuse_twin(im, r, store_place(im, r->id, twin.n));
    return true;
  }
  store_met(im, r->id, new->n, r->place);
  return journal_added(im, r->id, new->n, e) && after_write(im, r, old, new, e);
}

static bool change(import *im, const row *r, const record *old, record *new, error *e) {
  table_state *t = &im->tables[r->id];
  if (differs(im, r->table, old, new) && !frozen_guard(im, r, old, new, e)) return false;
  if (im->faulty) return true;
  if (!differs(im, r->table, old, new)) {
    t->count.same++;
    return true;
  }
  t->count.changed++;
  return journal_old(im, r->id, old, false, e) && stored_row_update(im->db, r->id, old, new, e) &&
         after_write(im, r, old, new, e);
}

static void note_bad(import *im, const row *r) {
  int at = column_find(r->table, r->id == TABLE_TAXES ? "name" : "id");
  if (im->faulty && at >= 0 && r->cells[at].state == CELL_GIVEN) row_is_bad(im, r->id, r->cells[at].text);
}

// Finds the row of the keys. Books of before may know it with the white space that the cell was given with: it stays
// so.
static bool find(import *im, const row *r, record *new, record *old, error *e) {
  if (!stored_row_find(im->db, r->id, new->fields, im->scratch, old, e)) return false;
  if (old->n) return true;
  bool trimmed = false;
  record as_given = *new;
  for (size_t i = 0; i < r->table->count; i++) {
    const cell *c = &r->cells[i];
    if (!(r->table->columns[i].flags & COLUMN_KEY) || r->table->columns[i].type != COLUMN_ID || !c->untrimmed) continue;
    as_given.fields[i] = field_text(c->untrimmed);
    trimmed = true;
  }
  if (!trimmed) return true;
  if (!stored_row_find(im->db, r->id, as_given.fields, im->scratch, old, e)) return false;
  if (old->n) *new = as_given;
  return true;
}

static bool take(import *im, row *r, error *e) {
  record old, new;
  memset(old.fields, 0, r->table->count * sizeof *old.fields);
  memset(new.fields, 0, r->table->count * sizeof *new.fields);
  old.n = new.n = 0;
  cells_clean(im, r);
  if (!read_keys(im, r, &new, e)) return false;
  if (im->faulty) return true;
  if (!im->tables[r->id].fresh && !find(im, r, &new, &old, e)) return false;
  if (old.n) {
    uint32_t first = store_met(im, r->id, old.n, r->place);
    if (first) {
      refuse_twin(im, r, first);
      return true;
    }
  }
  if (!read_others(im, r, &old, &new, e)) return false;
  new.n = old.n;
  if (rules[r->id].check && !rules[r->id].check(im, r, &old, &new, e)) return false;
  if (im->faulty) return true;
  if (!own_names_note(im, r, e)) return false;
  return old.n ? change(im, r, &old, &new, e) : add(im, r, &old, &new, e);
}

bool import_row(import *im, row *r, error *e) {
  table_state *t = &im->tables[r->id];
  assert(t->met_in_source);  // else the end of its table is never reached, and what waits for it is lost
  im->faulty = im->pending_default = false;
  im->pending_reference = NULL;
  t->count.rows++;
  bool done = take(im, r, e);
  note_bad(im, r);
  return done;
}

void import_table_begins(import *im, table_id id, const char *source) {
  im->tables[id].met_in_source = true;
  im->tables[id].source = source;
}

bool import_table_ends(import *im, table_id id, error *e) {
  return !im->tables[id].met_in_source || !rules[id].end || (rules[id].end(im, e) && journal_flush(im, id, e));
}
