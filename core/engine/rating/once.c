// What a price rule charges once per ticket of a contract, whichever bill: which item bears it.
#include "core/engine/rating/rating_inside.h"
#include <string.h>

enum { SLOTS_FIRST = 64 };

// The slot of a ticket and a rule, or the free one in its place.
static uint32_t *slot_of(const item_list *list, int64_t ticket, const char *rule) {
  const size_t mask = list->once_size - 1;
  size_t at = (size_t)((uint64_t)ticket * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;
  for (uint32_t n; (n = list->once_slots[at]); at = (at + 1) & mask) {
    const plan_once *one = &list->once[n - 1];
    if (list->items[one->item].ticket == ticket && strcmp(one->rule, rule) == 0) break;
  }
  return &list->once_slots[at];
}

static void make_room(const basis *b, item_list *list) {
  if (list->once_count * 2 < list->once_size) return;
  list->once_size = list->once_size ? list->once_size * 2 : SLOTS_FIRST;
  list->once_slots = arena_alloc(b->arena, list->once_size * sizeof *list->once_slots);
  for (size_t i = 0; i < list->once_count; i++) {
    const plan_once *one = &list->once[i];
    *slot_of(list, list->items[one->item].ticket, one->rule) = (uint32_t)i + 1;
  }
}

// Whether a bill before the one that is rated bears it: one that stood by then, whatever was released since.
static bool bill_bears(const basis *b, int64_t ticket, const char *rule, bool *out, error *e) {
  const book *k = b->book;
  const int64_t bills = k->bills_until, actions = k->bills_until ? k->actions_until : INT64_MAX;
  int64_t any = 0;
  // clang-format off
  if (!db_value(k->db, e, &any, 0,
                "SELECT EXISTS (SELECT 1 FROM charged_once WHERE contract = ? AND ticket = ? AND rule = ? AND "
                "line < ? AND (released IS NULL OR released >= ?))",
                "iitii", b->contract->n, ticket, rule, bills ? line_key(bills, 0) : INT64_MAX, actions))
    return false;
  // clang-format on
  *out = any != 0;
  return true;
}

// Whether a bill that is rated again with a rule which it never asked would have found it borne, had the rule been
// there before: an earlier bill holds work of the ticket. What the bill itself bears tells that it asked, and did not.
static bool would_bear(const basis *b, int64_t ticket, const char *rule, bool *out, error *e) {
  const book *k = b->book;
  int64_t any = 0;
  // clang-format off
  if (!k->bills_until) return true;
  if (!db_value(k->db, e, &any, 0,
                "SELECT NOT EXISTS (SELECT 1 FROM charged_once WHERE contract = ?1 AND ticket = ?2 AND rule = ?3 AND "
                NAMES_BILL("line", "?4") ") AND EXISTS (SELECT 1 FROM time_entries t CROSS JOIN claims c ON "
                "c.contract = t.contract AND c." CLAIM_OF_WORK " AND c.at = t.at AND c.row = t.n "
                "WHERE t.ticket = ?2 AND t.contract = ?1)",
                "iiti", b->contract->n, ticket, rule, k->bills_until))
    return false;
  // clang-format on
  *out = any != 0;
  return true;
}

static bool line_bears(const basis *b, const plan_item *item, const char *rule, bool *out, error *e) {
  int64_t any = 0;
  if (!db_value(b->book->db, e, &any, 0,
                "SELECT EXISTS (SELECT 1 FROM charged_once WHERE contract = ? AND ticket = ? AND rule = ? AND "
                "line = ?)",
                "iiti", b->contract->n, item->ticket, rule, item->row))
    return false;
  *out = any != 0;
  return true;
}

bool once_first(const basis *b, item_list *list, uint32_t item, const plugin_rule *rule, bool billed, bool *out,
                error *e) {
  const plan_item *of = &list->items[item];
  const char *name = rule->file->name;
  bool borne = false;
  *out = false;
  if (of->kind != ITEM_TICKET) return true;
  if (billed) return line_bears(b, of, name, out, e);
  make_room(b, list);
  uint32_t *slot = slot_of(list, of->ticket, name);
  if (*slot) {
    *out = list->once[*slot - 1].item == item;
    return true;
  }
  if (!bill_bears(b, of->ticket, name, &borne, e)) return false;
  if (!borne && !would_bear(b, of->ticket, name, &borne, e)) return false;
  if (borne) return true;
  list->once = arena_grow(b->arena, list->once, list->once_count, &list->once_capacity, sizeof *list->once);
  list->once[list->once_count++] = (plan_once){ item, name };
  *slot = (uint32_t)list->once_count;
  *out = true;
  return true;
}
