// customer, contract, ticket list|show: what is in the book, and what became of it.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"

typedef struct kind {
  value *(*list)(book *b, const look_filter *f, arena *a, error *e);
  bool (*count)(book *b, const look_filter *f, int64_t *count, error *e);
} kind;

static value *part_answer(context *c, const kind *k, const list_part *part, look_filter *f, error *e) {
  int64_t matching;
  f->from = part->from;
  f->most = part->count;
  if (!k->count(c->book, f, &matching, e)) return NULL;
  return part_value(c->arena, part, part->count ? k->list(c->book, f, c->arena, e) : value_list(c->arena), matching);
}

static value *list(context *c, const arguments *a, const kind *kind, error *e) {
  const char *customer = option_text(a, "customer"), *type = option_text(a, "type"), *of = option_text(a, "contract");
  look_filter f = { .state = option_text(a, "state"), .like = option_text(a, "like") };
  list_part part;
  contract k = { 0 };
  if ((customer && !resolve_customer(c, customer, &f.customer, e)) || (type && !resolve_type(c, type, &f.type, e)) ||
      (of && !resolve_contract(c, of, &k, e)) || !option_number(a, "most", 0, &f.most, e) || !part_read(a, &part, e))
    return NULL;
  f.contract = k.n;
  if (part.asked && f.most) {
    error_set(e, ERROR_USAGE, "--most goes with the whole list: --count says how many rows a part of it has");
    return NULL;
  }
  return part.asked ? part_answer(c, kind, &part, &f, e) : kind->list(c->book, &f, c->arena, e);
}

static value *command_customer_list(context *c, const arguments *a, error *e) {
  static const kind customers = { customers_listed, customers_counted };
  return list(c, a, &customers, e);
}
static value *command_contract_list(context *c, const arguments *a, error *e) {
  static const kind contracts = { contracts_listed, contracts_counted };
  return list(c, a, &contracts, e);
}
static value *command_ticket_list(context *c, const arguments *a, error *e) {
  static const kind tickets = { tickets_listed, tickets_counted };
  return list(c, a, &tickets, e);
}

// With what it owes, by currency.
static value *command_customer_show(context *c, const arguments *a, error *e) {
  int64_t n;
  day today;
  if (!resolve_customer(c, a->texts[0], &n, e) || !book_today(c->book, &today, e)) return NULL;
  value *v = customer_shown(c->book, n, c->arena, e), *account = v ? account_answer(c, n, today, e) : NULL;
  if (!account) return NULL;
  value_put(c->arena, v, "accounts", value_get(account, "accounts"));
  return v;
}

static value *command_contract_show(context *c, const arguments *a, error *e) {
  contract k;
  day today;
  if (!resolve_contract(c, a->texts[0], &k, e) || !book_today(c->book, &today, e)) return NULL;
  return contract_shown(c->book, today, k.n, c->arena, e);
}

static value *command_ticket_show(context *c, const arguments *a, error *e) {
  const char *id;
  day today;
  if (!resolve_ticket(c, a->texts[0], &id, e) || !book_today(c->book, &today, e)) return NULL;
  return ticket_shown(c->book, today, id, c->arena, e);
}

#define LIKE \
  { "like", "TEXT", "a part of the id or the name", ARGUMENT_TEXT }
#define OF_CUSTOMER \
  { "customer", "C", "of one customer, by id or name", ARGUMENT_CUSTOMER }

const command look_commands[] = {
  { .words = "customer list",
    .group = "The book",
    .summary = "customers",
    .options = { LIKE, PART_OPTIONS },
    .examples = { "billet customer list", "billet customer list --like realty" },
    .need = NEED_BOOK,
    .view = "list",
    .next = "billet customer show CUSTOMER",
    .run = command_customer_list },
  { .words = "customer show",
    .group = "The book",
    .summary = "a customer: its contracts, its last invoices, what it owes",
    .argument = "CUSTOMER",
    .type = ARGUMENT_CUSTOMER,
    .least = 1,
    .most = 1,
    .examples = { "billet customer show coolrealty" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_customer_show },
  { .words = "contract list",
    .group = "The book",
    .summary = "contracts",
    .options = { OF_CUSTOMER, { "type", "T", "of this type, by name or title", ARGUMENT_TEXT }, LIKE, PART_OPTIONS },
    .examples = { "billet contract list", "billet contract list --customer CoolRealty --type Retainer" },
    .need = NEED_BOOK,
    .view = "list",
    .next = "billet contract show CONTRACT",
    .run = command_contract_list },
  { .words = "contract show",
    .group = "The book",
    .summary = "a contract: what is due, what waits, its terms by day, its last bills",
    .argument = "CONTRACT",
    .type = ARGUMENT_CONTRACT,
    .least = 1,
    .most = 1,
    .examples = { "billet contract show cool-help" },
    .need = NEED_BOOK,
    .view = "record",
    .next = "billet set contracts CONTRACT param.NAME=VALUE --effective DATE --note TEXT",
    .run = command_contract_show },
  { .words = "ticket list",
    .group = "The book",
    .summary = "tickets, the newest first",
    .options = { OF_CUSTOMER,
                 { "contract", "K", "whose work bills on this contract", ARGUMENT_CONTRACT },
                 { "state", "open|closed", "whether their work bills", ARGUMENT_CHOICE },
                 LIKE,
                 { "most", "N", "at most so many", ARGUMENT_NUMBER },
                 PART_OPTIONS },
    .examples = { "billet ticket list --state open", "billet ticket list --customer CoolRealty --most 20" },
    .need = NEED_BOOK,
    .view = "list",
    .next = "billet ticket show TICKET",
    .run = command_ticket_list },
  { .words = "ticket show",
    .group = "The book",
    .summary = "a ticket: its work and charges, and what became of each",
    .argument = "TICKET",
    .type = ARGUMENT_TICKET,
    .least = 1,
    .most = 1,
    .examples = { "billet ticket show T1042" },
    .need = NEED_BOOK,
    .view = "record",
    .next = "billet why TICKET says the same in sentences",
    .run = command_ticket_show },
  { 0 },
};
