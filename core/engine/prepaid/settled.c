// What bills have settled: which periods, what they left out of them, and what they reserved for that.
#include "core/engine/prepaid/prepaid_inside.h"
#include "core/base/text.h"
#include <string.h>

// What a ticket has reserved is so until all its work that a credit gave back is billed again.
// clang-format off
static const char reserved_draws[] =
    "SELECT n, lot, entry, -quantity, ordinal FROM movements m WHERE contract = ?1 AND "
    "entry IS NOT NULL AND taken IS NULL AND released IS NULL AND (entry > 0 OR EXISTS "
    "(SELECT 1 FROM time_entries t JOIN released x ON x.row = t.n WHERE t.ticket = -m.entry AND "
    "x.contract = ?1 AND x." CLAIM_OF_WORK " AND NOT EXISTS (SELECT 1 FROM claims c "
    "WHERE c.contract = ?1 AND c." CLAIM_OF_WORK " AND c.at = t.at AND c.row = t.n))) ORDER BY n";
// clang-format on

static bool reserved_read(prepaid *p, const basis *b, error *e) {
  query *q = db_ask(b->book->db, e, reserved_draws, "i", b->contract->n);
  settled *s = &p->settled;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    s->reserved = arena_grow(p->arena, s->reserved, s->reserved_count, &s->reserved_capacity, sizeof *s->reserved);
    s->reserved[s->reserved_count++] = (reserved_draw){ .n = query_column(q, 0),
                                                        .lot = query_column(q, 1),
                                                        .row = query_column(q, 2),
                                                        .left = query_column(q, 3),
                                                        .charge = query_column(q, 4) == DRAW_CHARGE };
  }
  return step == 0;
}

static bool periods_read(prepaid *p, const basis *b, day from, error *e) {
  query *q =
      db_ask(b->book->db, e,
             "SELECT from_day, key FROM settled_periods WHERE contract = ? AND from_day >= ? AND released IS NULL",
             "ii", b->contract->n, (int64_t)from);
  settled *s = &p->settled;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    s->periods = arena_grow(p->arena, s->periods, s->period_count, &s->period_capacity, sizeof *s->periods);
    s->periods[s->period_count++] =
        (settled_mark){ (day)query_column(q, 0), arena_text(p->arena, query_column_text(q, 1)) };
  }
  return step == 0;
}

// Items that a bill left out as it settled a period, by choice or because they were held.
// clang-format off
static const char items_left_out[] =
    "SELECT x.item, x.held FROM (SELECT batch, item, 0 AS held FROM exclusions WHERE contract = ?1 UNION ALL "
    "SELECT batch, item, 1 FROM held_items WHERE contract = ?1) x WHERE +x.batch IN "
    "(SELECT w.batch FROM settled_periods s JOIN bills w ON w.n = " BILL_OF("s.line") " "
    "WHERE s.contract = ?1 AND s.released IS NULL)";
// clang-format on

static bool left_out_read(prepaid *p, const basis *b, error *e) {
  query *q = db_ask(b->book->db, e, items_left_out, "i", b->contract->n);
  settled *s = &p->settled;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    s->left_out = arena_grow(p->arena, s->left_out, s->left_out_count, &s->left_out_capacity, sizeof *s->left_out);
    s->left_out[s->left_out_count++] =
        (left_out_item){ arena_text(p->arena, query_column_text(q, 0)), query_column(q, 1) != 0 };
  }
  return step == 0;
}

// Rows of credited lines whose period stays settled.
// clang-format off
static const char rows_given_back[] =
    "SELECT DISTINCT x.row, x.kind FROM released x JOIN settled_periods s ON s.contract = x.contract "
    "AND " BILL_OF("s.line") " = " BILL_OF("x.line") " AND s.released IS NULL "
    "WHERE x.contract = ? AND (x." CLAIM_OF_WORK " OR x." CLAIM_OF_CHARGE ")";
// clang-format on

static bool given_back_read(prepaid *p, const basis *b, error *e) {
  query *q = db_ask(b->book->db, e, rows_given_back, "i", b->contract->n);
  settled *s = &p->settled;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    s->back = arena_grow(p->arena, s->back, s->back_count, &s->back_capacity, sizeof *s->back);
    s->back[s->back_count++] = (given_back){ query_column(q, 0), query_column(q, 1) == ITEM_CHARGE };
  }
  return step == 0;
}

bool settled_read(prepaid *p, const basis *b, day from, error *e) {
  return reserved_read(p, b, e) && periods_read(p, b, from, e) && left_out_read(p, b, e) && given_back_read(p, b, e);
}

bool prepaid_settled(const prepaid *p, day from, const char *key) {
  for (size_t i = 0; i < p->settled.period_count; i++)
    if (p->settled.periods[i].from == from && text_equal(p->settled.periods[i].key, key)) return true;
  return false;
}

bool reserved_for(const reserved_draw *kept, draw_kind kind, int64_t row, int64_t ticket) {
  if (kind == DRAW_CHARGE || kept->charge) return kind == DRAW_CHARGE && kept->charge && kept->row == row;
  return kept->row == row || (ticket && kept->row == -ticket);
}

// Whether what a row draws was settled before: it is reserved, or a bill had taken the row and was credited.
static bool is_known(const settled *s, draw_kind kind, int64_t row, int64_t ticket) {
  for (size_t i = 0; i < s->reserved_count; i++)
    if (reserved_for(&s->reserved[i], kind, row, ticket)) return true;
  for (size_t i = 0; i < s->back_count; i++)
    if (s->back[i].charge == (kind == DRAW_CHARGE) && s->back[i].row == row) return true;
  return false;
}

static bool is_listed(const settled *s, const char *item, bool held) {
  for (size_t i = 0; i < s->left_out_count; i++)
    if (strcmp(s->left_out[i].item, item) == 0 && (s->left_out[i].held || !held)) return true;
  return false;
}

static const char *item_of_group(const prepaid *p, const basis *b, const work_group *g) {
  char from[DAY_TEXT];
  if (b->contract->kind == GRID_ON_DEMAND) return arena_format(p->arena, "%s:%s", b->contract->id, g->id);
  return arena_format(p->arena, "%s:%s:%s", b->contract->id, g->id, day_format(g->from, from));
}

bool settled_while_held(const prepaid *p, const basis *b, const work *w, uint32_t group) {
  return p->settled.left_out_count && is_listed(&p->settled, item_of_group(p, b, &w->groups[group]), true);
}

bool settled_without(const prepaid *p, const basis *b, const work *w, uint32_t group) {
  const settled *s = &p->settled;
  const work_group *g = &w->groups[group];
  for (uint32_t i = g->first; (s->reserved_count || s->back_count) && i <= g->last; i++)
    if (w->entries[i].group == group && is_known(s, DRAW_WORK, w->entries[i].n, g->ticket)) return true;
  return s->left_out_count && is_listed(s, item_of_group(p, b, g), false);
}

bool prepaid_charge_left_out(const prepaid *p, const basis *b, int64_t n, const char *id) {
  return is_known(&p->settled, DRAW_CHARGE, n, 0) ||
         is_listed(&p->settled, arena_format(p->arena, "%s:charge:%s", b->contract->id, id), false);
}
