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

static void add_of(arena *a, const value *record, value *lines) {
  const value *currency = value_get(record, "currency");
  if (!currency || currency->type != VALUE_TEXT) return;
  for (size_t i = 0; i < AMOUNTS; i++) {
    const value *amount = value_get(record, amounts[i].field);
    const char *plain = amount ? value_plain(a, amount) : NULL;
    if (!plain || !*plain) continue;
    value_append(
        a, lines,
        value_text(a, arena_format(a, "%s %s %s", amounts[i].label, money_for_people(a, plain), currency->as.text)));
  }
}

value *amounts_of(arena *a, const value *answer) {
  static const char *const lists[] = { "totals", "accounts" };
  const value *details = answer ? value_get(answer, "details") : NULL, *holders[] = { answer, details };
  value *lines = value_list(a);
  for (size_t i = 0; i < 2; i++) {
    if (!holders[i]) continue;
    add_of(a, holders[i], lines);
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
      const value *rows = value_get(holders[i], lists[k]);
      for (size_t n = 0; rows && rows->type == VALUE_LIST && n < rows->as.list.count; n++)
        add_of(a, rows->as.list.items[n], lines);
    }
  }
  return lines;
}

// How long the label is with which a line begins; 0: with none.
static size_t label_length(const char *line) {
  for (size_t i = 0; i < AMOUNTS; i++) {
    size_t length = strlen(amounts[i].label);
    if (strncmp(line, amounts[i].label, length) == 0 && line[length] == ' ') return length;
  }
  return 0;
}

// The currency that a line ends with: three capitals behind a blank; NULL: none.
static const char *currency_of(const char *line) {
  const char *last = strrchr(line, ' ');
  return last && strlen(last) == 4 && strspn(last + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 ? last + 1 : NULL;
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
  size_t label = label_length(line);
  const char *currency = currency_of(line), *amount = line + label + 1;
  if (!label || !currency || currency <= amount + 1) return NULL;
  return strspn(amount, "-,.0123456789") == (size_t)(currency - amount - 1) ? line : NULL;
}

const char *amount_beside(const value *lines, const char *amount) {
  size_t label = label_length(amount);
  for (size_t i = 0; i < lines->as.list.count; i++) {
    const char *line = lines->as.list.items[i]->as.text;
    bool same = label_length(line) == label && strncmp(line, amount, label) == 0;
    if (same && text_equal(currency_of(line), currency_of(amount))) return line;
  }
  return NULL;
}
