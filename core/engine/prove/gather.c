// What the book itself knows of a document: the texts of its digests and of its plugins, and what belongs to them.
#include "core/base/money.h"
#include "core/base/text.h"
#include "core/base/value_json.h"
#include "core/engine/prove/prove_inside.h"
#include <string.h>

void proof_add(proof_files *f, const char *name, const void *bytes, size_t length) {
  f->list = arena_grow(f->arena, f->list, f->count, &f->capacity, sizeof *f->list);
  f->list[f->count++] = (archive_file){ arena_text(f->arena, name), bytes, length };
}

static void add_buffer(proof_files *f, const char *name, buffer *text) {
  proof_add(f, name, arena_copy(f->arena, text->text ? text->text : "", text->length), text->length);
  buffer_free(text);
}

typedef struct head {
  const char *number, *state, *digest, *chain, *before, *look, *contracts;
  int64_t form;
  day date;
} head;

// `before`: the chain of the document before it in its series; its own is over that and its digest.
static bool read_head(book *b, int64_t invoice, arena *a, head *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.number, i.state, i.digest, i.chain, i.form, i.date, " LOOK_KEPT ", (SELECT o.chain FROM "
                    "invoices o WHERE o.series = i.series AND o.seq < i.seq ORDER BY o.seq DESC LIMIT 1), i.contracts "
                    "FROM invoices i WHERE i.n = ?",
                    "i", invoice);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no such invoice");
  *out = (head){ arena_text(a, query_column_text(q, 0)),
                 arena_text(a, query_column_text(q, 1)),
                 arena_text(a, query_column_text(q, 2)),
                 arena_text(a, query_column_text(q, 3)),
                 arena_text(a, query_column_text(q, 7)),
                 arena_text(a, query_column_text(q, 6)),
                 arena_text(a, query_column_text(q, 8)),
                 query_column(q, 4),
                 (day)query_column(q, 5) };
  query_reset(q);
  if (strcmp(out->state, "draft") != 0) return true;
  error_set(e, ERROR_STATE, "a draft proves nothing: it may still change");
  return error_hint(e, "billet batch generate numbers and freezes it");
}

// ---- Bills

static value *tax_value(const tax_sum *sum, arena *a) {
  char rate[DECIMAL_TEXT];
  value *v = value_record(a);
  put_text(a, v, "name", sum->name);
  put_text(a, v, "category", sum->category);
  put_text(a, v, "rate", arena_copy(a, rate, percent_format(sum->rate, rate)));
  put_text(a, v, "base", arena_format(a, "%lld", (long long)sum->base));
  put_text(a, v, "amount", arena_format(a, "%lld", (long long)sum->amount));
  put_bool(a, v, "document", sum->document);
  put_text(a, v, "code", sum->code);
  put_text(a, v, "reason", sum->reason);
  put_text(a, v, "jurisdiction", sum->jurisdiction);
  return v;
}

// Parts: how many components of its tax each line names behind its own values.
static value *bill_value(const stored_bill *bill, int64_t n, const char *own, arena *a) {
  value *v = value_record(a), *parts = value_list(a), *taxes = value_list(a);
  put_int(a, v, "bill", n);
  put_text(a, v, "digest", own);
  put_int(a, v, "form", bill->form);
  put_int(a, v, "rules", bill->rules);
  for (size_t i = 0; i < bill->count; i++) value_append(a, parts, value_int(a, (int64_t)bill->lines[i].part_count));
  for (size_t i = 0; i < bill->sum_count; i++) value_append(a, taxes, tax_value(&bill->sums[i], a));
  value_put(a, v, "parts", parts);
  value_put(a, v, "taxes", taxes);
  return v;
}

static bool add_bill(book *b, int64_t n, const char *recorded, const char *files, proof_files *out, value *list,
                     error *e) {
  stored_bill bill;
  buffer text = { 0 };
  digest ignored;
  if (!bill_read(b, n, out->arena, &bill, e)) return false;
  bill_text(&bill, &text, &ignored);
  value *v = bill_value(&bill, n, recorded, out->arena);
  value_put(out->arena, v, "files", value_of_json(out->arena, files));
  value_append(out->arena, list, v);
  add_buffer(out, arena_format(out->arena, "digests/bill-%lld", (long long)n), &text);
  return true;
}

typedef struct bill_row {
  int64_t n;
  const char *digest, *files;
} bill_row;

static bool add_bills(book *b, int64_t invoice, proof_files *out, value *list, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT x.n, x.digest, r.files FROM bills x LEFT JOIN rulesets r ON r.n = x.ruleset "
                    "WHERE x.invoice = ? ORDER BY x.n",
                    "i", invoice);
  bill_row *rows = NULL;
  size_t count = 0, capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    rows = arena_grow(out->arena, rows, count, &capacity, sizeof *rows);
    rows[count++] = (bill_row){ query_column(q, 0), arena_text(out->arena, query_column_text(q, 1)),
                                arena_text(out->arena, query_column_text(q, 2)) };
  }
  for (size_t i = 0; step == 0 && i < count; i++)
    if (!add_bill(b, rows[i].n, rows[i].digest, rows[i].files, out, list, e)) return false;
  return step == 0;
}

// ---- Plugins: what rated its bills, and made the document look as it does.

static bool add_plugins(book *b, int64_t invoice, const char *look, proof_files *out, value *list, error *e) {
  arena *a = out->arena;
  query *q = db_ask(b->db, e,
                    "SELECT digest, kind, name, version, text FROM plugin_files WHERE digest IN (SELECT j.value "
                    "FROM bills x JOIN rulesets r ON r.n = x.ruleset, json_each(r.files) j WHERE x.invoice = ?1 "
                    "UNION SELECT j.value FROM json_each(ifnull(?2, '{}'), '$.files') j) ORDER BY kind, name, digest",
                    "it", invoice, look);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    static const char *const names[] = { "digest", "kind", "name", "version" };
    const size_t length = query_column_length(q, 4);
    value *v = value_record(a);
    for (int i = 0; i < 4; i++) put_text(a, v, names[i], arena_text(a, query_column_text(q, i)));
    value_append(a, list, v);
    proof_add(out, arena_format(a, "plugins/%s.lua", query_column_text(q, 0)),
              arena_copy(a, query_column_text(q, 4), length), length);
  }
  return step == 0;
}

static bool gather(book *b, int64_t invoice, proof_files *files, proof_parts *out, error *e) {
  arena *a = files->arena;
  head h = { 0 };
  buffer text = { 0 };
  invoice_line *lines;
  size_t count;
  value *bills = value_list(a), *plugins = value_list(a), *chain = value_record(a);
  if (!read_head(b, invoice, a, &h, e)) return false;
  bool ok = invoice_text(b, invoice, &text, e);
  add_buffer(files, PROOF_DOCUMENT, &text);
  ok = ok && add_bills(b, invoice, files, bills, e) && add_plugins(b, invoice, h.look, files, plugins, e) &&
       invoice_lines_read(b, invoice, a, &lines, &count, e) &&
       (out->rows = prove_rows(b, invoice, lines, count, a, e)) && (out->log = prove_entries(b, h.number, a, e));
  if (!ok) return false;
  out->date = h.date;
  put_text(a, chain, "before", h.before ? h.before : "");
  put_text(a, chain, "own", h.chain);
  value *v = out->record = value_record(a);
  put_int(a, v, "proof", 1);
  put_text(a, v, "invoice", h.number);
  put_int(a, v, "form", h.form);
  put_text(a, v, "digest", h.digest);
  value_put(a, v, "chain", chain);
  value_put(a, v, "contracts", value_of_json(a, h.contracts));
  value_put(a, v, "bills", bills);
  value_put(a, v, "plugins", plugins);
  return true;
}

bool prove_gather(book *b, int64_t invoice, proof_files *files, proof_parts *out, error *e) {
  if (!db_begin_read(b->db, e)) return false;
  bool ok = gather(b, invoice, files, out, e);
  db_rollback(b->db);
  return ok;
}
