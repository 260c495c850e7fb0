// A plugin's examples, run through the real engine in a database in memory.
#include "core/command/examples.h"
#include "core/base/json.h"
#include "core/command/answers.h"
#include "core/engine/import.h"
#include <stdlib.h>
#include <string.h>

static const char *text_of(const cJSON *object, const char *name) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

static bool fill(book *b, const cJSON *example, arena *a, error *e) {
  char *data = json_canonical(cJSON_GetObjectItemCaseSensitive(example, "data"));
  const import_options options = { 0 };
  import_report report;
  bool ok = data && import_json(b, "data", data, strlen(data), &options, a, &report, e);
  free(data);
  return ok;
}

// Everything that is due on the day, as invoices.
static value *bill_all(context *c, day as_of, error *e) {
  batch b;
  int64_t n;
  if (!batch_new(c->book, as_of, &n, e) || !batch_find(c->book, n, "open", c->arena, &b, e) || !batch_choose_all(c->book, &b, true, e))
    return NULL;
  if (!batch_run(c->book, &b, "example", e)) {
    if (e->code != ERROR_NOTHING_SELECTED) return NULL;
    error_clear(e);
    return value_list(c->arena);
  }
  if (!batch_generate(c->book, &b, as_of, e)) return NULL;
  const invoice_filter filter = { .batch = n, .from = DAY_MIN, .to = DAY_MAX };
  value *rows = invoices_answer(c, &filter, e), *list = value_list(c->arena), *row;
  while ((row = rows->as.stream.next(rows->as.stream.context, c->arena, e)) != NULL) value_append(c->arena, list, row);
  return e->code == ERROR_NONE ? list : NULL;
}

static value *outcome(context *c, const cJSON *example, error *e) {
  const cJSON *settings = cJSON_GetObjectItemCaseSensitive(example, "settings");
  const char *zone = text_of(settings, "zone"), *day_text = text_of(example, "as_of");
  const book_settings s = { .currency = text_of(settings, "currency"), .zone = zone ? zone : "America/New_York" };
  day as_of;
  db *d = NULL;
  book b;
  value *out = NULL;
  if (!day_text || !day_parse(day_text, strlen(day_text), &as_of)) {
    error_set(e, ERROR_PLUGIN, "an example needs as_of, a date");
    return NULL;
  }
  if (db_create(":memory:", &d, e) && book_init(d, &s, e) && book_open(&b, d, c->host, e)) {
    context own = { .book = &b, .arena = c->arena, .host = c->host };
    out = fill(&b, example, c->arena, e) ? bill_all(&own, as_of, e) : NULL;
    book_close(&b);
  }
  db_close(d);
  return out;
}

static bool same_number(const char *a, const char *b) {
  decimal x, y;
  return decimal_parse(a, strlen(a), &x) && decimal_parse(b, strlen(b), &y) && x == y;
}

static const char *mismatch(const cJSON *want, const value *got, const char *path, arena *a);

// Every wanted entry needs one of its own; no other may be left over, but lines of nothing.
static const char *mismatch_list(const cJSON *want, const value *got, const char *path, arena *a) {
  if (got->type != VALUE_LIST) return arena_format(a, "%s: no list", path);
  bool *used = arena_alloc(a, got->as.list.count + 1);
  const cJSON *item;
  int number = 0;
  cJSON_ArrayForEach(item, want) {
    const char *nearest = "nothing is left";
    bool found = false;
    number++;
    for (size_t i = 0; i < got->as.list.count && !found; i++) {
      const char *why = used[i] ? NULL : mismatch(item, got->as.list.items[i], arena_format(a, "%s[%d]", path, number), a);
      found = !used[i] && !why;
      if (found) used[i] = true;
      else if (why) nearest = why;
    }
    if (!found) return arena_format(a, "%s[%d] fits nothing; nearest: %s", path, number, nearest);
  }
  for (size_t i = 0; i < got->as.list.count; i++) {
    const value *amount = value_get(got->as.list.items[i], "amount");
    if (!used[i] && !(amount && same_number(value_plain(a, amount), "0")))
      return arena_format(a, "%s: %zu more than expected", path, got->as.list.count - (size_t)number);
  }
  return NULL;
}

// A period may be written as a list of its first and last day.
static const char *mismatch_period(const cJSON *want, const value *got, const char *path, arena *a) {
  const char *why = mismatch(cJSON_GetArrayItem(want, 0), value_get(got, "start"), path, a);
  return why ? why : mismatch(cJSON_GetArrayItem(want, 1), value_get(got, "end"), path, a);
}

static const char *mismatch(const cJSON *want, const value *got, const char *path, arena *a) {
  const cJSON *member;
  if (cJSON_IsArray(want) && value_get(got, "start")) return mismatch_period(want, got, path, a);
  if (cJSON_IsArray(want)) return mismatch_list(want, got, path, a);
  if (cJSON_IsObject(want)) {
    cJSON_ArrayForEach(member, want) {
      const value *own = value_get(got, member->string);
      const char *inner = arena_format(a, "%s.%s", path, member->string), *why = own ? mismatch(member, own, inner, a) : "is missing";
      if (why) return own ? why : arena_format(a, "%s is missing", inner);
    }
    return NULL;
  }
  const char *plain = value_plain(a, got);
  int64_t number;
  const char *wanted = cJSON_IsString(want)          ? want->valuestring
                       : json_integer(want, &number) ? arena_format(a, "%lld", (long long)number)
                       : cJSON_IsBool(want)          ? (cJSON_IsTrue(want) ? "true" : "false")
                                                     : "";
  if (plain && (strcmp(plain, wanted) == 0 || same_number(plain, wanted))) return NULL;
  return arena_format(a, "%s: expected %s, got %s", path, wanted, plain ? plain : "a list");
}

static const char *as_text(const value *v, arena *a);

static const char *list_text(const value *v, arena *a) {
  const char *text = "";
  for (size_t i = 0; i < v->as.list.count; i++) text = arena_format(a, "%s%s;", text, as_text(v->as.list.items[i], a));
  return text;
}

static const char *as_text(const value *v, arena *a) {
  const char *text = "";
  if (v->type == VALUE_LIST) return list_text(v, a);
  if (v->type != VALUE_RECORD) return value_plain(a, v);
  for (size_t i = 0; i < v->as.record.count; i++)
    text = arena_format(a, "%s%s=%s,", text, v->as.record.fields[i].name, as_text(v->as.record.fields[i].item, a));
  return text;
}

// NULL where the example holds, else why not.
static const char *example_run(context *c, const cJSON *example) {
  error e = { 0 };
  value *first = outcome(c, example, &e), *second = first ? outcome(c, example, &e) : NULL;
  const char *why = NULL;
  if (!second) why = e.row_count ? arena_format(c->arena, "%s: %s", e.message, e.rows[0]) : arena_text(c->arena, e.message);
  error_clear(&e);
  if (why) return why;
  if (strcmp(as_text(first, c->arena), as_text(second, c->arena)) != 0) return "two runs of the same example differ";
  return mismatch(cJSON_GetObjectItemCaseSensitive(example, "invoices"), first, "invoices", c->arena);
}

value *examples_run(context *c, const plugin_file *file, error *e) {
  const char *text = c->host->examples(c->host->self, file->kind, file->name, c->arena, e);
  cJSON *list = text ? json_parse(file->path, text, strlen(text), e) : NULL;
  if (!list) return NULL;
  value *out = value_record(c->arena), *failures = value_list(c->arena);
  int passed = 0, failed = 0;
  const cJSON *example;
  cJSON_ArrayForEach(example, list) {
    const char *why = example_run(c, example), *title = text_of(example, "title");
    if (why) value_append(c->arena, failures, value_text(c->arena, arena_format(c->arena, "%s: %s", title ? title : "an example", why)));
    passed += !why;
    failed += why != NULL;
  }
  cJSON_Delete(list);
  put_text(c->arena, out, "plugin", file->name);
  put_int(c->arena, out, "passed", passed);
  put_int(c->arena, out, "failed", failed);
  value_put(c->arena, out, "failures", failures);
  put_text(c->arena, out, "summary", arena_format(c->arena, "%d passed, %d failed", passed, failed));
  if (!failed) return out;
  error_set(e, ERROR_PLUGIN, "%s: %d passed, %d failed", file->name, passed, failed);
  for (size_t i = 0; i < failures->as.list.count; i++) error_row(e, "%s", failures->as.list.items[i]->as.text);
  return NULL;
}
