// Ids as people type them: exact, or shortened as far as they are unique.
#include "core/base/text.h"
#include "core/command/words/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Statements that take (text) and answer (n, id), the surest first; what they may be called, for a suggestion.
typedef struct naming {
  const char *what, *ways[4], *all, *listed;
} naming;

// The only row that a way finds: 1 with *n, 0 none, -1 with the error, `ambiguous` where there are several.
static int find_one(context *c, const naming *by, const char *way, const char *text, int64_t *n, error *e) {
  query *q = db_ask(c->book->db, e, way, "t", text);
  buffer found = { 0 };
  int count = 0, step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    if (!count) *n = query_column(q, 0);
    if (count++ < 5) buffer_format(&found, "%s%s", count > 1 ? ", " : "", query_column_text(q, 1));
  }
  if (step == 0 && count > 1) {
    error_set(e, ERROR_AMBIGUOUS, "%s \"%s\" fits several", by->what, text);
    error_hint(e, "%s%s", found.text, count > 5 ? ", …" : "");
  }
  buffer_free(&found);
  return step < 0 || count > 1 ? -1 : count;
}

static bool not_found(context *c, const naming *by, const char *text, error *e) {
  query *q = by->all ? db_ask(c->book->db, e, by->all, "") : NULL;
  const char **names = NULL;
  size_t count = 0, capacity = 0;
  int step = by->all ? -1 : 0;
  while (q && (step = query_step(q, e)) == 1) {
    names = arena_grow(c->arena, names, count, &capacity, sizeof *names);
    names[count++] = arena_text(c->arena, query_column_text(q, 0));
  }
  if (step != 0) return false;
  const char *near = text_nearest(text, names, count);
  error_set(e, ERROR_NOT_FOUND, "there is no %s \"%s\"", by->what, text);
  return near ? error_hint(e, "did you mean \"%s\"?", near) : error_hint(e, "%s", by->listed);
}

static bool resolve(context *c, const naming *by, const char *text, int64_t *n, error *e) {
  for (size_t i = 0; *text && i < sizeof by->ways / sizeof *by->ways && by->ways[i]; i++) {
    int found = find_one(c, by, by->ways[i], text, n, e);
    if (found) return found > 0;
  }
  return not_found(c, by, text, e);
}

// An id whole, a name, the beginning of an id, a name in letters of any case.
#define WAYS(table)                                                                                               \
  {                                                                                                               \
    "SELECT n, id FROM " table " WHERE id = ?", "SELECT n, id FROM " table " WHERE name = ? ORDER BY id LIMIT 6", \
        "SELECT n, id FROM " table " WHERE id >= ?1 AND id < ?1 || char(1114111) LIMIT 6",                        \
        "SELECT n, id FROM " table " WHERE name = ? COLLATE NOCASE ORDER BY id LIMIT 6",                          \
  }

bool resolve_contract(context *c, const char *text, contract *out, error *e) {
  static const naming by = { "contract", WAYS("contracts"), "SELECT id FROM contracts UNION SELECT name FROM contracts",
                             "billet batch show lists contracts" };
  int64_t n;
  return resolve(c, &by, text, &n, e) && contract_read(c->book->db, c->arena, n, out, e);
}

bool resolve_customer(context *c, const char *text, int64_t *n, error *e) {
  static const naming by = { "customer", WAYS("customers"), "SELECT id FROM customers UNION SELECT name FROM customers",
                             "billet tables --output DIR writes all customers" };
  return resolve(c, &by, text, n, e);
}

// The id of the row that a way answers by its n, in the answer's arena.
static bool id_of(context *c, const char *way, int64_t n, const char **id, error *e) {
  query *q = db_ask(c->book->db, e, way, "i", n);
  if (!q || query_step(q, e) != 1) return false;
  *id = arena_text(c->arena, query_column_text(q, 0));
  query_reset(q);
  return true;
}

bool resolve_customer_id(context *c, const char *text, const char **id, error *e) {
  int64_t n;
  return resolve_customer(c, text, &n, e) && id_of(c, "SELECT id FROM customers WHERE n = ?", n, id, e);
}

bool resolve_ticket(context *c, const char *text, const char **id, error *e) {
  static const naming by = { "ticket",
                             { "SELECT n, id FROM tickets WHERE id = ?",
                               "SELECT n, id FROM tickets WHERE id >= ?1 AND id < ?1 || char(1114111) LIMIT 6" },
                             "SELECT id FROM (SELECT id FROM tickets ORDER BY n DESC LIMIT 100000)",
                             "billet batch expand CONTRACT lists the tickets of a contract" };
  int64_t n;
  return resolve(c, &by, text, &n, e) && id_of(c, "SELECT id FROM tickets WHERE n = ?", n, id, e);
}

bool resolve_invoice(context *c, const char *text, int64_t *n, error *e) {
  static const naming by = {
    "invoice",
    { "SELECT n, number FROM invoices WHERE number = ?1 OR (state = 'draft' AND 'D' || n = upper(?1))",
      "SELECT n, number FROM invoices WHERE number >= ?1 AND number < ?1 || char(1114111) LIMIT 6" },
    NULL,
    "billet invoice list shows them; drafts are called D1, D2, …"
  };
  return resolve(c, &by, text, n, e);
}

static bool same_start(const char *name, const char *text) { return strncmp(name, text, strlen(text)) == 0; }

// How well a type is meant by a text: 4 its name, 3 its title, 2 the beginning of its name, 1 its title in letters of
// any case, 0 not at all.
static int meant(const plugin_file *f, const char *text) {
  if (strcmp(f->name, text) == 0) return 4;
  if (strcmp(f->title, text) == 0) return 3;
  return same_start(f->name, text) ? 2 : text_same(f->title, text) || text_same(f->name, text);
}

static bool no_type(context *c, const plugin_file *const *files, size_t count, const char *text, error *e) {
  const char **names = arena_array(c->arena, 2 * count + 1, sizeof *names);
  int64_t used;
  // A type whose plugin is gone or broken still has its contracts.
  if (!db_value(c->book->db, e, &used, 0, "SELECT EXISTS (SELECT 1 FROM contracts WHERE type = ?)", "t", text))
    return false;
  if (used) return true;
  for (size_t i = 0; i < count; i++) {
    names[2 * i] = files[i]->name;
    names[2 * i + 1] = files[i]->title;
  }
  const char *near = text_nearest(text, names, 2 * count);
  error_set(e, ERROR_NOT_FOUND, "there is no contract type \"%s\"", text);
  return near ? error_hint(e, "did you mean \"%s\"?", near) : error_hint(e, "billet plugin list shows the types");
}

bool resolve_type(context *c, const char *text, const char **type, error *e) {
  error broken = { 0 };
  size_t count = 0, fits = 0;
  const plugin_file *const *files = c->host->list(c->host->self, PLUGIN_CONTRACT, &count, &broken);
  int best = 0;
  error_clear(&broken);
  *type = text;
  for (size_t i = 0; files && *text && i < count; i++) {
    int how = meant(files[i], text);
    if (how < best || !how) continue;
    fits = how > best ? 1 : fits + 1;
    best = how;
    *type = files[i]->name;
  }
  if (fits == 1) return true;
  *type = arena_text(c->arena, text);
  if (!fits) return no_type(c, files, files ? count : 0, text, e);
  error_set(e, ERROR_AMBIGUOUS, "contract type \"%s\" fits several", text);
  return error_hint(e, "billet plugin list shows the types");
}

bool resolve_exact(context *c, argument_type type, const char *text) {
  const char *sql = type == ARGUMENT_CONTRACT   ? "SELECT n FROM contracts WHERE id = ?"
                    : type == ARGUMENT_CUSTOMER ? "SELECT n FROM customers WHERE id = ?"
                    : type == ARGUMENT_TICKET   ? "SELECT n FROM tickets WHERE id = ?"
                                                : "SELECT n FROM invoices WHERE number = ?";
  int64_t n = 0;
  error none = { 0 };
  bool known = type != ARGUMENT_ITEM && db_value(c->book->db, &none, &n, 0, sql, "t", text);
  error_clear(&none);
  return known && n != 0;
}

bool resolve_selection(context *c, const char *text, batch_pick *out, bool *is, error *e) {
  static const char *const words[] = { "customer:", "type:", "ticket:" };
  *out = (batch_pick){ 0 };
  *is = strcmp(text, "*") == 0;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t length = strlen(words[i]);
    if (strncmp(text, words[i], length) != 0) continue;
    const char *id = arena_copy(c->arena, text, length - 1);
    if (resolve_exact(c, ARGUMENT_CONTRACT, id) || resolve_exact(c, ARGUMENT_CONTRACT, text)) return true;
    *is = true;
    text += length;
    return i == 0   ? resolve_customer(c, text, &out->customer, e)
           : i == 1 ? resolve_type(c, text, &out->type, e)
                    : resolve_ticket(c, text, &out->ticket, e);
  }
  return true;
}

bool resolve_batch(context *c, const char *states, batch *out, error *e) {
  int64_t newest;
  const char *state;
  if (!batch_find(c->book, c->batch, states, c->arena, out, e) || !batch_newest(c->book, c->arena, &newest, &state, e))
    return false;
  if (!c->batch && newest > out->n)
    context_warn(c, "older-batch", "this is about batch %lld%s%s, not the newest: batch %lld is %s", (long long)out->n,
                 out->name ? ", " : "", out->name ? out->name : "", (long long)newest, state);
  return true;
}

static bool pick_item(context *c, const batch *batch, const contract *k, const char *text, const char **item,
                      error *e) {
  const plan *p;
  planner *planner = planner_open(c->book, batch->as_of, batch->n, e);
  bool ok = planner && planner_plan(planner, k, &p, e);
  size_t hits = 0;
  *item = arena_text(c->arena, text);
  for (size_t i = 0; ok && i < p->item_count; i++) {
    const char *id = plan_item_id(p, &p->items[i], c->arena);
    if (strncmp(id, text, strlen(text)) != 0) continue;
    hits++;
    *item = id;
    if (strcmp(id, text) != 0) continue;
    hits = 1;
    break;
  }
  planner_close(planner);
  if (ok && hits > 1) {
    ok = error_set(e, ERROR_AMBIGUOUS, "item \"%s\" fits %zu items", text, hits);
    error_hint(e, "billet batch expand %s lists them", k->id);
  }
  return ok;
}

bool resolve_item(context *c, const batch *batch, const char *text, contract *out, const char **item, error *e) {
  for (const char *colon = strrchr(text, ':'); colon;) {
    int64_t n = 0;
    const char *id = arena_copy(c->arena, text, (size_t)(colon - text));
    if (!db_value(c->book->db, e, &n, 0, "SELECT n FROM contracts WHERE id = ?", "t", id)) return false;
    if (n) return contract_read(c->book->db, c->arena, n, out, e) && pick_item(c, batch, out, text, item, e);
    while (colon > text && *--colon != ':') continue;
    if (colon == text) break;
  }
  error_set(e, ERROR_NOT_FOUND, "there is no item \"%s\"", text);
  return error_hint(e, "billet batch expand CONTRACT lists items");
}
