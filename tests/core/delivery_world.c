// A target that books what it gets, behind a network that fails as it is told.
#include "tests/core/delivery_world.h"
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/json.h"
#include "core/base/value_json.h"
#include "lua/host/host.h"

target there;
static plugin_host *lua, mixed;

static const char EXPORTER[] =
    "return exporter { name = 'own', api = 1, title = 'Own',\n"
    "  delivers = { authorize_url = 'https://a', token_url = 'https://t', api_url = 'https://x', per_minute = %d,\n"
    "    together = %d, list = 'docs' },\n"
    "  missing = function(i, t) if i.total == '13.00' then return { 'thirteen is not taken' } end end,\n"
    "  needs = function(i, t) local name = t.map('customer', i.customer, i.customer)\n"
    "    return { { kind = 'customer', key = i.customer, name = name,\n"
    "      find = { method = 'GET', path = 'customer', query = { number = name } },\n"
    "      make = { method = 'POST', path = 'customer', headers = { Key = t.key }, body = { docs = { { number = name } } } }\n"
    "    } } end,\n"
    "  create = function(i, t) return { method = 'POST', path = i.kind, headers = { Key = t.key }, body = { docs = { {\n"
    "    number = i.number, total = decimal(i.total), customer = t.id('customer', i.customer), key = t.key } } } } end,\n"
    "  find = function(d, t) return { method = 'GET', path = d.kind == 'void' and d.invoice.kind or d.kind,\n"
    "    query = { number = d.number or d.name } } end,\n"
    "  void = function(d, t) return { method = 'POST', path = 'void', headers = { Key = t.key },\n"
    "    body = { docs = { { number = d.number, id = d.id, version = d.version } } } } end,\n"
    "  apply = function(d, t) return { method = 'POST', path = 'apply', headers = { Key = t.key },\n"
    "    body = { docs = { { number = d.number, total = decimal(d.amount), customer = d.to.id .. '<' .. d.credit.id } } } }\n"
    "    end,\n"
    "  changed = function(list, t) return { { method = 'GET', path = 'changes', query = { number = tostring(#list) } } } end,\n"
    "  names = function(kind, t) if kind == 'customer' then return { method = 'GET', path = 'names' } end end,\n"
    "  confirm = function(d, a, t) if d.kind == 'names' then return a.body.names end\n"
    "    if d.kind == 'changes' then return a.body end\n"
    "    for _, x in ipairs(a.body.docs) do if x.number == (d.number or d.name) then\n"
    "    return { id = x.id, number = x.number, total = x.total, voided = x.voided, version = x.version, ours = x.ours }\n"
    "    end end end,\n"
    "  refused = function(d, a, t) for _, x in ipairs(a.body and a.body.errors or {}) do\n"
    "    if x.number == (d.number or d.name) then return { as = x.as, message = x.message } end end end }\n";

// ---- The target

static booked *find_key(const char *key, const char *number) {
  for (int i = 0; i < there.count; i++)
    if (strcmp(there.books[i].key, key) == 0 && strcmp(there.books[i].number, number) == 0) return &there.books[i];
  return NULL;
}

booked *booked_of(const char *kind, const char *number) {
  for (int i = 0; i < there.count; i++)
    if (!strcmp(there.books[i].kind, kind) && !strcmp(there.books[i].number, number)) return &there.books[i];
  return NULL;
}

int booked_times(const char *kind, const char *number) {
  int n = 0;
  for (int i = 0; i < there.count; i++)
    n += !strcmp(there.books[i].kind, kind) && !strcmp(there.books[i].number, number) && !there.books[i].voided;
  return n;
}

static const char *text_in(const cJSON *doc, const char *name) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(doc, name);
  return cJSON_IsString(item) ? item->valuestring : "";
}

static void add_answer(cJSON *docs, const booked *b) {
  cJSON *doc = cJSON_CreateObject();
  char id[20];
  snprintf(id, sizeof id, "%d", b->id);
  cJSON_AddStringToObject(doc, "id", id);
  cJSON_AddStringToObject(doc, "number", b->number);
  if (*b->total) cJSON_AddRawToObject(doc, "total", b->total);
  cJSON_AddBoolToObject(doc, "voided", b->voided);
  cJSON_AddNumberToObject(doc, "version", b->version);
  if (!there.unmarked && strcmp(b->kind, "customer") != 0) cJSON_AddBoolToObject(doc, "ours", *b->key != 0);
  cJSON_AddItemToArray(docs, doc);
}

static void add_error(cJSON *errors, const char *number, const char *as, const char *message) {
  cJSON *one = cJSON_CreateObject();
  cJSON_AddStringToObject(one, "number", number);
  cJSON_AddStringToObject(one, "as", as);
  cJSON_AddStringToObject(one, "message", message);
  cJSON_AddItemToArray(errors, one);
}

static void void_one(const char *number, cJSON *docs) {
  for (int i = 0; i < there.count; i++)
    if (!strcmp(there.books[i].number, number) && strcmp(there.books[i].kind, "apply") != 0) {
      there.books[i].voided = true;
      there.books[i].version++;
      add_answer(docs, &there.books[i]);
    }
}

static void book_one(const char *kind, const char *key, const cJSON *doc, cJSON *docs, cJSON *errors) {
  const char *number = text_in(doc, "number");
  booked *known = there.keys_ignored ? NULL : find_key(key, number);
  if (known) {
    add_answer(docs, known);
    return;
  }
  if (there.refuses && strcmp(there.refuses, number) == 0) {
    add_error(errors, number, "refused", "not this one");
    return;
  }
  if (there.unique && booked_of(kind, number)) {
    add_error(errors, number, "there", "that number is taken");
    return;
  }
  if (strcmp(kind, "void") == 0) {
    void_one(number, docs);
    return;
  }
  booked *b = &there.books[there.count++];
  *b = (booked){ .id = 100 + there.count };
  snprintf(b->kind, sizeof b->kind, "%s", kind);
  snprintf(b->number, sizeof b->number, "%s", number);
  snprintf(b->key, sizeof b->key, "%s", key);
  snprintf(b->customer, sizeof b->customer, "%s", text_in(doc, "customer"));
  const cJSON *total = cJSON_GetObjectItemCaseSensitive(doc, "total");
  if (total) snprintf(b->total, sizeof b->total, "%.2f", total->valuedouble);
  add_answer(docs, b);
}

static char *take_in(const char *kind, const char *key, const char *body) {
  cJSON *given = cJSON_Parse(body), *out = cJSON_CreateObject(), *docs = cJSON_AddArrayToObject(out, "docs"),
        *errors = cJSON_AddArrayToObject(out, "errors");
  const cJSON *doc;
  assert_non_null(given);
  cJSON_ArrayForEach(doc, cJSON_GetObjectItemCaseSensitive(given, "docs")) book_one(kind, key, doc, docs, errors);
  char *text = json_canonical(out);
  cJSON_Delete(given);
  cJSON_Delete(out);
  return text;
}

static char *look(const char *kind, const char *query) {
  if (strcmp(kind, "changes") == 0 || strcmp(kind, "names") == 0) return strdup(there.told);
  cJSON *out = cJSON_CreateObject(), *docs = cJSON_AddArrayToObject(out, "docs");
  const char *number = query ? strchr(query, 0x3d) + 1 : "";
  bool hidden = there.hidden && strcmp(there.hidden, number) == 0;
  for (int i = 0; i < there.count && !hidden; i++)
    if (!strcmp(there.books[i].kind, kind) && !strcmp(there.books[i].number, number)) add_answer(docs, &there.books[i]);
  char *text = json_canonical(out);
  cJSON_Delete(out);
  return text;
}

// ---- The network

void fails(const char *method, int count, const fault *faults) {
  there.on = method;
  there.fault_count = count;
  memcpy(there.faults, faults, (size_t)count * sizeof *faults);
}

static fault next_fault(const char *method) {
  if (!there.fault_count || (there.on && strcmp(there.on, method) != 0)) return FAULT_NONE;
  fault out = there.faults[0];
  memmove(there.faults, there.faults + 1, (size_t)--there.fault_count * sizeof(fault));
  return out;
}

static void book_late(void) {
  if (!there.late_at || there.now < there.late_at) return;
  there.late_at = 0;
  free(take_in(there.late_kind, there.late_key, there.late_body));
}

void late_is_booked(void) {
  there.now += 200;
  book_late();
}

static bool answer_with(wire_answer *out, arena *a, int status, const char *text) {
  *out = (wire_answer){ WIRE_ANSWERED, status, -1, arena_text(a, text), "application/json", "trace-1", NULL, 0 };
  out->length = strlen(text);
  return true;
}

static bool fail_with(fault f, arena *a, wire_answer *out) {
  *out = (wire_answer){ .outcome = WIRE_UNKNOWN, .wait = -1, .message = "cut off" };
  if (f == FAULT_NOT_SENT) *out = (wire_answer){ .outcome = WIRE_NOT_SENT, .wait = -1, .message = "no route" };
  if (f == FAULT_SIGN_IN) *out = (wire_answer){ .outcome = WIRE_SIGN_IN, .wait = -1, .message = "invalid_grant" };
  if (f == FAULT_500 || f == FAULT_500_DONE) answer_with(out, a, 500, "{\"oops\":1}");
  if (f == FAULT_HTML || f == FAULT_HTML_DONE) answer_with(out, a, 200, "<html>login</html>");
  if (f == FAULT_EMPTY || f == FAULT_EMPTY_DONE) answer_with(out, a, 200, "{\"docs\":[]}");
  if (f == FAULT_400) answer_with(out, a, 400, "{\"oops\":1}");
  if (f == FAULT_404) answer_with(out, a, 404, "<html>not found</html>");
  if (f == FAULT_GONE) answer_with(out, a, 404, "{}");
  if (f == FAULT_401) answer_with(out, a, 401, "{}");
  if (f == FAULT_429 || f == FAULT_LONG_429) {
    answer_with(out, a, 429, "{}");
    out->wait = f == FAULT_429 ? 30 : 3600;
  }
  return true;
}

static bool send(void *self, const wire_request *r, arena *a, wire_answer *out, error *e) {
  (void)self, (void)e;
  bool write = strcmp(r->method, "GET") != 0;
  fault f = next_fault(r->method);
  bool done =
      f == FAULT_NONE || f == FAULT_CUT_DONE || f == FAULT_500_DONE || f == FAULT_HTML_DONE || f == FAULT_EMPTY_DONE;
  const char *key = r->header_count ? r->headers[0].value : "";
  there.requests++;
  if (there.stop_after && there.requests >= there.stop_after) there.stop = true;
  book_late();
  there.writes += write;
  if (write) snprintf(there.last_body, sizeof there.last_body, "%s", r->body);
  if (write) snprintf(there.last_key, sizeof there.last_key, "%s", key);
  if (f == FAULT_LATE) {
    snprintf(there.late_body, sizeof there.late_body, "%s", r->body);
    snprintf(there.late_kind, sizeof there.late_kind, "%s", r->path);
    snprintf(there.late_key, sizeof there.late_key, "%s", key);
    there.late_at = there.now + 119;
  }
  char *text = !done ? NULL : write ? take_in(r->path, key, r->body) : look(r->path, r->query);
  if (f == FAULT_NONE) answer_with(out, a, 200, text);
  else fail_with(f, a, out);
  free(text);
  return true;
}

// ---- The book

static int64_t now(void *self) {
  (void)self;
  return there.now;
}

static void rest(void *self) {
  (void)self;
  there.now++;
  there.rested++;
}

static bool stop(void) { return there.stop; }

static bool lua_deliver(void *self, const delivery_call *call, cJSON **out, error *e) {
  (void)self;
  return lua->deliver(lua->self, call, out, e);
}

static const char *map(void *self, const char *kind, const char *key, error *e) {
  (void)self, (void)kind, (void)key, (void)e;
  return there.called;
}

static const char *json(void *self, const value *invoice, error *e) {
  (void)self, (void)invoice, (void)e;
  return "{}";
}

static void warn(void *self, const char *text) { (void)self, (void)text; }

static value *invoice(void *self, int64_t n, arena *a, error *e) {
  world *w = self;
  query *q =
      db_ask(w->db, e,
             "SELECT i.number, i.kind, i.state, i.total, c.id, o.number FROM invoices i JOIN customers c ON c.n = "
             "i.customer LEFT JOIN invoices o ON o.n = i.credits WHERE i.n = ?",
             "i", n);
  if (query_step(q, e) != 1) return NULL;
  value *out = value_record(a);
  put_text(a, out, "number", arena_text(a, query_column_text(q, 0)));
  put_text(a, out, "kind", arena_text(a, query_column_text(q, 1)));
  put_text(a, out, "state", arena_text(a, query_column_text(q, 2)));
  put_money(a, out, "total", query_column(q, 3), 2);
  put_money(a, out, "tax", 0, 2);
  put_text(a, out, "customer", arena_text(a, query_column_text(q, 4)));
  put_text(a, out, "credits", arena_text(a, query_column_text(q, 5)));
  put_text(a, out, "date", "2026-05-07");
  query_reset(q);
  return out;
}

delivering means(world *w) {
  static const delivery_clock clock = { NULL, now, rest };
  static const wire network = { NULL, send };
  static const export_desk desk = { .currency = "USD", .map = map, .json = json, .warn = warn };
  const value *about = lua->describe(lua->self, PLUGIN_EXPORTER, "own", w->arena, &w->e);
  if (!about) fail_msg("%s", w->e.message);
  return (delivering){ .book = &w->book,
                       .target = "own",
                       .title = "Own",
                       .connection = 1,
                       .company = value_of_json(w->arena, "{\"id\":\"9\"}"),
                       .delivers = value_get(about, "delivers"),
                       .settings = value_record(w->arena),
                       .wire = &network,
                       .clock = &clock,
                       .stop = stop,
                       .desk = &desk,
                       .invoice = invoice,
                       .self = w };
}

delivery_report deliver(world *w, int64_t limit) {
  delivery_report out;
  int64_t all[BOOKED_MAX];
  size_t count = 0;
  const delivering with = means(w);
  query *q = db_ask(w->db, &w->e, "SELECT n FROM invoices ORDER BY n", "");
  while (query_step(q, &w->e) == 1) all[count++] = query_column(q, 0);
  MUST(deliver_invoices(&with, all, count, limit, w->arena, &out, &w->e));
  return out;
}

const char *row_state(world *w, const char *kind, const char *subject) {
  return words(
      w, arena_format(w->arena, "SELECT state FROM deliveries WHERE kind = '%s' AND subject = '%s'", kind, subject));
}

void exporter_is(world *w, int together, int per_minute) {
  char text[4000];
  error e = { 0 };
  snprintf(text, sizeof text, EXPORTER, per_minute, together);
  write_file(w, "exporters/own.lua", text, strlen(text));
  host_close(lua);
  const char *directory = w->directory;
  lua = host_open(&(host_options){ .directories = &directory, .directory_count = 1 }, &e);
  if (!lua) fail_msg("%s", e.message);
}

int delivery_open(void **state) {
  if (world_open(state)) return -1;
  world *w = *state;
  there = (target){ .now = 1000000 };
  given(w, "{\"customers\":[{\"id\":\"birch\",\"name\":\"Birch\"}]}");
  run_sql(w, "INSERT INTO batches (n, state, as_of) VALUES (1, 'generated', 20580)");
  for (int i = 1; i <= 3; i++)
    run_sql(w, arena_format(w->arena,
                            "INSERT INTO invoices (n, batch, kind, state, customer, currency, subtotal, tax, total, "
                            "number, date) VALUES (%d, 1, 'invoice', 'final', 1, 'USD', 2000, 0, 2000, '%d', 20580)",
                            i, i));
  run_sql(
      w,
      "INSERT INTO connections (n, target, environment, company, name, key, at, used) VALUES (1, 'own', 'production', "
      "'9', 'Own', 'k', 'x', 1)");
  mixed = *w->book.host;
  mixed.deliver = lua_deliver;
  w->book.host = &mixed;
  exporter_is(w, 1, 1000);
  return 0;
}

int delivery_close(void **state) {
  host_close(lua);
  lua = NULL;
  return world_close(state);
}

void all_are_there_once(world *w) {
  late_is_booked();
  for (int i = 1; i <= 3; i++) {
    const char *number = arena_format(w->arena, "%d", i);
    assert_string_equal(row_state(w, "invoice", number), "delivered");
    assert_int_equal(booked_times("invoice", number), 1);
  }
  assert_int_equal(booked_times("customer", "birch"), 1);
}
