// What the files of bill/ share. Private to the room.
#pragma once
#include "core/engine/bill/bill.h"

// ---- digest_text.c: the text that a bill's digest is over: lines in order, then taxes; each value ends with a unit
// separator.
enum { DIGEST_TEXT_PIECE = 8192 };
typedef struct digest_text {
  digester *digester;
  int form;
  arena *keep;                  // where pieces of the text stay until _forget; NULL: they go once they are hashed
  char *text;                   // the piece at hand
  size_t size, length, hashed;  // of the piece: its room, what is written, what of it is hashed
  buffer *copy;                 // gets all that is hashed as well; NULL: nobody asks for it
  char own[DIGEST_TEXT_PIECE];  // the piece where none is kept
} digest_text;

// Sets it up once; digester and arena stay the caller's.
void digest_text_open(digest_text *t, digester *d, arena *keep);

// From begin on the text is that of another bill.
void digest_text_begin(digest_text *t, int form);
void digest_text_end(digest_text *t, digest *out);

// Lets go of the pieces that were kept: rows that point into them have been written.
void digest_text_forget(digest_text *t);

// One value. Answers where the text stands now: until digest_text_forget where pieces are kept.
const char *digest_text_add(digest_text *t, const char *text, size_t length);
void digest_text_int(digest_text *t, int64_t number);

// ---- bill_text.c: what lines and taxes say in it. line_write appends the line to the table lines as well: the row's
// texts are those that the digest's text keeps, so that row and digest cannot differ.
void line_digest(digest_text *t, const line *l);
bool line_write(digest_text *t, const line *l, bulk *rows, error *e);
void tax_digest(digest_text *t, const tax_sum *sum);
void rules_digest(digest_text *t, int rules);

// ---- plugin_texts.c: which plugin files rated a bill, kept with their texts, so that any past plan can be computed
// again.
typedef struct plugin_texts plugin_texts;
plugin_texts *plugin_texts_open(book *b);
void plugin_texts_close(plugin_texts *t);

// The number of the set of files that made a plan (table rulesets): its contract type, price rules and taxes. Stores
// what is not stored yet.
bool plugin_texts_of(plugin_texts *t, const plan *p, int64_t *n, error *e);

// ---- post_draws.c: postings of prepaid balances, of many bills; opened once per run. NULL with the error where the
// database fails.
typedef struct posting_writer posting_writer;
posting_writer *postings_open(book *b, error *e);
bool postings_flush(posting_writer *w, error *e);
void postings_close(posting_writer *w);

// What of a plan a bill posts: everything that closed periods drew, be it billed or left out, and what the bill's own
// items drew.
typedef struct bill_draws {
  const plan *plan;
  int64_t bill;
  const plan_settled *settled;  // the periods that it settles: of a waiver none, it posts its items only
  size_t settled_count;
  bool settles;                // a bill, not a waiver
  const bool *taken;           // by item
  const uint32_t *item_lines;  // by item: number of its first line, 0: none
} bill_draws;

// Posts them. The rows are in the database after the next flush.
bool post_draws(posting_writer *w, const bill_draws *draws, arena *a, error *e);

// ---- charged_once.c: what price rules charge once per ticket: which line of the contract's bears it, 0 of a bill's:
// the bill itself.
typedef struct once_charge {
  int64_t contract, ticket, line;
  const char *rule;
} once_charge;
bool post_once(book *b, const once_charge *charge, error *e);

// Gives back what items of a bill bear that have no claim left there, so that others do.
bool release_once(book *b, int64_t contract, int64_t bill, error *e);

// ---- release_draws.c: gives back what the lines first … last (numbers within the bill; all: 0 … LINES_MAX) drew. With
// all of them, the lots that no other bill drew from go too, and its periods are open again; with some, what they drew
// stays reserved for the same work and charges.
bool release_draws(book *b, int64_t contract, int64_t bill, int64_t first, int64_t last, error *e);

// ---- attribution_freed.c: moves the work and charges that were released since released.n = mark to where they bill
// now. Inside the caller's transaction.
bool attribution_freed(book *b, int64_t mark, error *e);
