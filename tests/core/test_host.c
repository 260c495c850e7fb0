// The plugin host: loading, schemas, contract types. Needs no engine.
#include "core/engine/plugin.h"
#include "lua/host/host.h"
#include "tests/core/fake_rating.h"
#include "tests/core/fake_world.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
// cmocka needs those above
#include <cmocka.h>

static void check_refused(world *w, const char *params, const char *message) {
  refused(w, w->host->check(w->host->self, PLUGIN_CONTRACT, "shop", params, true, &w->e), ERROR_INVALID, message);
}

#define SHOP                                                                                                                               \
  "return contract { name = 'shop', api = 1, params = {\n"                                                                                 \
  "  price = money { doc = 'a price', min = '1', raise = true }, after = money { default = same_as 'price' },\n"                           \
  "  share = percent { optional = true },\n"                                                                                               \
  "  pool = count { default = 1, min = 1, max = 12 }, due = date { optional = true }, how = choice { 'start', 'end', default = 'end' },\n" \
  "  roll = flag { default = false },\n"                                                                                                   \
  "  lines = list { of = record { fields = { name = text {}, rate = money {} } }, default = {} },\n"                                       \
  "}, opens = function(c, period, bill)\n"                                                                                                 \
  "  bill:line { c.contract.name, price = c.price + c.after, quantity = c.pool, unit = c.how }\n"                                          \
  "  for _, line in ipairs(c.lines) do bill:line { line.name, price = line.rate } end\n"                                                   \
  "end }\n"

// ---- loading

static void a_shipped_contract_type_is_found(void **context) {
  world *w = *context;
  plugin_host *h = open_host(w);
  const plugin_file *f = h->find(h->self, PLUGIN_CONTRACT, "retainer", &w->e);
  good(w, f != NULL);
  assert_string_equal(f->title, "Retainer / Flat fee");
  assert_string_equal(f->version, "1.0.0");
  assert_int_equal(strlen(f->digest), 64);
  assert_null(f->shadows);
}

static void every_shipped_plugin_loads_and_has_five_examples(void **context) {
  world *w = *context;
  plugin_host *h = open_host(w);
  size_t count;
  const plugin_file *const *files = h->list(h->self, PLUGIN_KINDS, &count, &w->e);
  if (w->e.row_count) fail_msg("%s", w->e.rows[0]);
  assert_true(count >= 6);
  for (size_t i = 0; i < count; i++) {
    if (files[i]->kind == PLUGIN_LANGUAGE) continue;  // has words, not examples
    const char *examples = h->examples(h->self, files[i]->kind, files[i]->name, w->arena, &w->e);
    good(w, examples != NULL);
    size_t titles = 0;
    for (const char *at = examples; (at = strstr(at, "\"as_of\":")); at++) titles++;
    if (titles < 5) fail_msg("%s has %zu examples", files[i]->name, titles);
  }
}

static void an_unknown_name_suggests_the_nearest(void **context) {
  world *w = *context;
  plugin_host *h = open_host(w);
  refused(w, h->find(h->self, PLUGIN_CONTRACT, "retaner", &w->e) != NULL, ERROR_NOT_FOUND, "retainer");
}

static void a_later_file_of_the_same_name_and_kind_shadows(void **context) {
  world *w = *context;
  write_file(w, "contracts/hourly.lua",
             "return contract { name = 'hourly', api = 1, title = 'Mine', opens = function() end }");
  plugin_host *h = open_host(w);
  const plugin_file *f = h->find(h->self, PLUGIN_CONTRACT, "hourly", &w->e);
  good(w, f != NULL);
  assert_string_equal(f->title, "Mine");
  assert_string_equal(f->shadows, "./plugins/contracts/hourly.lua");
}

static void a_file_of_the_same_name_and_another_kind_does_not_shadow(void **context) {
  world *w = *context;
  write_file(w, "exporters/hourly.lua", "return exporter { name = 'hourly', api = 1, invoice = function() end }");
  plugin_host *h = open_host(w);
  const plugin_file *f = h->find(h->self, PLUGIN_CONTRACT, "hourly", &w->e);
  good(w, f != NULL);
  assert_string_equal(f->title, "Hourly");
  assert_null(f->shadows);
}

static void a_broken_file_never_falls_back_to_the_one_it_shadows(void **context) {
  world *w = *context;
  write_file(w, "contracts/hourly.lua", "return contract {\n  name = 'hourly', api = 1,\n  opens = function( end }");
  plugin_host *h = open_host(w);
  refused(w, h->find(h->self, PLUGIN_CONTRACT, "hourly", &w->e) != NULL, ERROR_PLUGIN, "contracts/hourly.lua:3:");
}

static void a_list_leaves_broken_files_out_and_names_them(void **context) {
  world *w = *context;
  write_file(w, "contracts/bad.lua", "return 1");
  plugin_host *h = open_host(w);
  size_t count;
  h->list(h->self, PLUGIN_CONTRACT, &count, &w->e);
  assert_true(count >= 2);
  assert_int_equal(w->e.row_count, 1);
  assert_non_null(strstr(w->e.rows[0], "contracts/bad.lua"));
}

static void a_constructor_refuses(world *w, const char *text, const char *message) {
  write_file(w, "contracts/odd.lua", text);
  plugin_host *h = open_host(w);
  refused(w, h->find(h->self, PLUGIN_CONTRACT, "odd", &w->e) != NULL, ERROR_PLUGIN, message);
}

static void constructors_refuse_what_they_do_not_know(void **context) {
  world *w = *context;
  a_constructor_refuses(w, "return contract { name = 'odd', opens = function() end }",
                        "odd.lua:1: the field 'api' is missing");
  a_constructor_refuses(w, "return contract { name = 'odd', api = 2, opens = function() end }", "odd.lua:1: api");
  a_constructor_refuses(w, "return contract { name = 'odd', api = 1, opnes = function() end }",
                        "odd.lua:1: a contract type has no field 'opnes'; did you mean 'opens'?");
  a_constructor_refuses(w, "return contract { name = 'odd', api = 1, opens = 'x' }", "'opens' must be a function");
  a_constructor_refuses(w, "return contract { name = 'odd', api = 1 }", "is missing");
  a_constructor_refuses(w, "return contract { name = 'even', api = 1, opens = function() end }",
                        "name and file name must be the same");
  a_constructor_refuses(w, "return exporter { name = 'odd', api = 1, invoice = function() end }",
                        "its folder holds contract types");
  a_constructor_refuses(w, "local c = contract { name = 'odd', api = 1, opens = function() end } return {}",
                        "must return what a constructor makes");
  a_constructor_refuses(w, "return contract { name = 'odd', api = 1, params = { a = 1 }, opens = function() end }",
                        "params.a: must be a param");
  a_constructor_refuses(
      w, "return contract { name = 'odd', api = 1, params = { a = count { default = 'x' } }, opens = function() end }",
      "params.a: default");
  a_constructor_refuses(
      w, "return contract { name = 'odd', api = 1, params = { a = count { dok = 'x' } }, opens = function() end }",
      "did you mean doc");
  a_constructor_refuses(
      w, "return contract { name = 'odd', api = 1, params = { a = count { raise = true } }, opens = function() end }",
      "a count has no field 'raise'");
  a_constructor_refuses(
      w, "return contract { name = 'odd', api = 1, params = { a = money { raise = 'yes' } }, opens = function() end }",
      "raise must be true or false");
  a_constructor_refuses(
      w,
      "return contract { name = 'odd', api = 1, params = { a = money { default = same_as 'b' } }, opens = function() end }",
      "same_as");
}

static void the_state_changes_when_a_file_does(void **context) {
  world *w = *context;
  char before[65], same[65], after[65];
  write_file(w, "contracts/shop.lua", SHOP);
  plugin_host *h = open_host(w);
  good(w, h->state(h->self, before, &w->e));
  h = open_host(w);
  good(w, h->state(h->self, same, &w->e));
  write_file(w, "contracts/shop.lua", SHOP "-- changed\n");
  h = open_host(w);
  good(w, h->state(h->self, after, &w->e));
  assert_string_equal(before, same);
  assert_string_not_equal(before, after);
}

static void a_file_outside_the_search_path_can_be_loaded(void **context) {
  world *w = *context;
  char path[200];
  write_file(w, "elsewhere/shop.lua", SHOP);
  plugin_host *h = open_host(w);
  const plugin_file *f = NULL;
  snprintf(path, sizeof path, "%s/elsewhere/shop.lua", w->folder);
  good(w, h->load(h->self, path, &f, &w->e));
  assert_int_equal(f->kind, PLUGIN_CONTRACT);
  assert_string_equal(f->name, "shop");
  assert_ptr_equal(h->find(h->self, PLUGIN_CONTRACT, "shop", &w->e), f);
}

// ---- params

static void params_are_refused_by_path(void **context) {
  world *w = *context;
  write_file(w, "contracts/shop.lua", SHOP);
  plugin_host *h = open_host(w);
  good(w, h->check(h->self, PLUGIN_CONTRACT, "shop", "{\"price\":\"5\",\"lines\":[{\"name\":\"a\",\"rate\":\"1.5\"}]}",
                   true, &w->e));
  good(w, h->check(h->self, PLUGIN_CONTRACT, "shop", "{\"pool\":3}", false, &w->e));
  check_refused(w, "{}", "price: is missing: a price");
  check_refused(w, "{\"price\":5}", "price: must be an amount as text, such as \"120.00\", not 5");
  check_refused(w, "{\"price\":\"5 USD\"}", "price: must be");
  check_refused(w, "{\"price\":\"0.5\"}", "price: must be at least 1, not \"0.5\"");
  check_refused(w, "{\"price\":\"5\",\"pool\":13}", "pool: must be at most 12, not 13");
  check_refused(w, "{\"price\":\"5\",\"pool\":\"3\"}", "pool: must be an integer");
  check_refused(w, "{\"price\":\"5\",\"roll\":1}", "roll: must be true or false, not 1");
  check_refused(w, "{\"price\":\"5\",\"due\":\"2026-02-30\"}", "due: must be a date");
  check_refused(w, "{\"price\":\"5\",\"how\":\"ende\"}", "did you mean \"end\"?");
  check_refused(w, "{\"price\":\"5\",\"prize\":\"5\"}", "did you mean \"price\"?");
  check_refused(w, "{\"price\":\"5\",\"lines\":[{\"name\":\"a\",\"rate\":\"1\"},{\"name\":\"b\",\"rate\":2}]}",
                "lines[2].rate: must be");
  check_refused(w, "{\"price\":\"5\",\"lines\":[{\"name\":\"a\"}]}", "lines[1].rate: is missing");
}

static void a_plugin_checks_its_params_together(void **context) {
  world *w = *context;
  write_file(
      w, "contracts/shop.lua",
      "return contract { name = 'shop', api = 1, params = { a = count {}, b = count {} }, opens = function() end,\n"
      "check = function(c) if c.a > c.b then return 'a: must not be above b' end end }");
  plugin_host *h = open_host(w);
  good(w, h->check(h->self, PLUGIN_CONTRACT, "shop", "{\"a\":1,\"b\":2}", true, &w->e));
  check_refused(w, "{\"a\":3,\"b\":2}", "a: must not be above b");
}

static void describe_tells_params_in_their_order(void **context) {
  world *w = *context;
  write_file(w, "contracts/shop.lua", SHOP);
  plugin_host *h = open_host(w);
  value *help = h->describe(h->self, PLUGIN_CONTRACT, "shop", w->arena, &w->e);
  good(w, help != NULL);
  value *params = value_get(help, "params");
  static const char *const names[] = { "price", "after", "share", "pool", "due", "how", "roll", "lines" };
  assert_int_equal(params->as.list.count, 8);
  for (size_t i = 0; i < 8; i++) assert_string_equal(value_get(params->as.list.items[i], "name")->as.text, names[i]);
  assert_true(value_get(params->as.list.items[0], "required")->as.truth);
  assert_string_equal(value_get(params->as.list.items[1], "default")->as.text, "same as price");
  assert_non_null(value_get(params->as.list.items[0], "raise"));
  assert_null(value_get(params->as.list.items[1], "raise"));
}

// ---- contract types

static rating may(const fake_entry *entries, size_t count) {
  rating r = { .entries = entries, .entry_count = count };
  day_parse("2026-05-01", 10, &r.period.from);
  r.period.until = r.period.from + 31;
  r.period.whole_from = r.period.from;
  r.period.whole_until = r.period.until;
  r.contract = (contract){ .id = "k1",
                           .name = "Help desk",
                           .customer_id = "cool",
                           .customer_name = "CoolRealty",
                           .currency = "USD",
                           .exponent = 2,
                           .until = DAY_NEVER };
  return r;
}

static bool rate(world *w, const char *type, const char *params, rating *r) {
  plugin_host *h = w->host;
  int terms;
  if (!h->terms_open(h->self, type, params, &r->contract, &terms, &w->e)) return false;
  bool ok =
      h->opens(h->self, terms, r, &w->e) && h->closes(h->self, terms, r, &w->e) && h->rest(h->self, terms, r, &w->e);
  h->terms_close(h->self, terms);
  return ok;
}

static const fake_entry work[] = { { 60, 0, "support", "T1", NULL },
                                   { 30, 1440, "project", "T2", NULL },
                                   { 15, 2880, NULL, "T2", NULL } };

static void retainer_bills_its_fee_and_includes_work(void **context) {
  world *w = *context;
  open_host(w);
  rating r = may(work, 3);
  good(w, rate(w, "retainer", "{\"price\":\"500.00\",\"quantity\":\"2.5\",\"excludes\":[\"project\"]}", &r));
  assert_int_equal(r.fee_count, 1);
  assert_true(r.fees[0].price == 500 * DECIMAL_ONE && r.fees[0].quantity == DECIMAL_ONE * 5 / 2);
  assert_int_equal(r.included, 75);
  assert_int_equal(r.rated, 0);
}

static void hourly_bills_at_its_rate(void **context) {
  world *w = *context;
  open_host(w);
  rating r = may(work, 3);
  good(w, rate(w, "hourly", "{\"rate\":\"120.00\"}", &r));
  assert_int_equal(r.rated, 105);
  assert_true(r.price == 120 * DECIMAL_ONE);
}

static void params_reach_a_contract_type_as_exact_numbers(void **context) {
  world *w = *context;
  write_file(w, "contracts/shop.lua", SHOP);
  open_host(w);
  rating r = may(NULL, 0);
  good(w, rate(w, "shop", "{\"price\":\"1.1\",\"lines\":[{\"name\":\"extra\",\"rate\":\"2.25\"}]}", &r));
  assert_int_equal(r.fee_count, 2);
  assert_string_equal(r.fees[0].description, "Help desk");
  assert_true(r.fees[0].price == DECIMAL_ONE * 22 / 10);
  assert_true(r.fees[1].price == DECIMAL_ONE * 9 / 4);
}

static void rate_custom(world *w, const char *body, rating *r, bool *ok) {
  char text[1500];
  snprintf(text, sizeof text,
           "local kept\nreturn contract { name = 'custom', api = 1,\ncloses = function(c, period, bill)\n%s\nend }",
           body);
  write_file(w, "contracts/custom.lua", text);
  open_host(w);
  *ok = rate(w, "custom", "{}", r);
}

static void work_is_walked_and_parted(void **context) {
  world *w = *context;
  rating r = may(work, 3);
  bool ok;
  rate_custom(w,
              "local set, sum = period:work(), 0\n"
              "for entry, minutes, start, kind, ticket in set:each() do sum = sum + minutes + start // 1440 end\n"
              "assert(sum == 108 and #set == 3 and set.minutes == 105 and set.tickets == 2)\n"
              "local long, short = set:where(function(minutes) return minutes >= 30 end)\n"
              "assert(#long == 2 and #short == 1 and period.days == 31 and period.last - period.first == 30)\n"
              "bill:work(long, decimal '80.5') bill:include(short)",
              &r, &ok);
  good(w, ok);
  assert_int_equal(r.priced, 90);
  assert_int_equal(r.included, 15);
  assert_true(r.price == DECIMAL_ONE * 161 / 2);
}

static void a_kept_handle_is_refused_later(void **context) {
  world *w = *context;
  rating r = may(work, 3);
  bool ok;
  rate_custom(w, "if kept then bill:include(kept) end kept = period:work()", &r, &ok);
  good(w, ok);
  refused(w, rate(w, "custom", "{}", &r), ERROR_PLUGIN, "belongs to an earlier call");
}

static void a_plugin_cannot_swallow_the_engines_refusal(void **context) {
  world *w = *context;
  rating r = may(work, 3);
  r.refuse = true;
  bool ok;
  rate_custom(w, "pcall(bill.line, bill, { 'x', price = 1 })", &r, &ok);
  refused(w, ok, ERROR_HELD, "the engine holds this line");
}

static void floats_are_refused_as_amounts(void **context) {
  world *w = *context;
  rating r = may(work, 3);
  bool ok;
  rate_custom(w, "bill:line { 'x', price = 1.5 }", &r, &ok);
  refused(w, ok, ERROR_PLUGIN, "custom.lua:4: bill:line: price must be");
  rate_custom(w, "bill:line { 'x', price = 1, count = 1.5 }", &r, &ok);
  refused(w, ok, ERROR_PLUGIN, "custom.lua:4: bill:line: count must be");
}

static void days_of_a_line_go_with_those_of_the_whole(void **context) {
  world *w = *context;
  rating r = may(work, 3);
  bool ok;
  rate_custom(w, "bill:line { 'x', price = 1, days = 3 }", &r, &ok);
  refused(w, ok, ERROR_PLUGIN, "custom.lua:4: bill:line: days and days_of go together");
  rate_custom(w, "bill:line { 'x', price = 1, days = 0, days_of = 30 }", &r, &ok);
  refused(w, ok, ERROR_PLUGIN, "custom.lua:4: bill:line: days must be an integer from 1");
}

static void parts_and_schedules_are_read(void **context) {
  world *w = *context;
  write_file(
      w, "contracts/custom.lua",
      "return contract { name = 'custom', api = 1, params = { lines = list { of = record { fields = { type = text {}, params = "
      "record { open = true } } } } },\n"
      "parts = function(c) local out = {} for i, l in ipairs(c.lines) do out[i] = { type = l.type, params = l.params } end return "
      "out end,\n"
      "schedule = function(c) return { { key = 'half', first = c.contract.start, last = c.contract.start + 9, ready_on = "
      "c.contract.start + 10 },\n"
      "  { key = 'rest', first = c.contract.start + 10 } } end }");
  plugin_host *h = open_host(w);
  rating r = may(NULL, 0);
  int terms;
  plugin_part parts[PLUGIN_PARTS_MAX];
  plugin_period *periods;
  size_t count;
  good(w,
       h->terms_open(
           h->self, "custom",
           "{\"lines\":[{\"type\":\"hourly\",\"params\":{\"rate\":\"1.50\"}},{\"type\":\"retainer\",\"params\":{}}]}",
           &r.contract, &terms, &w->e));
  good(w, h->parts(h->self, terms, w->arena, parts, &count, &w->e));
  assert_int_equal(count, 2);
  assert_string_equal(parts[0].id, "hourly");
  assert_string_equal(parts[0].params, "{\"rate\":\"1.50\"}");
  assert_string_equal(parts[1].params, "{}");
  good(w, h->schedule(h->self, terms, w->arena, &r.contract, &periods, &count, &w->e));
  assert_int_equal(count, 2);
  assert_int_equal(periods[0].until, 10);
  assert_int_equal(periods[0].ready_on, 10);
  assert_int_equal(periods[1].until, DAY_NEVER);
  assert_int_equal(periods[1].ready_on, DAY_NEVER);
  h->terms_close(h->self, terms);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)
  const struct CMUnitTest tests[] = { TEST(a_shipped_contract_type_is_found),
                                      TEST(every_shipped_plugin_loads_and_has_five_examples),
                                      TEST(an_unknown_name_suggests_the_nearest),
                                      TEST(a_later_file_of_the_same_name_and_kind_shadows),
                                      TEST(a_file_of_the_same_name_and_another_kind_does_not_shadow),
                                      TEST(a_broken_file_never_falls_back_to_the_one_it_shadows),
                                      TEST(a_list_leaves_broken_files_out_and_names_them),
                                      TEST(constructors_refuse_what_they_do_not_know),
                                      TEST(the_state_changes_when_a_file_does),
                                      TEST(a_file_outside_the_search_path_can_be_loaded),
                                      TEST(params_are_refused_by_path),
                                      TEST(a_plugin_checks_its_params_together),
                                      TEST(describe_tells_params_in_their_order),
                                      TEST(retainer_bills_its_fee_and_includes_work),
                                      TEST(hourly_bills_at_its_rate),
                                      TEST(params_reach_a_contract_type_as_exact_numbers),
                                      TEST(work_is_walked_and_parted),
                                      TEST(a_kept_handle_is_refused_later),
                                      TEST(a_plugin_cannot_swallow_the_engines_refusal),
                                      TEST(floats_are_refused_as_amounts),
                                      TEST(days_of_a_line_go_with_those_of_the_whole),
                                      TEST(parts_and_schedules_are_read) };
  return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
