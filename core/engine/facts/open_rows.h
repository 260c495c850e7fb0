// What stays open behind a contract's frontier. A frontier says where the rows begin that nobody has looked at as a
// bill was made; what is not billed before it is named in the table open_rows, so that history is never read. The rule,
// said once: a row of work or a charge that no claim holds, on or after the contract's first day (its start, or
// bill_from where that is later) and before its frontier, is in the table; nothing else is. Whoever moves a frontier,
// frees a row, or puts, moves or removes one behind it says so here, within its own transaction; verify proves the
// rule. All answer false only where the database fails.
#pragma once
#include "core/engine/facts/claim_row.h"
#include "core/store/db.h"

// ---- In SQL. The first day of a contract on which anything of it is ever due.
#define FIRST_DAY(contract) "max(" contract ".start, ifnull(" contract ".bill_from, " contract ".start))"
// Of a table of rows x: whether a claim holds the row.
#define ROW_CLAIMED(of_kind, place)                                                                    \
  "EXISTS (SELECT 1 FROM claims m WHERE m.contract = x.contract AND m." of_kind " AND m.at = x." place \
  " AND m.row = x.n)"
// The row x of the open row o.
#define ROW_OF_OPEN(place) "x.contract = o.contract AND x." place " = o.at AND x.n = o.row"
// Work on tickets that are not closed sleeps, so that reading what may be due passes over it.
#define OPEN_AWAKE "asleep = 0"
#define OPEN_ALL "asleep IN (0, 1)"

// The rows of a table that no claim holds, of the contracts ?1 … ?2, contract 0 (nowhere) among them, with the columns
// named: those that are open, and those before their contract's first day, which are never due. History is not read.
#define ROWS_NOT_BILLED(table, place, frontier, of_kind, of_day, columns)                                            \
  "(SELECT " columns " FROM " table " x WHERE x.contract = 0 AND ?1 <= 0 AND ?2 >= 0 "                               \
  "UNION ALL SELECT " columns " FROM contracts k CROSS JOIN " table " x ON x.contract = k.n "                        \
  "AND x." place " < " FIRST_DAY("k") of_day " WHERE k.n BETWEEN ?1 AND ?2 AND NOT " ROW_CLAIMED(                    \
      of_kind, place) " "                                                                                            \
                      "UNION ALL SELECT " columns " FROM open_rows o CROSS JOIN " table " x ON " ROW_OF_OPEN(        \
                          place) " "                                                                                 \
                                 "WHERE o.contract BETWEEN ?1 AND ?2 AND o." of_kind " "                             \
                                 "UNION ALL SELECT " columns                                                         \
                                 " FROM frontiers f JOIN contracts k ON k.n = f.contract CROSS JOIN " table " x "    \
                                 "ON x.contract = f.contract AND x." place " >= max(f." frontier ", " FIRST_DAY("k") \
                                     of_day                                                                          \
      ") "                                                                                                           \
      "WHERE f.contract BETWEEN ?1 AND ?2 AND NOT " ROW_CLAIMED(of_kind, place) ")"
#define WORK_NOT_BILLED(columns) ROWS_NOT_BILLED("time_entries", "at", "time_from", CLAIM_OF_WORK, " * 1440", columns)
#define CHARGES_NOT_BILLED(columns) ROWS_NOT_BILLED("charges", "day", "charge_from", CLAIM_OF_CHARGE, "", columns)

// Reads what is not billed of [time_from, …) minutes and [charge_from, …) days, up to the frontier, into the table.
bool open_rows_gather(db *d, int64_t contract, int64_t time_from, int64_t charge_from, error *e);

// A bill looked at a row (ITEM_TICKET: of work on the ticket; ITEM_CHARGE) and left it behind the frontier.
bool open_rows_keep(db *d, item_kind kind, int64_t contract, int64_t at, int64_t row, int64_t ticket, error *e);

// A row was claimed, changed, goes elsewhere or is gone.
bool open_rows_drop(db *d, item_kind kind, int64_t contract, int64_t at, int64_t row, error *e);

// A ticket was closed or opened again.
bool open_rows_ticket(db *d, int64_t ticket, error *e);

// Rows whose claims were released since released.n = mark, where they lie now.
bool open_rows_freed(db *d, int64_t mark, error *e);

// A bill looked at what lies before these: none but the periods' is ever set back. What it left there is the caller's.
bool frontier_move(db *d, int64_t contract, int64_t period_from, int64_t time_from, int64_t charge_from, error *e);

// Sets a frontier back to where it was, if it lies later; what is open from there on is read without the table.
bool frontier_lower(db *d, int64_t contract, int64_t period_from, int64_t time_from, int64_t charge_from, error *e);

// The contract's first day is another: its frontier is that day where no bill was made, else what is open is found
// anew.
bool frontier_restart(db *d, int64_t contract, int64_t first_day, bool billed, error *e);
