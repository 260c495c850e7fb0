// Amounts of an answer as lines that people read and a recording keeps: "Total 2,425.80 USD".
#include "core/base/decimal.h"
#include "core/base/text.h"
#include "core/command/answers/answers.h"
#include <string.h>

// Fields of money in a record that names its currency, in the order of Batch Details, and what a line calls them.
static const struct {
  const char *field, *label;
} amounts[] = {
  { "billable_amount", "Billable Amount" },
  { "subtotal", "Subtotal" },
  { "tax", "Tax" },
  { "total", "Total" },
  { "amount", "Amount" },
  { "open", "Open" },
  { "balance", "Balance" },
};
enum { AMOUNTS = sizeof amounts / sizeof *amounts };

static void add_line(arena *a, value *lines, const char *label, const char *plain, const char *currency) {
  if (!plain || !*plain) return;
  value_append(a, lines, value_text(a, arena_format(a, "%s %s %s", label, money_for_people(a, plain), currency)));
}

static const char *currency_in(const value *record) {
  const value *currency = value_get(record, "currency");
  return currency && currency->type == VALUE_TEXT ? currency->as.text : NULL;
}

static void add_of(arena *a, const value *record, value *lines) {
  const char *currency = currency_in(record);
  for (size_t i = 0; currency && i < AMOUNTS; i++) {
    const value *amount = value_get(record, amounts[i].field);
    if (amount) add_line(a, lines, amounts[i].label, value_plain(a, amount), currency);
  }
}

// ---- Rows of a list: what they are called by comes first, "cool-desk: Total Balance 360.00 USD".

static const char *words_of(arena *a, const char *field) {
  char *words = arena_text(a, field);
  for (char *at = words; *at; at++) {
    if (*at == '_') *at = ' ';
    else if ((at == words || at[-1] == ' ') && *at >= 'a' && *at <= 'z') *at = (char)(*at + 'A' - 'a');
  }
  return words;
}

static void add_row(arena *a, const value *row, const char *currency, value *lines) {
  if (row->type != VALUE_RECORD || !row->as.record.count) return;
  const char *own = currency_in(row), *name = value_plain(a, row->as.record.fields[0].item);
  for (size_t i = 1; name && *name && (own || currency) && i < row->as.record.count; i++) {
    const value_field *f = &row->as.record.fields[i];
    if (f->item->type == VALUE_MONEY)
      add_line(a, lines, arena_format(a, "%s: %s", text_shown(a, name, false), words_of(a, f->name)),
               value_plain(a, f->item), own ? own : currency);
  }
}

static void add_rows(arena *a, const value *rows, const char *currency, size_t most, value *lines) {
  error none = { 0 };
  value *row;
  if (rows->type == VALUE_LIST)
    for (size_t i = 0; i < rows->as.list.count && i < most; i++) add_row(a, rows->as.list.items[i], currency, lines);
  if (rows->type == VALUE_STREAM && most == SIZE_MAX)  // it is read here, and by nobody after
    while ((row = rows->as.stream.next(rows->as.stream.context, a, &none)) != NULL) add_row(a, row, currency, lines);
  error_clear(&none);
}

static bool is_summed(const char *field) { return strcmp(field, "totals") == 0 || strcmp(field, "accounts") == 0; }

// What sums up a record; then the rows of its lists.
value *amounts_of(arena *a, const value *answer, size_t most) {
  value *lines = value_list(a);
  const value *details = answer ? value_get(answer, "details") : NULL, *holders[] = { answer, details };
  for (size_t i = 0; i < 2; i++) {
    if (!holders[i] || holders[i]->type != VALUE_RECORD) continue;
    add_of(a, holders[i], lines);
    for (size_t k = 0; k < holders[i]->as.record.count; k++) {
      const value_field *f = &holders[i]->as.record.fields[k];
      for (size_t n = 0; is_summed(f->name) && f->item->type == VALUE_LIST && n < f->item->as.list.count; n++)
        add_of(a, f->item->as.list.items[n], lines);
    }
  }
  if (answer) add_rows(a, answer, NULL, most, lines);
  for (size_t k = 0; answer && answer->type == VALUE_RECORD && k < answer->as.record.count; k++) {
    const value_field *f = &answer->as.record.fields[k];
    if (!is_summed(f->name)) add_rows(a, f->item, currency_in(answer), most, lines);
  }
  return lines;
}

// ---- Read again: a line is what it is about, a number and a currency.

// The currency that a line ends with: three capitals behind a blank; NULL: none.
static const char *currency_of(const char *line) {
  const char *last = strrchr(line, ' ');
  return last && strlen(last) == 4 && strspn(last + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 ? last + 1 : NULL;
}

// Where the number of a line begins that ends with a currency; NULL: it has none.
static const char *number_in(const char *line, const char *currency) {
  const char *at = currency - 1;
  while (at > line && strchr("-,.0123456789", at[-1])) at--;
  return at > line && at < currency - 1 && at[-1] == ' ' ? at : NULL;
}

// Whether what stands before the number is what an amount is called.
static bool is_label(const char *line, size_t length) {
  for (size_t i = 0; i < AMOUNTS; i++)
    if (strlen(amounts[i].label) == length && strncmp(amounts[i].label, line, length) == 0) return true;
  return memmem(line, length, ": ", 2) != NULL;
}

// How long that is; 0: the line is no amount.
static size_t label_length(const char *line) {
  const char *currency = currency_of(line), *number = currency ? number_in(line, currency) : NULL;
  size_t length = number ? (size_t)(number - line) - 1 : 0;
  return length && is_label(line, length) ? length : 0;
}

// The number of a line, with or without separators; 0 where it is none.
static decimal number_of(arena *a, const char *line) {
  decimal out = 0;
  char *plain = arena_copy(a, line, strlen(line)), *to = plain;
  for (const char *at = line + label_length(line) + 1; *at && *at != ' '; at++)
    if (*at != ',') *to++ = *at;
  return decimal_parse(plain, (size_t)(to - plain), &out) ? out : 0;
}

bool amount_same(arena *a, const char *line, const char *other) { return number_of(a, line) == number_of(a, other); }

const char *amount_in_comment(arena *a, const char *entry) {
  while (*entry == ' ' || *entry == '\t') entry++;
  if (*entry != '#') return NULL;
  size_t length = strlen(entry + 1);
  const char *text = text_trimmed(entry + 1, &length), *line = arena_copy(a, text, length);
  return label_length(line) ? line : NULL;
}

const char *amount_beside(arena *a, const value *lines, const char *amount) {
  size_t label = label_length(amount);
  const char *first = NULL;
  for (size_t i = 0; i < lines->as.list.count; i++) {
    const char *line = lines->as.list.items[i]->as.text;
    bool same = label_length(line) == label && strncmp(line, amount, label) == 0 &&
                text_equal(currency_of(line), currency_of(amount));
    if (same && amount_same(a, line, amount)) return line;
    if (same && !first) first = line;
  }
  return first;
}
