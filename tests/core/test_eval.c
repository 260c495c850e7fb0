// Trusted Lua: the library that plugins share, and the commands as functions.
#include "lua/trusted/eval.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
// cmocka needs those above
#include <cmocka.h>

typedef struct world {
  error e;
  arena *arena;
} world;

static int setup(void **context) {
  world *w = calloc(1, sizeof *w);
  w->arena = arena_new();
  *context = w;
  return 0;
}

static int teardown(void **context) {
  world *w = *context;
  error_clear(&w->e);
  arena_free(w->arena);
  free(w);
  return 0;
}

static void good(const world *w, bool ok) {
  if (!ok) fail_msg("%s (%s)", w->e.message, w->e.hint);
}

static void refused(world *w, error_code code, const char *message) {
  if (!strstr(w->e.message, message) && !strstr(w->e.hint, message))
    fail_msg("\"%s\" is not in \"%s\" (%s)", message, w->e.message, w->e.hint);
  assert_int_equal(w->e.code, code);
  error_clear(&w->e);
}

static value *command(void *context, arena *a, int argc, const char *const *argv, error *e) {
  (void)context;
  if (strcmp(argv[0], "fail") == 0) {
    error_set(e, ERROR_LOCKED, "no way");
    error_hint(e, "wait");
    return NULL;
  }
  value *out = value_record(a), *words = value_list(a);
  for (int i = 0; i < argc; i++) value_append(a, words, value_text(a, arena_text(a, argv[i])));
  value_put(a, out, "words", words);
  put_money(a, out, "total", 31500, 2);
  return out;
}

static value *eval_text(world *w, const char *code) {
  static const char *const names[] = { "batch new", "batch select", "fail", "what-if", "log", "log show" };
  value *out = NULL;
  eval_options options = { .commands = names, .command_count = 6, .run = command };
  eval_run(&options, "=eval", code, strlen(code), w->arena, &out, &w->e);
  return out;
}

static void evaluates(world *w, const char *code, const char *wanted) {
  value *out = eval_text(w, code);
  good(w, !w->e.code);
  assert_string_equal(value_plain(w->arena, out), wanted);
}

static void eval_knows_the_library_exactly(void **context) {
  world *w = *context;
  evaluates(w, "money.parse('12.5', 'USD')", "1250");
  evaluates(w, "money.format(123450, 'USD')", "1234.50");
  evaluates(w, "money.amount('1.5', '0.01', 'USD')", "2");
  evaluates(w, "table.concat(money.split(100, {1, 1, 1}), ' ')", "34 33 33");
  evaluates(w, "money.muldiv(7, 1, 2, 'half-even')", "4");
  evaluates(w, "date.format(date.add_months(date.parse '2026-01-31', 1))", "2026-02-28");
  evaluates(w, "date.format(period.boundary { anchor = date.parse '2026-01-31', cadence = 'monthly', n = 2 })",
            "2026-03-31");
  evaluates(w, "period.index { anchor = 0, cadence = { unit = 'day', count = 10 }, day = -1 }", "-1");
  evaluates(w, "tostring(decimal '0.1' + decimal '0.2' * 3 - 1)", "-0.3");
  evaluates(w, "decimal '2.5' > 2 and (decimal '-2.5'):floor()", "-3");
  evaluates(w, "local x = 1; return x + 1", "2");
}

static void the_library_raises_on_floats_and_overflow(void **context) {
  world *w = *context;
  static const char *const codes[] = { "money.round(1.0, 2)",
                                       "money.muldiv(math.maxinteger, 4, 1)",
                                       "decimal(1.5)",
                                       "decimal '1' + 0.5",
                                       "decimal '999999999999999' * 10",
                                       "decimal '0.000000001' * decimal '0.1'",
                                       "date.parse '2026-02-30'",
                                       "date.format(1e3)",
                                       "money.parse('1.234', 'USD')",
                                       "money.format(1, 'XXY')",
                                       "period.boundary { anchor = 0, cadence = 'often', n = 1 }",
                                       "period.index { anchor = 0, cadence = 'monthly', dya = 1 }",
                                       "money.split(1, {0})",
                                       "date.add_months(0, 1 << 60)",
                                       "zone.to_utc('2026-04-07T09:30', 'Mars/Base')" };
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    eval_text(w, codes[i]);
    if (!w->e.code) fail_msg("%s was accepted", codes[i]);
    error_clear(&w->e);
  }
}

static void commands_become_functions(void **context) {
  world *w = *context;
  evaluates(w, "table.concat(billet.batch.new { as_of = '2026-05-07' }.words, ' ')", "batch new --as-of 2026-05-07");
  evaluates(w, "table.concat(billet.batch.select('k1', 'k2', { all = true, note = false }).words, ' ')",
            "batch select k1 k2 --all");
  evaluates(w, "table.concat(billet.what_if { 'x', lines = { 1, 2 } }.words, ' ')", "what-if x --lines 1,2");
  evaluates(w, "table.concat(billet.log().words, ' ') .. '|' .. table.concat(billet.log.show('1').words, ' ')",
            "log|log show 1");
  evaluates(w, "billet.batch.new().total", "315.00");
  evaluates(w, "select(2, pcall(billet.fail)).code", "locked");
  evaluates(w, "tostring(select(2, pcall(billet.fail)))", "no way");
  eval_text(w, "billet.fail()");
  refused(w, ERROR_LOCKED, "wait");
  eval_text(w, "local x = nil\nx.y = 1");
  refused(w, ERROR_PLUGIN, "eval:2:");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
  const struct CMUnitTest tests[] = { TEST(eval_knows_the_library_exactly),
                                      TEST(the_library_raises_on_floats_and_overflow),
                                      TEST(commands_become_functions) };
  return cmocka_run_group_tests_name("eval", tests, NULL, NULL);
}
