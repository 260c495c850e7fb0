// The source rows behind a document: as they were when it was rated, and what became of them before and since.
#include "core/base/value_json.h"
#include "core/engine/import/import.h"
#include "core/engine/prove/prove_inside.h"
#include <stdlib.h>
#include <string.h>

typedef struct taken {
  table_id table;
  int64_t n;
  const char *id;  // NULL: the table has none, or the row is gone
  value *lines;    // numbers of the lines that took it
  value *history;
  const char *then;  // what the first change after the bill kept; NULL: none
  bool later;        // it was added after the bill
} taken;

typedef struct gathering {
  book *book;
  arena *arena;
  taken *rows;
  size_t count, capacity;
  int64_t journal;  // the position at which the bills were rated
  value *imports;
} gathering;

static int by_row(const void *a, const void *b) {
  const taken *x = a, *y = b;
  if (x->table != y->table) return x->table < y->table ? -1 : 1;
  return x->n < y->n ? -1 : x->n > y->n;
}

// ---- Which rows

static const struct {
  table_id table;
  const char *sql;  // of the invoice ?1: the row's n, its id, the line that took it (lines.n; 0: none did)
} sources[] = {
// clang-format off
#define OF_BILLS(columns, joined) \
  "SELECT DISTINCT " columns " FROM bills x JOIN contracts k ON k.n = x.contract JOIN " joined " WHERE x.invoice = ?1"
#define OF_CONTRACT(alias) "ON " alias ".customer = k.customer AND ifnull(" alias ".contract, k.n) = k.n"
#define COUNTED "EXISTS (SELECT 1 FROM lines l WHERE " LINE_IN("l.n", "x.n") " AND l.count IS NOT NULL)"
// Rows are found where they lie now; those that went on to another contract since, by their number.
#define CLAIMED(from, kind, row, table, on) \
  "SELECT " row ", ifnull(r.id, (SELECT o.id FROM " table " o WHERE o.n = " row ")), c.line FROM bills x " \
  "CROSS JOIN " from " c ON c.contract = x.contract AND c." kind " AND " NAMES_BILL("c.line", "x.n") \
  " LEFT JOIN " table " r ON " on " WHERE x.invoice = ?1"
#define TAKEN(kind, row, table, on) \
  CLAIMED("claims", kind, row, table, on) " UNION " CLAIMED("released", kind, row, table, on)
  { TABLE_CUSTOMERS, OF_BILLS("c.n, c.id, 0", "customers c ON c.n = k.customer") },
  { TABLE_SITES, OF_BILLS("s.n, s.id, 0", "sites s ON s.n = k.site") },
  { TABLE_CONTRACTS, OF_BILLS("k.n, k.id, 0", "customers c ON c.n = k.customer") },
  { TABLE_CHANGES, OF_BILLS("h.n, NULL, 0", "changes h ON h.contract = k.n") },
  { TABLE_TICKETS,
    OF_BILLS("t.n, t.id, l.n", "lines l ON " LINE_IN("l.n", "x.n") " JOIN tickets t ON t.n = l.ticket") },
  { TABLE_TIME_ENTRIES, TAKEN(CLAIM_OF_WORK, CLAIM_ENTRY("c"), "time_entries",
                              "r.contract = c.contract AND r.at = c.at AND r.n = " CLAIM_ENTRY("c")) },
  { TABLE_CHARGES, TAKEN(CLAIM_OF_CHARGE, "c.row", "charges",
                         "r.contract = c.contract AND r.day = c.at AND r.n = c.row") },
  { TABLE_GRANTS, TAKEN(CLAIM_OF_GRANT, "c.row", "grants", "r.n = c.row") },
  { TABLE_READINGS, OF_BILLS("r.n, NULL, 0", "readings r " OF_CONTRACT("r")) " AND " COUNTED },
  { TABLE_DEVICES, OF_BILLS("d.n, d.id, 0", "devices d " OF_CONTRACT("d")) " AND " COUNTED },
  // clang-format on
};

// By which number people call the line; 0: it is none of the document's.
static int64_t number_of(const invoice_line *lines, size_t count, int64_t n) {
  for (size_t i = 0; n && i < count; i++)
    if ((lines[i].credits ? lines[i].credits : lines[i].line.n) == n) return lines[i].number;
  return 0;
}

static taken *row_of(gathering *g, table_id table, int64_t n, const char *id) {
  for (size_t i = g->count; i-- > 0 && g->rows[i].table == table;)
    if (g->rows[i].n == n) return &g->rows[i];
  g->rows = arena_grow(g->arena, g->rows, g->count, &g->capacity, sizeof *g->rows);
  g->rows[g->count] = (taken){ .table = table,
                               .n = n,
                               .id = arena_text(g->arena, id),
                               .lines = value_list(g->arena),
                               .history = value_list(g->arena) };
  return &g->rows[g->count++];
}

// `note`: what its lines take back, nothing that only stands beside it.
static bool find_rows(gathering *g, int64_t invoice, const invoice_line *lines, size_t count, bool note, error *e) {
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
    query *q = db_ask(g->book->db, e, sources[i].sql, "i", invoice);
    int step = -1;
    while (q && (step = query_step(q, e)) == 1) {
      const int64_t line = query_column(q, 2), number = number_of(lines, count, line);
      if (note && line && !number) continue;
      taken *row = row_of(g, sources[i].table, query_column(q, 0), query_column_text(q, 1));
      if (number) value_append(g->arena, row->lines, value_int(g->arena, number));
    }
    if (step != 0) return false;
  }
  qsort(g->rows, g->count, sizeof *g->rows, by_row);
  return true;
}

// ---- What became of them

// What the seller keeps to itself: what things cost it, and what it noted of a customer or a contract. No line comes
// from that, and a proof goes to customers too.
static bool is_kept_back(table_id table, const char *name) {
  return strcmp(name, "cost") == 0 ||
         ((table == TABLE_CUSTOMERS || table == TABLE_CONTRACTS) && strcmp(name, "note") == 0);
}

static value *told(const gathering *g, table_id table, const char *json) {
  value *row = value_of_json(g->arena, json);
  if (row->type != VALUE_RECORD) return row;
  value *out = value_record(g->arena);
  for (size_t i = 0; i < row->as.record.count; i++) {
    const value_field *f = &row->as.record.fields[i];
    if (!is_kept_back(table, f->name)) value_put(g->arena, out, f->name, f->item);
  }
  return out;
}

static void take_entry(gathering *g, taken *row, const query *q) {
  arena *a = g->arena;
  const int64_t seq = query_column(q, 0);
  const char *old = arena_text(a, query_column_text(q, 5));
  value *v = value_record(a);
  put_int(a, v, "entry", seq);
  value_put(a, v, "import", query_column_null(q, 1) ? value_null(a) : value_int(a, query_column(q, 1)));
  put_text(a, v, "change", !old ? "added" : query_column(q, 6) ? "removed" : "changed");
  value_put(a, v, "before", told(g, row->table, old));
  value_append(a, row->history, v);
  if (seq <= g->journal) return;
  if (!old) row->later = true;
  else if (!row->then && !row->later) row->then = old;
}

static bool is_of(const taken *row, const char *table) { return strcmp(table_of(row->table)->name, table) == 0; }

// The first of the table's rows from n on; rows lie by table and n.
static size_t first_of(const gathering *g, const char *table, int64_t n) {
  size_t low = 0, high = g->count;
  const taken wanted = { .table = table_find(table, strlen(table)), .n = n };
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (by_row(&g->rows[middle], &wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The journal is read once, whatever the number of rows: it lies by time, not by row.
static bool read_journal(gathering *g, error *e) {
  query *q =
      db_ask(g->book->db, e, "SELECT seq, import, source, first_n, last_n, old, gone FROM journal ORDER BY seq", "");
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    for (size_t i = first_of(g, query_column_text(q, 2), query_column(q, 3));
         i < g->count && g->rows[i].n <= query_column(q, 4) && is_of(&g->rows[i], query_column_text(q, 2)); i++)
      take_entry(g, &g->rows[i], q);
  return step == 0;
}

// The imports that the histories name.
static bool read_imports(gathering *g, error *e) {
  arena *a = g->arena;
  query *q = db_ask(g->book->db, e,
                    "SELECT i.n, i.at, i.source, a.command, a.detail ->> 'who' FROM imports i LEFT JOIN actions a ON "
                    "a.command IN (" LOGGED_IMPORTS ") AND json_valid(a.detail) AND a.detail ->> 'import' = i.n "
                    "ORDER BY i.n",
                    "");
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_int(a, v, "import", query_column(q, 0));
    put_text(a, v, "at", arena_text(a, query_column_text(q, 1)));
    put_text(a, v, "source", arena_text(a, query_column_text(q, 2)));
    put_text(a, v, "command", arena_text(a, query_column_text(q, 3)));
    put_text(a, v, "who", arena_text(a, query_column_text(q, 4)));
    value_append(a, g->imports, v);
  }
  return step == 0;
}

static bool is_named(const gathering *g, const value *import) {
  for (size_t i = 0; i < g->count; i++)
    for (size_t k = 0; k < g->rows[i].history->as.list.count; k++) {
      const value *of = value_get(g->rows[i].history->as.list.items[k], "import");
      if (of->type == VALUE_INT && of->as.integer == value_get(import, "import")->as.integer) return true;
    }
  return false;
}

// ---- The answer

static bool put_row(gathering *g, taken *row, value *list, error *e) {
  arena *a = g->arena;
  const char *now = NULL;
  if (row->later) return true;
  if (!row->then && !import_row_text(g->book, row->table, row->id, row->n, a, &now, e)) return false;
  value *v = value_record(a);
  put_text(a, v, "table", table_of(row->table)->name);
  value_put(a, v, "lines", row->lines);
  value_put(a, v, "row", told(g, row->table, row->then ? row->then : now));
  value_put(a, v, "history", row->history);
  value_append(a, list, v);
  return true;
}

static value *answer(gathering *g, error *e) {
  arena *a = g->arena;
  value *out = value_record(a), *rows = value_list(a), *imports = value_list(a);
  for (size_t i = 0; i < g->count; i++)
    if (!put_row(g, &g->rows[i], rows, e)) return NULL;
  for (size_t i = 0; i < g->imports->as.list.count; i++)
    if (is_named(g, g->imports->as.list.items[i])) value_append(a, imports, g->imports->as.list.items[i]);
  value_put(a, out, "rows", rows);
  value_put(a, out, "imports", imports);
  return out;
}

value *prove_rows(book *b, int64_t invoice, const invoice_line *lines, size_t count, arena *a, error *e) {
  gathering g = { .book = b, .arena = a, .imports = value_list(a) };
  int64_t credited = 0;
  if (!db_value(b->db, e, &credited, 0, "SELECT credits FROM invoices WHERE n = ?", "i", invoice)) return NULL;
  const int64_t of = credited ? credited : invoice;
  if (!db_value(b->db, e, &g.journal, 0, "SELECT max(journal) FROM bills WHERE invoice = ?", "i", of) ||
      !find_rows(&g, of, lines, count, credited != 0, e) || !read_journal(&g, e) || !read_imports(&g, e))
    return NULL;
  return answer(&g, e);
}
