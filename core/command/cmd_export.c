// export: a batch's invoices, or those that are named, go to another program: as files, or delivered to it.
#include "core/command/commands_inside.h"
#include "core/command/answers/deliveries.h"
#include "core/deliver/target.h"
#include <string.h>

static bool take_invoice(context *c, const char *text, int64_t *list, size_t *count, error *e) {
  int64_t n, drafts = 0;
  if (!resolve_invoice(c, text, &n, e) ||
      !db_value(c->book->db, e, &drafts, 0, "SELECT state = 'draft' FROM invoices WHERE n = ?", "i", n))
    return false;
  if (drafts) {
    error_set(e, ERROR_STATE, "%s is a draft: only what is numbered is exported", text);
    return error_hint(e, "billet batch generate numbers the drafts of a batch");
  }
  for (size_t i = 0; i < *count; i++)
    if (list[i] == n) return error_set(e, ERROR_USAGE, "invoice %s is named twice", text);
  list[(*count)++] = n;
  return true;
}

// --invoice 17 18: the first stands with the option, the others behind it.
static bool named_invoices(context *c, const arguments *a, int64_t **out, size_t *count, error *e) {
  const char *first = option_text(a, "invoice");
  *out = arena_array(c->arena, a->count + 1, sizeof **out);
  *count = 0;
  if (!first && a->count > 1) {
    error_set(e, ERROR_USAGE, "`billet export` does not take \"%s\"", a->texts[1]);
    return error_hint(e, "single documents are named by --invoice: billet export csv --invoice 17 18");
  }
  if (first && c->batch) return error_set(e, ERROR_USAGE, "--batch or --invoice, not both");
  if (first && !take_invoice(c, first, *out, count, e)) return false;
  for (size_t i = 1; i < a->count; i++)
    if (!take_invoice(c, a->texts[i], *out, count, e)) return false;
  return true;
}

static value *command_export(context *c, const arguments *a, error *e) {
  batch b = { 0 };
  export_wanted w = { 0 };
  const char *title;
  const value *delivers = target_delivers(c->book, a->texts[0], c->arena, &title, e);
  if (e->code || !named_invoices(c, a, &w.invoices, &w.count, e)) return NULL;
  if (!w.count && !resolve_batch(c, "generated,exported", &b, e)) return NULL;
  w.batch = b.n;
  return delivers ? export_deliver(c, a, &w, &b, e) : export_files(c, a, &w, &b, e);
}

const command export_commands[] = {
  { .words = "export",
    .group = "Invoices",
    .summary = "writes a batch's invoices, or those that are named, for another program, or delivers them there",
    .argument = "TARGET",
    .type = ARGUMENT_PLUGIN,
    .fits = "exporter",
    .least = 1,
    .most = -1,
    .options = { BATCH_OPTION,
                 { "invoice", "ID…", "these documents only, credit notes too", ARGUMENT_INVOICE },
                 { "output", "FILE|DIR",
                   "the file; where each invoice is a document of its own, a folder, or a .zip that holds them",
                   ARGUMENT_FILE },
                 { "dry-run", NULL, "write and deliver nothing; what is lacking, and what would be made there, is told",
                   ARGUMENT_TEXT },
                 { "limit", "N", "deliver at most so many documents now", ARGUMENT_NUMBER } },
    .examples = { "billet export csv --output may.csv", "billet export csv --invoice 17 18",
                  "billet export ubl --batch 3 --output invoices.zip", "billet export quickbooks-online --batch 3" },
    .need = NEED_BOOK,
    .view = "export",
    .run = command_export },
  { 0 },
};
