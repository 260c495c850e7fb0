// Which bills a document has, in which order, and what it says of their contracts: from its copy, or as it would be
// frozen now.
#include "core/engine/invoice/invoice_inside.h"
#include "core/base/json.h"
#include <stdlib.h>
#include <string.h>

// The site's id and name, from what is told of it.
static void read_site(invoice_bill *bill, arena *a) {
  cJSON *site = bill->site ? cJSON_Parse(bill->site) : NULL;
  bill->site_id = arena_text(a, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(site, "site")));
  bill->site_name = arena_text(a, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(site, "name")));
  cJSON_Delete(site);
}

// What both queries answer: n, contract, lines, whether of a credit note, contract id, name, x, tickets, digest, site,
// before.
static bool rows_read(query *q, arena *a, invoice_bill **out, size_t *count, error *e) {
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (invoice_bill){ .n = query_column(q, 0),
                                         .contract = query_column(q, 1),
                                         .lines = query_column(q, 2),
                                         .note = query_column(q, 3) != 0,
                                         .contract_id = arena_text(a, query_column_text(q, 4)),
                                         .contract_name = arena_text(a, query_column_text(q, 5)),
                                         .contract_x = arena_text(a, query_column_text(q, 6)),
                                         .tickets = arena_text(a, query_column_text(q, 7)),
                                         .digest = arena_text(a, query_column_text(q, 8)),
                                         .site = arena_text(a, query_column_text(q, 9)),
                                         .before = arena_text(a, query_column_text(q, 10)) };
    read_site(&(*out)[*count - 1], a);
  }
  return step == 0;
}

static bool tickets_read(book *b, invoice_bill *bill, arena *a, error *e) {
  // clang-format off
  query *q = db_ask(b->db, e,
                    "SELECT nullif(json_group_object(id, json(x)), '{}') FROM (SELECT t.id, t.x FROM lines l "
                    "JOIN tickets t ON t.n = l.ticket AND t.x IS NOT NULL WHERE " LINE_IN("l.n", "?1") " "
                    "GROUP BY t.n ORDER BY min(l.n))",
                    "i", bill->n);
  // clang-format on
  int step = q ? query_step(q, e) : -1;
  if (step == 1) bill->tickets = arena_text(a, query_column_text(q, 0));
  if (q) query_reset(q);
  return step >= 0;
}

bool tickets_have_own(book *b, bool *out, error *e) {
  int64_t any = 0;
  if (!db_value(b->db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM tickets WHERE x IS NOT NULL)", "")) return false;
  *out = any != 0;
  return true;
}

// What is told of a site; a credit note tells what its invoice does. Of a bill x of an invoice i, its contract being k.
#define SITE_NOW                                                                                                    \
  "iif(i.credits IS NULL, (SELECT json_object('site', s.id, 'name', s.name, 'address1', s.address1, 'address2', "   \
  "s.address2, 'city', s.city, 'region', s.region, 'postal_code', s.postal_code, 'country', s.country, 'x', "       \
  "json(s.x)) FROM sites s WHERE s.n = k.site), (SELECT j.value -> 'site' FROM invoices o, json_each(o.contracts) " \
  "j WHERE o.n = i.credits AND j.value ->> 'contract' = k.id))"

bool invoice_bills_now(book *b, int64_t invoice, bool own, arena *a, invoice_bill **out, size_t *count, error *e) {
  query *q =
      db_ask(b->db, e,
             "SELECT x.n, k.n, x.lines, x.kind = 'credit', k.id, k.name, k.x, NULL, x.digest, " SITE_NOW ", NULL "
             "FROM invoices i JOIN bills x ON x.invoice = i.n JOIN contracts k ON k.n = x.contract "
             "WHERE i.n = ? ORDER BY x.n",
             "i", invoice);
  bool ok = rows_read(q, a, out, count, e);
  for (size_t i = 0; ok && i < *count; i++) {
    invoice_bill *bill = &(*out)[i];
    ok = (!own || tickets_read(b, bill, a, e)) &&
         (bill->note || counts_before(b, bill->n, bill->contract, a, &bill->before, e));
  }
  return ok;
}

static int by_name(const void *a, const void *b) {
  const invoice_bill *x = a, *y = b;
  int order = strcmp(x->contract_name, y->contract_name);
  if (!order) order = strcmp(x->contract_id, y->contract_id);
  return order ? order : x->n < y->n ? -1 : x->n > y->n;
}

void invoice_bills_sort(invoice_bill *bills, size_t count) { qsort(bills, count, sizeof *bills, by_name); }

bool invoice_bills_read(book *b, int64_t invoice, arena *a, invoice_bill **out, size_t *count, error *e) {
  bool own = false;
  query *q =
      db_ask(b->db, e,
             "SELECT x.n, x.contract, x.lines, x.kind = 'credit', j.value ->> 'contract', j.value ->> 'name', "
             "j.value ->> 'x', j.value ->> 'tickets', x.digest, j.value -> 'site', j.value ->> 'before' "
             "FROM invoices i CROSS JOIN json_each(i.contracts) j CROSS JOIN bills x ON x.n = j.value ->> 'bill' "
             "WHERE i.n = ? ORDER BY j.key",
             "i", invoice);
  if (!rows_read(q, a, out, count, e)) return false;
  if (*count) return true;
  if (!tickets_have_own(b, &own, e) || !invoice_bills_now(b, invoice, own, a, out, count, e)) return false;
  if (*count) invoice_bills_sort(*out, *count);
  return true;
}

static void quote(buffer *out, const char *text) {
  buffer_add(out, "\"", 1);
  while (*text) {
    size_t plain = 0;
    while ((unsigned char)text[plain] >= ' ' && text[plain] != '"' && text[plain] != '\\') plain++;
    buffer_add(out, text, plain);
    text += plain;
    if (*text) buffer_format(out, "\\u%04x", (unsigned char)*text++);
  }
  buffer_add(out, "\"", 1);
}

static void number(buffer *out, const char *name, int64_t value) {
  char text[24], *end = text + sizeof text, *at = end;
  do *--at = (char)('0' + value % 10);
  while ((value /= 10) != 0);
  buffer_text(out, name);
  buffer_add(out, at, (size_t)(end - at));
}

const char *invoice_bills_copy(const invoice_bill *bills, size_t count, buffer *out) {
  buffer_clear(out);
  for (size_t i = 0; i < count; i++) {
    const invoice_bill *at = &bills[i];
    number(out, i ? ",{\"bill\":" : "[{\"bill\":", at->n);
    number(out, ",\"lines\":", at->lines);
    buffer_text(out, ",\"contract\":");
    quote(out, at->contract_id);
    buffer_text(out, ",\"name\":");
    quote(out, at->contract_name);
    if (at->contract_x) {
      buffer_text(out, ",\"x\":");
      buffer_text(out, at->contract_x);
    }
    if (at->tickets) {
      buffer_text(out, ",\"tickets\":");
      buffer_text(out, at->tickets);
    }
    if (at->site) {
      buffer_text(out, ",\"site\":");
      buffer_text(out, at->site);
    }
    if (at->before) {
      buffer_text(out, ",\"before\":");
      buffer_text(out, at->before);
    }
    buffer_text(out, "}");
  }
  buffer_text(out, count ? "]" : "[]");
  return out->text;
}
