// Billing batches: everything due on a date is found, people choose from it, a run makes bills of what they chose, and
// the documents are numbered. What a batch shows stays what a run bills: where anything changed since, the run is
// refused and says what. Each function is done as a whole or not at all.
#pragma once
#include "core/engine/plan/planner.h"

// What choices changed, where somebody asks: contracts whose box did, items as JSON (the log keeps both).
typedef struct batch_did {
  arena *arena;
  int64_t *boxes;
  size_t box_count, box_capacity;
  cJSON *items;             // NULL: none yet
  int64_t fitting, locked;  // where a filter chose: how many contracts fit it, and how many of them were locked
} batch_did;

typedef struct batch {
  int64_t n;
  const char *name, *state, *files;  // name NULL before it is run
  day as_of;
  int consolidated;  // 1, 0, or -1: as each payer's invoice_per says
  int64_t seen, bills, tickets, minutes;
  batch_did *did;  // notes what is changed; NULL: nobody asks
} batch;

// Adds what was changed to the detail of an entry of the log, and lets go of it.
void batch_did_put(batch_did *did, cJSON *detail);

// How entries of batches in the log are taken back: a list that ends with a NULL command.
extern const action_kind batch_actions[];

// Batch n, or the newest one in one of the states ("open,run") where n is 0. `not-found` with a hint; `state` where
// batch n is in another.
bool batch_find(book *b, int64_t n, const char *states, arena *a, batch *out, error *e);

// The newest entry of the log about a batch, 0 where there is none: what was done to it since, nobody has seen.
bool batch_version(book *b, int64_t n, int64_t *seq, error *e);

// Create New Batch: finds everything due on the as-of date; nothing is selected.
bool batch_new(book *b, day as_of, int64_t *n, error *e);

// Contracts, by id, whose items changed since they were last shown.
typedef struct change_list {
  const char **ids;
  size_t count, capacity;
} change_list;

// Whether nothing changed since the last answer: then there is nothing to rate again.
bool batch_fresh(book *b, const batch *batch, bool *fresh, error *e);

// Rates again what changed since the last answer (rows, plugins, claims of other batches). Only for open batches.
bool batch_refresh(book *b, batch *batch, arena *a, change_list *changed, error *e);

// White box, black box: one contract. Selecting takes all that is due; `locked`, `held` or `invalid` (nothing due)
// where it cannot be.
bool batch_choose(book *b, batch *batch, const contract *c, bool chosen, error *e);
// All that can be selected, or none.
bool batch_choose_all(book *b, batch *batch, bool chosen, error *e);

// Whether something is selected; false also where that cannot be read.
bool batch_any_chosen(book *b, const batch *batch, error *e);

// A filter: NULL and 0 let all pass. `ticket`: a ticket's id.
typedef struct batch_pick {
  const char *type, *ticket;
  int64_t customer;
} batch_pick;

// Selects every contract that fits and can be selected, or deselects all that fit; `nothing-selected` where there is
// none.
bool batch_choose_fitting(book *b, batch *batch, const batch_pick *pick, bool chosen, error *e);

// From here on what a change does to rows of the page is noted, until it is asked for anew. A rollback undoes that too.
bool batch_note_changes(book *b, error *e);

// The first rows, contracts.n in the order of the page, that are otherwise since, and how many there are in all.
bool batch_changed_rows(book *b, int64_t batch, int64_t most, arena *a, int64_t **out, size_t *count, int64_t *all,
                        error *e);

// The items that fit, are due and are left out or not, in the arena; `nothing-selected` where there is none.
typedef struct batch_found {
  contract contract;
  const char *item;
} batch_found;
bool batch_find_items(book *b, const batch *batch, const batch_pick *pick, bool left_out, arena *a, batch_found **out,
                      size_t *count, error *e);

// The newest batch that is not deleted, 0 where there is none, with its state in the arena.
bool batch_newest(book *b, arena *a, int64_t *n, const char **state, error *e);

// Leaves an item out of this batch, or takes it in again. `item` is its public id.
bool batch_exclude(book *b, batch *batch, const contract *c, const char *item, const char *note, error *e);
bool batch_include(book *b, batch *batch, const contract *c, const char *item, error *e);

// Takes the period of a contract that is not closed, whole and at its price, as if it ended on the batch's date; what
// comes into it later is late work. `invalid` where there is none, or nothing in it. The note is required. Leaves all
// that was taken so to its end again; `not-found`. Inside the caller's transaction.
bool batch_take(book *b, batch *batch, const contract *c, const char *note, error *e);
bool batch_leave(book *b, batch *batch, const contract *c, error *e);

// Sets the amount of an item that is due in this batch, after all price rules, and leaves it to them again. `already`
// where it is set; `invalid` where later bills would charge the rest after all, or it costs nothing. The note is
// required. Inside the caller's transaction.
bool batch_adjust(book *b, batch *batch, const contract *c, const char *item, const adjustment *by, error *e);
bool batch_unadjust(book *b, batch *batch, const contract *c, const char *item, error *e);

// Gives an item away for good, and takes that back. The note is required. `show`: print it with a 100 % discount.
// Inside the caller's transaction.
bool batch_waive(book *b, batch *batch, const contract *c, const char *item, const char *note, bool show, error *e);
bool batch_unwaive(book *b, batch_did *did, const char *item, error *e);

// Run: drafts from everything selected. Every contract is rated again and compared with what was shown: `changed` with
// the ids of the rows that did, `already` where an item was claimed elsewhere. `nothing-selected`.
bool batch_run(book *b, batch *batch, const char *name, error *e);

// The same of a run that was forced: why, a JSON object for the log; NULL: it was not.
bool batch_run_forced(book *b, batch *batch, const char *name, const cJSON *why, error *e);

// Why a plan of an open batch is not believed: it is not what the batch showed, though nothing changed since; NULL: it
// is what was shown, or something changed.
bool batch_doubted(book *b, const batch *batch, const contract *c, const plan *p, arena *a, const char **why, error *e);

// Holds a contract that is not believed, in this batch and in those to come, until it or some plugin changes. Inside
// the caller's transaction.
bool batch_doubt(book *b, batch *batch, const contract *c, const char *why, error *e);

// One invoice per customer: 1 on, 0 off, -1 as each payer's invoice_per says. Before or after the run.
bool batch_consolidate(book *b, batch *batch, int on, error *e);

// Deletes drafts by number (invoices.n): their items are due again, their contracts deselected.
bool batch_delete(book *b, batch *batch, const int64_t *drafts, size_t count, error *e);

// Deletes the whole batch; takes it back to selecting with its choices kept. Waivers stay.
bool batch_discard(book *b, batch *batch, error *e);
bool batch_reopen(book *b, batch *batch, error *e);

// Numbers and freezes all drafts of a batch on a date: `date-order` where the series has a later one, or the date is
// far after today and `future` does not say that it is meant.
bool batch_generate(book *b, batch *batch, day date, bool future, error *e);

// All invoices of a generated batch are where they are booked: the batch is exported. `detail` is JSON for the log.
bool batch_exported(book *b, batch *batch, const char *detail, error *e);

// What is due and cannot be priced: an item, or a contract that fails as a whole (item NULL). Nothing of it is billed
// before it can be.
typedef struct held_row {
  const char *contract, *item, *ticket, *reason;  // ids; ticket NULL: none
} held_row;
typedef struct held_list {
  held_row *rows;
  size_t count, capacity;
} held_list;

// What a batch showed as held; after a run, what it left behind.
bool batch_held(book *b, int64_t batch, arena *a, held_list *out, error *e);

// What is held as things are now: on the date of the open batch, else on the later of today and the newest batch's
// date. `all`: where no batch is open all contracts are looked at; else those that changed since the newest batch
// showed them, and those of which it held something. Inside a transaction that only reads, which rests between
// contracts.
bool held_find(book *b, day today, bool all, arena *a, held_list *out, error *e);

// Batch Details. Before a run they are those of the drafts that it would make, with what rounds their taxes and totals;
// after it they are those of the drafts.
typedef struct batch_sum {
  const char *currency;
  int exponent;
  int64_t amount, tax;
} batch_sum;
typedef struct batch_details {
  int64_t bills, tickets, minutes, held;  // held: items and contracts of the batch, selected or not
  batch_sum *sums;
  size_t count;
} batch_details;
bool batch_details_read(book *b, const batch *batch, arena *a, batch_details *out, error *e);
