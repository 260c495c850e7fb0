// Questions that people ask about the book, and that change nothing in it: why something is or is not billed, what no
// batch will take, what is left of a prepaid balance, and what an invoice drew from it.
#pragma once
#include "core/engine/facts/facts.h"

// ---- Why: what became of a thing.

// `what` is the id of a contract, a ticket, a charge, or an item (which begins with its contract's id and a colon); an
// exact match wins, else it may be shortened as far as it is unique among all of them.
// {"what","kind","as_of","reasons":[text…]}: `what` in full; sentences for people, as of the newest open batch's date,
// else the newest batch's, else `today`. `ambiguous` with the candidates as rows; `not-found` with a suggestion. Reads
// only.
bool why(book *b, day today, const char *what, arena *a, value **answer, error *e);

// ---- The log: what was done.

// Which entries: whose, from which day of the book's zone on, about what (the whole id of a contract, customer, ticket
// or charge, the number of a document, batch:N). NULL and DAY_MIN: all.
typedef struct log_filter {
  const char *who, *about;
  day since;
  int64_t after;       // entries behind this one; 0: all
  int64_t from, most;  // a part of the list: from this entry on, the first being 0, so many; most 0: all
  bool newest;         // the newest first
} log_filter;

// {"seq", "at", "command", "batch", "who" (null in entries of before), "detail": as it is in the book} of each, oldest
// first; in the arena, NULL with the error: `not-found` where nothing is called so.
value *log_listed(book *b, const log_filter *f, arena *a, error *e);

// How many they are.
bool log_counted(book *b, const log_filter *f, int64_t *count, error *e);

// The same of the entries behind one, at most a thousand: what happened since. NULL with the error.
value *log_since(book *b, int64_t seq, arena *a, error *e);

// Those of them that are about a contract (about: its id, contract: its n), which boxes and items of batches name too,
// or about another thing (contract 0). batch: entries of other batches are left out; 0: none are.
value *log_touched(book *b, int64_t seq, const char *about, int64_t contract, int64_t batch, arena *a, error *e);

// ---- To look at: customers, contracts, tickets. Reads only; values in the arena, NULL with the error.

typedef struct look_filter {
  int64_t customer, contract;  // their n; 0: any
  const char *type, *state,
      *like;           // NULL: any. state: of tickets, open or closed; like: a part of the id or the name, in any case
  int64_t from, most;  // a part of the list: from this row on, the first being 0, so many; most 0: all
} look_filter;

// {"customer", "customer_name", "currency", "contract_count", "bill_to", "invoice_per", "delivery"} of each.
value *customers_listed(book *b, const look_filter *f, arena *a, error *e);

// {"contract", "contract_name", "customer", "customer_name", "contract_type", "start", "end", "period", "timing",
// "currency", "default"} of each.
value *contracts_listed(book *b, const look_filter *f, arena *a, error *e);

// {"ticket", "title", "customer", "customer_name", "contract" that its work bills on, "status", "closed", "closed_on",
// "hours"} of each.
value *tickets_listed(book *b, const look_filter *f, arena *a, error *e);

// How many there are of each.
bool customers_counted(book *b, const look_filter *f, int64_t *count, error *e);
bool contracts_counted(book *b, const look_filter *f, int64_t *count, error *e);
bool tickets_counted(book *b, const look_filter *f, int64_t *count, error *e);

// One customer with "open_tickets", its "contracts" and "last_invoices".
value *customer_shown(book *b, int64_t n, arena *a, error *e);

// One contract as of the day that `why` takes, with "tax", "held" (why it is, as a whole), "total_balance", "items" and
// what is with each, "rules", "terms" ("from", "params", as "text" too: its params, and what changes of them) and
// "last_bills".
value *contract_shown(book *b, day today, int64_t n, arena *a, error *e);

// One ticket with its "work": {"entry", "charge", "date", "hours", "billable", "what"}: what became of each.
value *ticket_shown(book *b, day today, const char *id, arena *a, error *e);

// ---- Unbilled: what no batch takes.

// {"work":[{"ticket","customer","customer_name","contract","hours","entries","first","last","reason",
// "currency","age","amount"}],
// "charges":[{"charge","customer","customer_name","contract","date","description","reason",
// "currency","age","amount"}], "totals": (unbilled_inside.h),
// "facts":[{"table","contract","name","rows","date","last","reason"}],
// "meters":[{"customer","customer_name","contract","meter","rows","first","last","reason"}]}: billable work by ticket,
// contract and reason, that on tickets which are not closed last; charges; and facts that came after what they concern
// was billed, where nothing catches up: by contract and meter or rate code (`name`), with the first and last day from
// which they hold. Meters that a contract counts and of which nothing is read (rows 0), then those that are read and
// that no contract of the customer counts; as of the newest open batch's date, else the newest batch's, else today.
// `contract` is null where there is none. `age`: days since its oldest day. `amount`: what the work would bill at its
// contract were its ticket closed today, what the charge costs; null: not known, as where no contract takes it. Reads
// only.
bool unbilled(book *b, arena *a, value **answer, error *e);

// {"not_billed":[{"customer","customer_name","contract","meter","count","since","reason","mend"}],
// "billed_above":[{"customer","customer_name","contract","meter","count","billed","on","since","invoice","reason",
// "mend"}]}: devices and the last readings as of today (`count`, without a break `since`) that no contract bills;
// and what bills counted (`billed`) above what is there: today, where the period billed last holds it, else the most
// that was there in it (`on` its last day). `mend`: the command that does. Reads only.
bool unbilled_meters(book *b, arena *a, value **answer, error *e);

// ---- Balances: what is left of what was bought before.

typedef enum prepaid_kind { PREPAID_GRANTED, PREPAID_USED, PREPAID_LAPSED, PREPAID_REFUNDED } prepaid_kind;

// A movement of a balance: minutes, minor units or tickets; what leaves is negative.
typedef struct prepaid_event {
  prepaid_kind kind;
  day date;
  int64_t quantity, ticket;
  const char *what;      // the ticket's id and title; of a grant its description; NULL
  bool billed;           // pinned by a bill; else it would be, were the contract billed now
  const char *contract;  // whose work it was, where another contract draws on this one's block; NULL
} prepaid_event;

// One balance of a contract: its period [from, until) that holds the day, and everything that moved in it up to the
// day.
typedef struct prepaid {
  const char *part, *unit;  // part: the agreement's line, "" for the contract itself
  day from, until;
  int64_t opening, granted, used, lapsed, left;
  int64_t pending;    // what open tickets would draw
  int64_t available;  // what could be drawn in the period: left and what was drawn of it
  day expires;        // when the first of what is left lapses; DAY_NEVER: not
  prepaid_event *events;
  size_t event_count;
} prepaid;

// The balances of a contract on a day, in the arena of the caller. Nothing for contracts without any.
bool prepaid_read(book *b, const contract *c, day as_of, arena *a, prepaid **balances, size_t *count, error *e);

// ---- Open items: what a customer owes by its final documents.

// An invoice less the credit notes that name it and what was paid of it, or a credit note of its own: what is open of
// it in minor units of its currency; below zero: it is on account. overdue: days past its due date, below 1 where it is
// not due yet. Texts in the arena.
typedef struct open_item {
  const char *number, *kind, *currency;  // kind: invoice, credit
  day date, due;
  int64_t total, credited, paid, open, overdue;
} open_item;

// Those of a customer by documents and payments dated up to a day, by currency and due date; what comes to nothing is
// left out.
bool open_items_read(book *b, int64_t customer, day as_of, arena *a, open_item **out, size_t *count, error *e);

// ---- Payments: what customers paid, and what with it.

// What a payment, or a credit note of another invoice, gives to an invoice. from: its id or number, `reference` that of
// a payment.
typedef struct allocation {
  const char *from, *invoice, *reference;
  int64_t invoice_n, amount;
  day date;  // of what gives
} allocation;

typedef struct payment {
  const char *id, *customer, *customer_name, *currency, *reference;  // reference NULL: none
  day date;
  int64_t amount, rest;  // rest: on account
  allocation *gives;
  size_t give_count;
} payment;

// A payment by its id, with what it gives in the order in which that came; texts in the arena. `not-found`.
bool payment_read_one(book *b, const char *id, arena *a, payment *out, error *e);

// What was given to an invoice, by date.
bool payments_of_invoice(book *b, int64_t invoice, arena *a, allocation **out, size_t *count, error *e);

// Payments of a customer dated up to a day of which something is on account then, or that paid a part of what is still
// open: by currency and date. What they give is not read.
bool payments_unsettled(book *b, int64_t customer, day as_of, arena *a, payment **out, size_t *count, error *e);

// ---- Statements: what moved in the prepaid balances that an invoice's bills drew on, frozen with them.

// One balance of one bill. The bill's window begins after the contract's last bill that stands on an invoice and was
// not taken back, so that one statement opens where the one before closed: left = opening + granted - used - lapsed.
// `from`, `until`, `pending` and `expires` of the balance are unset.
typedef struct statement {
  const char *contract, *contract_name;  // id, name
  int exponent;                          // of the currency
  prepaid balance;
} statement;

// The statements of an invoice or draft, in the order of its contracts; none for a credit note. What was released later
// (a void, a deleted draft) still counts: a final invoice's statement stays as it was. In the caller's arena.
bool statements_read(book *b, int64_t invoice, arena *a, statement **list, size_t *count, error *e);

// ---- Candidates: which rows the beginning of an id may mean.

typedef enum candidate_kind {
  CANDIDATES_CONTRACT,  // every contract
  CANDIDATES_SHOWN,     // those on the batch's page; of them those that can be selected, and that are
  CANDIDATES_READY,
  CANDIDATES_SELECTED,
  CANDIDATES_EXCLUDED,  // those of which the batch leaves something out
  CANDIDATES_WAIVED,    // items that were given away
  CANDIDATES_INVOICE,   // numbered documents; of them those that are not void
  CANDIDATES_FINAL,
  CANDIDATES_DRAFT,  // of the batch
  CANDIDATES_CUSTOMER,
  CANDIDATES_TICKET,
  CANDIDATES_BATCH,
} candidate_kind;

typedef struct candidate {
  const char *id, *name, *state, *currency;  // name: of the customer, or its own; each but the id may be NULL
  bool priced;
  int64_t amount;  // where it is priced, in minor units
} candidate;

typedef struct candidate_list {
  candidate *rows;
  size_t count, all;  // all: that begin so, also those past `most`
  bool cut;           // there are more than `all`
} candidate_list;

// Rows whose id begins so, at most `most` of them, by their ids; texts in the arena. batch: that is looked at, 0 where
// the kind looks at none.
bool candidates_find(book *b, candidate_kind kind, int64_t batch, const char *beginning, size_t most, arena *a,
                     candidate_list *out, error *e);
