// Row numbers of lists that a person has seen.
#include "core/cli/numbers.h"
#include <string.h>

row_list *numbers_of(row_numbers *n, argument_type type) {
  if (!n) return NULL;
  switch (type) {
    case ARGUMENT_CONTRACT: return &n->contracts;
    case ARGUMENT_ITEM: return &n->items;
    case ARGUMENT_DRAFT:
    case ARGUMENT_INVOICE: return &n->invoices;
    case ARGUMENT_CUSTOMER: return &n->customers;
    case ARGUMENT_TICKET: return &n->tickets;
    default: return NULL;
  }
}

row_list *numbers_named(row_numbers *n, const char *field) {
  static const struct {
    const char *field;
    argument_type type;
  } known[] = { { "contract", ARGUMENT_CONTRACT },
                { "item", ARGUMENT_ITEM },
                { "invoice", ARGUMENT_INVOICE },
                { "customer", ARGUMENT_CUSTOMER },
                { "ticket", ARGUMENT_TICKET } };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].field, field) == 0) return numbers_of(n, known[i].type);
  return NULL;
}

void numbers_begin(row_list *l) {
  if (!l) return;
  if (l->arena) arena_free(l->arena);
  *l = (row_list){ .arena = arena_new() };
}

const char *numbers_next(row_list *l, const char *id, arena *a) {
  if (!l) return "";
  if (!l->arena) numbers_begin(l);
  l->ids = arena_grow(l->arena, l->ids, l->count, &l->capacity, sizeof *l->ids);
  l->ids[l->count++] = arena_text(l->arena, id);
  return arena_format(a, "%zu", l->count);
}

const char *numbers_find(row_list *l, const char *id, arena *a) {
  for (size_t i = 0; l && i < l->count; i++)
    if (strcmp(l->ids[i], id) == 0) return arena_format(a, "%zu", i + 1);
  return numbers_next(l, id, a);
}

void numbers_free(row_numbers *n) {
  row_list *all[] = { &n->contracts, &n->items, &n->invoices, &n->customers, &n->tickets };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (all[i]->arena) arena_free(all[i]->arena);
}
