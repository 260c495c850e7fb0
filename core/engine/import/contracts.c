// Import rules of contracts, their changes and taxes.
#include "core/engine/facts/facts.h"
#include "core/engine/import/import_inside.h"
#include <inttypes.h>
#include <string.h>

static const field *get(const record *r, const row *of, const char *name) {
  return &r->fields[column_at(of->table, name)];
}
static field *put(record *r, const row *of, const char *name) { return &r->fields[column_at(of->table, name)]; }

static bool same(const record *a, const record *b, const row *r, const char *name) {
  size_t i = column_at(r->table, name);
  return field_same(&r->table->columns[i], &a->fields[i], &b->fields[i]);
}

static void check_dates(import *im, const row *r, const record *new) {
  const field *start = get(new, r, "start"), *last = get(new, r, "end");
  char a[DAY_TEXT], b[DAY_TEXT];
  const char *period = get(new, r, "period")->text;
  if (last->type == FIELD_INT && start->type == FIELD_INT && last->integer < start->integer)
    row_fault(im, r, ERROR_INVALID, "end", "\"%s\" is before start, %s", day_format((day)last->integer, a),
              day_format((day)start->integer, b));
  if (last->type == FIELD_NULL && !get(new, r, "active")->integer)
    row_fault(im, r, ERROR_INVALID, "end", "must be given where active is false");
  if (get(new, r, "bill_day")->type == FIELD_INT && period &&
      (!strcmp(period, "weekly") || !strcmp(period, "biweekly")))
    row_fault(im, r, ERROR_INVALID, "bill_day", "cannot be given for the period %s, which has no days of the month",
              period);
}

static void check_rule(import *im, const row *r, size_t at, const cJSON *rule) {
  const cJSON *name = cJSON_GetObjectItemCaseSensitive(rule, "rule");
  const char *where = arena_format(im->scratch, "rules[%zu]", at);
  if (!cJSON_IsString(name)) {
    row_fault(im, r, ERROR_INVALID, where,
              "must be an object with the name of its rule, such as {\"rule\":\"round-time\",…}");
    return;
  }
  if (!plugin_known(im, r, where, PLUGIN_PRICE_RULE, name->valuestring)) return;
  cJSON *params = cJSON_Duplicate(rule, true);
  cJSON_DeleteItemFromObjectCaseSensitive(params, "rule");
  params_check(im, r, where, PLUGIN_PRICE_RULE, name->valuestring, json_field(im, params).text);
  cJSON_Delete(params);
}

static void read_rules(import *im, const row *r, const record *old, record *new) {
  size_t at = column_at(r->table, "rules");
  const cell *c = &r->cells[at];
  if (c->state == CELL_ABSENT) return;
  new->fields[at] = (field){ .type = FIELD_NULL };
  if (c->state == CELL_EMPTY) return;
  cJSON *rules = json_cell(im, r, "rules", c, true);
  if (!rules) return;
  new->fields[at] = json_field(im, rules);
  size_t place = 1;
  if (cJSON_GetArraySize(rules) > RULES_MAX) row_fault(im, r, ERROR_INVALID, "rules", "are more than %d", RULES_MAX);
  else if (!old->n || !same(old, new, r, "rules"))
    for (const cJSON *rule = rules->child; rule; rule = rule->next) check_rule(im, r, place++, rule);
  cJSON_Delete(rules);
}

static bool has_member(const cJSON *list, const char *name) {
  for (const cJSON *m = list ? list->child : NULL; m; m = m->next) {
    const cJSON *other = params_identity(m);
    if (other && !strcmp(other->valuestring, name)) return true;
  }
  return false;
}

// A billed line of an agreement keeps its id, a billed milestone its name: claims know them by it.
static bool keep_members(import *im, const row *r, int64_t contract_n, const cJSON *before, const cJSON *after,
                         const char *list, const char *by, error *e) {
  bool line = !strcmp(list, "lines");
  const cJSON *was = cJSON_GetObjectItemCaseSensitive(before, list),
              *is = cJSON_GetObjectItemCaseSensitive(after, list);
  for (const cJSON *m = was ? was->child : NULL; m; m = m->next) {
    const cJSON *name = params_identity(m);
    if (!name || has_member(is, name->valuestring)) continue;
    int64_t billed = 0,
            code = part_code(line ? name->valuestring : arena_format(im->scratch, "\n%s", name->valuestring));
    if (!db_value(im->db, e, &billed, 0,
                  "SELECT 1 FROM claims c WHERE contract = ? AND " CLAIM_OF_FEE " AND " CLAIM_PART("c") " = ? LIMIT 1",
                  "ii", contract_n, code))
      return false;
    if (billed)
      row_fault(im, r, ERROR_FROZEN, "params", "%s \"%s\" cannot be renamed or removed: the contract was %s", list,
                shown(im, name->valuestring, strlen(name->valuestring)), by);
  }
  return true;
}

static bool keep_billed_members(import *im, const row *r, int64_t contract_n, const char *type, const char *was,
                                const char *is, error *e) {
  const char *by;
  if (!frozen_contract(im, contract_n, &by, e)) return false;
  if (!by) return true;
  cJSON *before = cJSON_Parse(was), *after = cJSON_Parse(is);
  bool done = (strcmp(type, "agreement") || keep_members(im, r, contract_n, before, after, "lines", by, e)) &&
              keep_members(im, r, contract_n, before, after, "milestones", by, e);
  cJSON_Delete(before);
  cJSON_Delete(after);
  return done;
}

static bool read_plugin(import *im, const row *r, const record *old, record *new, error *e) {
  const char *type = get(new, r, "type")->text;
  if (!type) return true;
  bool retyped = !old->n || !same(old, new, r, "type");
  if (retyped && !plugin_known(im, r, "type", PLUGIN_CONTRACT, type)) return true;
  size_t faults = im->invalid;
  if (!params_read(im, r, PLUGIN_CONTRACT, type, old->n ? get(old, r, "params")->text : NULL, put(new, r, "params"), e))
    return false;
  if (im->invalid > faults || (!retyped && same(old, new, r, "params"))) return true;
  params_check(im, r, "params", PLUGIN_CONTRACT, type, get(new, r, "params")->text);
  return !old->n || im->invalid > faults ||
         keep_billed_members(im, r, old->n, get(old, r, "type")->text, get(old, r, "params")->text,
                             get(new, r, "params")->text, e);
}

// Remembers what the default contract of a customer was before this import.
static bool note_default(import *im, int64_t customer, error *e) {
  for (size_t i = im->moved_count; i-- > 0 && im->moved_count - i < 64;)
    if (im->moved[i].customer == customer) return true;
  customer_facts facts;
  if (!customer_facts_of(im, customer, &facts, e)) return false;
  im->moved = arena_grow(im->own, im->moved, im->moved_count, &im->moved_capacity, sizeof *im->moved);
  im->moved[im->moved_count++] = (default_change){ customer, facts.default_contract };
  return true;
}

bool contracts_no_default(import *im, const record *list, size_t count, error *e) {
  const table *t = table_of(TABLE_CONTRACTS);
  for (size_t i = 0; i < count; i++) {
    const record *x = &list[i];
    if (!x->fields[column_at(t, "default")].integer) continue;
    if (!note_default(im, x->fields[column_at(t, "customer")].integer, e) ||
        !journal_old(im, TABLE_CONTRACTS, x, false, e) ||
        !db_run(im->db, e, "UPDATE contracts SET \"default\" = 0 WHERE n = ?", "i", x->n))
      return false;
  }
  return true;
}

// A new default waits for the end of the table, when older ones have given way.
static bool read_default(import *im, const row *r, const record *old, record *new, error *e) {
  field *wants = put(new, r, "default");
  int64_t customer = get(new, r, "customer")->integer;
  bool had = old->n && get(old, r, "default")->integer, moves = old->n && !same(old, new, r, "customer");
  if (!customer || im->faulty || (had == (wants->integer != 0) && !(had && moves))) return true;
  im->pending_default = wants->integer != 0;
  *wants = field_int(0);
  return note_default(im, customer, e) && (!had || note_default(im, get(old, r, "customer")->integer, e));
}

static int64_t first_day(const record *c, const row *r) {
  int64_t start = get(c, r, "start")->integer,
          from = get(c, r, "bill_from")->type == FIELD_INT ? get(c, r, "bill_from")->integer : start;
  return from > start ? from : start;
}

// What billed a part of the period that holds a day, where that day cuts it; NULL: nothing, or it does not.
static bool cuts_billed(import *im, const contract *c, day d, const char **by, error *e) {
  day from = DAY_MIN, until = DAY_NEVER;
  int64_t n, line;
  *by = NULL;
  if (c->kind == GRID_ON_DEMAND) return true;
  if (c->kind == GRID_PERIODS && (!period_index(&c->grid, d, &n) || !period_boundary(&c->grid, n, &from) ||
                                  !period_boundary(&c->grid, n + 1, &until) || from == d))
    return true;
  return db_value(im->db, e, &line, -1,
                  "SELECT line FROM claims WHERE contract = ? AND " CLAIM_OF_FEE " AND at < ? AND until > ? LIMIT 1",
                  "iii", c->n, (int64_t)until, (int64_t)from) &&
         frozen_line(im, line, by, e);
}

// The first day that bills moves no bound of what was billed: else days of it would be billed again.
static bool keep_first_day(import *im, const row *r, const record *old, record *new, error *e) {
  const char *before, *after;
  contract c;
  if (im->faulty || !old->n || same(old, new, r, "bill_from")) return true;
  if (!contract_read(im->db, im->scratch, old->n, &c, e) || !cuts_billed(im, &c, (day)first_day(old, r), &before, e) ||
      !cuts_billed(im, &c, (day)first_day(new, r), &after, e))
    return false;
  if (!before && !after) return true;
  const char *by = before ? before : after;
  if (im->options->keep_billed) {
    import_kept(im, "%s:%" PRIu64 ": bill_from: kept: the period of its first day was %s", r->name, r->place, by);
    *put(new, r, "bill_from") = *get(old, r, "bill_from");
  } else row_fault(im, r, ERROR_FROZEN, "bill_from", "the period of its first day was %s", by);
  return true;
}

bool contract_check(import *im, const row *r, const record *old, record *new, error *e) {
  check_dates(im, r, new);
  read_rules(im, r, old, new);
  return site_owner_check(im, r, new, e) && read_plugin(im, r, old, new, e) && read_default(im, r, old, new, e) &&
         keep_first_day(im, r, old, new, e);
}

static bool new_frontier(import *im, int64_t contract_n, int64_t first, error *e) {
  return db_run(im->db, e, "INSERT INTO frontiers (contract, period_from, time_from, charge_from) VALUES (?, ?, ?, ?)",
                "iiii", contract_n, first, first * 1440, first);
}

static bool moved_frontier(import *im, const row *r, const record *new, error *e) {
  const char *by;
  return frozen_contract(im, new->n, &by, e) && frontier_restart(im->db, new->n, first_day(new, r), by != NULL, e);
}

static bool prorates(const record *c, const row *r) {
  const field *how = get(c, r, "proration");
  return how->type == FIELD_TEXT ? !strcmp(how->text, "daily") : get(c, r, "bill_day")->type == FIELD_INT;
}

// An earlier end leaves billed days past it: where the contract prorates they are given back with the next bill.
static bool note_early_end(import *im, const row *r, const record *old, const record *new, error *e) {
  const field *was = get(old, r, "end"), *is = get(new, r, "end");
  if (is->type != FIELD_INT || (was->type == FIELD_INT && was->integer <= is->integer)) return true;
  int64_t until;
  char from[DAY_TEXT], to[DAY_TEXT];
  if (!db_value(im->db, e, &until, 0,
                "SELECT ifnull(max(until), -1000000) FROM claims WHERE contract = ? AND " CLAIM_OF_FEE, "i", new->n))
    return false;
  if (until <= is->integer + 1) return true;
  contract_mark *m = mark_contract(im, new->n);
  if (is->integer < m->period_from) m->period_from = (day)is->integer;
  import_kept(im, "%s:%" PRIu64 ": end: %s to %s were billed and lie past the end: %s", r->name, r->place,
              day_format((day)(is->integer + 1), from), day_format((day)(until - 1), to),
              prorates(new, r) ? "they are given back with the next bill, unless the item is waived"
                               : "the contract does not prorate, a credit may be due");
  return true;
}

// Who draws on another block, or whose customer or currency is another: both sides are looked at once all rows are
// there.
static void note_sharing(import *im, const row *r, const record *old, const record *new) {
  const field *was = get(old, r, "draws_on"), *is = get(new, r, "draws_on");
  if (!old->n ? is->type != FIELD_INT
              : same(old, new, r, "draws_on") && same(old, new, r, "customer") && same(old, new, r, "currency"))
    return;
  if (old->n && was->type == FIELD_INT) mark_contract(im, was->integer);
  if (is->type == FIELD_INT) mark_contract(im, is->integer);
  pending_add(im, &im->drawers, (pending){ new->n, arena_text(im->own, get(new, r, "id")->text), r->name, r->place });
}

bool contract_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  mark_contract(im, new->n);
  owner_moved(im, r, old, new);
  note_sharing(im, r, old, new);
  if (im->pending_default)
    pending_add(im, &im->defaults,
                (pending){ new->n, arena_text(im->own, get(new, r, "id")->text), r->name, r->place });
  bool taxed = old->n && same(old, new, r, "customer") && same(old, new, r, "site") && same(old, new, r, "tax") &&
               same(old, new, r, "taxable");
  if (!taxed) note_tax(im, r, new->n, get(new, r, "customer")->integer);
  if (old->n && !same(old, new, r, "params") && !note_params(im, r, new->n, e)) return false;
  if (!old->n) return new_frontier(im, new->n, first_day(new, r), e);
  if ((!same(old, new, r, "start") || !same(old, new, r, "bill_from")) && !moved_frontier(im, r, new, e)) return false;
  return note_early_end(im, r, old, new, e);
}

static bool promote(import *im, const pending *p, error *e) {
  query *q = db_ask(im->db, e,
                    "SELECT o.id FROM contracts o JOIN contracts c ON c.customer = o.customer WHERE c.n = ? AND "
                    "o.\"default\" = 1 AND o.n <> c.n",
                    "i", p->n);
  if (!q) return false;
  int got = query_step(q, e);
  if (got == 1) {
    pending_fault(im, p, "default", "the customer of \"%s\" has a default contract already, \"%s\"", p->id,
                  query_column_text(q, 0));
    query_reset(q);
  }
  return got > 0 || (!got && db_run(im->db, e, "UPDATE contracts SET \"default\" = 1 WHERE n = ?", "i", p->n));
}

// A block is shared within one customer and currency, and draws on no other: so there are no rings.
static bool check_sharing(import *im, const pending *p, error *e) {
  query *q = db_ask(im->db, e,
                    "SELECT a.id, b.id, CASE WHEN a.n = b.n THEN 'that is the contract itself' WHEN a.customer <> "
                    "b.customer THEN 'that is of another customer' WHEN b.draws_on IS NOT NULL THEN 'that draws on "
                    "another one itself' ELSE 'that bills in another currency' END FROM contracts a JOIN contracts b "
                    "ON b.n = a.draws_on JOIN customers c ON c.n = a.customer JOIN settings s "
                    "WHERE (a.n = ?1 OR b.n = ?1) AND (a.n = b.n OR a.customer <> b.customer OR "
                    "b.draws_on IS NOT NULL OR "
                    "coalesce(a.currency, c.currency, s.currency) <> coalesce(b.currency, c.currency, s.currency)) "
                    "LIMIT 1",
                    "i", p->n);
  int got = q ? query_step(q, e) : -1;
  if (got == 1)
    pending_fault(im, p, "draws_on", "\"%s\" cannot draw on \"%s\": %s", query_column_text(q, 0),
                  query_column_text(q, 1), query_column_text(q, 2));
  if (q) query_reset(q);
  return got >= 0;
}

// A block that came after the contract that draws on it.
static bool resolve_block(import *im, const pending *p, error *e) {
  int64_t block;
  if (!reference_find(im, TABLE_CONTRACTS, p->id, &block, e)) return false;
  if (block) {
    pending_add(im, &im->drawers, *p);
    mark_contract(im, block);
    return db_run(im->db, e, "UPDATE contracts SET draws_on = ? WHERE n = ?", "ii", block, p->n);
  }
  arena_reset(im->scratch);
  if (!row_was_bad(im, TABLE_CONTRACTS, p->id))
    pending_fault(im, p, "draws_on", "there is no contract \"%s\"", shown(im, p->id, strlen(p->id)));
  return true;
}

bool contracts_end(import *im, error *e) {
  for (size_t i = 0; i < im->blocks.count; i++)
    if (!resolve_block(im, &im->blocks.rows[i], e)) return false;
  for (size_t i = 0; i < im->drawers.count; i++)
    if (!check_sharing(im, &im->drawers.rows[i], e)) return false;
  for (size_t i = 0; i < im->defaults.count; i++)
    if (!promote(im, &im->defaults.rows[i], e)) return false;
  for (size_t i = 0; i < im->moved_count; i++) customer_forget(im, im->moved[i].customer);
  tickets_forget(im);
  for (size_t i = 0; i < im->moved_count; i++)
    if (!attribute_default(im, im->moved[i].customer, im->moved[i].before, e)) return false;
  return true;
}

// What a contract's params are on the day of a change: its own and every change before it.
const char *params_before(import *im, int64_t contract_n, day from, const char **type, error *e) {
  query *q = db_ask(im->db, e, "SELECT params, type FROM contracts WHERE n = ?", "i", contract_n);
  if (!q || query_step(q, e) != 1) return NULL;
  const char *all = arena_text(im->scratch, query_column_text(q, 0));
  *type = arena_text(im->scratch, query_column_text(q, 1));
  query_reset(q);
  q = db_ask(im->db, e, "SELECT params FROM changes WHERE contract = ? AND \"from\" < ? ORDER BY \"from\"", "ii",
             contract_n, (int64_t)from);
  int got = -1;
  while (q && all && (got = query_step(q, e)) == 1) all = params_merge(im->scratch, all, query_column_text(q, 0), e);
  if (!all) query_reset(q);
  return got ? NULL : all;
}

// A member of a list that the params before the change do not have, and that is not whole: most likely its name is
// misspelt.
static void note_new_members(import *im, const row *r, const char *before, const char *change) {
  cJSON *was = cJSON_Parse(before), *is = cJSON_Parse(change);
  for (const cJSON *list = is ? is->child : NULL; list; list = list->next) {
    const cJSON *old = cJSON_GetObjectItemCaseSensitive(was, list->string);
    for (const cJSON *m = cJSON_IsArray(list) && cJSON_IsArray(old) ? list->child : NULL; m; m = m->next) {
      const cJSON *name = cJSON_IsObject(m) ? params_identity(m) : NULL;
      if (name && !has_member(old, name->valuestring))
        row_fault(im, r, ERROR_INVALID, "params",
                  "%s: there is no \"%s\" to change; to add one, give all of its params", list->string,
                  shown(im, name->valuestring, strlen(name->valuestring)));
    }
  }
  cJSON_Delete(was);
  cJSON_Delete(is);
}

bool change_check(import *im, const row *r, const record *old, record *new, error *e) {
  const char *type = NULL,
             *before = params_before(im, get(new, r, "contract")->integer, (day)get(new, r, "from")->integer, &type, e);
  if (!before) return false;
  size_t faults = im->invalid;
  field *params = put(new, r, "params");
  if (!params_read(im, r, PLUGIN_CONTRACT, type, old->n ? get(old, r, "params")->text : NULL, params, e)) return false;
  if (im->invalid > faults || !params->text) return true;
  const char *whole = params_merge(im->scratch, before, params->text, e);
  if (whole) params_check(im, r, "params", PLUGIN_CONTRACT, type, whole);
  if (whole && im->invalid > faults) note_new_members(im, r, before, params->text);
  const char *was = whole && old->n ? params_merge(im->scratch, before, get(old, r, "params")->text, e) : NULL;
  if (!was || im->invalid > faults) return whole != NULL && (was || !old->n);
  return keep_billed_members(im, r, get(new, r, "contract")->integer, type, was, whole, e);
}

bool tax_check(import *im, const row *r, const record *old, record *new, error *e) {
  const char *rule = get(new, r, "rule")->text;
  if (!rule || !plugin_known(im, r, "rule", PLUGIN_TAX_RULE, rule)) return true;
  size_t faults = im->invalid;
  if (!params_read(im, r, PLUGIN_TAX_RULE, rule, old->n ? get(old, r, "params")->text : NULL, put(new, r, "params"), e))
    return false;
  if (im->invalid == faults) params_check(im, r, "params", PLUGIN_TAX_RULE, rule, get(new, r, "params")->text);
  return true;
}
