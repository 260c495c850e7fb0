// What all items have in common: how one is added, and its pieces with their taxes.
#include "core/engine/rating/rating_for_plans.h"
#include "core/base/fraction.h"
#include <assert.h>
#include <string.h>

bool error_ends_planning(error_code code) {
  return code == ERROR_BUSY || code == ERROR_IO || code == ERROR_CORRUPT || code == ERROR_UNKNOWN_OUTCOME ||
         code == ERROR_INTERRUPTED;
}

const char *failure_text(const error *e, arena *a) {
  return e->hint[0] ? arena_format(a, "%s (%s)", e->message, e->hint) : arena_text(a, e->message);
}

bool hold_alone(const basis *b, const char **held, error *e) {
  assert(e->code != ERROR_NONE);  // else something would be held that nobody can tell why
  if (error_ends_planning(e->code) || e->spent) return false;
  if (!*held) *held = failure_text(e, b->arena);
  error_clear(e);
  return true;
}

bool all_priced(const item_list *list, error *e) {
  for (size_t i = 0; i < list->item_count; i++)
    if (list->items[i].held) return error_set(e, ERROR_HELD, "%s", list->items[i].held);
  return true;
}

plan_item *item_add(const basis *b, const at_hand *now, item_list *to, item_kind kind, day ready_on) {
  to->items = arena_grow(b->arena, to->items, to->item_count, &to->item_capacity, sizeof(plan_item));
  plan_item *item = &to->items[to->item_count++];
  *item = (plan_item){ .kind = kind,
                       .ready_on = ready_on,
                       .period = now->from,
                       .part = now->part_id,
                       .first_piece = (uint32_t)to->piece_count };
  if (b->contract->kind != GRID_ON_DEMAND) {
    item->from = now->from;
    item->until = now->until;
  }
  return item;
}

plan_piece *piece_add(const basis *b, item_list *to) {
  assert(to->item_count > 0);
  to->pieces = arena_grow(b->arena, to->pieces, to->piece_count, &to->piece_capacity, sizeof(plan_piece));
  plan_piece *piece = &to->pieces[to->piece_count++];
  *piece = (plan_piece){ .sku = b->contract->sku };
  to->items[to->item_count - 1].piece_count++;
  return piece;
}

void piece_taxed(plan_piece *piece, const tax_use *use) {
  piece->tax_row = use->row;
  piece->tax_answer = use->answer;
  piece->tax_name = use->name;
  piece->tax_rule = use->rule;
  piece->tax_date = use->date;
}

bool piece_tax_asked(const basis *b, tax_book *taxes, plan_piece *piece, int64_t net, error *e) {
  if (!piece->tax_answer || !piece->tax_answer->of_sale) return true;
  const day date = piece->tax_date != DAY_NEVER ? piece->tax_date : piece->date;
  const tax_use use = { piece->tax_row, piece->tax_name, piece->tax_rule, piece->tax_answer, date };
  return taxes_of_sale(taxes, b->contract, &use, piece->category, net, b->arena, &piece->tax_answer, e);
}

bool service_tax_find(const basis *b, plan_piece *piece, const char *own, day supply, day end, error *e) {
  tax_use use;
  const tax_dates dates = { supply, end, b->as_of };
  if (!taxes_find(b->taxes, b->contract, own, dates, piece->category, &use, e)) return false;
  piece_taxed(piece, &use);
  return true;
}

bool piece_tax_find(const basis *b, plan_piece *piece, const char *own, day date, error *e) {
  return service_tax_find(b, piece, own, date, date, e);
}

bool piece_gross(plan_piece *piece, int exponent) {
  return money_prorated(piece->exact, piece->price, piece->num, piece->den, exponent, ROUND_HALF_UP, &piece->gross);
}

bool piece_less(plan_piece *piece, decimal off) {
  int128 left = DECIMAL_ONE - off, whole = DECIMAL_ONE, num = piece->num, den = piece->den;
  fraction_reduce(&left, &whole);
  fraction_reduce(&left, &den);
  fraction_reduce(&num, &whole);
  return !__builtin_mul_overflow(num, left, &piece->num) && !__builtin_mul_overflow(den, whole, &piece->den);
}

bool charge_amount(const char *quantity, const char *price, const char *discount, int exponent, int64_t *gross) {
  const contract c = { .exponent = exponent };
  const basis b = { .contract = &c };
  plan_piece piece = { 0 };
  if (!charge_gross(&b, quantity, price, discount, &piece)) return false;
  *gross = piece.gross;
  return true;
}

bool charge_gross(const basis *b, const char *quantity, const char *price, const char *discount, plan_piece *piece) {
  decimal off = 0;
  int64_t minor = 0;
  int exponent = b->contract->exponent;
  bool percent = discount && strchr(discount, '%');
  if (!decimal_parse(quantity, strlen(quantity), &piece->quantity) ||
      !decimal_parse(price, strlen(price), &piece->price))
    return false;
  if (percent && !percent_parse(discount, strlen(discount), &off)) return false;
  if (discount && !percent && !money_parse(discount, strlen(discount), exponent, &minor)) return false;
  piece->exact = piece->quantity;
  piece->num = piece->den = 1;
  if (!piece_less(piece, off) || !piece_gross(piece, exponent)) return false;
  if (minor) piece->den = 0;
  if (piece->gross < 0) minor = -minor;  // what comes back comes back at what it cost
  return !__builtin_sub_overflow(piece->gross, minor, &piece->gross);
}
