// what-if: what recorded invoices would have been with an edited plugin or rule.
#include "core/command/answers/answers.h"
#include "core/base/memory.h"
#include "core/command/commands_inside.h"
#include "core/command/examples/examples.h"
#include "core/engine/past/past.h"
#include <stdlib.h>
#include <string.h>

// A customer in one currency, with its invoices that differ.
typedef struct payer {
  int64_t n;
  value *record, *invoices;
  const char *currency;
  int exponent;
  int64_t before, after;
  struct payer *next;
} payer;

typedef struct asking {
  context *context;
  value *customers, *totals;
  payer **payers;  // by customer, modulo
  payer *sums;     // by currency
  int64_t invoices, differ, held;
} asking;

enum { BUCKETS = 1024 };

static payer *find(asking *w, payer **list, const replayed_document *d, int64_t n, value *into) {
  arena *a = w->context->arena;
  for (payer *p = *list; p; p = p->next)
    if (p->n == n && strcmp(p->currency, d->currency) == 0) return p;
  payer *p = arena_alloc(a, sizeof *p);
  *p = (payer){
    .n = n, .record = value_record(a), .currency = arena_text(a, d->currency), .exponent = d->exponent, .next = *list
  };
  *list = p;
  value_append(a, into, p->record);
  if (n) {
    put_text(a, p->record, "customer", arena_text(a, d->customer_id));
    put_text(a, p->record, "customer_name", arena_text(a, d->customer_name));
    p->invoices = value_list(a);
  }
  put_text(a, p->record, "currency", p->currency);
  return p;
}

static void put_change(arena *a, value *v, int64_t before, int64_t after, int exponent) {
  put_money(a, v, "before", before, exponent);
  put_money(a, v, "after", after, exponent);
  put_money(a, v, "difference", after - before, exponent);
}

static const char *held_of(const replayed_document *d, arena *a) {
  for (size_t i = 0; i < d->bill_count; i++)
    if (d->bills[i].held) return arena_format(a, "contract %s: %s", d->bills[i].contract_id, d->bills[i].held);
  return NULL;
}

// A document that would be another; `held`: why it could not be told, its money is left out of the sums.
static void add_change(asking *w, const replayed_document *d, const replayed_note *note, const char *held) {
  arena *a = w->context->arena;
  int64_t before = note ? note->recorded : d->subtotal + d->tax,
          after = note ? note->replayed : d->replayed_subtotal + d->replayed_tax;
  payer *customer = find(w, &w->payers[d->customer % BUCKETS], d, d->customer, w->customers),
        *sum = find(w, &w->sums, d, 0, w->totals);
  value *v = value_record(a);
  day date = note ? note->date : d->date;
  put_text(a, v, "invoice", arena_text(a, note ? note->number : d->number));
  if (!d->number) put_text(a, v, "contract", arena_text(a, d->bills[0].contract_id));
  put_int(a, v, "batch", d->batch);
  if (date == DAY_NEVER) put_null(a, v, "date");
  else put_day(a, v, "date", date);
  if (held) {
    put_money(a, v, "before", before, d->exponent);
    put_null(a, v, "after");
    put_null(a, v, "difference");
    before = after = 0;
    w->held++;
  } else {
    put_change(a, v, before, after, d->exponent);
  }
  put_text(a, v, "held", held);
  value_append(a, customer->invoices, v);
  customer->before += before;
  customer->after += after;
  sum->before += before;
  sum->after += after;
  w->differ++;
}

static bool add_document(void *context, const replayed_document *d, arena *scratch, error *e) {
  asking *w = context;
  replayed_note *notes;
  size_t count;
  if (d->state && strcmp(d->state, "void") == 0) return true;
  w->invoices += d->n != 0;
  const char *held = held_of(d, w->context->arena);
  if (held || d->subtotal != d->replayed_subtotal || d->tax != d->replayed_tax) add_change(w, d, NULL, held);
  if (held) return true;
  if (!credit_notes_again(d, scratch, &notes, &count, e)) return false;
  for (size_t i = 0; i < count; i++)
    if (notes[i].recorded != notes[i].replayed) add_change(w, d, &notes[i], NULL);
  w->invoices += (int64_t)count;
  return true;
}

static void finish(asking *w) {
  arena *a = w->context->arena;
  for (int i = 0; i < BUCKETS; i++)
    for (payer *p = w->payers[i]; p; p = p->next) {
      put_change(a, p->record, p->before, p->after, p->exponent);
      value_put(a, p->record, "invoices", p->invoices);
    }
  for (payer *p = w->sums; p; p = p->next) put_change(a, p->record, p->before, p->after, p->exponent);
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// A mistake in the data has no line; its file is named.
static void name_file(const char *path, error *e) {
  error cause = *e;
  const char *name = base_name(path);
  if (strncmp(cause.message, name, strlen(name)) == 0) return;
  *e = (error){ 0 };
  error_set(e, cause.code, "%s: %s", name, cause.message);
  if (cause.hint[0]) error_hint(e, "%s", cause.hint);
  error_clear(&cause);
}

// The site's rules from a file of data: loaded once, so that a mistake is told now, with file and line.
static plugin_host *load_site(context *c, const char *path, plugin_source *out, error *e) {
  size_t length;
  char hex[DIGEST_TEXT], *text = file_read(path, &length, e);
  if (!text) return NULL;
  digest d = digest_of(text, length);
  *out = (plugin_source){
    PLUGIN_KINDS, "site", path, arena_copy(c->arena, text, length), arena_text(c->arena, digest_hex(&d, hex)), length
  };
  memory_give(text);
  const plugin_rules *rules;
  plugin_host *host = c->host->with(c->host->self, out, 1, e);
  if (host && host->rules_open(host->self, NULL, NULL, &rules, e)) return host;
  name_file(path, e);
  if (host) c->host->without(host);
  return NULL;
}

static bool examples_hold(context *c, const plugin_file *f, error *e) {
  examples_result r = { 0 };
  if (!examples_run(c, f, EXAMPLES_HOLD, &r, e)) return false;
  if (!r.failed || r.none) return true;
  error_set(e, ERROR_PLUGIN, "%s: %d passed, %d failed", f->name, r.passed, r.failed);
  error_hint(e, "where they tell the old amounts on purpose: --skip-examples");
  for (size_t i = 0; i < r.failures->as.list.count; i++) error_row(e, "%s", r.failures->as.list.items[i]->as.text);
  return false;
}

// A plugin or rule file: it must load, and its examples must hold unless they are skipped.
static plugin_host *load_plugin(context *c, const char *path, bool skip, plugin_source *out, error *e) {
  const plugin_file *f;
  plugin_host *host = c->host->with(c->host->self, NULL, 0, e);
  if (!host) return NULL;
  context own = *c;
  own.host = host;
  if (host->load(host->self, path, &f, e) && (skip || examples_hold(&own, f, e))) {
    *out = (plugin_source){ f->kind, f->name, f->path, f->text, f->digest, f->text_length };
    return host;
  }
  c->host->without(host);
  return NULL;
}

static bool is_data(const char *path) {
  size_t length;
  error ignored = { 0 };
  if (strcmp(base_name(path), "site.lua") == 0) return true;
  char *text = file_read(path, &length, &ignored);
  bool data = text && strstr(text, "price_rules") != NULL;
  memory_give(text);
  error_clear(&ignored);
  return data;
}

static plugin_host *load(context *c, const arguments *a, plugin_source *out, error *e) {
  const char *rules = option_text(a, "rules"), *plugin = option_text(a, "plugin");
  if (!rules == !plugin) {
    error_set(e, ERROR_USAGE,
              rules ? "one file at a time: --rules or --plugin" : "with which file? --plugin FILE or --rules FILE");
    error_hint(e, "billet what-if --plugin retainer.lua --since 2026-01-01");
    return NULL;
  }
  if (!c->host->with) {
    error_set(e, ERROR_STATE, "this program's plugins cannot be put in each other's place");
    return NULL;
  }
  if (rules && is_data(rules)) return load_site(c, rules, out, e);
  return load_plugin(c, rules ? rules : plugin, option_flag(a, "skip-examples"), out, e);
}

static value *answer(asking *w, const replay_options *o, const char *path) {
  arena *a = w->context->arena;
  value *out = value_record(a);
  finish(w);
  put_text(a, out, "file", path);
  put_text(a, out, "name", arena_text(a, o->edited->name));
  if (o->since == DAY_MIN) put_null(a, out, "since");
  else put_day(a, out, "since", o->since);
  put_int(a, out, "invoices", w->invoices);
  put_int(a, out, "differ", w->differ);
  put_int(a, out, "held", w->held);
  value_put(a, out, "totals", w->totals);
  value_put(a, out, "customers", w->customers);
  return out;
}

static value *command_what_if(context *c, const arguments *a, error *e) {
  replay_options o = { 0 };
  plugin_source edited;
  const char *path = option_text(a, "plugin") ? option_text(a, "plugin") : option_text(a, "rules");
  if (!option_day(a, "since", DAY_MIN, &o.since, e)) return NULL;
  plugin_host *host = load(c, a, &edited, e);
  if (!host) return NULL;
  o.edited = &edited;
  asking w = { .context = c, .customers = value_list(c->arena), .totals = value_list(c->arena) };
  w.payers = arena_alloc(c->arena, BUCKETS * sizeof *w.payers);
  const replay_listener listener = { &w, NULL, add_document };
  bool ok = replay_run(c->book, &o, &listener, e);
  value *out = ok ? answer(&w, &o, path) : NULL;
  c->host->without(host);
  return out;
}

const command what_if_commands[] = {
  { .words = "what-if",
    .group = "Questions",
    .summary = "what recorded invoices would have been with an edited plugin or rule",
    .options = { { "plugin", "FILE", "the edited file of a contract type or rule; its examples must hold",
                   ARGUMENT_FILE },
                 { "rules", "FILE", "the edited site.lua, or one rule", ARGUMENT_FILE },
                 { "since", "DATE", "invoices dated from this day on", ARGUMENT_DAY },
                 { "skip-examples", NULL, "the examples, which tell the old amounts, are not run", ARGUMENT_TEXT } },
    .examples = { "billet what-if --plugin dearer/retainer.lua --since 2026-01-01",
                  "billet what-if --plugin dearer/retainer.lua --skip-examples", "billet what-if --rules site.lua" },
    .need = NEED_BOOK,
    .view = "what-if",
    .run = command_what_if },
  { 0 },
};
