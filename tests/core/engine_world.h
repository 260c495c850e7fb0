// A book whose plugins are C functions that the test at hand writes, so that a room of the engine is tested without
// Lua; and what plans and bills came to as short texts, so that a test can say what it expects in one line.
#pragma once
#include "core/engine/batch/batch.h"
#include "core/engine/bill/bill.h"
#include "core/engine/prepaid/prepaid.h"
#include "tests/core/import_world.h"

// What the plugins of the book do. A fresh world has contract types (plain, other) that bill nothing, of as many parts
// as the param `lines` has members ({'id','type',…}), no price rules, and taxes of the one component that params name:
// {'rate':'10%','inclusive':false,'document':false}.
typedef bool (*asked)(rating *r, error *e);
typedef int64_t (*ruled)(int64_t number, const rule_facts *facts);
typedef struct script {
  asked opens, closes, rest;
  plugin_period periods[4];  // of a schedule of the type's own
  size_t period_count;
  plugin_rules rules;  // rule_add
  ruled answers[RULES_MAX];
  int64_t edge;  // of the rules that split: minute of every day; 0: none
  tax_answer (*tax)(const char *category);
} script;
extern script plugins;

// cmocka's set-up and tear-down: `*state` is a world with the customers `cool` and `elm`, in USD and on the clock of
// New York.
int engine_open(void **state);
int engine_close(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_open, engine_close)

// Adds a price rule, of work alone unless its `all` is set.
plugin_rule *rule_add(rule_stage stage, rule_scope scope, ruled answer);

// Imports JSON, written with ' for ".
void facts(world *w, const char *json);

// Adds a contract `k` of cool from 2026-04-07 on, its default; `more` are further columns, such as
// ",'end':'2026-05-06'".
void contract_is(world *w, const char *more);

// Adds closed ticket `id` with an entry of its own, `id` too.
void worked(world *w, const char *id, const char *start, int minutes);

// A day, a decimal as text.
day on(const char *text);
decimal number_of(const char *text);

// Inside of opens and closes: a param of the part at hand, as a decimal; 0 where it has none. Its type.
decimal param(const char *name);
const char *part_type(void);

// The line of a period: one of them at a price.
rating_fee fee_at(const char *description, decimal price);

// The plan of a contract on a day, by what a batch excludes (0: none); until the next one.
const plan *planned(world *w, const char *contract, const char *as_of);
const plan *planned_in(world *w, int64_t batch, const char *contract, const char *as_of);
const char *held_of(world *w, const char *contract, const char *as_of);

// A batch in which contracts are selected and items left out (both parted by blanks).
batch chosen_but(world *w, const char *as_of, const char *contracts, const char *items);

// Bills what is due of contracts (ids parted by blanks), and numbers the invoices. Answers the batch.
int64_t billed(world *w, const char *as_of, const char *contracts);
// The batch as it was run, before it is numbered.
batch drafted(world *w, const char *as_of, const char *contracts);

// Credits whole lines of an invoice (their numbers, parted by blanks; "": all that is left of every line), to be billed
// anew or for good. Answers the credit note; 0 where that is refused, with the error in the world.
int64_t credited(world *w, int64_t invoice, const char *lines, bool rebill);

// "ID AMOUNT+TAX" of each item, with " from DATE" where it is not due yet, " overdue", " excluded"; parted by "; ".
const char *items_of(world *w, const plan *p);
// "QUANTITY x PRICE = AMOUNT+TAX" of each piece of the plan, " off AMOUNT".
const char *pieces_of(world *w, const plan *p);
// "UNIT LEFT/QUANTITY FROM..EXPIRES" of each lot, in the order in which they are drawn.
const char *lots_of(world *w, const plan *p);
// "QUANTITY from FROM on DATE" of each draw.
const char *draws_of(world *w, const plan *p);
// "DESCRIPTION: QUANTITY x PRICE = AMOUNT+TAX" of each line of a bill.
const char *lines_of(world *w, int64_t bill);
