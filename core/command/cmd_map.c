// export map: what a target calls customers, items, accounts and taxes.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/command/answers/deliveries.h"
#include "core/command/commands_inside.h"
#include "core/engine/import/import.h"
#include <ctype.h>
#include <string.h>

// An exporter's own desk, which notes what is asked: the keys that maps may name are those that it asks for, no more.
typedef struct noting {
  exports by;  // first: its functions get it as their `self`
  const char *(*map)(void *self, const char *kind, const char *key, error *e);
  value *asked;  // {"kind", "key", "value"}
  arena *arena;
} noting;

static bool is(const value *row, const char *kind, const char *key) {
  return strcmp(value_get(row, "kind")->as.text, kind) == 0 && strcmp(value_get(row, "key")->as.text, key) == 0;
}

static const char *note_map(void *self, const char *kind, const char *key, error *e) {
  noting *n = self;
  const char *name = n->map(self, kind, key, e);
  for (size_t i = 0; i < n->asked->as.list.count; i++)
    if (is(n->asked->as.list.items[i], kind, key)) return name;
  value *row = value_record(n->arena);
  put_text(n->arena, row, "kind", arena_text(n->arena, kind));
  put_text(n->arena, row, "key", arena_text(n->arena, key));
  put_text(n->arena, row, "value", arena_text(n->arena, name));
  value_append(n->arena, n->asked, row);
  return name;
}

static void not_told(void *self, const char *text) { (void)self, (void)text; }

// What an exporter of files asks for while it writes them.
static bool ask_files(context *c, noting *n, const int64_t *invoices, size_t count, error *e) {
  static const char *const phases[] = { "missing", "invoice" };
  buffer text = { 0 };
  bool ok = exports_text(&n->by, "begins", NULL, &text, e);
  for (size_t i = 0; ok && i < count; i++) {
    const invoice_filter filter = { .invoice = invoices[i], .from = DAY_MIN, .to = DAY_MAX };
    value *rows = invoices_answer(c, &filter, e), *row;
    row = rows ? rows->as.stream.next(rows->as.stream.context, c->arena, e) : NULL;
    for (size_t k = 0; row && ok && k < 2; k++) ok = exports_text(&n->by, phases[k], row, &text, e);
    ok = ok && row;
    buffer_clear(&text);
  }
  buffer_free(&text);
  return ok;
}

static bool ask_deliveries(context *c, noting *n, const char *target, const int64_t *invoices, size_t count, error *e) {
  delivery_session s = { 0 };
  value *list;
  int64_t requests;
  bool ok = delivery_open(c, target, false, false, &s, e);
  s.with.connection = 0;  // what is there already asks for names too
  s.with.desk = &n->by.desk;
  ok = ok && deliver_look_ahead(&s.with, invoices, count, c->arena, &list, &requests, e);
  delivery_close(&s);
  return ok;
}

// What the exporter asks for of the documents of a batch; the list in *out.
static bool ask(context *c, const char *target, value **out, error *e) {
  noting n = { .asked = value_list(c->arena), .arena = c->arena };
  const char *title;
  int64_t *invoices;
  size_t count;
  batch b = { 0 };
  const value *delivers = target_delivers(c->book, target, c->arena, &title, e);
  if (e->code || !resolve_batch(c, "generated,exported", &b, e) || !delivery_invoices(c, b.n, &invoices, &count, e))
    return false;
  exports_open(&n.by, c, target);
  n.map = n.by.desk.map;
  n.by.desk.map = note_map;
  n.by.desk.warn = not_told;
  bool ok = delivers ? ask_deliveries(c, &n, target, invoices, count, e) : ask_files(c, &n, invoices, count, e);
  exports_close(&n.by);
  *out = n.asked;
  return ok;
}

// ---- list, check, set

static value *list_maps(context *c, const char *target, error *e) {
  arena *a = c->arena;
  value *out = value_list(a);
  query *q =
      db_ask(c->book->db, e, "SELECT kind, key, value FROM maps WHERE target = ? ORDER BY kind, key", "t", target);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *row = value_record(a);
    put_text(a, row, "kind", arena_text(a, query_column_text(q, 0)));
    put_text(a, row, "key", arena_text(a, query_column_text(q, 1)));
    put_text(a, row, "value", arena_text(a, query_column_text(q, 2)));
    value_append(a, out, row);
  }
  return step == 0 ? out : NULL;
}

static value *check_maps(context *c, const char *target, error *e) {
  value *out;
  if (!ask(c, target, &out, e)) return NULL;
  c->next = arena_format(c->arena, "billet export map %s set KIND KEY VALUE", target);
  return out;
}

static value *set_map(context *c, const arguments *a, error *e) {
  static const char *const names[] = { "target", "kind", "key", "value" };
  const char *const texts[] = { a->texts[0], a->texts[2], a->texts[3], a->texts[4] };
  const import_options options = { 0 };
  import_report report;
  cJSON *data = cJSON_CreateObject(), *row = cJSON_CreateObject();
  value *out = value_list(c->arena), *set = value_record(c->arena);
  for (size_t i = 0; i < 4; i++) {
    cJSON_AddStringToObject(row, names[i], texts[i]);
    put_text(c->arena, set, names[i], texts[i]);
  }
  value_append(c->arena, out, set);
  cJSON_AddItemToArray(cJSON_AddArrayToObject(data, "maps"), row);
  char *text = json_canonical(data);
  cJSON_Delete(data);
  bool ok = import_json(c->book, "maps", text, strlen(text), &options, c->arena, &report, e);
  memory_give(text);
  return ok ? out : NULL;
}

// ---- suggest

// Letters and digits in small letters: "Managed Services, Inc." and "managed services inc" are alike.
static const char *plain(arena *a, const char *text) {
  char *out = arena_alloc(a, strlen(text) + 1), *to = out;
  for (; *text; text++)
    if (isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80) *to++ = (char)tolower((unsigned char)*text);
  return out;
}

// The name that is nearest to a key; NULL: none is near.
static const char *nearest(context *c, const value *names, const char *key) {
  size_t count = names->as.list.count;
  const char **all = arena_array(c->arena, count + 1, sizeof *all);
  for (size_t i = 0; i < count; i++) all[i] = plain(c->arena, value_get(names->as.list.items[i], "name")->as.text);
  const char *near = text_nearest(plain(c->arena, key), all, count);
  for (size_t i = 0; near && i < count; i++)
    if (all[i] == near) return value_get(names->as.list.items[i], "name")->as.text;
  return NULL;
}

// What people call a key: a customer's name instead of the id.
static bool called(context *c, const value *row, const char **out, error *e) {
  *out = value_get(row, "key")->as.text;
  if (strcmp(value_get(row, "kind")->as.text, "customer") != 0) return true;
  query *q = db_ask(c->book->db, e, "SELECT name FROM customers WHERE id = ?", "t", *out);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *out = arena_text(c->arena, query_column_text(q, 0));
  if (q) query_reset(q);
  return step >= 0;
}

// The target's names of a kind, asked once; NULL: nobody can be asked.
static bool names_of(const delivery_session *s, value *known, const char *kind, arena *a, const value **out, error *e) {
  value *names = NULL;
  if ((*out = value_get(known, kind))) return true;
  if (s->with.wire && !deliver_names(&s->with, kind, a, &names, e)) return false;
  value_put(a, known, kind, names ? names : value_list(a));
  *out = value_get(known, kind);
  return true;
}

static bool suggest(context *c, const delivery_session *s, value *asked, value *out, error *e) {
  arena *a = c->arena;
  value *known = value_record(a);
  for (size_t i = 0; i < asked->as.list.count; i++) {
    const value *row = asked->as.list.items[i], *names;
    const char *name, *kind = value_get(row, "kind")->as.text;
    if (value_get(row, "value")->type == VALUE_TEXT) continue;
    if (!called(c, row, &name, e) || !names_of(s, known, kind, a, &names, e)) return false;
    value *one = value_record(a);
    put_text(a, one, "kind", kind);
    put_text(a, one, "key", value_get(row, "key")->as.text);
    put_text(a, one, "called", name);
    put_text(a, one, "suggestion", nearest(c, names, name));
    value_append(a, out, one);
  }
  return true;
}

static value *suggest_maps(context *c, const char *target, error *e) {
  const char *title;
  delivery_session s = { 0 };
  value *asked, *out = value_list(c->arena);
  if (!ask(c, target, &asked, e)) return NULL;
  const value *delivers = target_delivers(c->book, target, c->arena, &title, e);
  bool ok = !e->code && (!delivers || delivery_open(c, target, true, false, &s, e)) && suggest(c, &s, asked, out, e);
  if (ok && !s.with.wire)
    context_warn(c, "export", "nobody can be asked which names there are: these are the keys without a map");
  delivery_close(&s);
  c->next = arena_format(c->arena, "billet export map %s set KIND KEY VALUE", target);
  return ok ? out : NULL;
}

static value *command_map(context *c, const arguments *a, error *e) {
  const char *verb = a->count > 1 ? a->texts[1] : "list", *target = a->texts[0];
  const bool set = strcmp(verb, "set") == 0;
  if (a->count > 2 && !set) error_set(e, ERROR_USAGE, "`export map TARGET %s` takes no more words", verb);
  else if (set && a->count != 5) error_set(e, ERROR_USAGE, "set takes KIND KEY VALUE");
  if (e->code) return error_hint(e, "billet export map %s set item labor \"Consulting\"", target), NULL;
  if (!c->host->find(c->host->self, PLUGIN_EXPORTER, target, e)) return NULL;
  if (set) return set_map(c, a, e);
  if (strcmp(verb, "list") == 0) return list_maps(c, target, e);
  if (strcmp(verb, "check") == 0) return check_maps(c, target, e);
  if (strcmp(verb, "suggest") == 0) return suggest_maps(c, target, e);
  error_set(e, ERROR_USAGE, "`export map` knows list, check, set and suggest, not \"%s\"", verb);
  return NULL;
}

const command map_commands[] = {
  { .words = "export map",
    .group = "Invoices",
    .summary =
        "what a target calls customers, items, accounts and taxes: list; check: what a batch asks for; suggest: by "
        "the names that are there; set KIND KEY VALUE",
    .argument = "TARGET",
    .type = ARGUMENT_PLUGIN,
    .fits = "target",
    .least = 1,
    .most = 5,
    .options = { BATCH_OPTION },
    .examples = { "billet export map quickbooks-online", "billet export map quickbooks-online check --batch 3",
                  "billet export map quickbooks-online set item labor \"Consulting\"" },
    .need = NEED_BOOK,
    .view = "list",
    .run = command_map },
  { 0 },
};
