// The plugin host: delivering exporters, the requests that they answer and what they read in answers.
#include "core/base/json.h"
#include "core/base/value_json.h"
#include "tests/core/fake_world.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka needs those above
#include <cmocka.h>

static const char DELIVERS[] =
    "delivers = { authorize_url = 'https://a', token_url = 'https://t', api_url = 'https://x' }";
static const char FUNCTIONS[] = "find = function() end, confirm = function() end";

static void exporter(const world *w, const char *delivers, const char *fields) {
  char text[2000];
  snprintf(text, sizeof text, "return exporter { name = 'own', api = 1,\n%s,\n%s }", delivers, fields);
  write_file(w, "exporters/own.lua", text);
}

static const char *map(void *self, const char *kind, const char *key, error *e) {
  (void)self;
  (void)e;
  return strcmp(kind, "item") == 0 && strcmp(key, "labor") == 0 ? "Labour" : NULL;
}

static const char *id(void *self, const char *kind, const char *key, error *e) {
  (void)self;
  (void)e;
  return strcmp(kind, "customer") == 0 && strcmp(key, "birch") == 0 ? "58" : NULL;
}

static void warn(void *self, const char *text) { snprintf(self, 100, "%s", text); }

// What `function` of the exporter answers of the subject and the answer (JSON; NULL: none), as canonical text; NULL
// with the world's error.
static char *ask(world *w, const char *function, const char *subject, const char *answer, char warning[100]) {
  const export_desk desk = { .self = warning,
                             .currency = "USD",
                             .map = map,
                             .warn = warn,
                             .id = id,
                             .key = "k-1",
                             .company = value_of_json(w->arena, "{\"id\":\"9\"}"),
                             .settings = value_of_json(w->arena, "{\"tax\":\"ours\"}") };
  delivery_call call = { .name = "own", .function = function, .desk = &desk };
  if (subject) call.subject = value_of_json(w->arena, subject);
  if (answer) call.answer = value_of_answer(answer, strlen(answer), w->arena, &w->e);
  cJSON *out;
  if (!w->host->deliver(w->host->self, &call, &out, &w->e)) return NULL;
  char *text = out ? json_canonical(out) : strdup("nothing");
  cJSON_Delete(out);
  return text;
}

static void expect(world *w, const char *function, const char *subject, const char *answer, const char *wanted) {
  char warning[100] = "", *got = ask(w, function, subject, answer, warning);
  good(w, got != NULL);
  assert_string_equal(got, wanted);
  free(got);
}

static void a_request_is_the_same_bytes_with_exact_numbers(void **context) {
  world *w = *context;
  char fields[1500], warning[100] = "";
  snprintf(fields, sizeof fields,
           "create = function(i, t) t.warn('told') return { method = 'POST', path = 'invoice', query = { b = 2, a = "
           "t.key }, body = { Amount = decimal(i.total), Half = decimal '0.10' + decimal '0.20', DocNumber = i.number, "
           "Qty = 3, Sent = false, Line = { { Item = t.map('item', 'labor'), Other = t.map('item', 'x', 'X') } }, To = "
           "t.id('customer', 'birch'), Tax = t.settings.tax, Of = t.company.id, In = t.currency } } end,\n%s",
           FUNCTIONS);
  exporter(w, DELIVERS, fields);
  open_host(w);
  char *got = ask(w, "create", "{\"total\":\"1234567890.05\",\"number\":\"17\"}", NULL, warning);
  good(w, got != NULL);
  assert_string_equal(got,
                      "{\"body\":{\"Amount\":1234567890.05,\"DocNumber\":\"17\",\"Half\":0.3,\"In\":\"USD\",\"Line\":[{"
                      "\"Item\":\"Labour\",\"Other\":\"X\"}],\"Of\":\"9\",\"Qty\":3,\"Sent\":false,\"Tax\":\"ours\","
                      "\"To\":\"58\"},\"method\":\"POST\",\"path\":\"invoice\",\"query\":{\"a\":\"k-1\",\"b\":2}}");
  assert_string_equal(warning, "told");
  free(got);
}

static void an_answer_keeps_its_numbers_as_they_were_written(void **context) {
  world *w = *context;
  exporter(
      w, DELIVERS,
      "create = function() end, find = function() end,\nconfirm = function(d, a, t) if a.none then return nil end "
      "return { id = a.body.Id, total = a.body.Total, number = d.number .. type(a.body.Id), voided = a.body.Gone } "
      "end");
  open_host(w);
  expect(w, "confirm", "{\"kind\":\"invoice\",\"number\":\"17\"}",
         "{\"body\":{\"Id\":12345678901234567890,\"Total\":10.50,\"Gone\":true,\"No\":null}}",
         "{\"id\":\"12345678901234567890\",\"number\":\"17string\",\"total\":\"10.50\",\"voided\":true}");
  expect(w, "confirm", "{\"kind\":\"invoice\"}", "{\"none\":1}", "nothing");
  expect(w, "void", "{}", NULL, "nothing");
}

static void what_is_answered_has_its_form(void **context) {
  world *w = *context;
  static const struct {
    const char *function, *answers, *message;
  } cases[] = {
    { "create", "{ method = 'POST' }", "own.lua:3: create: the request: 'path' is missing" },
    { "create", "{ method = 'SEND', path = 'x' }", "'method' must be GET, POST, PUT, PATCH or DELETE" },
    { "create", "{ method = 'GET', path = 'x', querry = {} }", "no field 'querry'; did you mean 'query'?" },
    { "create", "{ method = 'GET', path = 'x', headers = { A = 'a\\r\\nB: c' } }", "without line ends" },
    { "needs", "{ { kind = 'customer', key = 'birch' } }", "needs: the answer[1]: 'name' is missing" },
    { "needs", "{ { kind = 'a', key = 'b', name = 'c', find = { path = 'x' } } }", "'method' is missing" },
    { "refused", "{ as = 'perhaps' }", "must be refused, there, unknown, wait, sign-in or stop" },
    { "void", "{ method = 'POST', path = 'x', body = { a = 1.5 } }", "a float where an integer or text is needed" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char fields[600], warning[100], *got;
    bool create = strcmp(cases[i].function, "create") == 0;
    snprintf(fields, sizeof fields, "%s = function() return %s end, %s%s", cases[i].function, cases[i].answers,
             FUNCTIONS, create ? "" : ", create = function() end");
    exporter(w, DELIVERS, fields);
    open_host(w);
    refused(w, (got = ask(w, cases[i].function, "{}", NULL, warning)) != NULL, ERROR_PLUGIN, cases[i].message);
    free(got);
  }
}

static void what_delivers_says_so_whole(void **context) {
  world *w = *context;
  static const struct {
    const char *delivers, *fields, *message;
  } cases[] = {
    { NULL, "find = function() end, confirm = function() end", "the function 'create' is missing" },
    { NULL, "create = function() end, confirm = function() end", "the function 'find' is missing" },
    { NULL, "create = function() end, find = function() end", "the function 'confirm' is missing" },
    { NULL, "invoice = function() end", "own.lua:2: exporter: one with 'delivers' answers requests" },
    { "books = false", "invoice = function() end, create = function() end", "says in 'delivers' how" },
    { "delivers = {}", "invoice = function() end", "own.lua:2: delivers: 'delivers' needs the field 'authorize_url'" },
    { "delivers = { authorise_url = 'x' }", "title = 'x'", "did you mean 'authorize_url'?" },
    { "delivers = { authorize_url = 'x', token_url = 'y', api_url = 'z', together = 5 }", "title = 'x'",
      "needs `list`" },
    { "delivers = { authorize_url = 'x', token_url = 'y', api_url = 'z', limit = 0 }", "title = 'x'",
      "integer from 1" },
    { "delivers = { authorize_url = 'x', token_url = 'y', api_url = 'z', settings = { tax = {} } }", "title = 'x'",
      "has no choices" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    exporter(w, cases[i].delivers ? cases[i].delivers : DELIVERS, cases[i].fields);
    open_host(w);
    refused(w, w->host->find(w->host->self, PLUGIN_EXPORTER, "own", &w->e) != NULL, ERROR_PLUGIN, cases[i].message);
  }
}

static void how_it_is_spoken_to_is_described_with_its_defaults(void **context) {
  world *w = *context;
  char fields[300];
  snprintf(fields, sizeof fields, "create = function() end, %s", FUNCTIONS);
  exporter(w,
           "delivers = { authorize_url = 'https://a', token_url = 'https://t', api_url = { sandbox = 'https://x' }, "
           "redirect_uri = 'http://localhost', settings = { tax = { 'ours', 'theirs', doc = 'who' } } }",
           fields);
  open_host(w);
  const value *about = w->host->describe(w->host->self, PLUGIN_EXPORTER, "own", w->arena, &w->e);
  good(w, about != NULL);
  const value *d = value_get(about, "delivers"), *setting = value_get(d, "settings")->as.list.items[0];
  assert_int_equal(value_get(d, "limit")->as.integer, 120);
  assert_true(value_get(d, "secret")->as.truth);
  assert_int_equal(value_get(d, "together")->as.integer, 1);
  assert_string_equal(value_get(value_get(d, "api_url"), "sandbox")->as.text, "https://x");
  assert_string_equal(value_get(d, "redirect_uri")->as.list.items[0]->as.text, "http://localhost");
  assert_string_equal(value_get(setting, "choices")->as.list.items[0]->as.text, "ours");
  assert_int_equal(value_get(d, "functions")->as.list.count, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_request_is_the_same_bytes_with_exact_numbers, world_open, world_close),
    cmocka_unit_test_setup_teardown(an_answer_keeps_its_numbers_as_they_were_written, world_open, world_close),
    cmocka_unit_test_setup_teardown(what_is_answered_has_its_form, world_open, world_close),
    cmocka_unit_test_setup_teardown(what_delivers_says_so_whole, world_open, world_close),
    cmocka_unit_test_setup_teardown(how_it_is_spoken_to_is_described_with_its_defaults, world_open, world_close),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
