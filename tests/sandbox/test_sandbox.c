// Attacks on the sandbox: each runs in a child process and must end in a clean refusal, in time and within its memory.
#include "tests/sandbox/attack.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// ---- time

static void an_endless_loop_is_stopped(void **s) {
  (void)s;
  attack_refused("while true do end", "took too long");
}
static void a_pcall_loop_cannot_swallow_the_deadline(void **s) {
  (void)s;
  attack_refused("while true do pcall(function() while true do end end) end", "took too long");
}

static void code_after_a_caught_deadline_does_not_run(void **s) {
  (void)s;
  attack_refused("pcall(function() while true do end end) bill:line { 'late', price = 1 }", "took too long");
  attack_refused("local ok, why = pcall(pcall, pcall, function() while true do end end) error('late')",
                 "took too long");
}

static void loading_that_never_ends_is_stopped(void **s) {
  (void)s;
  attack_refused_with("while true do end", "", "took too long");
}
static void endless_recursion_is_stopped(void **s) {
  (void)s;
  attack_refused("local function f() return 1 + f() end f()", "8 MiB");
  attack_refused("local function f() pcall(f) pcall(f) end f()", "took too long");
}

static void pattern_backtracking_is_refused(void **s) {
  (void)s;
  attack_refused("return (('a'):rep(3000)):find('.-.-.-.-.-.-.-.-b')", "could take too long");
  attack_refused("return (('('):rep(60000)):find('%b()%b()')", "could take too long");
  attack_refused("return (('a'):rep(60000)):match('a*a*b')", "could take too long");
  attack_refused("return (('a'):rep(60000)):gsub('a-b', '')", "could take too long");
  attack_refused("for w in (('a'):rep(60000)):gmatch('a-b') do end", "could take too long");
  attack_refused("local s = ('a'):rep(1000000) return s:find(('a'):rep(500000) .. 'b', 1, true)", "too long to search");
  attack_refused("while true do (('a'):rep(5000)):find('a-b') end", "took too long");
}

static void a_metamethod_that_loops_is_stopped(void **s) {
  (void)s;
  attack_refused("local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end }) return t[1]",
                 "stack overflow");
  attack_refused("for i in ipairs(setmetatable({}, { __index = function() return 1 end })) do end", "took too long");
}

static void sorting_with_a_lying_order_is_stopped(void **s) {
  (void)s;
  attack_refused(
      "local t = {} for i = 1, 200 do t[i] = i end while true do pcall(table.sort, t, function() return true end) end",
      "took too long");
}

static void one_long_step_of_a_library_is_stopped(void **s) {
  (void)s;
  attack_refused("local s, t = ('x'):rep(1 << 20), {} for i = 1, 200000 do t[i] = s end table.sort(t)",
                 "took too long");
  attack_refused("for _ in (('^'):rep(1 << 20)):gmatch('^.-b') do end", "could take too long");
  attack_refused("local s = ('x'):rep(1 << 20) while true do utf8.len(s) end", "took too long");
  attack_refused("local s = (' '):rep(1 << 20) while true do tonumber(s) end", "took too long");
  attack_refused("local s = ('x'):rep(1 << 20) while true do local _ = s .. s end", "took too long");
  attack_refused("local s = ('x'):rep(1 << 20) while true do s:upper() end", "took too long");
  attack_refused(
      "local t = {} for i = 1, 200000 do t[i] = i end while true do table.insert(t, 1, table.remove(t, 1)) end",
      "took too long");
}

static void a_third_call_is_refused_scene(const void *context) {
  (void)context;
  error e = { 0 };
  rating r = { 0 };
  attack_write("slow", "", "while true do end");
  attack_write("fine", "", "bill:line { 'fine', price = 1 }");
  plugin_host *h = attack_host(&e);
  for (int i = 0; i < 2; i++) {
    if (attack_run(h, "slow", &r, &e) || !strstr(e.message, "took too long and was stopped"))
      attack_broken("stopped", &e);
    error_clear(&e);
  }
  if (attack_run(h, "slow", &r, &e) || !strstr(e.message, "slow.lua:4: took too long twice, and is set aside"))
    attack_broken("was not set aside", &e);
  error_clear(&e);
  if (!attack_run(h, "fine", &r, &e)) attack_broken("another plugin was set aside as well", &e);
  h->begin(h->self);
  if (attack_run(h, "slow", &r, &e) || !strstr(e.message, "took too long and was stopped"))
    attack_broken("next command", &e);
  host_close(h);
}

static void who_takes_too_long_twice_is_set_aside(void **s) {
  (void)s;
  attack_in_child(a_third_call_is_refused_scene, NULL);
}

// ---- memory

static void a_huge_repetition_is_refused(void **s) {
  (void)s;
  attack_refused("return ('x'):rep(1 << 40)", "more than 1 MiB");
  attack_refused("return ('x'):rep(1 << 62, 'y')", "more than 1 MiB");
  attack_refused("local n = #((''):rep(1 << 40)) error('empty ' .. n)", "empty 0");
}

static void memory_has_a_limit(void **s) {
  (void)s;
  attack_refused("local t = {} while true do t[#t + 1] = ('x'):rep(100000) .. #t end", "8 MiB");
  attack_refused("local t = 'x' while true do t = t .. t end", "8 MiB");
  attack_refused("local t = {} for i = 1, 1 << 30 do t[i] = i end", "8 MiB");
}

static void a_pcall_loop_round_exhausted_memory_ends(void **s) {
  (void)s;
  attack_refused(
      "while true do pcall(function() local t = {} while true do t[#t + 1] = ('x'):rep(100000) .. #t end end) end",
      "8 MiB");
}

static void a_flood_of_colliding_keys_is_stopped(void **s) {
  (void)s;
  attack_refused("local t, m = {}, 65535 for i = 1, 1 << 30 do t[i * m * 8] = true end", "");
  attack_refused(
      "local t = {} for i = 1, 60000 do t[i * ((1 << 31) - 1)] = true end while true do for k in pairs(t) do end end",
      "took too long");
}

static void moving_and_unpacking_too_much_is_refused(void **s) {
  (void)s;
  attack_refused("table.move({}, 1, 1 << 40, 2)", "more than a million");
  attack_refused("table.move({}, math.mininteger, math.maxinteger, 2)", "more than a million");
  attack_refused("return table.unpack({}, 1, 1 << 28)", "too many results");
  attack_refused("return table.concat({}, ',', 1, 1 << 40)", "invalid value");
}

// ---- what is not there

static void nothing_of_the_machine_is_there(void **s) {
  (void)s;
  static const char *const names[] = { "os",       "io",     "debug",     "package", "load",         "loadstring",
                                       "loadfile", "dofile", "coroutine", "xpcall",  "getmetatable", "collectgarbage",
                                       "rawget",   "rawset", "rawequal",  "next",    "print",        "_G",
                                       "warn" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char body[100], message[60];
    snprintf(body, sizeof body, "return %s.x", names[i]);
    snprintf(message, sizeof message, "'%s' is not known here", names[i]);
    attack_refused(body, message);
  }
  attack_refused("require 'entries'", "require: at the top of the file");
  attack_refused("return string.dump(function() end)", "field 'dump'");
  attack_refused("return math.random()", "field 'random'");
  attack_refused("return string.pack('i', 1)", "field 'pack'");
}

static void metatables_hold_no_tricks(void **s) {
  (void)s;
  static const char *const names[] = { "__gc", "__close", "__metatable", "__name", "__mode", "__len", "__pairs" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char body[160], message[60];
    snprintf(body, sizeof body, "setmetatable({}, { %s = function() while true do end end })", names[i]);
    snprintf(message, sizeof message, "'%s' is not allowed", names[i]);
    attack_refused(body, message);
  }
}

static void a_metatable_changed_later_changes_nothing(void **s) {
  (void)s;
  attack_refused(
      "local m = {} local t = setmetatable({}, m) m.__close = function() while true do end end local x <close> = t",
      "non-closable");
  attack_refused(
      "local m = {} local t = setmetatable({}, m) m.__len = function() return 1 << 40 end error('length ' .. #t)",
      "length 0");
}

static void string_methods_cannot_be_replaced_for_others(void **s) {
  (void)s;
  attack_refused("getmetatable('').__index.rep = function() return 'evil' end", "'getmetatable' is not known");
  attack_refused("('').rep = 1", "index a string value");
}

static void what_is_given_cannot_be_changed(void **s) {
  (void)s;
  attack_refused("money.muldiv = function() return 1 end", "attack.lua:4: 'muldiv' cannot be changed");
  attack_refused("string.rep = function() return 'evil' end", "'rep' cannot be changed");
  attack_refused("table.insert(math, 1)", "'1' cannot be changed");
  attack_refused("for _, name in ipairs { 'date', 'period', 'zone', 'payment', 'table', 'utf8' } do\n"
                 "if pcall(function() _ENV[name].x = 1 end) then return end end money.x = 1",
                 "'x' cannot be changed");
  attack_refused("pairs = function() end", "'pairs' would be a global");
  attack_refused("_ENV.math = {}", "'math' would be a global");
  attack_refused("setmetatable(money, {})", "has a metatable already");
  attack_refused("c.price = 1", "'price' cannot be changed");
  attack_refused("c.contract.id = 'another'", "'id' cannot be changed");
  attack_refused("c.contract.x.seen = true", "'seen' cannot be changed");
  attack_refused("local _, t = pairs(money) t.muldiv = nil", "'muldiv' cannot be changed");
  attack_refused("period.first = 1", "index a billet.period value");
}

static void what_is_given_reads_as_ever(void **s) {
  (void)s;
  attack_refused(
      "local n = 0 for name in pairs(math) do n = n + 1 end\n"
      "error(n .. ' ' .. #table.concat({ 1, 2 }) .. ' ' .. type(money) .. ' ' .. tostring(money.muldiv(7, 1, 1)))",
      "11 2 table 7");
}

static void a_schema_has_an_end(void **s) {
  (void)s;
  attack_refused_with(
      "local t = text {} for i = 1, 40 do t = record { fields = { a = t, b = t } } end\n"
      "if true then return contract { name = 'attack', api = 1, params = { p = t }, opens = function() end } end",
      "", "params nest deeper than 16");
  attack_refused_with(
      "local t = text {} for i = 1, 4 do local f = {} for k = 1, 60 do f['f' .. k] = t end\n"
      "t = record { fields = f } end\n"
      "if true then return contract { name = 'attack', api = 1, params = { p = t }, opens = function() end } end",
      "", "more than 4096 params");
  attack_refused_with(
      "local long, f = ('x'):rep(1 << 20), {} for k = 1, 60 do f['f' .. k] = text { doc = long } end\n"
      "if true then return contract { name = 'attack', api = 1, params = f, opens = function() end } end",
      "", "8 MiB");
}

static void a_finalizer_cannot_be_called(void **s) {
  (void)s;
  attack_refused("bill.__gc(bill) bill.__gc(bill)", "bill has no '__gc'");
  attack_refused("bill.__index = {}", "index a billet.bill value");
}

static void globals_are_refused(void **s) {
  (void)s;
  attack_refused("remembered = 1", "'remembered' would be a global");
}

// ---- files

static void bytecode_scene(const void *context) {
  error e = { 0 };
  rating r = { 0 };
  static const char bytes[] = "\x1bLua\x54\x00\x19\x93\r\n\x1a\n\x04\x08\x08xV";
  (void)context;
  attack_file("attack.lua", bytes, sizeof bytes);
  plugin_host *h = attack_host(&e);
  if (attack_run(h, "attack", &r, &e) || e.code != ERROR_PLUGIN) attack_broken("bytecode was loaded", &e);
  host_close(h);
}

static void bytecode_is_refused(void **s) {
  (void)s;
  attack_in_child(bytecode_scene, NULL);
}

static void a_file_cannot_pretend_to_be_another(void **s) {
  (void)s;
  attack_refused("error('hourly.lua:1: not me', 0)", "attack.lua:4: hourly.lua:1: not me");
  attack_refused_with("--[[ @hourly.lua ]]", "error('x')", "attack.lua:4: x");
}

static void one_plugin_does_not_see_another_scene(const void *context) {
  error e = { 0 };
  rating r = { 0 };
  (void)context;
  attack_write("evil",
               "pcall(function() math.floor = function() return 666 end end)\n"
               "pcall(function() string.rep = math.floor end) pcall(function() pairs = math.floor end)",
               "bill:line { 'x', price = 1 }");
  attack_write("good", "", "bill:line { ('x'):rep(2), price = math.floor(7) }");
  plugin_host *h = attack_host(&e);
  if (!attack_run(h, "evil", &r, &e) || !attack_run(h, "good", &r, &e)) attack_broken("failed", &e);
  if (r.fees[1].price != 7 * DECIMAL_ONE || strcmp(r.texts[1], "xx") != 0)
    attack_broken("a change was seen by another plugin", &e);
  host_close(h);
}

static void one_plugin_does_not_see_what_another_changed(void **s) {
  (void)s;
  attack_in_child(one_plugin_does_not_see_another_scene, NULL);
}

static void nesting_without_end_is_refused_scene(const void *context) {
  error e = { 0 };
  rating r = { 0 };
  (void)context;
  static char text[400000];
  strcpy(text, "return ");
  memset(text + 7, '(', 390000);
  attack_file("attack.lua", text, strlen(text));
  plugin_host *h = attack_host(&e);
  if (attack_run(h, "attack", &r, &e) || e.code != ERROR_PLUGIN) attack_broken("was loaded", &e);
  host_close(h);
}

static void nesting_without_end_is_refused(void **s) {
  (void)s;
  attack_in_child(nesting_without_end_is_refused_scene, NULL);
}

// ---- errors and results

static void an_error_object_is_never_run(void **s) {
  (void)s;
  attack_refused("error(setmetatable({}, { __tostring = function() while true do end end }))",
                 "raised a table as an error");
  attack_refused("error(setmetatable({}, { __tostring = function() error('again') end }))",
                 "raised a table as an error");
  attack_refused("error(nil)", "raised a nil as an error");
}

static void terminal_escapes_do_not_reach_messages(void **s) {
  (void)s;
  attack_refused("error('\\27[2J\\7\\r\\nrm -rf\\xc2\\x9b31m\\xff')", "?[2J??");
}

static void floats_and_overflow_are_no_amounts(void **s) {
  (void)s;
  attack_refused("bill:line { 'x', price = 0/0 }", "not a float");
  attack_refused("bill:line { 'x', price = 1e3 }", "not a float");
  attack_refused("bill:line { 'x', price = math.maxinteger + 1 }", "price must be");
  attack_refused("bill:line { 'x', price = 1, quantity = 1/0 }", "not a float");
  attack_refused("bill:line { 'x', price = setmetatable({}, { __index = function() error('read') end }) }",
                 "not table");
}

static void results_scene(const void *context) {
  error e = { 0 };
  int handle;
  tax_answer answer;
  const char *text = "return tax_rule { name = 'odd', api = 1, rates = function()\n"
                     "return setmetatable({}, { __index = function() error('read through __index') end }) end }";
  (void)context;
  attack_file("odd.lua", text, strlen(text));
  plugin_host *h = attack_host(&e);
  if (!h->tax_open(h->self, "odd", "{}", &handle, &e)) attack_broken("open", &e);
  if (!h->tax_answer(h->self, handle, "labor", &answer, &e) || answer.count)
    attack_broken("a result was not read raw", &e);
  host_close(h);
}

static void results_are_read_raw(void **s) {
  (void)s;
  attack_in_child(results_scene, NULL);
}

static void order_scene(const void *context) {
  error e = { 0 };
  rating r = { 0 };
  (void)context;
  attack_write("order", "",
               "local t, out = { b = 1, a = 2, [3] = 3, [-1] = 4, B = 5, [10] = 6 }, {}\n"
               "for k, v in pairs(t) do out[#out + 1] = k .. '=' .. v t[k] = nil end\n"
               "bill:line { table.concat(out, ' ') .. ' ' .. tostring(t) .. string.format(' %s', bill), price = 1 }");
  for (int i = 0; i < 5; i++) {
    plugin_host *h = attack_host(&e);
    r.fee_count = 0;
    if (!attack_run(h, "order", &r, &e)) attack_broken("failed", &e);
    if (strcmp(r.texts[0], "-1=4 3=3 10=6 B=5 a=2 b=1 table userdata") != 0) attack_broken(r.texts[0], &e);
    host_close(h);
  }
}

static void pairs_has_one_order_and_no_address_shows(void **s) {
  (void)s;
  attack_in_child(order_scene, NULL);
  attack_refused("return string.format('%p', bill)", "not allowed");
  attack_refused("for k in pairs { [1.5] = 1 } do end", "keys must be integers or text");
}

// ---- Invoice templates

// Asks a template whose `blocks` is the attack; what it kept outside of it stays from call to call.
static bool write_letter(plugin_host *h, value **out, arena *a, error *e) {
  const template_call call = { .name = "attack", .invoice = value_record(a) };
  *out = h->document(h->self, &call, a, e);
  return *out != NULL;
}

static plugin_host *open_letter(const char *body, error *e) {
  static const char english[] = "return language { name = 'en', api = 1, words = { days = '{n} days' } }";
  char text[4000];
  int length = snprintf(
      text, sizeof text,
      "local kept\nreturn invoice_template { name = 'attack', api = 1, blocks = function(i, t)\n%s\nend }", body);
  attack_file("attack.lua", text, (size_t)length);
  attack_file("en.lua", english, sizeof english - 1);
  return attack_host(e);
}

static void letter_scene(const void *context) {
  const expected *x = context;
  error e = { 0 };
  arena *a = arena_new();
  value *out;
  plugin_host *h = open_letter(x->body, &e);
  if (!h) attack_broken("open", &e);
  if (write_letter(h, &out, a, &e)) attack_broken("was not refused", &e);
  if (e.code != ERROR_PLUGIN || !strstr(e.message, x->message) || !strstr(e.message, "attack.lua"))
    attack_broken(x->message, &e);
  host_close(h);
  arena_free(a);
}

static void a_template_cannot_run_for_ever_nor_take_all_memory(void **context) {
  (void)context;
  static const expected attacks[] = {
    { "", "while true do end", "" },
    { "", "local all = {} for n = 1, 1e9 do all[n] = ('x'):rep(1000) .. n end", "memory" },
    { "", "local n = 0 while true do n = n + 1 t.word('days', { n = n }) end", "" },
    { "", "local b = { kind = 'note' } b.rows = b return { b }", "nest deeper" },
    { "", "return { { kind = 'note', text = t.word('days', { n = ('x'):rep(1 << 23) }) } }", "" },
    { "", "return { { kind = 'note', text = t.date('2026-04-07' .. ('0'):rep(1000)) } }", "a date as text expected" },
    { "", "return { { kind = 'note', text = t } }", "a function cannot be data" },
    { "", "return { { kind = 'note', text = io.open('/etc/passwd') } }", "'io' is not known here" },
  };
  for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) attack_in_child(letter_scene, &attacks[i]);
}

// A function that was kept goes on working: what it knows of the reader lives as long as the host.
static void kept_scene(const void *context) {
  (void)context;
  error e = { 0 };
  arena *a = arena_new();
  value *out = NULL;
  plugin_host *h =
      open_letter("kept = kept or t.word return { { kind = 'note', text = kept('days', { n = 3 }) } }", &e);
  for (int i = 0; h && i < 100; i++)
    if (!write_letter(h, &out, a, &e)) attack_broken("a kept function", &e);
  const value *text = out ? value_get(value_get(out, "blocks")->as.list.items[0], "text") : NULL;
  if (!text || strcmp(text->as.text, "3 days") != 0) attack_broken("a kept function says something else", &e);
  host_close(h);
  arena_free(a);
}

static void a_function_that_a_template_keeps_is_no_hole(void **context) {
  (void)context;
  attack_in_child(kept_scene, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = { cmocka_unit_test(an_endless_loop_is_stopped),
                                      cmocka_unit_test(a_pcall_loop_cannot_swallow_the_deadline),
                                      cmocka_unit_test(code_after_a_caught_deadline_does_not_run),
                                      cmocka_unit_test(loading_that_never_ends_is_stopped),
                                      cmocka_unit_test(endless_recursion_is_stopped),
                                      cmocka_unit_test(pattern_backtracking_is_refused),
                                      cmocka_unit_test(a_metamethod_that_loops_is_stopped),
                                      cmocka_unit_test(sorting_with_a_lying_order_is_stopped),
                                      cmocka_unit_test(one_long_step_of_a_library_is_stopped),
                                      cmocka_unit_test(who_takes_too_long_twice_is_set_aside),
                                      cmocka_unit_test(a_huge_repetition_is_refused),
                                      cmocka_unit_test(memory_has_a_limit),
                                      cmocka_unit_test(a_pcall_loop_round_exhausted_memory_ends),
                                      cmocka_unit_test(a_flood_of_colliding_keys_is_stopped),
                                      cmocka_unit_test(moving_and_unpacking_too_much_is_refused),
                                      cmocka_unit_test(nothing_of_the_machine_is_there),
                                      cmocka_unit_test(metatables_hold_no_tricks),
                                      cmocka_unit_test(a_metatable_changed_later_changes_nothing),
                                      cmocka_unit_test(string_methods_cannot_be_replaced_for_others),
                                      cmocka_unit_test(what_is_given_cannot_be_changed),
                                      cmocka_unit_test(what_is_given_reads_as_ever),
                                      cmocka_unit_test(a_schema_has_an_end),
                                      cmocka_unit_test(a_finalizer_cannot_be_called),
                                      cmocka_unit_test(globals_are_refused),
                                      cmocka_unit_test(bytecode_is_refused),
                                      cmocka_unit_test(a_file_cannot_pretend_to_be_another),
                                      cmocka_unit_test(one_plugin_does_not_see_what_another_changed),
                                      cmocka_unit_test(nesting_without_end_is_refused),
                                      cmocka_unit_test(an_error_object_is_never_run),
                                      cmocka_unit_test(terminal_escapes_do_not_reach_messages),
                                      cmocka_unit_test(floats_and_overflow_are_no_amounts),
                                      cmocka_unit_test(results_are_read_raw),
                                      cmocka_unit_test(pairs_has_one_order_and_no_address_shows),
                                      cmocka_unit_test(a_template_cannot_run_for_ever_nor_take_all_memory),
                                      cmocka_unit_test(a_function_that_a_template_keeps_is_no_hole) };
  return cmocka_run_group_tests_name("sandbox", tests, attack_begin, attack_end);
}
