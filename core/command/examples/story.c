// The story of a plugin's example: rows come in, days come, what is due is billed; in a database in memory.
#include "core/command/examples/examples_inside.h"
#include "core/base/memory.h"
#include "core/base/json.h"
#include "core/command/answers/answers.h"
#include "core/command/answers/checks.h"
#include "core/engine/import/import.h"
#include "core/engine/questions/price_letters.h"
#include "core/engine/verify/verify.h"
#include <stdlib.h>
#include <string.h>

typedef struct teller {
  context context;
  const story_options *options;
  story *out;
  error *e;
  const cJSON *example;
} teller;

static void swap_rows(cJSON **rows, int a, int b) {
  cJSON *kept = rows[a];
  rows[a] = rows[b];
  rows[b] = kept;
}

// The rows of a table in another order, always the same one.
static void reorder(cJSON *table, story_order order, arena *a) {
  int count = cJSON_GetArraySize(table);
  cJSON **rows = arena_array(a, (size_t)count + 1, sizeof *rows);
  uint32_t seed = 20260407;
  for (int i = 0; i < count; i++) rows[i] = cJSON_DetachItemFromArray(table, 0);
  for (int i = count - 1; i > 0 && order == ORDER_SHUFFLED; i--) {
    seed = seed * 1664525 + 1013904223;
    swap_rows(rows, i, (int)((seed >> 8) % (uint32_t)(i + 1)));
  }
  for (int i = 0; i < count / 2 && order == ORDER_REVERSED; i++) swap_rows(rows, i, count - 1 - i);
  for (int i = 0; i < count; i++) cJSON_AddItemToArray(table, rows[i]);
}

static bool import(teller *t, const cJSON *data) {
  static const char *const work[] = { "tickets", "time_entries", "charges", "readings", "devices" };
  arena *a = t->context.arena;
  cJSON *own = cJSON_Duplicate(data, true), *table;
  for (size_t i = 0; t->options->emptied && i < sizeof work / sizeof *work; i++)
    cJSON_DeleteItemFromObjectCaseSensitive(own, work[i]);
  if (t->options->order != ORDER_WRITTEN) {
    cJSON_ArrayForEach(table, own) {
      if (cJSON_IsArray(table)) reorder(table, t->options->order, a);
    }
  }
  char *text = json_canonical(own);
  const import_options options = { 0 };
  import_report report;
  bool ok = text && import_json(t->context.book, "data", text, strlen(text), &options, a, &report, t->e);
  memory_give(text);
  cJSON_Delete(own);
  return ok;
}

// Notes the first item, or contract as a whole, of a batch that is held.
static bool note_held(teller *t, int64_t n) {
  held_list held = { 0 };
  if (!batch_held(t->context.book, n, t->context.arena, &held, t->e)) return false;
  if (t->out->held || !held.count) return true;
  const held_row *first = &held.rows[0];
  t->out->held =
      arena_format(t->context.arena, "%s is held: %s", first->item ? first->item : first->contract, first->reason);
  return true;
}

static bool run_batch(teller *t, batch *b, day as_of) {
  book *own = t->context.book;
  if (!batch_choose_all(own, b, true, t->e)) return false;
  if (!batch_run(own, b, "example", t->e)) {
    if (t->e->code != ERROR_NOTHING_SELECTED) return false;
    error_clear(t->e);
    return batch_discard(own, b, t->e);
  }
  if (t->options->consolidated && !batch_consolidate(own, b, 1, t->e)) return false;
  return batch_number(&t->context, b, as_of, true, t->e);
}

static bool signed_in(teller *t, const cJSON *example, check_request *r) {
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(example, "sign_ins"), *one;
  check_sign_in *out = arena_array(t->context.arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof *out);
  cJSON_ArrayForEach(one, list) {
    int64_t days = -1;
    const char *target = example_text(one, "target"), *company = example_text(one, "company");
    json_integer(cJSON_GetObjectItemCaseSensitive(one, "days_left"), &days);
    if (!target) return error_set(t->e, ERROR_PLUGIN, "sign_ins: target is missing");
    out[r->sign_in_count++] = (check_sign_in){ target, company, (int)days };
  }
  r->sign_ins = out;
  return true;
}

// What the check finds of a batch, added to the list; what fails is no finding here.
static bool look_at(teller *t, const batch *b, value *list) {
  const story_options *o = t->options;
  check_request request = { .batch = b, .today = b->as_of, .only = o->check, .params = o->params };
  check_list found;
  if (!signed_in(t, t->example, &request) || !checks_run(t->context.book, &request, t->context.arena, &found, t->e))
    return false;
  for (size_t i = 0; i < found.count; i++) {
    if (!found.rows[i].of) return error_set(t->e, ERROR_PLUGIN, "%s", found.rows[i].text);
    value_append(t->context.arena, list, finding_value(t->context.arena, &found.rows[i]));
  }
  return true;
}

// Everything that is due on the day, as invoices added to the list.
static bool bill(teller *t, day as_of, value *list) {
  batch b;
  int64_t n;
  context *c = &t->context;
  if (!batch_new(c->book, as_of, &n, t->e) || !note_held(t, n) || !batch_find(c->book, n, "open", c->arena, &b, t->e))
    return false;
  if (t->options->check && !t->options->of_drafts && !look_at(t, &b, list)) return false;
  if (!run_batch(t, &b, as_of)) return false;
  if (t->options->check) return !t->options->of_drafts || look_at(t, &b, list);
  const invoice_filter filter = { .batch = n, .from = DAY_MIN, .to = DAY_MAX, .kept = t->options->template != NULL };
  value *rows = invoices_answer(c, &filter, t->e), *row;
  while ((row = rows->as.stream.next(rows->as.stream.context, c->arena, t->e)) != NULL)
    value_append(c->arena, list, row);
  return t->e->code == ERROR_NONE;
}

static bool bill_step(teller *t, const cJSON *step) {
  const char *text = example_text(step, "as_of");
  day as_of;
  value *list = value_list(t->context.arena);
  if (!text) return error_set(t->e, ERROR_PLUGIN, "as_of is missing: on which day is it billed?");
  if (!day_parse(text, strlen(text), &as_of))
    return error_set(t->e, ERROR_PLUGIN, "as_of: \"%s\" is not a date such as 2026-04-07", text);
  for (size_t i = 0; i < t->options->stop_count; i++)
    if (!bill(t, t->options->stops[i], t->out->extra)) return false;
  value_append(t->context.arena, t->out->batches, list);
  return bill(t, as_of, list);
}

static bool tell(teller *t, const cJSON *example) {
  const cJSON *data = cJSON_GetObjectItemCaseSensitive(example, "data"),
              *steps = cJSON_GetObjectItemCaseSensitive(example, "steps"), *step;
  if (data && !import(t, data)) return false;
  if (!cJSON_IsArray(steps)) return bill_step(t, example);
  cJSON_ArrayForEach(step, steps) {
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(step, "import");
    if (rows ? !import(t, rows) : !bill_step(t, step)) return false;
  }
  return true;
}

static bool verified(teller *t) {
  value *report;
  if (!verify(t->context.book, t->context.arena, &report, t->e)) return false;
  const value *failures = value_get(report, "failures");
  if (failures->as.list.count) t->out->fault = failures->as.list.items[0]->as.text;
  return story_tiles(t->context.book, t->context.arena, &t->out->untiled, t->e);
}

static bool export_list(exports *by, const value *list, const char *phase, buffer *text, error *e) {
  for (size_t i = 0; i < list->as.list.count; i++)
    if (!exports_text(by, phase, list->as.list.items[i], text, e)) return false;
  return true;
}

// What an exporter misses, it refuses.
static bool nothing_missing(teller *t, exports *by) {
  buffer lines = { 0 };
  bool ok = true;
  for (size_t i = 0; ok && i < t->out->batches->as.list.count; i++)
    ok = export_list(by, t->out->batches->as.list.items[i], "missing", &lines, t->e);
  for (size_t i = 0; i < lines.length; i++)
    if (lines.text[i] == '\n') lines.text[i] = ';';
  if (ok && lines.length) ok = error_set(t->e, ERROR_INVALID, "%.*s", (int)lines.length - 1, lines.text);
  buffer_free(&lines);
  return ok;
}

static bool export_all(teller *t) {
  exports by;
  buffer text = { 0 };
  exports_open(&by, &t->context, t->options->exporter);
  bool ok = nothing_missing(t, &by) && exports_text(&by, "begins", NULL, &text, t->e);
  for (size_t i = 0; ok && i < t->out->batches->as.list.count; i++)
    ok = export_list(&by, t->out->batches->as.list.items[i], "invoice", &text, t->e);
  ok = ok && exports_text(&by, "ends", NULL, &text, t->e);
  exports_close(&by);
  t->out->text = arena_copy(t->context.arena, text.text ? text.text : "", text.length);
  buffer_free(&text);
  return ok;
}

// Delivers what was billed, where the exporter does that; told in another way the story is another.
static bool deliver_all(teller *t, const cJSON *example) {
  const story_options *o = t->options;
  const plugin_host *host = o->host;
  if (!o->exporter) return true;
  const value *help = host->describe(host->self, PLUGIN_EXPORTER, o->exporter, t->context.arena, t->e);
  if (!help) return false;
  if (!value_get(help, "delivers")) return export_all(t);
  if (o->order != ORDER_WRITTEN || o->emptied || o->consolidated || o->stop_count) return true;
  return deliveries_tell(&t->context, example, o->exporter, help, &t->out->asked, t->e);
}

// On the last day that something was billed.
static bool print_statements(teller *t, buffer *text) {
  book *b = t->context.book;
  int64_t customer = 0, as_of = 0;
  bool ok = db_value(b->db, t->e, &as_of, 0, "SELECT max(as_of) FROM batches", "");
  while (ok && (ok = db_value(b->db, t->e, &customer, 0, "SELECT min(n) FROM customers WHERE n > ?", "i", customer)) &&
         customer) {
    const value *account = account_answer(&t->context, customer, (day)as_of, t->e);
    ok = account && paper_add(&t->context, t->options->host, t->options->template, account, text, t->e);
  }
  return ok;
}

// Of prices that go up by a tenth from the last day that something was billed; none does.
static bool print_letters(teller *t, buffer *text) {
  context *c = &t->context;
  int64_t as_of = 0;
  price_raise how = { .by = "10%", .is_percent = true, .amount = DECIMAL_ONE / 10, .dry_run = true };
  price_letter *letters;
  size_t count = 0;
  raised prices;
  bool ok = db_value(c->book->db, t->e, &as_of, 0, "SELECT max(as_of) FROM batches", "");
  how.from = (day)as_of;
  ok = ok && price_raise_run(c->book, &how, c->arena, &prices, t->e) &&
       price_letters(c->book, how.by, &prices, how.from, c->arena, &letters, &count, t->e);
  for (size_t i = 0; ok && i < count; i++)
    ok = paper_add(c, t->options->host, t->options->template, letters[i].told, text, t->e);
  return ok;
}

static bool print_invoices(teller *t, buffer *text) {
  const value *batches = t->out->batches;
  for (size_t i = 0; i < batches->as.list.count; i++) {
    const value *invoices = batches->as.list.items[i];
    for (size_t k = 0; k < invoices->as.list.count; k++)
      if (!paper_add(&t->context, t->options->host, t->options->template, invoices->as.list.items[k], text, t->e))
        return false;
  }
  return true;
}

static bool print_all(teller *t) {
  buffer text = { 0 };
  if (!t->options->template) return true;
  const template_part part = t->options->template->part;
  bool ok = part == TEMPLATE_STATEMENT ? print_statements(t, &text)
            : part == TEMPLATE_PRICES  ? print_letters(t, &text)
                                       : print_invoices(t, &text);
  t->out->text = paper_words(text.text ? text.text : "", t->context.arena);
  buffer_free(&text);
  return ok;
}

bool story_tell(context *c, const cJSON *example, const story_options *options, story *out, error *e) {
  const cJSON *settings = cJSON_GetObjectItemCaseSensitive(example, "settings");
  const char *zone = example_text(settings, "zone");
  const book_settings s = { .currency = example_text(settings, "currency"), .zone = zone ? zone : "America/New_York" };
  *out = (story){ .batches = value_list(c->arena), .extra = value_list(c->arena) };
  db *d = NULL;
  book b;
  bool ok = false;
  if (db_create(":memory:", &d, e) && book_init(d, &s, e) && book_open(&b, d, options->host, e)) {
    // What commands warn of besides, such as a day that is far from today, is no part of a story.
    value *unheard = value_list(c->arena);
    teller t = {
      { .book = &b, .arena = c->arena, .host = options->host, .warnings = unheard }, options, out, e, example
    };
    ok = tell(&t, example) && verified(&t) && deliver_all(&t, example) && print_all(&t);
    book_close(&b);
  }
  db_close(d);
  return ok;
}
