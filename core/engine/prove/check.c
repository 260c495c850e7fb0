// Checks a proof against itself, one statement after another.
#include "core/base/money.h"
#include "core/engine/prove/check_inside.h"
#include <string.h>

static const struct {
  const char *name;
  void (*run)(checking *c);
} checks[] = { { "files are those of the manifest", check_manifest },
               { "plugin texts are what their names say", check_plugins },
               { "bills are as they were written", check_bills },
               { "the document is as it was frozen, in its place", check_document },
               { "what it says is what was frozen", check_header },
               { "its lines and taxes are those of its bills", check_lines },
               { "its amounts add up", check_sums },
               { "the explanation comes to its lines", check_explanation },
               { "the log is chained", check_log } };

static cJSON *read_json(checking *c, const char *name, bool needed) {
  error why = { 0 };
  const archive_file *file = check_find(c, name);
  cJSON *json = file ? json_parse(name, file->bytes, file->length, &why) : NULL;
  if (file ? !json : needed) check_fault(c, "%s", file ? why.message : arena_format(c->arena, "%s is not there", name));
  error_clear(&why);
  return json;
}

// ---- How much of what a document names many times over: each is looked for among the others, and a list without end
// would keep whoever checks it for hours.
enum { TAXES_MAX = 1000, FILES_OF_BILL_MAX = 100 };

static bool few(checking *c, const cJSON *of, const char *name, size_t most) {
  size_t count = 0;
  for (const cJSON *item = check_list(of, name); item; item = item->next)
    if (++count > most) return check_fault(c, "there are more than %zu %s", most, name);
  return true;
}

// Each bill and each plugin has a file of its own.
static bool all_few(checking *c) {
  size_t taxes = 0;
  if (!few(c, c->record, "bills", c->count) || !few(c, c->record, "contracts", c->count) ||
      !few(c, c->record, "plugins", c->count) || !few(c, c->invoice, "taxes", TAXES_MAX))
    return false;
  for (const cJSON *b = check_list(c->record, "bills"); b; b = b->next) {
    if (!few(c, b, "files", FILES_OF_BILL_MAX) || !few(c, b, "taxes", TAXES_MAX)) return false;
    for (const cJSON *t = check_list(b, "taxes"); t; t = t->next) taxes++;
  }
  return taxes <= TAXES_MAX * 10 || check_fault(c, "its bills have more than %d taxes", TAXES_MAX * 10);
}

static void forget(cJSON **json) {
  cJSON_Delete(*json);
  *json = NULL;
}

static void end_check(checking *c, value *list) {
  checked_row_put(c->arena, list, c->failures, c->name, c->checked, c->failed);
  c->checked = c->failed = 0;
}

// An explanation may be left out: then the proof's README says so. Everything else is always there.
static void read_all(checking *c, value *list) {
  c->name = "what is told can be read";
  c->record = read_json(c, PROOF_RECORD, true);
  c->invoice = read_json(c, PROOF_INVOICE, true);
  c->rows = read_json(c, PROOF_ROWS, true);
  c->log = read_json(c, PROOF_LOG, true);
  c->explanation = read_json(c, PROOF_EXPLANATION, false);
  c->checked = 4 + (c->explanation != NULL);
  c->exponent = currency_exponent(check_text(c->invoice, "currency"));
  if (c->record && check_int(c->record, "proof") != 1)
    check_fault(c, "it is of a form that this program does not know");
  if (!all_few(c)) forget(&c->record), forget(&c->invoice);
  end_check(c, list);
}

bool prove_check(const archive_file *files, size_t count, arena *a, value **report, error *e) {
  checking c = { .files = files, .count = count, .arena = a, .failures = value_list(a) };
  value *list = value_list(a), *out = *report = value_record(a);
  if (!check_find(&c, PROOF_MANIFEST) && !check_find(&c, PROOF_RECORD)) {
    error_set(e, ERROR_INVALID, "it is no proof of an invoice: it has neither %s nor %s", PROOF_MANIFEST, PROOF_RECORD);
    return error_hint(e, "billet prove INVOICE --output FILE.zip makes one");
  }
  read_all(&c, list);
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
    c.name = checks[i].name;
    checks[i].run(&c);
    end_check(&c, list);
  }
  put_text(a, out, "invoice", arena_text(a, check_text(c.record, "invoice")));
  value_put(a, out, "checks", list);
  value_put(a, out, "failures", c.failures);
  const char *head = check_text(cJSON_GetObjectItemCaseSensitive(c.log, "head"), "chain");
  put_text(a, out, "head", *head ? arena_text(a, head) : NULL);
  cJSON *const read[] = { c.record, c.invoice, c.explanation, c.rows, c.log };
  for (size_t i = 0; i < sizeof read / sizeof *read; i++) cJSON_Delete(read[i]);
  return true;
}
