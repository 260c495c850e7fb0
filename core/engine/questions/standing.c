// Where the book stands today.
#include "core/engine/questions/standing.h"
#include "core/base/money.h"
#include <string.h>

enum { ENDING_DAYS = 60 };

// clang-format off
#define NEWEST(what) "(SELECT " what " FROM batches WHERE state <> 'deleted' ORDER BY n DESC LIMIT 1)"
#define ROWS(table) "ifnull((SELECT rows FROM row_counts WHERE source = '" table "'), 0)"
static const char counted[] =
  "SELECT " ROWS("customers") ", " ROWS("contracts") ", " ROWS("tickets") ", " ROWS("time_entries") ", "
  ROWS("charges") ", ifnull((SELECT sum(documents) FROM document_sums), 0), "
  "(SELECT count(*) FROM invoices WHERE state = 'draft'), "
  "(SELECT count(*) FROM batches WHERE state = 'generated'), "
  "(SELECT count(*) FROM contracts WHERE \"end\" BETWEEN ?1 AND ?1 + ?2), "
  "ifnull((SELECT sum(low) FROM previews INDEXED BY previews_low WHERE low > 0 AND batch = " NEWEST("n") "), 0), "
  NEWEST("state") ", " NEWEST("bills") ", " NEWEST("n") ", EXISTS (SELECT 1 FROM config WHERE key = 'mail.url')";
static const char due[] =
  "SELECT currency, count(*), sum(pick_amount) FROM previews WHERE state = 'ready' AND batch = "
  "(SELECT max(n) FROM batches WHERE state = 'open') GROUP BY currency ORDER BY currency";
static const char drafted[] =
  "SELECT currency, count(*), sum(total) FROM invoices WHERE state = 'draft' GROUP BY currency ORDER BY currency";
static const char to_export[] =
  "SELECT currency, to_export, export_amount FROM document_sums WHERE to_export <> 0 ORDER BY currency";
static const char open[] =
  "SELECT currency, sum(documents), sum(owed), sum(documents * (due < ?1)), sum(owed * (due < ?1)) "
  "FROM open_by_due GROUP BY currency HAVING sum(documents) > 0 ORDER BY currency";
// clang-format on

enum { CUSTOMERS, CONTRACTS, TICKETS, WORK, CHARGES, FINAL, DRAFTS, GENERATED, ENDING, LOW, COUNTS };
typedef struct standing {
  int64_t counts[COUNTS], held, chosen, n;
  bool mails;
  const char *batch;  // the state of the newest; NULL: there is none
  value *overdue, *open;
} standing;

static bool put_counts(book *b, day today, arena *a, value *into, standing *s, error *e) {
  static const char *const names[] = { "customers", "contracts",      "tickets", "time_entries",
                                       "charges",   "final_invoices", "drafts" };
  query *q = db_ask(b->db, e, counted, "ii", (int64_t)today, (int64_t)ENDING_DAYS);
  if (!q || query_step(q, e) != 1) return false;
  for (int i = 0; i < COUNTS; i++) s->counts[i] = query_column(q, i);
  s->batch = arena_text(a, query_column_text(q, COUNTS));
  s->chosen = query_column(q, COUNTS + 1);
  s->n = query_column(q, COUNTS + 2);
  s->mails = query_column(q, COUNTS + 3) != 0;
  query_reset(q);
  for (int i = 0; i < GENERATED; i++) put_int(a, into, names[i], s->counts[i]);
  put_text(a, into, "batch", s->batch);
  return true;
}

static void add_sum(arena *a, value *list, const char *currency, const char *of, int64_t count, int64_t amount) {
  if (!count) return;
  value *v = value_record(a);
  put_text(a, v, "currency", currency);
  put_int(a, v, of, count);
  put_money(a, v, "amount", amount, currency_exponent(currency));
  value_append(a, list, v);
}

static bool put_open(book *b, day today, arena *a, value *into, standing *s, error *e) {
  bool asked = s->counts[FINAL] != 0;
  query *q = asked ? db_ask(b->db, e, open, "i", (int64_t)today) : NULL;
  int step = asked ? -1 : 0;
  s->open = value_list(a);
  s->overdue = value_list(a);
  while (q && (step = query_step(q, e)) == 1) {
    const char *currency = arena_text(a, query_column_text(q, 0));
    add_sum(a, s->open, currency, "documents", query_column(q, 1), query_column(q, 2));
    add_sum(a, s->overdue, currency, "documents", query_column(q, 3), query_column(q, 4));
  }
  value_put(a, into, "open", s->open);
  value_put(a, into, "overdue", s->overdue);
  return step == 0;
}

// asked: whether there is anything to sum up.
static bool put_sums(book *b, bool asked, const char *name, const char *sql, const char *of, arena *a, value *into,
                     error *e) {
  value *list = value_list(a);
  query *q = asked ? db_query(b->db, sql, e) : NULL;
  int step = asked ? -1 : 0;
  while (q && (step = query_step(q, e)) == 1)
    add_sum(a, list, arena_text(a, query_column_text(q, 0)), of, query_column(q, 1), query_column(q, 2));
  value_put(a, into, name, list);
  return step == 0;
}

static void add_step(arena *a, value *steps, bool sensible, const char *step, const char *command) {
  if (!sensible) return;
  value *v = value_record(a);
  put_text(a, v, "step", step);
  put_text(a, v, "command", command);
  value_append(a, steps, v);
}

static bool any(const value *list) { return list->as.list.count != 0; }

// In the order of a month: what a batch waits for comes first, then what documents wait for.
static value *steps_of(const standing *s, arena *a) {
  value *steps = value_list(a);
  const char *state = s->batch ? s->batch : "";
  bool is_open = strcmp(state, "open") == 0, run = strcmp(state, "run") == 0;
  const int64_t *n = s->counts;
  add_step(a, steps, !n[CONTRACTS], "take in customers and contracts", "billet import PATH");
  add_step(a, steps, is_open && !s->chosen, "look what is due, and select it", "billet batch show");
  add_step(a, steps, is_open && s->chosen, "look what is odd in it", "billet check");
  add_step(a, steps, is_open && s->chosen, "make the drafts", "billet batch run --name NAME");
  add_step(a, steps, run, "number the drafts", "billet batch generate");
  add_step(a, steps, s->mails && strcmp(state, "generated") == 0, "send the documents",
           arena_format(a, "billet invoice send --batch %lld", (long long)s->n));
  add_step(a, steps, n[GENERATED], "export the documents", "billet export TARGET");
  add_step(a, steps, n[CONTRACTS] && !is_open && !run, "bill what is due", "billet batch new");
  add_step(a, steps, s->held, "mend what cannot be priced", "billet unbilled");
  add_step(a, steps, any(s->overdue), "ask for what is overdue", "billet report aging");
  add_step(a, steps, any(s->open), "note what was paid", "billet invoice pay NUMBER");
  add_step(a, steps, n[LOW], "offer more where a block runs low", "billet balance --below 20%");
  add_step(a, steps, n[ENDING], "renew what ends within 60 days", "billet contract list");
  return steps;
}

bool standing_put(book *b, day today, int64_t held, arena *a, value *into, error *e) {
  standing s = { .held = held };
  if (!put_counts(b, today, a, into, &s, e)) return false;
  if (!put_sums(b, s.batch != NULL, "due", due, "contracts", a, into, e) ||
      !put_sums(b, s.counts[DRAFTS], "drafted", drafted, "documents", a, into, e) ||
      !put_sums(b, s.counts[GENERATED], "to_export", to_export, "documents", a, into, e) ||
      !put_open(b, today, a, into, &s, e))
    return false;
  put_int(a, into, "not_exported", s.counts[GENERATED]);
  put_int(a, into, "ending", s.counts[ENDING]);
  put_int(a, into, "low", s.counts[LOW]);
  value *steps = steps_of(&s, a);
  put_text(a, into, "next", value_get(steps->as.list.items[0], "command")->as.text);
  value_put(a, into, "steps", steps);
  return true;
}
