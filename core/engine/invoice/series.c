// Series of numbers: which one a document of a date goes on with, whether its date may stand there, and what its number
// reads. A series has no gap; where people set the next number higher, or years begin to be told, a new one goes on.
#include "core/engine/invoice/invoice_inside.h"
#include <stdio.h>
#include <string.h>

enum { FAR_DAYS = 1100 };

struct series_book {
  book *book;
  arena *arena;
  series *all;  // in the order in which they were begun
  size_t count, capacity;
  const char *formats[2];  // of invoices, of credit notes; NULL: they share that of invoices
  bool yearly;
  int fiscal_start;
};

static bool rows_read(series_book *s, error *e) {
  query *q = db_query(s->book->db, "SELECT n, kind = 'credit', year, first, next, last_date FROM series ORDER BY n", e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    s->all = arena_grow(s->arena, s->all, s->count, &s->capacity, sizeof *s->all);
    s->all[s->count++] = (series){ .n = query_column(q, 0),
                                   .credit = query_column(q, 1) != 0,
                                   .year = query_column_null(q, 2) ? SERIES_FOR_EVER : (int)query_column(q, 2),
                                   .first = query_column(q, 3),
                                   .next = query_column(q, 4),
                                   .last_date = query_column_null(q, 5) ? DAY_MIN : (day)query_column(q, 5) };
  }
  return step == 0;
}

static bool settings_read(series_book *s, error *e) {
  const char *reset, *start;
  book *b = s->book;
  if (!config_read(b, "numbering.format", s->arena, &s->formats[0], e) ||
      !config_read(b, "numbering.credit_format", s->arena, &s->formats[1], e) ||
      !config_read(b, "numbering.reset", s->arena, &reset, e) ||
      !config_read(b, "numbering.fiscal_start", s->arena, &start, e))
    return false;
  if (!s->formats[0]) s->formats[0] = "{SEQ}";
  s->yearly = reset && strcmp(reset, "yearly") == 0;
  s->fiscal_start = FISCAL_CALENDAR;
  return !start || fiscal_start_parse(start, &s->fiscal_start, e);
}

series_book *series_open(book *b, error *e) {
  arena *a = arena_new();
  series_book *s = arena_alloc(a, sizeof *s);
  *s = (series_book){ .book = b, .arena = a };
  if (rows_read(s, e) && settings_read(s, e)) return s;
  arena_free(a);
  return NULL;
}

bool series_close(series_book *s, bool ok, error *e) {
  if (!s) return false;
  for (size_t i = 0; ok && i < s->count; i++) {
    const series *one = &s->all[i];
    if (one->used)
      ok = db_run(s->book->db, e, "UPDATE series SET next = ?, last_date = ? WHERE n = ?", "iii", one->next,
                  (int64_t)one->last_date, one->n);
  }
  arena_free(s->arena);
  return ok;
}

static int year_of(const series_book *s, day date) {
  return s->yearly ? fiscal_year(date, s->fiscal_start) : SERIES_FOR_EVER;
}

// Whether the last date of a series bounds a document of the year: numbers of a year bound one another, and numbers
// that went on for ever bind all.
static bool binds(const series_book *s, const series *one, bool credit, int year) {
  return one->credit == credit && (!s->yearly || one->year == year || one->year == SERIES_FOR_EVER);
}

// Whether numbers of a series that went on for ever were given in a year: those of the year go on behind them. Asked
// once for a year, not for each of its documents.
static bool numbered_in(series_book *s, series *one, int year, bool *out, error *e) {
  if (one->asked_year != year) {
    query *q = db_ask(s->book->db, e, "SELECT DISTINCT date FROM invoices WHERE series = ?", "i", one->n);
    int step = -1;
    one->asked_year = year;
    one->numbered = false;
    while (q && (step = query_step(q, e)) == 1)
      one->numbered = one->numbered || fiscal_year((day)query_column(q, 0), s->fiscal_start) == year;
    if (step < 0) return false;
  }
  *out = one->numbered;
  return true;
}

// Whether a document of the year goes on behind the numbers of a series.
static bool precedes(series_book *s, series *one, int year, bool year_begun, bool *out, error *e) {
  *out = !s->yearly || one->year == year;
  if (*out || one->year != SERIES_FOR_EVER) return true;
  if (one->next > one->first) return numbered_in(s, one, year, out, e);
  *out = !year_begun;  // the first number that people chose is that of the first year
  return true;
}

// The next number of a kind and year: behind all that were given in it, else 1.
static bool next_number(series_book *s, bool credit, int year, int64_t *next, series **newest, error *e) {
  bool year_begun = false, any = false, before;
  *next = 1;
  *newest = NULL;
  for (size_t i = 0; i < s->count; i++)
    year_begun = year_begun || (s->all[i].credit == credit && s->all[i].year != SERIES_FOR_EVER);
  for (size_t i = 0; i < s->count; i++) {
    series *one = &s->all[i];
    if (one->credit != credit) continue;
    if (one->year == year) *newest = one;
    if (!precedes(s, one, year, year_begun, &before, e)) return false;
    if (before && (!any || one->next > *next)) *next = one->next;
    any = any || before;
  }
  return true;
}

static series *begin(series_book *s, bool credit, int year, int64_t first, error *e) {
  const char *kind = credit ? "credit" : "invoice";
  bool done =
      year == SERIES_FOR_EVER
          ? db_run(s->book->db, e, "INSERT INTO series (kind, first, next) VALUES (?, ?, ?)", "tii", kind, first, first)
          : db_run(s->book->db, e, "INSERT INTO series (kind, year, first, next) VALUES (?, ?, ?, ?)", "tiii", kind,
                   (int64_t)year, first, first);
  if (!done) return NULL;
  s->all = arena_grow(s->arena, s->all, s->count, &s->capacity, sizeof *s->all);
  series *made = &s->all[s->count++];
  *made = (series){
    .n = db_last_key(s->book->db), .credit = credit, .year = year, .first = first, .next = first, .last_date = DAY_MIN
  };
  return made;
}

bool series_has_credits(const series_book *s) { return s->formats[1] != NULL; }

day series_last_date(const series_book *s, bool credit) {
  day last = DAY_MIN;
  for (size_t i = 0; i < s->count; i++)
    if (s->all[i].credit == credit && s->all[i].last_date > last) last = s->all[i].last_date;
  return last;
}

static bool check_date(const series_book *s, bool credit, int year, day date, error *e) {
  char text[DAY_TEXT], before[DAY_TEXT];
  day last = DAY_MIN;
  for (size_t i = 0; i < s->count; i++)
    if (binds(s, &s->all[i], credit, year) && s->all[i].last_date > last) last = s->all[i].last_date;
  if (date >= last) return true;
  error_set(e, ERROR_DATE_ORDER, "%s is before the last invoice date of its series, %s", day_format(date, text),
            day_format(last, before));
  return error_hint(e, "take --date %s or later", before);
}

series *series_at(series_book *s, bool credit, day date, error *e) {
  int64_t next;
  series *newest;
  int year = year_of(s, date);
  if (!check_date(s, credit, year, date, e) || !next_number(s, credit, year, &next, &newest, e)) return NULL;
  if (!newest || newest->next != next) newest = begin(s, credit, year, next, e);
  if (!newest || newest->used || newest->next == newest->first) return newest;
  query *q = db_ask(s->book->db, e, "SELECT chain FROM invoices WHERE series = ? AND seq = ?", "ii", newest->n,
                    newest->next - 1);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) snprintf(newest->chain, sizeof newest->chain, "%s", query_column_text(q, 0));
  if (q) query_reset(q);
  return step < 0 ? NULL : newest;
}

const char *series_number(const series_book *s, const series *one, day date, arena *a) {
  buffer text = { 0 };
  number_format_write(&text, s->formats[one->credit], one->next, fiscal_year(date, s->fiscal_start), date);
  const char *number = arena_text(a, text.text);
  buffer_free(&text);
  return number;
}

// The year whose numbers people mean by the next one: the latest that has any.
static bool latest_year(series_book *s, bool credit, int *out, error *e) {
  *out = SERIES_FOR_EVER;
  for (size_t i = 0; s->yearly && i < s->count; i++) {
    int64_t last;
    const series *one = &s->all[i];
    if (one->credit != credit) continue;
    if (one->year > *out) *out = one->year;
    if (one->year != SERIES_FOR_EVER || one->next == one->first) continue;
    if (!db_value(s->book->db, e, &last, 0, "SELECT max(date) FROM invoices WHERE series = ?", "i", one->n))
      return false;
    if (fiscal_year((day)last, s->fiscal_start) > *out) *out = fiscal_year((day)last, s->fiscal_start);
  }
  return true;
}

bool series_next(series_book *s, int64_t *next, error *e) {
  int year;
  series *newest;
  return latest_year(s, false, &year, e) && next_number(s, false, year, next, &newest, e);
}

bool series_set_next(series_book *s, int64_t number, error *e) {
  int year;
  int64_t next;
  series *newest;
  if (!latest_year(s, false, &year, e) || !next_number(s, false, year, &next, &newest, e)) return false;
  if (number == next) return true;
  if (number > next) return begin(s, false, year, number, e) != NULL;
  error_set(e, ERROR_INVALID, "numbering.next: %lld is behind the next number, %lld", (long long)number,
            (long long)next);
  return error_hint(e, "numbers never go back");
}

bool series_void(book *b, int64_t invoice, error *e) {
  return db_run(b->db, e,
                "UPDATE series SET last_date = (SELECT max(i.date) FROM invoices i WHERE i.series = series.n AND "
                "i.state <> 'void') WHERE n = (SELECT series FROM invoices WHERE n = ?)",
                "i", invoice);
}

bool invoice_date_near(book *b, day date, error *e) {
  char text[DAY_TEXT], now[DAY_TEXT];
  day today;
  if (!book_today(b, &today, e)) return false;
  if (date <= today + FAR_DAYS) return true;
  return error_set(e, ERROR_DATE_ORDER, "%s is more than %d days after today, %s", day_format(date, text), FAR_DAYS,
                   day_format(today, now));
}
