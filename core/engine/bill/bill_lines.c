// Invoice lines from a plan's items, at the contract's level of detail.
#include "core/engine/bill/bill.h"
#include "core/base/text.h"
#include "core/base/money.h"
#include <string.h>

typedef struct lister {
  const plan *plan;
  arena *arena;
  line *lines;
  size_t count, capacity;
  uint32_t *entry_lines, *item_lines;
  decimal last_price;  // lines of one price follow each other
  const char *last_price_text;
  size_t next_fragment;  // fragments lie in the order of items
} lister;

bool item_picked(const plan_item *item, const void *context) {
  (void)context;
  return item->due && !item->excluded && !item->held;
}

static const char *price_text(lister *l, decimal price) {
  char text[DECIMAL_TEXT];
  if (l->last_price_text && l->last_price == price) return l->last_price_text;
  size_t length = decimal_format(price, l->plan->contract->exponent, text);
  l->last_price = price;
  l->last_price_text = arena_copy(l->arena, text, length);
  return l->last_price_text;
}

static const char *quantity_text(const lister *l, decimal quantity) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(quantity, 0, text);
  return arena_copy(l->arena, text, length);
}

static line *line_add(lister *l, const plan_item *item, const plan_piece *piece) {
  static const char *const kinds[] = { NULL, "period", "ticket", "charge", "grant" };
  l->lines = arena_grow(l->arena, l->lines, l->count, &l->capacity, sizeof(line));
  line *out = &l->lines[l->count++];
  *out = (line){ .kind = kinds[item->kind],
                 .from = item->from,
                 .until = item->until,
                 .ticket = item->ticket,
                 .date = piece->date,
                 .sku = piece->sku,
                 .category = piece->category,
                 .unit = piece->unit,
                 .discount = piece->discount,
                 .amount = piece->amount,
                 .tax = piece->tax,
                 .tax_row = piece->tax_row,
                 .count = piece->count,
                 .instead = piece->instead,
                 .days = piece->days,
                 .days_of = piece->days_of,
                 .tax_answer = piece->tax_answer,
                 .tax_name = piece->tax_name,
                 .terms = piece->terms,
                 .item = (uint32_t)(item - l->plan->items) + 1,
                 .piece = (uint32_t)(piece - l->plan->pieces) + 1 };
  out->price = price_text(l, piece->price);
  out->off = piece->off;
  uint32_t *first = &l->item_lines[item - l->plan->items];
  if (!*first) *first = (uint32_t)l->count;
  return out;
}

static const char *work_text(const lister *l, const plan_item *item, const plan_piece *piece) {
  const char *title = item->title && *item->title ? item->title : arena_format(l->arena, "Ticket %s", item->ticket_id);
  return piece->description ? arena_format(l->arena, "%s, %s", title, piece->description) : title;
}

static size_t item_fragments(lister *l, const plan_item *item) {
  const plan *p = l->plan;
  uint32_t end = item->first_piece + item->piece_count;
  while (l->next_fragment < p->fragment_count && p->fragments[l->next_fragment].piece < item->first_piece)
    l->next_fragment++;
  size_t first = l->next_fragment;
  while (l->next_fragment < p->fragment_count && p->fragments[l->next_fragment].piece < end) l->next_fragment++;
  return first;
}

// An entry that is on two lines belongs to the one that costs something.
static void mark_entry(lister *l, const plan_fragment *f, uint32_t number) {
  uint32_t before = l->entry_lines[f->entry];
  if (!before || (number && l->lines[before - 1].amount == 0)) l->entry_lines[f->entry] = number;
}

// What was worked on a ticket at a price of its own belongs to the line of that price. numbers[i]: the line of the
// item's i-th piece.
static void mark_counted(lister *l, const plan_item *item, size_t first, size_t last, const uint32_t *numbers) {
  const plan *p = l->plan;
  for (uint32_t k = 0; k < item->piece_count; k++)
    for (size_t i = first; i < last && p->pieces[item->first_piece + k].counted; i++)
      mark_entry(l, &p->fragments[i], numbers[k]);
}

static void mark_entries(lister *l, const plan_item *item, size_t first, size_t last, const uint32_t *numbers) {
  const plan *p = l->plan;
  for (size_t i = first; i < last; i++)
    mark_entry(l, &p->fragments[i], numbers[p->fragments[i].piece - item->first_piece]);
  mark_counted(l, item, first, last, numbers);
}

static void ticket_line(lister *l, const plan_item *item, const plan_piece *piece) {
  line *out = line_add(l, item, piece);
  out->date = item->date;
  out->description = work_text(l, item, piece);
  out->quantity = quantity_text(l, piece->quantity);
  if (!piece->counted) out->minutes = piece->minutes;
}

// A line per price of the ticket.
static void ticket_lines(lister *l, const plan_item *item, size_t first, size_t last) {
  uint32_t *numbers = arena_alloc(l->arena, (item->piece_count + 1) * sizeof *numbers);
  for (uint32_t i = 0; i < item->piece_count; i++) {
    const plan_piece *piece = &l->plan->pieces[item->first_piece + i];
    if (piece->minutes == 0 && piece->amount == 0) continue;
    ticket_line(l, item, piece);
    numbers[i] = (uint32_t)l->count;
  }
  mark_entries(l, item, first, last, numbers);
}

// The weights of a split must not be negative nor all zero.
static bool split(int64_t amount, const int64_t *weights, size_t count, int64_t *parts) {
  bool any = false;
  if (count == 1) {
    parts[0] = amount;
    return true;
  }
  for (size_t i = 0; i < count; i++) any = any || weights[i] > 0;
  if (any) return money_split(amount, weights, count, parts);
  memset(parts, 0, count * sizeof *parts);
  if (count) parts[count - 1] = amount;
  return true;
}

// How many components of its tax a line of this piece carries: none where there is but one, of every line.
static size_t components_of(const plan_piece *piece) {
  return piece->tax_answer && (piece->tax_answer->count > 1 || piece->tax_answer->of_sale) ? piece->tax_answer->count
                                                                                           : 0;
}

// Each component of the piece's tax, shared out within the lines' taxes: columns and rows both add up. parts[line ×
// components + which].
static bool share_parts(lister *l, const plan_piece *piece, const int64_t *taxes, size_t count, int64_t *parts) {
  size_t components = components_of(piece);
  int64_t whole[TAX_COMPONENTS_MAX], *left = arena_array(l->arena, count * 3 + 1, sizeof *left),
                                     *weights = left + count, *share = weights + count;
  if (!components) return true;
  if (!tax_parts(piece->tax_answer, piece->amount, piece->tax, whole)) return false;
  memcpy(left, taxes, count * sizeof *left);
  for (size_t k = 0; k < components; k++) {
    for (size_t i = 0; i < count; i++) weights[i] = left[i] < 0 ? -left[i] : left[i];
    if (k + 1 == components) memcpy(share, left, count * sizeof *share);
    else if (!split(whole[k], weights, count, share)) return false;
    for (size_t i = 0; i < count; i++) {
      parts[i * components + k] = share[i];
      left[i] -= share[i];
    }
  }
  return true;
}

// What the components of a piece's tax are of, shared out by the lines' amounts, where they are of parts of it.
static bool share_bases(lister *l, const plan_piece *piece, const int64_t *weights, size_t count, int64_t *bases) {
  size_t components = components_of(piece);
  int64_t *share = arena_array(l->arena, count + 1, sizeof *share);
  for (size_t k = 0; k < components; k++) {
    const tax_component *component = &piece->tax_answer->components[k];
    if (!split(component->partly ? component->base : piece->amount, weights, count, share)) return false;
    for (size_t i = 0; i < count; i++) bases[i * components + k] = share[i];
  }
  return true;
}

// Adds the components of a piece's tax to those of a line that holds several pieces.
static bool add_parts(lister *l, line *out, const plan_piece *piece) {
  size_t components = components_of(piece);
  int64_t own[TAX_COMPONENTS_MAX], *parts = (int64_t *)out->parts;
  if (!components) return true;
  if (!tax_parts(piece->tax_answer, piece->amount, piece->tax, own)) return false;
  if (!parts) parts = arena_alloc(l->arena, components * sizeof *parts);
  for (size_t k = 0; k < components; k++)
    if (__builtin_add_overflow(parts[k], own[k], &parts[k])) return false;
  out->parts = parts;
  out->part_count = components;
  return true;
}

static line *entry_line(lister *l, const plan_item *item, const plan_piece *piece, const plan_fragment *f,
                        int64_t amount, int64_t tax) {
  const plan_entry *entry = &l->plan->entries[f->entry];
  line *out = line_add(l, item, piece);
  out->fragment = (uint32_t)(f - l->plan->fragments) + 1;
  out->date = (day)(entry->at / 1440);
  out->description = entry->note && *entry->note ? entry->note : work_text(l, item, piece);
  out->minutes = f->minutes;
  out->instead = piece->instead && piece->minutes ? piece->instead * f->minutes / piece->minutes : 0;
  out->amount = amount;
  out->tax = tax;
  int64_t base;
  if (out->off && money_prorated(f->minutes * DECIMAL_ONE + out->instead, piece->price, 1, 60,
                                 l->plan->contract->exponent, ROUND_HALF_UP, &base))
    out->off = base - amount;
  mark_entry(l, f, (uint32_t)l->count);
  return out;
}

// A line per entry: the piece's amount by minutes, its tax by amounts, odd cents by largest remainder.
static bool piece_entry_lines(lister *l, const plan_item *item, uint32_t index, size_t first, size_t last) {
  const plan *p = l->plan;
  const plan_piece *piece = &p->pieces[index];
  size_t count = 0;
  int64_t *weights = arena_array(l->arena, (last - first) * 3 + 1, sizeof *weights),
          *amounts = weights + (last - first), *taxes = amounts + (last - first);
  for (size_t i = first; i < last; i++)
    if (p->fragments[i].piece == index) weights[count++] = p->fragments[i].minutes;
  if (!split(piece->amount, weights, count, amounts)) return false;
  for (size_t i = 0; i < count; i++) weights[i] = amounts[i] < 0 ? -amounts[i] : amounts[i];
  if (!split(piece->tax, weights, count, taxes)) return false;
  size_t components = components_of(piece);
  int64_t *parts = arena_array(l->arena, count * components + 1, sizeof *parts);
  const bool of_sale = piece->tax_answer && piece->tax_answer->of_sale;
  int64_t *bases = of_sale ? arena_array(l->arena, count * components + 1, sizeof *bases) : NULL;
  if (!share_parts(l, piece, taxes, count, parts)) return false;
  if (bases && !share_bases(l, piece, weights, count, bases)) return false;
  count = 0;
  for (size_t i = first; i < last; i++) {
    if (p->fragments[i].piece != index) continue;
    if (p->fragments[i].minutes || amounts[count]) {
      line *out = entry_line(l, item, piece, &p->fragments[i], amounts[count], taxes[count]);
      out->parts = components ? parts + count * components : NULL;
      out->part_count = components;
      out->bases = bases ? bases + count * components : NULL;
    }
    count++;
  }
  return true;
}

static bool entry_lines(lister *l, const plan_item *item, size_t first, size_t last) {
  uint32_t *numbers = arena_alloc(l->arena, (item->piece_count + 1) * sizeof *numbers);
  for (uint32_t i = 0; i < item->piece_count; i++) {
    const plan_piece *piece = &l->plan->pieces[item->first_piece + i];
    if (!piece->counted && !piece_entry_lines(l, item, item->first_piece + i, first, last)) return false;
    if (!piece->counted || piece->amount == 0) continue;
    ticket_line(l, item, piece);
    numbers[i] = (uint32_t)l->count;
  }
  mark_counted(l, item, first, last, numbers);
  return true;
}

static void item_line(lister *l, const plan_item *item) {
  for (uint32_t i = 0; i < item->piece_count; i++) {
    const plan_piece *piece = &l->plan->pieces[item->first_piece + i];
    line *out = line_add(l, item, piece);
    out->description = piece->description;
    out->quantity = quantity_text(l, piece->quantity);
    if (item->kind == ITEM_PERIOD) out->date = item->date;
  }
}

// Adds a piece to what a line holds, in minutes or tickets. held: its tickets.
static void add_quantity(lister *l, const plan_piece *piece, line *to, int128 *held) {
  if (!piece->counted) to->minutes += piece->minutes;
  else to->quantity = quantity_text(l, *held += piece->quantity);
}

// One line for all work of a period at one price. held: by line, its tickets.
static bool contract_line(lister *l, const plan_item *item, const plan_piece *piece, int128 *held, uint32_t *number) {
  const char *price = price_text(l, piece->price);
  for (size_t i = 0; i < l->count; i++) {
    line *old = &l->lines[i];
    if (strcmp(old->kind, "ticket") != 0 || old->from != item->from || old->tax_row != piece->tax_row ||
        strcmp(old->price, price) != 0)
      continue;
    if (strcmp(old->category, piece->category) != 0 || !text_equal(old->sku, piece->sku) ||
        !text_equal(old->unit, piece->unit))
      continue;
    if ((old->tax_answer && old->tax_answer->of_sale) || (piece->tax_answer && piece->tax_answer->of_sale)) continue;
    if (tax_is_within(old->tax_answer) != tax_is_within(piece->tax_answer)) continue;
    add_quantity(l, piece, old, &held[i]);
    old->instead += piece->instead;
    *number = (uint32_t)i + 1;
    old->off += piece->off;
    return add_parts(l, old, piece) && !__builtin_add_overflow(old->amount, piece->amount, &old->amount) &&
           !__builtin_add_overflow(old->tax, piece->tax, &old->tax);
  }
  line *out = line_add(l, item, piece);
  out->ticket = 0;
  out->date = DAY_NEVER;
  out->description = piece->description ? piece->description
                     : piece->counted   ? "Tickets"
                     : piece->price     ? "Work"
                                        : "Work, included";
  add_quantity(l, piece, out, &held[l->count - 1]);
  *number = (uint32_t)l->count;
  return add_parts(l, out, piece);
}

static bool contract_lines(lister *l, const plan_item *item, size_t first, size_t last, int128 *held) {
  const plan *p = l->plan;
  uint32_t *numbers = arena_alloc(l->arena, (item->piece_count + 1) * sizeof *numbers);
  for (uint32_t i = 0; i < item->piece_count; i++) {
    const plan_piece *piece = &p->pieces[item->first_piece + i];
    if (piece->minutes == 0 && piece->amount == 0) continue;
    if (!contract_line(l, item, piece, held, &numbers[i])) return false;
    uint32_t *own = &l->item_lines[item - p->items];
    if (!*own) *own = numbers[i];
  }
  mark_entries(l, item, first, last, numbers);
  return true;
}

static bool list_item(lister *l, const plan_item *item, int128 *held) {
  if (item->kind != ITEM_TICKET) {
    item_line(l, item);
    return true;
  }
  size_t first = item_fragments(l, item), last = l->next_fragment;
  if (l->plan->contract->detail == DETAIL_ENTRY) return entry_lines(l, item, first, last);
  if (l->plan->contract->detail == DETAIL_CONTRACT) return contract_lines(l, item, first, last, held);
  ticket_lines(l, item, first, last);
  return true;
}

// Whatever the level of detail, the lines are worth what the items are.
static bool worth_items(const lister *l, const bill_terms *terms, error *e) {
  const plan *p = l->plan;
  int64_t amount = 0, tax = 0;
  for (size_t i = 0; i < l->count; i++) {
    amount += l->lines[i].amount;
    tax += l->lines[i].tax;
  }
  for (size_t i = 0; i < p->item_count; i++) {
    if (!terms->filter(&p->items[i], terms->context)) continue;
    amount -= p->items[i].amount;
    tax -= p->items[i].tax;
  }
  return (amount == 0 && tax == 0) ||
         error_set(e, ERROR_CORRUPT, "contract %s: its lines do not sum to its items", p->contract->id);
}

// One of what the line costs, for no quantity multiplies out; the text says of what.
static void count_one(lister *l, line *out, decimal quantity, int64_t before) {
  char price[MONEY_TEXT];
  out->description = arena_format(l->arena, "%s (%s%s%s × %s)", out->description, quantity_text(l, quantity),
                                  out->unit ? " " : "", out->unit ? out->unit : "", out->price);
  out->quantity = "1";
  out->unit = NULL;
  out->price = arena_copy(l->arena, price, money_format(before, l->plan->contract->exponent, price));
}

// Quantity × price is what the line costs before its discount: charges are as they were given.
static void multiply_out(lister *l, line *out) {
  const plan_piece *piece = &l->plan->pieces[out->piece - 1];
  bool work = strcmp(out->kind, "ticket") == 0;
  int64_t before = out->amount + out->off + (out->tax_answer && out->tax_answer->inclusive ? out->tax : 0);
  decimal quantity = piece->quantity;
  if (!work && strcmp(out->kind, "period") != 0) return;
  if (out->unit && strcmp(out->unit, "ticket") == 0) return;
  if (money_quantity(work ? out->minutes * DECIMAL_ONE + out->instead : quantity, work ? 60 : 1, piece->price, before,
                     l->plan->contract->exponent, &quantity))
    out->quantity = quantity_text(l, quantity);
  else count_one(l, out, quantity, before);
}

bool bill_lines(const plan *p, const bill_terms *terms, arena *a, line **lines, size_t *count,
                uint32_t *entry_lines_out, uint32_t *item_lines, error *e) {
  lister l = { .plan = p, .arena = a, .entry_lines = entry_lines_out, .item_lines = item_lines };
  int128 *held = arena_alloc(a, (p->piece_count + p->item_count + 1) * sizeof *held);
  for (size_t i = 0; i < p->item_count; i++) {
    if (!terms->filter(&p->items[i], terms->context)) continue;
    if (!list_item(&l, &p->items[i], held))
      return error_set(e, ERROR_TOO_BIG, "contract %s: a line is past the largest amount", p->contract->id);
  }
  for (size_t i = 0; i < l.count; i++) {
    char off[MONEY_TEXT];
    multiply_out(&l, &l.lines[i]);
    if (l.lines[i].off)
      l.lines[i].discount = arena_copy(a, off, money_format(l.lines[i].off, p->contract->exponent, off));
  }
  if (l.count > LINES_MAX)
    return error_set(e, ERROR_TOO_BIG, "contract %s: a bill has at most %d lines", p->contract->id, LINES_MAX);
  *lines = l.lines;
  *count = l.count;
  return worth_items(&l, terms, e);
}
