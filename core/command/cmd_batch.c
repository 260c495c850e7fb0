// batch …: Create New Batch, the contract list, items.
#include "core/base/json.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include <string.h>

static value *change_open(context *c, const arguments *a, batch_change work, error *e) {
  batch b;
  change_list changed = { 0 };
  return batch_change_open(c, a, work, &b, &changed, e) ? batch_answer(c, b.n, NULL, &changed, e) : NULL;
}

// Two open batches show the same items: whoever runs first has them.
static bool beside_open(context *c, error *e) {
  batch b;
  error none = { 0 };
  bool there = batch_find(c->book, 0, "open", c->arena, &b, &none);
  bool ok = there || none.code == ERROR_NOT_FOUND || error_set(e, none.code, "%s", none.message);
  error_clear(&none);
  char text[DAY_TEXT];
  if (there)
    context_warn(c, "open-batch",
                 "batch %lld, as of %s, is still open beside this one; what one of them runs is gone "
                 "from the other",
                 (long long)b.n, day_format(b.as_of, text));
  return ok;
}

static value *command_batch_new(context *c, const arguments *a, error *e) {
  day today, as_of;
  int64_t n;
  if (!book_today(c->book, &today, e) || !option_day(a, "as-of", today, &as_of, e) || !beside_open(c, e) ||
      !batch_new(c->book, as_of, &n, e))
    return NULL;
  return batch_answer(c, n, NULL, NULL, e);
}

static value *command_batch_list(context *c, const arguments *a, error *e) {
  (void)a;
  query *q = db_query(c->book->db,
                      "SELECT b.n, b.name, b.state, b.as_of, (SELECT count(*) FROM invoices i WHERE i.batch = b.n), "
                      "(SELECT count(*) FROM previews p WHERE p.batch = b.n AND p.chosen = 1) FROM batches b ORDER BY "
                      "b.n",
                      e);
  value *list = value_list(c->arena);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(c->arena);
    put_int(c->arena, v, "batch", query_column(q, 0));
    put_text(c->arena, v, "name", arena_text(c->arena, query_column_text(q, 1)));
    put_text(c->arena, v, "state", arena_text(c->arena, query_column_text(q, 2)));
    put_day(c->arena, v, "as_of", (day)query_column(q, 3));
    put_int(c->arena, v, "contracts_selected", query_column(q, 5));
    put_int(c->arena, v, "invoices", query_column(q, 4));
    value_append(c->arena, list, v);
  }
  return step == 0 ? list : NULL;
}

static value *command_batch_show(context *c, const arguments *a, error *e) {
  batch b;
  change_list changed = { 0 };
  batch_filter filter = { option_text(a, "type"), option_text(a, "taxable"), 0, option_text(a, "periods") };
  if (!batch_look(c, &b, &changed, e)) return NULL;
  batch_pick pick;
  if (!pick_read(c, a, &pick, e)) return NULL;
  filter.type = pick.type;
  filter.customer = pick.customer;
  return batch_answer(c, b.n, &filter, &changed, e);
}

static value *command_batch_expand(context *c, const arguments *a, error *e) {
  batch b;
  contract k;
  change_list changed = { 0 };
  if (!batch_look(c, &b, &changed, e)) return NULL;
  list_part part;
  if (!part_read(a, &part, e) || !resolve_contract(c, a->texts[0], &k, e)) return NULL;
  const item_window window = { part.from, part.count };
  return items_answer(c, &b, &k, part.asked ? &window : NULL, e);
}

typedef bool (*item_change)(context *c, const arguments *a, batch *b, const contract *k, const char *item, error *e);

static bool one_item(context *c, const arguments *a, batch *b, const char *text, item_change work, error *e) {
  contract k;
  const char *item;
  return resolve_item(c, b, text, &k, &item, e) && work(c, a, b, &k, item, e);
}

static bool each_item(context *c, const arguments *a, batch *b, item_change work, error *e) {
  for (size_t i = 0; i < a->count; i++)
    if (!one_item(c, a, b, a->texts[i], work, e)) return false;
  return true;
}

static bool exclude(context *c, const arguments *a, batch *b, const contract *k, const char *item, error *e) {
  return batch_exclude(c->book, b, k, item, option_text(a, "note"), e);
}

static bool include(context *c, const arguments *a, batch *b, const contract *k, const char *item, error *e) {
  (void)a;
  return batch_include(c->book, b, k, item, e);
}

static bool waive(context *c, const arguments *a, batch *b, const contract *k, const char *item, error *e) {
  return batch_waive(c->book, b, k, item, option_text(a, "note"), option_flag(a, "show"), e);
}

static bool each_fitting(context *c, const arguments *a, batch *b, const batch_pick *pick, bool left_out,
                         item_change work, error *e) {
  batch_found *found;
  size_t count;
  if (!batch_find_items(c->book, b, pick, left_out, c->arena, &found, &count, e)) return false;
  for (size_t i = 0; i < count; i++)
    if (!work(c, a, b, &found[i].contract, found[i].item, e)) return false;
  return true;
}

static bool named_or_fitting(context *c, const arguments *a, batch *b, bool left_out, item_change work, error *e) {
  if (!pick_one_way(a, "items", "name some, or take --customer, --type or --ticket", e)) return false;
  batch_pick pick;
  if (pick_given(a)) return pick_read(c, a, &pick, e) && each_fitting(c, a, b, &pick, left_out, work, e);
  for (size_t i = 0; i < a->count; i++) {
    bool many;
    if (!resolve_selection(c, a->texts[i], &pick, &many, e)) return false;
    if (!(many ? each_fitting(c, a, b, &pick, left_out, work, e) : one_item(c, a, b, a->texts[i], work, e)))
      return false;
  }
  return true;
}

static bool exclude_all(context *c, const arguments *a, batch *b, error *e) {
  return named_or_fitting(c, a, b, false, exclude, e);
}
static bool include_all(context *c, const arguments *a, batch *b, error *e) {
  return named_or_fitting(c, a, b, true, include, e);
}
static bool waive_all(context *c, const arguments *a, batch *b, error *e) { return each_item(c, a, b, waive, e); }

static bool unwaive_all(context *c, const arguments *a, batch *b, error *e) {
  change_list changed = { 0 };
  for (size_t i = 0; i < a->count; i++)
    if (!batch_unwaive(c->book, b->did, a->texts[i], e)) return false;
  b->seen = -1;
  return batch_refresh(c->book, b, c->arena, &changed, e);
}

static bool adjust(context *c, const arguments *a, batch *b, const contract *k, const char *item, error *e) {
  const adjustment by = { option_text(a, "amount"), option_text(a, "percent"), option_text(a, "note"),
                          option_text(a, "hours") };
  if (option_flag(a, "none")) return batch_unadjust(c->book, b, k, item, e);
  return batch_adjust(c->book, b, k, item, &by, e);
}
static bool adjust_all(context *c, const arguments *a, batch *b, error *e) { return each_item(c, a, b, adjust, e); }
static value *command_batch_adjust(context *c, const arguments *a, error *e) {
  return change_open(c, a, adjust_all, e);
}

static bool take_early(context *c, const arguments *a, batch *b, error *e) {
  contract k;
  bool none = option_flag(a, "none");
  if (none == option_flag(a, "early")) {
    error_set(e, ERROR_USAGE, "a period is taken --early, or left to its end with --none");
    return error_hint(e, "billet batch take CONTRACT --early --note TEXT");
  }
  if (!resolve_contract(c, a->texts[0], &k, e)) return false;
  return none ? batch_leave(c->book, b, &k, e) : batch_take(c->book, b, &k, option_text(a, "note"), e);
}
static value *command_batch_take(context *c, const arguments *a, error *e) { return change_open(c, a, take_early, e); }

static value *command_batch_exclude(context *c, const arguments *a, error *e) {
  return change_open(c, a, exclude_all, e);
}
static value *command_batch_include(context *c, const arguments *a, error *e) {
  return change_open(c, a, include_all, e);
}
static value *command_batch_waive(context *c, const arguments *a, error *e) { return change_open(c, a, waive_all, e); }
static value *command_batch_unwaive(context *c, const arguments *a, error *e) {
  return change_open(c, a, unwaive_all, e);
}

static value *command_waived(context *c, const arguments *a, error *e) {
  (void)a;
  query *q = db_query(c->book->db,
                      "SELECT x.item, x.batch, k.id, c.name, x.currency, x.amount, x.tax, x.note FROM bills x JOIN "
                      "contracts k ON k.n = x.contract JOIN customers c ON c.n = k.customer WHERE x.kind = 'waiver' "
                      "ORDER BY x.n",
                      e);
  value *list = value_list(c->arena);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(c->arena);
    int exponent = currency_exponent(query_column_text(q, 4));
    put_text(c->arena, v, "item", arena_text(c->arena, query_column_text(q, 0)));
    put_int(c->arena, v, "batch", query_column(q, 1));
    put_text(c->arena, v, "contract", arena_text(c->arena, query_column_text(q, 2)));
    put_text(c->arena, v, "customer_name", arena_text(c->arena, query_column_text(q, 3)));
    put_text(c->arena, v, "currency", arena_text(c->arena, query_column_text(q, 4)));
    put_money(c->arena, v, "amount", query_column(q, 5), exponent);
    put_money(c->arena, v, "tax", query_column(q, 6), exponent);
    put_text(c->arena, v, "note", arena_text(c->arena, query_column_text(q, 7)));
    value_append(c->arena, list, v);
  }
  return step == 0 ? list : NULL;
}

#define BATCH_ROWS_OPTIONS                                                                                             \
  { "taxable", "yes|no", "taxable contracts or the others", ARGUMENT_CHOICE },                                         \
      { "periods", "ready|all|locked|held", "what is due, still in its period, or holds something", ARGUMENT_CHOICE }, \
      { "chosen", "selected|not", "what is selected or is not", ARGUMENT_CHOICE }, {                                   \
    "text", "WORDS", "all of these words in its ids, names or type", ARGUMENT_TEXT                                     \
  }
#define MATCHING_OPTION \
  { "matching", NULL, "every contract that the filters let pass, as `batch rows` shows them", ARGUMENT_TEXT }
#define CUSTOMER_OPTION \
  { "customer", "C", "contracts of one customer, by id or name", ARGUMENT_CUSTOMER }
#define TICKET_OPTION \
  { "ticket", "T", "with work or charges of one ticket", ARGUMENT_TICKET }
#define TYPE_OPTION \
  { "type", "T", "contracts of this type, by name or title", ARGUMENT_TYPE }

const command batch_commands[] = {
  { .words = "batch new",
    .group = "Billing batches",
    .summary = "Create New Batch: finds everything that is due",
    .options = { { "as-of", "DATE", "due on this day; today without it", ARGUMENT_DAY } },
    .examples = { "billet batch new", "billet batch new --as-of 2026-06-07" },
    .need = NEED_BOOK,
    .view = "batch",
    .next = "billet batch select --all",
    .run = command_batch_new },
  { .words = "batch list",
    .group = "Billing batches",
    .summary = "all batches and their states",
    .examples = { "billet batch list" },
    .need = NEED_BOOK,
    .view = "list",
    .run = command_batch_list },
  { .words = "batch show",
    .group = "Billing batches",
    .summary = "the Billing page: contracts, boxes, locks, Batch Details",
    .options = { TYPE_OPTION,
                 { "taxable", "yes|no", "taxable contracts or the others", ARGUMENT_CHOICE },
                 CUSTOMER_OPTION,
                 { "periods", "ready|all", "hide contracts in the middle of their period", ARGUMENT_CHOICE },
                 BATCH_OPTION },
    .examples = { "billet batch show", "billet batch show --type retainer --taxable yes",
                  "billet batch show --customer coolrealty --periods ready" },
    .need = NEED_BOOK,
    .view = "batch",
    .run = command_batch_show },
  { .words = "batch rows",
    .group = "Billing batches",
    .summary = "a part of the contract list, with counts and sums of all that fits",
    .options = { PART_OPTIONS,
                 TYPE_OPTION,
                 CUSTOMER_OPTION,
                 BATCH_ROWS_OPTIONS,
                 { "sort", "customer|contract|type|total|selected", "by this; by customer without it",
                   ARGUMENT_CHOICE },
                 { "descending", NULL, "the last first, the greatest first", ARGUMENT_TEXT },
                 BATCH_OPTION },
    .examples = { "billet batch rows --text realty --periods locked",
                  "billet batch rows --from 60 --count 60 --sort total --descending" },
    .need = NEED_BOOK,
    .view = "window",
    .next = "billet batch select --matching, with the same filters",
    .run = command_batch_rows },
  { .words = "batch select",
    .group = "Billing batches",
    .summary = "white box to black box: takes all that is due",
    .argument = "CONTRACT",
    .type = ARGUMENT_CONTRACT,
    .fits = "ready",
    .most = -1,
    .options = { { "all", NULL, "every contract that can be selected", ARGUMENT_TEXT },
                 CUSTOMER_OPTION,
                 TYPE_OPTION,
                 TICKET_OPTION,
                 MATCHING_OPTION,
                 BATCH_ROWS_OPTIONS,
                 BATCH_OPTION },
    .examples = { "billet batch select --all", "billet batch select cool-retainer cool-help",
                  "billet batch select --matching --text realty --taxable yes",
                  "billet batch select customer:CoolRealty type:hourly" },
    .need = NEED_BOOK,
    .view = "batch",
    .next = "billet batch expand CONTRACT, then billet batch run --name TEXT",
    .run = command_batch_select },
  { .words = "batch deselect",
    .group = "Billing batches",
    .summary = "black box to white box",
    .argument = "CONTRACT",
    .type = ARGUMENT_CONTRACT,
    .fits = "selected",
    .most = -1,
    .options = { { "all", NULL, "every contract", ARGUMENT_TEXT },
                 CUSTOMER_OPTION,
                 TYPE_OPTION,
                 TICKET_OPTION,
                 MATCHING_OPTION,
                 BATCH_ROWS_OPTIONS,
                 BATCH_OPTION },
    .examples = { "billet batch deselect cool-help", "billet batch deselect --all",
                  "billet batch deselect type:hourly" },
    .need = NEED_BOOK,
    .view = "batch",
    .run = command_batch_deselect },
  { .words = "batch expand",
    .group = "Billing batches",
    .summary = "the blue lines: a contract's items",
    .argument = "CONTRACT",
    .type = ARGUMENT_CONTRACT,
    .fits = "shown",
    .least = 1,
    .most = 1,
    .options = { PART_OPTIONS, BATCH_OPTION },
    .examples = { "billet batch expand cool-retainer", "billet batch expand cool-help --from 60 --count 60" },
    .need = NEED_BOOK,
    .view = "items",
    .next = "billet batch exclude ITEM",
    .run = command_batch_expand },
  { .words = "batch exclude",
    .group = "Billing batches",
    .summary = "leaves items out of this batch; they come back as overdue",
    .argument = "ITEM",
    .type = ARGUMENT_ITEM,
    .fits = "due",
    .most = -1,
    .options = { CUSTOMER_OPTION, TYPE_OPTION, TICKET_OPTION, { "note", "TEXT", "why", ARGUMENT_TEXT }, BATCH_OPTION },
    .examples = { "billet batch exclude cool-retainer:2026-04-07 --note \"gesture of goodwill\"",
                  "billet batch exclude --ticket T1042 --note \"asked for the price\"" },
    .need = NEED_BOOK,
    .view = "batch",
    .next = "billet batch include ITEM takes it in again",
    .run = command_batch_exclude },
  { .words = "batch include",
    .group = "Billing batches",
    .summary = "takes items in again",
    .argument = "ITEM",
    .type = ARGUMENT_ITEM,
    .fits = "excluded",
    .most = -1,
    .options = { CUSTOMER_OPTION, TYPE_OPTION, TICKET_OPTION, BATCH_OPTION },
    .examples = { "billet batch include cool-retainer:2026-04-07", "billet batch include --ticket T1042" },
    .need = NEED_BOOK,
    .view = "batch",
    .run = command_batch_include },
  { .words = "batch adjust",
    .group = "Billing batches",
    .summary = "sets what an item comes to, after all price rules",
    .argument = "ITEM",
    .type = ARGUMENT_ITEM,
    .fits = "due",
    .least = 1,
    .most = 1,
    .options = { { "amount", "A", "to this amount", ARGUMENT_TEXT },
                 { "percent", "P", "by so many percent: -10 takes a tenth off", ARGUMENT_TEXT },
                 { "hours", "H", "of work: to so many hours, at the prices of those worked", ARGUMENT_TEXT },
                 { "none", NULL, "leave it to its rules again", ARGUMENT_TEXT },
                 { "note", "TEXT", "why (required)", ARGUMENT_TEXT },
                 BATCH_OPTION },
    .examples = { "billet batch adjust cool-help:T1042:2026-04-07 --percent -10 --note \"as agreed\"",
                  "billet batch adjust cool-help:T1042:2026-04-07 --hours 1.5 --note \"half an hour was ours\"",
                  "billet batch adjust cool-help:T1042:2026-04-07 --none" },
    .need = NEED_BOOK,
    .view = "batch",
    .next = "billet batch expand CONTRACT shows it",
    .run = command_batch_adjust },
  { .words = "batch take",
    .group = "Billing batches",
    .summary = "takes a locked period whole, before it ends; what comes into it later is late work",
    .argument = "CONTRACT",
    .type = ARGUMENT_CONTRACT,
    .least = 1,
    .most = 1,
    .options = { { "early", NULL, "before it ends", ARGUMENT_TEXT },
                 { "none", NULL, "leave it to its end again", ARGUMENT_TEXT },
                 { "note", "TEXT", "why (required with --early)", ARGUMENT_TEXT },
                 BATCH_OPTION },
    .examples = { "billet batch take cool-retainer --early --note \"the customer leaves\"",
                  "billet batch take cool-retainer --none" },
    .need = NEED_BOOK,
    .view = "batch",
    .next = "billet batch select CONTRACT",
    .run = command_batch_take },
  { .words = "batch waive",
    .group = "Billing batches",
    .summary = "gives items away for good",
    .argument = "ITEM",
    .type = ARGUMENT_ITEM,
    .fits = "due",
    .least = 1,
    .most = -1,
    .options = { { "note", "TEXT", "why (required)", ARGUMENT_TEXT },
                 { "show", NULL, "print it with a discount of 100 %", ARGUMENT_TEXT },
                 BATCH_OPTION },
    .examples = { "billet batch waive cool-retainer:2026-04-07 --note \"late by two days\" --show" },
    .need = NEED_BOOK,
    .view = "batch",
    .next = "billet batch unwaive ITEM takes that back",
    .run = command_batch_waive },
  { .words = "batch unwaive",
    .group = "Billing batches",
    .summary = "takes a waiver back",
    .argument = "ITEM",
    .type = ARGUMENT_ITEM,
    .fits = "waived",
    .least = 1,
    .most = -1,
    .options = { BATCH_OPTION },
    .examples = { "billet batch unwaive cool-retainer:2026-04-07" },
    .need = NEED_BOOK,
    .view = "batch",
    .run = command_batch_unwaive },
  { .words = "waived",
    .group = "Billing batches",
    .summary = "what was given away",
    .examples = { "billet waived" },
    .need = NEED_BOOK,
    .view = "list",
    .run = command_waived },
  { 0 },
};
