// The example of a delivering exporter: what was billed is delivered to a list of answers, and what it asks is held
// against what the example says.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/base/value_json.h"
#include "core/command/answers/answers.h"
#include "core/command/examples/examples_inside.h"
#include "core/deliver/export.h"
#include <stdlib.h>
#include <string.h>

enum { DAY_OF_EXAMPLES = 1767225600 };  // any time: 2026-01-01

// The other side: answers in their order, and a clock that is put forward where somebody waits.
typedef struct script {
  context *context;
  const cJSON *next;  // of `sends`; NULL: nothing more is asked
  int number;
  int64_t now;
  const char *key;  // of the request that makes or changes something, and was sent last; "" before
  const char *why;  // the first request that is another than expected
} script;

static const cJSON *member(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

static char hex(const char *two) {
  const char digits[] = { two[0], two[1], '\0' };
  return (char)strtol(digits, NULL, 16);
}

// One half of a pair of a query, decoded.
static const char *decoded(arena *a, const char *text, size_t length) {
  char *out = arena_alloc(a, length + 1), *to = out;
  for (const char *at = text, *end = text + length; at < end; at++) {
    bool escaped = *at == '%' && end - at > 2;
    *to++ = escaped ? hex(at + 1) : *at;
    if (escaped) at += 2;
  }
  return out;
}

static const value *query_value(arena *a, const char *query) {
  value *out = value_record(a);
  for (const char *at = query; at && *at;) {
    size_t length = strcspn(at, "&"), name = strcspn(at, "=");
    if (name < length) put_text(a, out, decoded(a, at, name), decoded(a, at + name + 1, length - name - 1));
    at += length + (at[length] == '&');
  }
  return out;
}

static const value *headers_value(arena *a, const wire_request *r) {
  value *out = value_record(a);
  for (size_t i = 0; i < r->header_count; i++) put_text(a, out, r->headers[i].name, r->headers[i].value);
  return out;
}

// What of a request is not as the example says; NULL: all is.
static const char *otherwise(const script *s, const wire_request *r) {
  arena *a = s->context->arena;
  const char *asked = arena_format(a, "%s %s", r->method, r->path),
             *ask = s->next ? example_text(s->next, "ask") : NULL;
  error none = { 0 };
  const value *body = r->body ? value_of_answer(r->body, r->length, a, &none) : NULL;
  error_clear(&none);
  if (!s->next) return arena_format(a, "sends: one more than expected: %s", asked);
  if (strcmp(ask, asked) != 0) return arena_format(a, "sends[%d]: expected %s, got %s", s->number, ask, asked);
  const struct {
    const char *name;
    const value *got;
  } parts[] = { { "query", query_value(a, r->query) }, { "headers", headers_value(a, r) }, { "body", body } };
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    const cJSON *want = member(s->next, parts[i].name);
    const char *path = arena_format(a, "sends[%d].%s", s->number, parts[i].name);
    const char *why = !want ? NULL : parts[i].got ? example_mismatch(want, parts[i].got, path, a) : path;
    if (why) return why == path ? arena_format(a, "%s: there is none", path) : why;
  }
  return NULL;
}

// The key of what is sent now.
static bool note_key(script *s, error *e) {
  query *q =
      db_ask(s->context->book->db, e, "SELECT key FROM deliveries WHERE state = 'sending' ORDER BY n LIMIT 1", "");
  int step = q ? query_step(q, e) : -1;
  if (step == 1) s->key = arena_text(s->context->arena, query_column_text(q, 0));
  query_reset(q);
  return step >= 0;
}

// The answer of the example, in which {key} stands for the key that only billet knows.
static const char *answer_text(const script *s, arena *a) {
  const cJSON *body = member(s->next, "answer");
  char *text = body ? json_canonical(body) : NULL;
  buffer out = { 0 };
  const char *at = text ? text : "", *found;
  while ((found = strstr(at, "{key}")) != NULL) {
    buffer_add(&out, at, (size_t)(found - at));
    buffer_text(&out, s->key);
    at = found + strlen("{key}");
  }
  buffer_text(&out, at);
  at = arena_copy(a, out.text ? out.text : "", out.length);
  buffer_free(&out);
  memory_give(text);
  return at;
}

// A request that is another ends the run: what would come after it says nothing.
static bool answer(void *self, const wire_request *r, arena *a, wire_answer *out, error *e) {
  script *s = self;
  s->number++;
  if (strcmp(r->method, "GET") != 0 && !note_key(s, e)) return false;
  if (!s->why) s->why = otherwise(s, r);
  *out = (wire_answer){ .outcome = WIRE_SIGN_IN, .wait = -1, .message = "the example has no answer" };
  if (s->why) return true;
  const cJSON *status = member(s->next, "status");
  *out = (wire_answer){ .outcome = WIRE_ANSWERED,
                        .status = cJSON_IsNumber(status) ? status->valueint : 200,
                        .wait = -1,
                        .body = answer_text(s, a),
                        .type = "application/json" };
  out->length = strlen(out->body);
  s->next = s->next->next;
  return true;
}

static int64_t script_now(void *self) { return ((script *)self)->now; }
static void script_rest(void *self) { ((script *)self)->now++; }

static value *invoice_of(void *self, int64_t n, arena *a, error *e) {
  const invoice_filter filter = { .invoice = n, .from = DAY_MIN, .to = DAY_MAX };
  value *rows = invoices_answer(self, &filter, e);
  return rows->as.stream.next(rows->as.stream.context, a, e);
}

// Rows of all that was billed, in their order; their count in *count.
static int64_t *billed(context *c, size_t *count, error *e) {
  enum { MOST = 1000 };
  const invoice_filter filter = { .from = DAY_MIN, .to = DAY_MAX };
  value *rows = invoices_answer(c, &filter, e);
  int64_t *out = arena_array(c->arena, MOST, sizeof *out);
  *count = 0;
  while (*count < MOST && rows->as.stream.next(rows->as.stream.context, c->arena, e))
    out[(*count)++] = invoices_last(rows);
  return out;
}

// What export.TARGET.NAME would be: the first choice, unless the example has another.
static value *settings_of(arena *a, const value *delivers, const cJSON *options) {
  value *out = value_record(a);
  const value *settings = value_get(delivers, "settings");
  for (size_t i = 0; i < settings->as.list.count; i++) {
    const value *one = settings->as.list.items[i];
    const char *name = value_get(one, "name")->as.text, *given = example_text(options, name);
    put_text(a, out, name, given ? given : value_get(one, "choices")->as.list.items[0]->as.text);
  }
  return out;
}

static bool open_connection(context *c, const char *target, int64_t *n, error *e) {
  return db_run(
             c->book->db, e,
             "INSERT INTO connections(target, environment, company, name, key, at, used) VALUES(?, 'production', '1', "
             "'example', 'example', '2026-01-01', 1)",
             "t", target) &&
         db_value(c->book->db, e, n, 0, "SELECT max(n) FROM connections", "");
}

// {"invoice", "state", "difference", "message"} of each.
static value *states(context *c, int64_t connection, const int64_t *invoices, size_t count, error *e) {
  value *out = value_list(c->arena);
  for (size_t i = 0; i < count; i++) {
    delivery_state s;
    if (!delivery_state_of(c->book, connection, invoices[i], c->arena, &s, e)) return NULL;
    value *row = value_record(c->arena);
    put_text(c->arena, row, "invoice", s.number);
    put_text(c->arena, row, "state", s.state);
    put_text(c->arena, row, "difference", s.difference);
    put_text(c->arena, row, "message", s.message);
    value_append(c->arena, out, row);
  }
  return out;
}

// What is refused although the example does not say so is an error, and so it may say `refused`.
static bool compare(context *c, const cJSON *example, script *s, const value *got, const char **why, error *e) {
  const cJSON *want = member(example, "delivered");
  for (size_t i = 0; !want && !s->why && i < got->as.list.count; i++) {
    const value *row = got->as.list.items[i], *message = value_get(row, "message");
    if (strcmp(value_get(row, "state")->as.text, "delivered") == 0) continue;
    return error_set(e, ERROR_INVALID, "%s: %s", value_get(row, "state")->as.text,
                     message->type == VALUE_TEXT ? message->as.text : "it is not there");
  }
  *why = s->why;
  if (!*why && s->next)
    *why = arena_format(c->arena, "sends[%d]: %s is not asked", s->number + 1, example_text(s->next, "ask"));
  if (!*why && want) *why = example_mismatch(want, got, "delivered", c->arena);
  return true;
}

bool deliveries_tell(context *c, const cJSON *example, const char *target, const value *help, const char **why,
                     error *e) {
  const cJSON *sends = member(example, "sends"), *company = member(example, "company");
  script s = { .context = c, .next = sends ? sends->child : NULL, .now = DAY_OF_EXAMPLES, .key = "" };
  const wire other_side = { &s, answer };
  const delivery_clock clock = { &s, script_now, script_rest };
  const value *delivers = value_get(help, "delivers");
  exports desk;
  delivering with = { .book = c->book,
                      .target = target,
                      .title = value_get(help, "title")->as.text,
                      .delivers = delivers,
                      .company = company ? value_of_cjson(c->arena, company) : NULL,
                      .wire = &other_side,
                      .clock = &clock,
                      .settings = settings_of(c->arena, delivers, member(example, "options")),
                      .invoice = invoice_of,
                      .self = c };
  size_t count;
  delivery_report report;
  const int64_t *invoices = billed(c, &count, e);
  if (e->code != ERROR_NONE || !open_connection(c, target, &with.connection, e)) return false;
  exports_open(&desk, c, target);
  with.desk = &desk.desk;
  value *got = deliver_invoices(&with, invoices, count, 0, c->arena, &report, e)
                   ? states(c, with.connection, invoices, count, e)
                   : NULL;
  exports_close(&desk);
  return got && compare(c, example, &s, got, why, e);
}
