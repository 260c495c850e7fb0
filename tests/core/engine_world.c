// A book whose plugins are C functions that the test at hand writes.
#include "tests/core/engine_world.h"
#include "core/base/json.h"
#include "tests/core/billed_world.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

script plugins;

// ---- The host.

enum { OPEN_MAX = 400 };
// Terms and taxes that are open; `text` NULL: the place is free.
typedef struct opened {
  char *type, *text;
} opened;
static opened terms[OPEN_MAX], taxes[OPEN_MAX];
static const opened *at_hand_terms;
static planner *planning;

static bool place(opened *all, const char *type, const char *text, int *out) {
  for (*out = 0; all[*out].text; (*out)++) assert_true(*out + 1 < OPEN_MAX);
  all[*out] = (opened){ strdup(type), strdup(text) };
  return true;
}

static void leave(opened *one) {
  free(one->type);
  free(one->text);
  *one = (opened){ NULL, NULL };
}

static const plugin_file *host_find(void *self, plugin_kind kind, const char *name, error *e) {
  static const char *const names[] = { "plain", "other", "rule", "percent" };
  static plugin_file files[PLUGIN_KINDS][sizeof names / sizeof *names];
  static char digests[PLUGIN_KINDS][sizeof names / sizeof *names][65];
  (void)self;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(names[i], name)) continue;
    snprintf(digests[kind][i], sizeof *digests[kind], "%064d", (int)kind * 10 + (int)i);
    files[kind][i] = (plugin_file){ .kind = kind,
                                    .name = names[i],
                                    .title = names[i],
                                    .version = "1",
                                    .path = names[i],
                                    .text = names[i],
                                    .digest = digests[kind][i],
                                    .text_length = strlen(names[i]) };
    return &files[kind][i];
  }
  error_set(e, ERROR_NOT_FOUND, "there is no plugin %s", name);
  return NULL;
}

static bool host_state(void *self, char hex[65], error *e) {
  (void)self, (void)e;
  memset(hex, '0', 64);
  hex[64] = 0;
  return true;
}

static bool host_check(void *self, plugin_kind kind, const char *name, const char *params, bool complete, error *e) {
  (void)self, (void)kind, (void)name, (void)params, (void)complete, (void)e;
  return true;
}

static bool terms_open(void *self, const char *type, const char *params, const contract *c, int *out, error *e) {
  (void)self, (void)c, (void)e;
  return place(terms, type, params, out);
}

static void terms_close(void *self, int at) {
  (void)self;
  leave(&terms[at]);
}

// The members of the param `lines`, each with its own params.
static bool host_parts(void *self, int at, arena *a, plugin_part *parts, size_t *count, error *e) {
  cJSON *params = cJSON_Parse(terms[at].text);
  (void)self, (void)e;
  *count = 0;
  for (const cJSON *line = cJSON_GetObjectItem(params, "lines") ? cJSON_GetObjectItem(params, "lines")->child : NULL;
       line; line = line->next) {
    char *own = cJSON_PrintUnformatted(line);
    parts[(*count)++] = (plugin_part){ .id = arena_text(a, cJSON_GetStringValue(cJSON_GetObjectItem(line, "id"))),
                                       .type = arena_text(a, cJSON_GetStringValue(cJSON_GetObjectItem(line, "type"))),
                                       .params = arena_text(a, own) };
    cJSON_free(own);
  }
  cJSON_Delete(params);
  return true;
}

static bool host_schedule(void *self, int at, arena *a, const contract *c, plugin_period **periods, size_t *count,
                          error *e) {
  (void)self, (void)at, (void)a, (void)c, (void)e;
  *periods = plugins.period_count ? plugins.periods : NULL;
  *count = plugins.period_count;
  return true;
}

static bool call(asked act, int at, rating *r, error *e) {
  at_hand_terms = &terms[at];
  return !act || act(r, e);
}
static bool host_opens(void *self, int at, rating *r, error *e) {
  (void)self;
  return call(plugins.opens, at, r, e);
}
static bool host_closes(void *self, int at, rating *r, error *e) {
  (void)self;
  return call(plugins.closes, at, r, e);
}
static bool host_rest(void *self, int at, rating *r, error *e) {
  (void)self;
  return call(plugins.rest, at, r, e);
}

static bool rules_open(void *self, const char *rules, const plugin_calendars *calendars, const plugin_rules **out,
                       error *e) {
  (void)self, (void)rules, (void)calendars, (void)e;
  *out = &plugins.rules;
  return true;
}

static bool rule_split(void *self, int handle, int64_t start, int64_t minutes, int64_t *out, error *e) {
  (void)self, (void)handle, (void)e;
  int64_t next = (plugins.edge - start % 1440 + 1440) % 1440;
  *out = plugins.edge && next && next < minutes ? next : minutes;
  return true;
}

static bool rule_apply(void *self, int handle, int64_t number, const rule_facts *facts, int64_t *out, error *e) {
  (void)self, (void)e;
  *out = plugins.answers[handle](number, facts);
  return true;
}

static bool tax_open(void *self, const char *rule, const char *params, int *out, error *e) {
  (void)self, (void)e;
  return place(taxes, rule, params, out);
}

static bool host_tax_answer(void *self, int at, const char *category, tax_answer *out, error *e) {
  (void)self, (void)e;
  if (plugins.tax) {
    *out = plugins.tax(category);
    return true;
  }
  cJSON *params = cJSON_Parse(taxes[at].text);
  const char *rate = cJSON_GetStringValue(cJSON_GetObjectItem(params, "rate"));
  *out = (tax_answer){ .count = 1,
                       .inclusive = cJSON_IsTrue(cJSON_GetObjectItem(params, "inclusive")),
                       .document = cJSON_IsTrue(cJSON_GetObjectItem(params, "document")) };
  assert_true(percent_parse(rate, strlen(rate), &out->components[0].rate));
  cJSON_Delete(params);
  return true;
}

static const plugin_host host = {
  .find = host_find,
  .state = host_state,
  .check = host_check,
  .terms_open = terms_open,
  .terms_close = terms_close,
  .parts = host_parts,
  .schedule = host_schedule,
  .opens = host_opens,
  .closes = host_closes,
  .rest = host_rest,
  .rules_open = rules_open,
  .rule_split = rule_split,
  .rule_apply = rule_apply,
  .tax_open = tax_open,
  .tax_answer = host_tax_answer,
};

plugin_rule *rule_add(rule_stage stage, rule_scope scope, ruled answer) {
  plugin_rules *all = &plugins.rules;
  plugin_rule *rule = &all->rules[all->count];
  *rule = (plugin_rule){
    .stage = stage, .scope = scope, .handle = (int)all->count, .file = host_find(NULL, PLUGIN_PRICE_RULE, "rule", NULL)
  };
  plugins.answers[all->count++] = answer;
  return rule;
}

decimal param(const char *name) {
  cJSON *params = cJSON_Parse(at_hand_terms->text);
  const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(params, name));
  decimal value = text ? number_of(text) : 0;
  cJSON_Delete(params);
  return value;
}

const char *part_type(void) { return at_hand_terms->type; }

// ---- The book.

int engine_open(void **state) {
  if (world_open(state)) return -1;
  world *w = *state;
  plugins = (script){ 0 };
  book_close(&w->book);
  if (!book_open(&w->book, w->db, &host, &w->e)) return -1;
  facts(w, "{'customers':[{'id':'cool','name':'CoolRealty'},{'id':'elm','name':'Elm'}]}");
  return 0;
}

int engine_close(void **state) {
  planner_close(planning);
  planning = NULL;
  for (int i = 0; i < OPEN_MAX; i++) {
    leave(&terms[i]);  // of a test that failed
    leave(&taxes[i]);
  }
  return world_close(state);
}

void facts(world *w, const char *json) {
  char *text = arena_text(w->arena, json);
  for (char *at = text; *at; at++)
    if (*at == '\'') *at = '"';
  given(w, text);
}

void contract_is(world *w, const char *more) {
  facts(w, arena_format(w->arena,
                        "{'contracts':[{'id':'k','customer':'cool','name':'Desk','type':'plain','start':'2026-04-07',"
                        "'default':true%s}]}",
                        more));
}

void worked(world *w, const char *id, const char *start, int minutes) {
  facts(w, arena_format(w->arena,
                        "{'tickets':[{'id':'%s','customer':'cool','status':'closed'}],"
                        "'time_entries':[{'id':'%s','ticket':'%s','start':'%s','minutes':%d}]}",
                        id, id, id, start, minutes));
}

day on(const char *text) {
  day d;
  if (!day_parse(text, strlen(text), &d)) fail_msg("%s is no date", text);
  return d;
}

decimal number_of(const char *text) {
  decimal value;
  if (!decimal_parse(text, strlen(text), &value)) fail_msg("%s is no number", text);
  return value;
}

rating_fee fee_at(const char *description, decimal price) {
  return (rating_fee){ .description = description, .quantity = DECIMAL_ONE, .price = price, .over = 1 };
}

const plan *planned(world *w, const char *contract_id, const char *as_of) {
  return planned_in(w, 0, contract_id, as_of);
}

const plan *planned_in(world *w, int64_t batch, const char *contract_id, const char *as_of) {
  contract *c = arena_alloc(w->arena, sizeof *c);
  const plan *p;
  *c = contract_of(w, contract_id);
  planner_close(planning);
  MUST(planning = planner_open(&w->book, on(as_of), batch, &w->e));
  MUST(planner_plan(planning, c, &p, &w->e));
  return p;
}

const char *held_of(world *w, const char *contract_id, const char *as_of) {
  const plan *p = planned(w, contract_id, as_of);
  assert_int_equal(p->state, PLAN_HELD);
  return p->reason;
}

batch chosen_but(world *w, const char *as_of, const char *contracts, const char *items) {
  batch b;
  batch_begin(w, on(as_of), contracts, &b);
  for (const char *at = items; *at; at += strspn(at, " ")) {
    size_t length = strcspn(at, " ");
    contract c = contract_of(w, arena_copy(w->arena, at, strcspn(at, ":")));
    MUST(batch_exclude(&w->book, &b, &c, arena_copy(w->arena, at, length), "disputed", &w->e));
    at += length;
  }
  return b;
}

batch drafted(world *w, const char *as_of, const char *contracts) {
  batch b;
  batch_begin(w, on(as_of), contracts, &b);
  MUST(batch_run(&w->book, &b, "All due", &w->e));
  return b;
}

int64_t billed(world *w, const char *as_of, const char *contracts) {
  batch b = drafted(w, as_of, contracts);
  MUST(batch_generate(&w->book, &b, b.as_of, false, &w->e));
  return b.n;
}

int64_t credited(world *w, int64_t invoice, const char *lines, bool rebill) {
  credit_line wanted[8];
  credit_terms terms = { .lines = wanted, .after = DAY_NEVER, .rebill = rebill, .date = DAY_MIN, .note = "wrong" };
  int64_t note;
  for (const char *at = lines; *at; at += strspn(at, " ")) {
    assert_true(terms.count < sizeof wanted / sizeof *wanted);
    wanted[terms.count++] = (credit_line){ .number = strtoll(at, NULL, 10) };
    at += strcspn(at, " ");
  }
  return invoice_credit(&w->book, invoice, &terms, &note, &w->e) ? note : 0;
}

// ---- Texts.

static const char *amount(world *w, int64_t minor) {
  char text[MONEY_TEXT];
  return arena_copy(w->arena, text, money_format(minor, 2, text));
}

static const char *plain(world *w, decimal value, int places) {
  char text[DECIMAL_TEXT];
  return arena_copy(w->arena, text, decimal_format(value, places, text));
}

static const char *date(world *w, day d) {
  char text[DAY_TEXT];
  if (d == DAY_NEVER) return "never";
  return arena_text(w->arena, day_format(d, text));
}

static const char *with_tax(world *w, int64_t net, int64_t tax) {
  if (!tax) return amount(w, net);
  return arena_format(w->arena, "%s%s%s", amount(w, net), tax > 0 ? "+" : "", amount(w, tax));
}

static const char *join(world *w, const char *list, const char *one) {
  return *list ? arena_format(w->arena, "%s; %s", list, one) : one;
}

const char *items_of(world *w, const plan *p) {
  const char *list = "";
  if (p->state == PLAN_HELD) return arena_format(w->arena, "held: %s", p->reason);
  for (size_t i = 0; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    list = join(w, list,
                arena_format(w->arena, "%s %s%s%s%s%s", plan_item_id(p, item, w->arena),
                             with_tax(w, item->amount, item->tax), item->due ? "" : " from ",
                             item->due ? "" : date(w, item->ready_on), item->overdue ? " overdue" : "",
                             item->excluded ? " excluded"
                             : item->held   ? " held"
                                            : ""));
  }
  return list;
}

const char *pieces_of(world *w, const plan *p) {
  const char *list = "";
  for (size_t i = 0; i < p->piece_count; i++) {
    const plan_piece *piece = &p->pieces[i];
    list = join(w, list,
                arena_format(w->arena, "%s x %s = %s%s%s", plain(w, piece->quantity, 0), plain(w, piece->price, 2),
                             with_tax(w, piece->amount, piece->tax), piece->off ? " off " : "",
                             piece->off ? amount(w, piece->off) : ""));
  }
  return list;
}

const char *lots_of(world *w, const plan *p) {
  const char *list = "";
  for (size_t i = 0; i < p->lot_count; i++) {
    const plan_lot *lot = p->lots[i];
    list = join(w, list,
                arena_format(w->arena, "%s %lld/%lld %s..%s", lot->unit, (long long)lot->left, (long long)lot->quantity,
                             date(w, lot->from), date(w, lot->expires)));
  }
  return list;
}

const char *draws_of(world *w, const plan *p) {
  const char *list = "";
  for (size_t i = 0; i < p->draw_count; i++) {
    const plan_draw *draw = &p->draws[i];
    list = join(w, list,
                arena_format(w->arena, "%lld from %s on %s", (long long)draw->quantity,
                             draw->lot ? date(w, draw->lot->from) : "before", date(w, draw->date)));
  }
  return list;
}

const char *lines_of(world *w, int64_t bill) {
  line *lines;
  size_t count;
  const char *list = "";
  MUST(bill_lines_read(&w->book, bill, w->arena, &lines, &count, &w->e));
  for (size_t i = 0; i < count; i++) {
    const line *l = &lines[i];
    list =
        join(w, list,
             arena_format(w->arena, "%s: %s x %s = %s%s%s", l->description, l->quantity, l->price,
                          with_tax(w, l->amount, l->tax), l->discount ? " less " : "", l->discount ? l->discount : ""));
  }
  return list;
}
