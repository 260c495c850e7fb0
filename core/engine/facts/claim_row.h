// What the words of a claim, a line and a posting mean, and how their keys are packed: in C, and in SQL. Nothing else
// in the tree shifts or masks a key, or writes the number of a kind.
//
// - A *line* (table lines) is what an invoice prints. Its key n is its bill above, its number within the bill below:
//   lines are appended in order and need no index. Number 0 is no line: the bill itself, for what costs nothing.
// - A *claim* (table claims) says which line took a source row, or an interval of a contract's life:
//   (contract, kind, at, row) -> line. It is the one thing that keeps a row from being billed twice.
//     fee     at: its first day; until: the day after its last; row: which part's line it is (below)
//     work    at: the local minute on which the entry starts; row: time_entries.n, and how often it was caught up
//     charge  at: its day; row: charges.n
//     grant   at: its day; row: grants.n
// - A *posting* (table movements) says what a line granted to a prepaid balance (a lot) or drew from it (a draw).
//   What a bill posts, its release takes back; nothing is overwritten.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// Also claims.kind.
typedef enum item_kind { ITEM_PERIOD = 1, ITEM_TICKET = 2, ITEM_CHARGE = 3, ITEM_GRANT = 4 } item_kind;

// What took from a lot: work; a cap, or a period that grants less after all; a refund; a charge. Also movements.ordinal
// of a draw.
typedef enum draw_kind { DRAW_WORK = 0, DRAW_CAP = 1, DRAW_REFUND = 2, DRAW_CHARGE = 3 } draw_kind;

// ---- In SQL. Kinds are read behind an alias: "c." CLAIM_OF_WORK.
#define CLAIM_OF_FEE "kind = 1"
#define CLAIM_OF_WORK "kind = 2"
#define CLAIM_OF_CHARGE "kind = 3"
#define CLAIM_OF_GRANT "kind = 4"
#define CLAIM_OF_ROW "kind > 1"   // on a source row: work, a charge, a grant
#define CLAIM_OF_DAY "kind >= 3"  // a row that lies on a day: a charge, a grant
#define DRAW_OF_WORK "ordinal = 0"
#define DRAW_OF_CAP "ordinal = 1"
#define DRAW_OF_CHARGE "ordinal = 3"

// Of a line's key: the bill it is in; its number there; line 0 of a bill; whether a key is a line of a bill.
#define BILL_OF(line) "(" line " >> 20)"
#define NUMBER_OF(line) "(" line " & 1048575)"
#define LINE_OF(bill) "(" bill " << 20)"
#define LINE_IN(line, bill) line " > " LINE_OF(bill) " AND " line " < " LINE_OF("(" bill " + 1)")
// Likewise what a claim or a posting names: a line of the bill, or the bill itself.
#define NAMES_BILL(line, bill) line " >= " LINE_OF(bill) " AND " line " < " LINE_OF("(" bill " + 1)")
// For people: bill/number.
#define LINE_TEXT(line) BILL_OF(line) " || '/' || " NUMBER_OF(line)

// Of a claim: how often it was caught up before (0: it is the first one); whether it is a catch-up at all.
#define CLAIM_AGAIN(claim) "(" claim ".row >> 52)"
#define CLAIM_IS_AGAIN(claim) CLAIM_AGAIN(claim) " <> 0"
// The row of the first claim, of a fee.
#define CLAIM_FIRST(claim) "(" claim ".row & 4503599627370495)"
// Of a claim on work: the entry. Of a claim on a fee: the code of its part; phase and ordinal of its line.
#define CLAIM_ENTRY(claim) "(" claim ".row & 1099511627775)"
#define CLAIM_PART(claim) "(" claim ".row >> 20 & 4294967295)"
#define CLAIM_FEE_LINE(claim) "(" claim ".row & 1048575)"

// ---- In C.
enum { LINE_BITS = 20, LINES_MAX = (1 << LINE_BITS) - 1 };  // lines in one bill

static inline int64_t line_key(int64_t bill, int64_t number) { return bill << LINE_BITS | number; }
static inline int64_t line_bill(int64_t line) { return line >> LINE_BITS; }
static inline int64_t line_number(int64_t line) { return line & LINES_MAX; }

enum {
  FEE_ORDINAL_BITS = 19,   // below: the ordinal of a fee among those of its phase; the next bit: its phase
  FEE_PART_SHIFT = 20,     // above: the code of its part
  CLAIM_SPLIT_SHIFT = 40,  // of work: above it which piece of an entry that rules split, from 0
  CLAIM_AGAIN_SHIFT = 52,  // of both: above it the number of a catch-up, from 1; 0: the first claim
  CLAIM_SPLIT_MAX = (1 << 12) - 1,
  CLAIM_AGAIN_MAX = (1 << 11) - 1
};

static inline int64_t claim_again(int64_t row) { return row >> CLAIM_AGAIN_SHIFT; }
static inline int64_t claim_first(int64_t row) { return row & ((INT64_C(1) << CLAIM_AGAIN_SHIFT) - 1); }

// Of a fee: the part's code, whether it is of the phase `closes`, its ordinal from 1 below 2^19.
static inline int64_t fee_row(int64_t part_code, bool closes, int ordinal) {
  return part_code << FEE_PART_SHIFT | (int64_t)closes << FEE_ORDINAL_BITS | ordinal;
}
static inline int64_t fee_row_part(int64_t row) { return claim_first(row) >> FEE_PART_SHIFT; }
static inline bool fee_row_closes(int64_t row) { return row >> FEE_ORDINAL_BITS & 1; }
static inline int fee_row_ordinal(int64_t row) { return (int)(row & ((1 << FEE_ORDINAL_BITS) - 1)); }
static inline int64_t fee_row_again(int64_t row, int64_t again) {
  return claim_first(row) | again << CLAIM_AGAIN_SHIFT;
}

// Of a catch-up of work: the entry's n, below 2^40, with its piece and the number of the catch-up.
static inline int64_t work_row(int64_t entry, int64_t split, int64_t again) {
  return again << CLAIM_AGAIN_SHIFT | split << CLAIM_SPLIT_SHIFT | entry;
}
static inline int64_t work_row_entry(int64_t row) { return row & ((INT64_C(1) << CLAIM_SPLIT_SHIFT) - 1); }
static inline int64_t work_row_split(int64_t row) { return row >> CLAIM_SPLIT_SHIFT & CLAIM_SPLIT_MAX; }

// A number that names a part of a contract for ever, whatever its place among the parts: 0 for "", else 31 bits of
// its id.
int64_t part_code(const char *id);
