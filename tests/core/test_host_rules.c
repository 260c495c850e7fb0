// The plugin host: price rules, tax rules, exporters. Needs no engine.
#include "core/engine/plugin.h"
#include "lua/host/host.h"
#include "lua/host/host_inside.h"
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

// ---- price rules

static int64_t rounded(world *w, const plugin_rules *rules, int64_t minutes) {
  int64_t out = -1;
  rule_facts facts = { .minutes = minutes, .category = "labor", .exponent = 2 };
  good(w, w->host->rule_apply(w->host->self, rules->rules[0].handle, minutes, &facts, &out, &w->e));
  return out;
}

static void round_time_rounds_up(void **context) {
  world *w = *context;
  plugin_host *h = open_host(w);
  const plugin_rules *rules, *again;
  good(w, h->rules_open(h->self, "[{\"rule\":\"round-time\",\"increment\":15,\"minimum\":30,\"per\":\"ticket\"}]", NULL,
                        &rules, &w->e));
  assert_int_equal(rules->count, 1);
  assert_int_equal(rules->rules[0].stage, STAGE_MINUTES);
  assert_int_equal(rules->rules[0].scope, SCOPE_TICKET);
  for (int i = 0; i < 2; i++) {
    assert_int_equal(rounded(w, rules, 1), 30);
    assert_int_equal(rounded(w, rules, 31), 45);
    assert_int_equal(rounded(w, rules, 45), 45);
    assert_int_equal(rounded(w, rules, 4096), 4110);
    assert_int_equal(rounded(w, rules, 1000001), 1000005);
  }
  good(w, h->rules_open(h->self, "[{\"rule\":\"round-time\",\"increment\":15,\"minimum\":30,\"per\":\"ticket\"}]", NULL,
                        &again, &w->e));
  assert_ptr_equal(rules, again);
}

static void the_sites_own_rules_come_after_the_contracts(void **context) {
  world *w = *context;
  write_file(w, "rules/site.lua", "return { price_rules = { { rule = 'round-time', increment = 6 } } }");
  write_file(
      w, "rules/dearer.lua",
      "return price_rule { name = 'dearer', api = 1, params = { by = percent {} }, stage = 'price',\n"
      "apply = function(rule, price, minutes, start, category) if category ~= 'labor' then return price end return price + minutes "
      "* 1000000000 end }");
  plugin_host *h = open_host(w);
  const plugin_rules *rules;
  int64_t out;
  good(w, h->rules_open(h->self, "[{\"rule\":\"dearer\",\"by\":\"10%\"}]", NULL, &rules, &w->e));
  assert_int_equal(rules->count, 2);
  assert_string_equal(rules->rules[0].file->name, "dearer");
  assert_string_equal(rules->rules[1].file->name, "round-time");
  rule_facts facts = { .minutes = 7, .category = "labor", .exponent = 2 };
  good(w, h->rule_apply(h->self, rules->rules[0].handle, 5, &facts, &out, &w->e));
  assert_int_equal(out, 7000000005);
  facts.category = "product";
  good(w, h->rule_apply(h->self, rules->rules[0].handle, 5, &facts, &out, &w->e));
  assert_int_equal(out, 5);
  good(w, h->rules_open(h->self, NULL, NULL, &rules, &w->e));
  assert_int_equal(rules->count, 1);
}

static void a_faulty_rule_is_named_by_its_place(void **context) {
  world *w = *context;
  plugin_host *h = open_host(w);
  const plugin_rules *rules;
  refused(w,
          h->rules_open(h->self, "[{\"rule\":\"round-time\"},{\"rule\":\"round-time\",\"increment\":0}]", NULL, &rules,
                        &w->e),
          ERROR_INVALID, "rules[2]: increment: must be at least 1");
  refused(w, h->rules_open(h->self, "[{\"rule\":\"round-tme\"}]", NULL, &rules, &w->e), ERROR_NOT_FOUND, "round-time");
}

// What it would do again for every entry: whoever asks must not ask once for each.
static void a_rule_that_runs_out_of_time_is_told_from_one_that_fails(void **context) {
  world *w = *context;
  write_file(w, "rules/endless.lua",
             "return price_rule { name = 'endless', api = 1, stage = 'price',\n"
             "apply = function(_, price) if price == 1 then error('no') end while price > 0 do end return price end }");
  plugin_host *h = open_host(w);
  const plugin_rules *rules;
  int64_t out;
  rule_facts facts = { .category = "labor" };
  good(w, h->rules_open(h->self, "[{\"rule\":\"endless\"}]", NULL, &rules, &w->e));
  assert_false(h->rule_apply(h->self, rules->rules[0].handle, 2, &facts, &out, &w->e));
  assert_true(w->e.spent);
  error_clear(&w->e);
  assert_false(h->rule_apply(h->self, rules->rules[0].handle, 1, &facts, &out, &w->e));
  assert_int_equal(w->e.code, ERROR_PLUGIN);
  assert_false(w->e.spent);
}

static void a_rule_that_answers_a_float_is_refused(void **context) {
  world *w = *context;
  write_file(
      w, "rules/half.lua",
      "return price_rule { name = 'half', api = 1, stage = 'price', apply = function(rule, price) return price / 2 end }");
  plugin_host *h = open_host(w);
  const plugin_rules *rules;
  int64_t out;
  rule_facts facts = { 0 };
  good(w, h->rules_open(h->self, "[{\"rule\":\"half\"}]", NULL, &rules, &w->e));
  refused(w, h->rule_apply(h->self, rules->rules[0].handle, 5, &facts, &out, &w->e), ERROR_PLUGIN,
          "half.lua: apply must return an integer, not a float");
}

typedef struct asked_item {
  int times;
  bool first;
} asked_item;

static bool is_first(void *item, bool *out, error *e) {
  asked_item *asked = item;
  if (++asked->times > 2) return error_set(e, ERROR_BUSY, "the database is locked");
  *out = asked->first;
  return true;
}

// The engine is asked when the rule looks, and not before: the item that hears true has charged.
static void work_first_is_asked_for_when_a_rule_looks(void **context) {
  world *w = *context;
  write_file(w, "rules/fee.lua",
             "return price_rule { name = 'fee', api = 1, stage = 'amount', scope = 'ticket',\n"
             "apply = function(_, amount, _, _, _, _, _, work)\n"
             "if work.title ~= 'site' or work.nothing then return amount end\n"
             "return work.first and amount + 1 or amount end }");
  plugin_host *h = open_host(w);
  const plugin_rules *rules;
  int64_t out;
  asked_item asked = { 0, true };
  rule_facts facts = { .category = "labor", .title = "desk", .first = is_first, .item = &asked };
  good(w, h->rules_open(h->self, "[{\"rule\":\"fee\"}]", NULL, &rules, &w->e));
  good(w, h->rule_apply(h->self, rules->rules[0].handle, 5, &facts, &out, &w->e));
  assert_int_equal(asked.times, 0);
  facts.title = "site";
  good(w, h->rule_apply(h->self, rules->rules[0].handle, 5, &facts, &out, &w->e));
  assert_int_equal(out, 6);
  asked.first = false;
  good(w, h->rule_apply(h->self, rules->rules[0].handle, 5, &facts, &out, &w->e));
  assert_int_equal(out, 5);
  assert_int_equal(asked.times, 2);
  assert_false(h->rule_apply(h->self, rules->rules[0].handle, 5, &facts, &out, &w->e));
  assert_int_equal(w->e.code, ERROR_BUSY);
  error_clear(&w->e);
  facts.first = NULL;
  refused(w, h->rule_apply(h->self, rules->rules[0].handle, 5, &facts, &out, &w->e), ERROR_PLUGIN,
          "ask in a rule of the stage amount and the scope ticket");
}

// ---- garbage: with the collector stopped, memory tells what a path makes

static state *state_named(world *w, const char *name) {
  host *h = w->host->self;
  for (size_t i = 0; i < h->plugin_count; i++)
    if (strcmp(h->plugins[i]->file.name, name) == 0 && h->plugins[i]->state) return h->plugins[i]->state;
  fail_msg("%s is not loaded", name);
  return NULL;
}

static size_t made_by_a_rule(world *w, const char *name, const char *rules_text, int times) {
  plugin_host *h = w->host;
  const plugin_rules *rules;
  int64_t out;
  good(w, h->rules_open(h->self, rules_text, NULL, &rules, &w->e));
  rule_facts facts = { .category = "labor", .exponent = 2, .ticket_x = "{\"priority\":\"P1\"}" };
  state *s = state_named(w, name);
  size_t before = 0;
  lua_gc(s->lua, LUA_GCSTOP);
  for (int i = 0; i <= times; i++) {
    facts.minutes = 100000 + i;
    facts.at = i * 61;
    if (rules->splits) good(w, h->rule_split(h->self, rules->rules[0].handle, facts.at, 600, &out, &w->e));
    good(w, h->rule_apply(h->self, rules->rules[0].handle, 100000 + i, &facts, &out, &w->e));
    if (i == 0) before = s->used;
  }
  lua_gc(s->lua, LUA_GCRESTART);
  return s->used - before;
}

static void rules_make_no_garbage_per_entry(void **context) {
  world *w = *context;
  write_file(
      w, "rules/fee.lua",
      "return price_rule { name = 'fee', api = 1, stage = 'amount', scope = 'ticket', params = { fee = money {} },\n"
      "apply = function(rule, amount, minutes, start, category, decimals, x)\n"
      "if x.ticket.priority ~= 'P1' then return amount end return amount + rule.fee:minor(decimals) end }");
  open_host(w);
  assert_int_equal(made_by_a_rule(w, "round-time", "[{\"rule\":\"round-time\",\"increment\":15}]", 5000), 0);
  assert_int_equal(made_by_a_rule(w, "after-hours", "[{\"rule\":\"after-hours\",\"multiplier\":\"1.5\"}]", 5000), 0);
  assert_int_equal(made_by_a_rule(w, "cap", "[{\"rule\":\"cap\",\"amount\":\"100.00\"}]", 5000), 0);
  assert_int_equal(made_by_a_rule(w, "fee", "[{\"rule\":\"fee\",\"fee\":\"80.00\"}]", 5000), 0);
}

// A contract type that walks and parts its work: what that makes does not grow with the entries.
static size_t made_by_work(world *w, size_t count) {
  static fake_entry entries[100];
  plugin_host *h = w->host;
  int terms;
  for (size_t i = 0; i < count; i++)
    entries[i] = (fake_entry){ 60, (int64_t)i, "support", i % 2 ? "T1" : "T2", "{\"priority\":\"P1\"}" };
  rating r = { .entries = entries,
               .entry_count = count,
               .contract = { .id = "k1", .name = "K", .currency = "USD", .until = DAY_NEVER } };
  good(w, h->terms_open(h->self, "walks", "{}", &r.contract, &terms, &w->e));
  good(w, h->closes(h->self, terms, &r, &w->e));
  state *s = state_named(w, "walks");
  lua_gc(s->lua, LUA_GCCOLLECT);
  lua_gc(s->lua, LUA_GCSTOP);
  size_t before = s->used;
  r.pooled = 0;
  good(w, h->closes(h->self, terms, &r, &w->e));
  size_t made = s->used - before;
  lua_gc(s->lua, LUA_GCRESTART);
  h->terms_close(h->self, terms);
  return made;
}

static void work_is_walked_without_garbage_per_entry(void **context) {
  world *w = *context;
  write_file(
      w, "contracts/walks.lua",
      "local function urgent(minutes, start, kind, ticket, x) return x.ticket.priority == 'P1' and minutes > 0 end\n"
      "return contract { name = 'walks', api = 1, closes = function(c, period, bill)\n"
      "local set, sum = period:work(), 0\n"
      "for at, minutes, start, kind, ticket in set:each() do if set:x(at).ticket.priority == 'P1' then sum = sum + minutes end end\n"
      "assert(sum == 60 * #set and #set:where(urgent) == #set) bill:work(set, 1) end }");
  open_host(w);
  made_by_work(w, 10);  // what is made once: strings, tables of columns
  // Two sets of its own that `where` makes hold eight bytes an entry.
  assert_int_equal(made_by_work(w, 100) - made_by_work(w, 10), 2 * 8 * 90);
}

// ---- taxes

static void percent_tells_categories_apart(void **context) {
  world *w = *context;
  plugin_host *h = open_host(w);
  int handle;
  tax_answer answer;
  good(w,
       h->tax_open(
           h->self, "percent",
           "{\"rate\":\"8.25%\",\"rounding\":\"document\",\"categories\":[{\"category\":\"labor\",\"rate\":\"0%\"}]}",
           &handle, &w->e));
  good(w, h->tax_answer(h->self, handle, "product", &answer, &w->e));
  assert_int_equal(answer.count, 1);
  assert_true(answer.components[0].rate == 82500000);
  assert_null(answer.components[0].name);
  assert_null(answer.category);
  assert_true(answer.document);
  good(w, h->tax_answer(h->self, handle, "labor", &answer, &w->e));
  assert_true(answer.components[0].rate == 0);
  assert_string_equal(answer.category, "labor");
}

static void none_taxes_nothing_and_may_say_why(void **context) {
  world *w = *context;
  plugin_host *h = open_host(w);
  int handle;
  tax_answer answer;
  good(w, h->tax_open(h->self, "none", "{\"reason\":\"Export\"}", &handle, &w->e));
  good(w, h->tax_answer(h->self, handle, "labor", &answer, &w->e));
  assert_int_equal(answer.count, 0);
  assert_string_equal(answer.reason, "Export");
}

// ---- exporters

static value *an_invoice(arena *a) {
  value *invoice = value_record(a), *lines = value_list(a), *line = value_record(a);
  put_text(a, invoice, "invoice", "12");
  put_text(a, invoice, "customer_name", "Cool, \"Inc.\"");
  put_money(a, invoice, "total", -1234, 2);
  put_int(a, line, "line", 1);
  put_text(a, line, "description", "=1+1");
  put_day(a, line, "date", 0);
  put_money(a, line, "amount", -1234, 2);
  value_append(a, lines, line);
  value_put(a, invoice, "lines", lines);
  return invoice;
}

static void csv_quotes_and_disarms_cells(void **context) {
  world *w = *context;
  plugin_host *h = open_host(w);
  buffer out = { 0 };
  const export_desk desk = { .currency = "USD" };
  export_call call = { .name = "csv", .phase = "begins", .desk = &desk };
  good(w, h->export(h->self, &call, &out, &w->e));
  call.phase = "invoice";
  call.invoice = an_invoice(w->arena);
  good(w, h->export(h->self, &call, &out, &w->e));
  call = (export_call){ .name = "csv", .phase = "ends", .desk = &desk };
  good(w, h->export(h->self, &call, &out, &w->e));
  assert_non_null(strstr(out.text, "invoice,kind,date,"));
  assert_non_null(
      strstr(out.text, "\r\n12,,,,,\"Cool, \"\"Inc.\"\"\",,,,-12.34,,,1,,,1970-01-01,,,,,'=1+1,,,,,-12.34,,,\r\n"));
  buffer_free(&out);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)
  const struct CMUnitTest tests[] = { TEST(round_time_rounds_up),
                                      TEST(the_sites_own_rules_come_after_the_contracts),
                                      TEST(a_faulty_rule_is_named_by_its_place),
                                      TEST(a_rule_that_runs_out_of_time_is_told_from_one_that_fails),
                                      TEST(a_rule_that_answers_a_float_is_refused),
                                      TEST(work_first_is_asked_for_when_a_rule_looks),
                                      TEST(rules_make_no_garbage_per_entry),
                                      TEST(work_is_walked_without_garbage_per_entry),
                                      TEST(percent_tells_categories_apart),
                                      TEST(none_taxes_nothing_and_may_say_why),
                                      TEST(csv_quotes_and_disarms_cells) };
  return cmocka_run_group_tests_name("host rules", tests, NULL, NULL);
}
