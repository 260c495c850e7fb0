// Notes of an import: rows that are no fault, and most likely not what was meant. What they say is looked up at the
// end, when all rows are in.
#include "core/engine/import/import_inside.h"
#include "core/base/memory.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 300, LONG_ENTRY = 16 * 60 };

void note_word(import *im, const row *r, const char *where, const field *word) {
  if (word->type != FIELD_TEXT) return;
  for (size_t i = im->word_count; i-- > 0;)
    if (im->words[i].column == where && !strcmp(im->words[i].text, word->text)) return;
  if (im->word_count == WORDS_MAX) return;
  im->words = arena_grow(im->own, im->words, im->word_count, &im->word_capacity, sizeof *im->words);
  im->words[im->word_count++] = (noted_word){ where, arena_text(im->own, word->text), r->name, r->place };
}

static void add_tax(import *im, noted_tax t) {
  im->taxes = arena_grow(im->own, im->taxes, im->tax_count, &im->tax_capacity, sizeof t);
  im->taxes[im->tax_count++] = t;
}

void note_tax(import *im, const row *r, int64_t contract_n, int64_t customer) {
  add_tax(im, (noted_tax){ contract_n, customer, false, r->name, r->place });
}

void note_charge_tax(import *im, const row *r, int64_t contract_n) {
  const noted_tax *last = im->tax_count ? &im->taxes[im->tax_count - 1] : NULL;
  if (last && last->of_charge && last->contract == contract_n) return;
  add_tax(im, (noted_tax){ contract_n, 0, true, r->name, r->place });
}

bool note_params(import *im, const row *r, int64_t contract_n, error *e) {
  const char *by;
  if (!frozen_contract(im, contract_n, &by, e)) return false;
  if (by)
    import_kept(im,
                "%s:%" PRIu64
                ": params: hold for what is not billed yet (it was %s): a dated row of changes says from when "
                "a price holds",
                r->name, r->place, by);
  return true;
}

typedef struct entry_facts {
  size_t id, start, minutes, rate, work_type;
} entry_facts;

static const entry_facts *facts_of_entries(void) {
  static entry_facts f;
  const table *t = table_of(TABLE_TIME_ENTRIES);
  if (!f.id)
    f = (entry_facts){ column_at(t, "id"), column_at(t, "start"), column_at(t, "minutes"), column_at(t, "rate"),
                       column_at(t, "work_type") };
  return &f;
}

static uint64_t mix(uint64_t h, int64_t value) {
  h = (h ^ (uint64_t)value) * UINT64_C(0x9E3779B97F4A7C15);
  return h ^ h >> 32;
}

static void likes_grow(import *im) {
  size_t size = im->likes_size ? im->likes_size * 2 : 4096;
  uint64_t *grown = memory_zeroed(size, sizeof *grown);
  for (size_t i = 0; i < im->likes_size; i++) {
    size_t at = im->likes[i] & (size - 1);
    while (im->likes[i] && grown[at]) at = (at + 1) & (size - 1);
    if (im->likes[i]) grown[at] = im->likes[i];
  }
  memory_give(im->likes);
  im->likes = grown;
  im->likes_size = size;
}

// Whether this import may have brought such an entry before, by a hash of it; remembers it. Asking the database for
// each entry would slow a first import by a tenth.
static bool may_be_like(import *im, int64_t ticket, int64_t start, int64_t minutes) {
  uint64_t hash = mix(mix(mix(1, ticket), start), minutes) | 1;
  if (im->likes_count * 2 >= im->likes_size) likes_grow(im);
  size_t at = hash & (im->likes_size - 1);
  while (im->likes[at] && im->likes[at] != hash) at = (at + 1) & (im->likes_size - 1);
  if (im->likes[at]) return true;
  im->likes[at] = hash;
  im->likes_count++;
  return false;
}

// Tells an entry like this one. One ticket's entries lie on one contract unless the ticket is shared.
static bool note_like(import *im, const row *r, const ticket_facts *t, const record *x, error *e) {
  const entry_facts *f = facts_of_entries();
  int64_t start = x->fields[f->start].integer, minutes = x->fields[f->minutes].integer;
  if (!may_be_like(im, t->n, start, minutes) && im->tables[TABLE_TIME_ENTRIES].fresh) return true;
  query *q =
      db_ask(im->db, e,
             t->shared ? "SELECT id FROM time_entries INDEXED BY time_entries_of_ticket WHERE ticket = ?1 AND n <> ?2 "
                         "AND start_utc = ?3 AND minutes = ?4 AND ?5 = ?5 AND ?6 = ?6 LIMIT 1"
                       : "SELECT id FROM time_entries WHERE contract = ?5 AND at = ?6 AND n <> ?2 AND ticket = ?1 "
                         "AND start_utc = ?3 AND minutes = ?4 LIMIT 1",
             "iiiiii", t->n, x->n, start, minutes, x->fields[0].integer, x->fields[1].integer);
  int got = q ? query_step(q, e) : -1;
  if (got == 1)
    import_kept(im, "%s:%" PRIu64 ": %s: like %s in ticket, start and minutes", r->name, r->place,
                shown(im, x->fields[f->id].text, x->fields[f->id].length),
                shown(im, query_column_text(q, 0), query_column_length(q, 0)));
  if (q) query_reset(q);
  return got >= 0;
}

bool note_entry(import *im, const row *r, const ticket_facts *t, const record *x, error *e) {
  const entry_facts *f = facts_of_entries();
  int64_t minutes = x->fields[f->minutes].integer;
  note_word(im, r, "rate", &x->fields[f->rate]);
  note_word(im, r, "work_type", &x->fields[f->work_type]);
  if (minutes > LONG_ENTRY)
    import_kept(im, "%s:%" PRIu64 ": %s: lasts %" PRId64 " h %" PRId64 " min, more than 16 hours", r->name, r->place,
                shown(im, x->fields[f->id].text, x->fields[f->id].length), minutes / 60, minutes % 60);
  return note_like(im, r, t, x, e);
}

// What contracts name in their params, changes and rules, wherever it stands.
#define NAMED_IN(source, column) \
  "SELECT j.value FROM " source " s, json_tree(s." column ") j WHERE j.type = 'text' AND s." column " IS NOT NULL"
#define NAMED \
  NAMED_IN("contracts", "params") " UNION " NAMED_IN("changes", "params") " UNION " NAMED_IN("contracts", "rules")
#define LISTS_IN(source) \
  "EXISTS (SELECT 1 FROM " source " s, json_tree(s.params) j WHERE j.key IN ('covers', 'excludes') AND j.value <> '[]')"
#define METERS                                                                                                \
  "SELECT value FROM json_each('[\"pc_agents\",\"mac_agents\",\"server_agents\",\"other_devices\",\"users\"," \
  "\"pc_backup_gb\",\"server_backup_gb\"]')"

// What a column's words are held against. Work types matter only where a contract tells some of them apart.
typedef struct vocabulary {
  const char *column, *known, *message;
} vocabulary;
static const vocabulary vocabularies[] = {
  { "rate", "SELECT DISTINCT code FROM rates", "there is no such rate code in rates: its work is held until there is" },
  { "work_type", "SELECT value FROM (" NAMED ") WHERE " LISTS_IN("contracts") " OR " LISTS_IN("changes"),
    "no contract names this work type" },
  { "meter", METERS " UNION " NAMED, "no contract counts this meter" },
};

typedef struct word_list {
  const char **words;
  size_t count, capacity;
} word_list;

static bool read_known(import *im, const vocabulary *v, word_list *out, error *e) {
  query *q = db_ask(im->db, e, v->known, "");
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    out->words = arena_grow(im->own, out->words, out->count, &out->capacity, sizeof *out->words);
    out->words[out->count++] = arena_text(im->own, query_column_text(q, 0));
  }
  return got == 0;
}

static bool is_known(const word_list *known, const char *word) {
  for (size_t i = 0; i < known->count; i++)
    if (!strcmp(known->words[i], word)) return true;
  return false;
}

static bool note_unknown(import *im, const vocabulary *v, error *e) {
  word_list known = { 0 };
  bool read = false;
  for (size_t i = 0; i < im->word_count; i++) {
    const noted_word *w = &im->words[i];
    if (strcmp(w->column, v->column)) continue;
    if (!read && !read_known(im, v, &known, e)) return false;
    read = true;
    bool tells = known.count || strcmp(v->column, "work_type");
    if (!tells || is_known(&known, w->text)) continue;
    const char *near = text_nearest(w->text, known.words, known.count);
    import_kept(im, "%s:%" PRIu64 ": %s: \"%s\": %s%s%s%s", w->name, w->place, w->column,
                shown(im, w->text, strlen(w->text)), v->message, near ? "; did you mean \"" : "", near ? near : "",
                near ? "\"?" : "");
  }
  return true;
}

// Whether another note tells it: of a contract that the import brought that of the contract, of charges that of the
// first.
static bool is_told(const import *im, const noted_tax *t, int64_t contract_n) {
  for (size_t i = 0; i < im->tax_count; i++) {
    const noted_tax *other = &im->taxes[i];
    if (t->of_charge && other == t) return false;
    if (other->contract == contract_n && (t->of_charge ? other->of_charge : !t->contract && !other->of_charge))
      return true;
  }
  return false;
}

static void tell_untaxed(import *im, const noted_tax *t, const query *q) {
  const char *contract = shown(im, query_column_text(q, 1), query_column_length(q, 1)),
             *why = query_column(q, 4) ? " (taxable is no where tax is not given)" : "";
  if (t->of_charge)
    import_kept(im, "%s:%" PRIu64 ": tax: contract %s bills none, that of its charges included: it is not taxable%s",
                t->name, t->place, contract, why);
  else
    import_kept(im, "%s:%" PRIu64 ": contract %s bills no tax: it is not taxable%s, and %s has the tax %s", t->name,
                t->place, contract, why, shown(im, query_column_text(q, 3), query_column_length(q, 3)),
                shown(im, query_column_text(q, 2), query_column_length(q, 2)));
}

// Contracts that bill no tax though they or their customer have one, or a charge of theirs. Asked of a contract, or of
// all of a customer's that the import did not bring.
static bool note_untaxed(import *im, const noted_tax *t, error *e) {
  query *q = db_ask(im->db, e,
                    "SELECT k.n, k.id, coalesce(s.tax, c.tax, k.tax), iif(s.tax IS NOT NULL, s.id, "
                    "iif(c.tax IS NULL, 'it', c.id)), k.taxable IS NULL FROM contracts k "
                    "JOIN customers c ON c.n = k.customer LEFT JOIN sites s ON s.n = k.site WHERE (k.n = ?1 OR "
                    "(?1 = 0 AND k.customer = ?2)) AND (?3 OR coalesce(s.tax, c.tax, k.tax) IS NOT NULL) AND "
                    "c.tax_exempt = 0 AND ifnull(k.taxable, k.tax IS NOT NULL) = 0 ORDER BY k.n",
                    "iii", t->contract, t->customer, (int64_t)t->of_charge);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1)
    if (!is_told(im, t, query_column(q, 0))) tell_untaxed(im, t, q);
  return got == 0;
}

bool notes_end(import *im, error *e) {
  for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies; i++) {
    arena_reset(im->scratch);
    if (!note_unknown(im, &vocabularies[i], e)) return false;
  }
  for (size_t i = 0; i < im->tax_count; i++) {
    arena_reset(im->scratch);
    if (!note_untaxed(im, &im->taxes[i], e)) return false;
  }
  return true;
}
