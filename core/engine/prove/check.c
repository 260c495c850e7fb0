// Checks a proof against itself, one statement after another.
#include "core/base/digest.h"
#include "core/base/money.h"
#include "core/base/text.h"
#include "core/engine/prove/check_inside.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FAULTS_TOLD = 50 };  // of one check

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

bool check_fault(checking *c, const char *format, ...) {
  char what[512];
  va_list values;
  if (c->failed++ >= FAULTS_TOLD) return false;
  va_start(values, format);
  vsnprintf(what, sizeof what, format, values);
  va_end(values);
  buffer safe = { 0 };
  buffer_clean(&safe, what, false);  // it quotes files of somebody else's
  value_append(c->arena, c->failures, value_text(c->arena, arena_format(c->arena, "%s: %s", c->name, safe.text)));
  buffer_free(&safe);
  return false;
}

static const archive_file *find(const checking *c, const char *name) {
  for (size_t i = 0; i < c->count; i++)
    if (strcmp(c->files[i].name, name) == 0) return &c->files[i];
  return NULL;
}

const archive_file *check_file(checking *c, const char *name) {
  const archive_file *file = find(c, name);
  if (!file) check_fault(c, "%s is not there", name);
  return file;
}

bool check_digest(checking *c, const archive_file *file, const char *hex) {
  char own[DIGEST_TEXT];
  const digest d = digest_of(file->bytes, file->length);
  return strcmp(digest_hex(&d, own), hex) == 0 || check_fault(c, "%s is not what its digest says", file->name);
}

const char *check_text(const cJSON *of, const char *name) {
  const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(of, name));
  return text ? text : "";
}

int64_t check_int(const cJSON *of, const char *name) {
  int64_t number = 0;
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(of, name);
  return item && json_integer(item, &number) ? number : 0;
}

bool check_money(checking *c, const cJSON *of, const char *name, int64_t *out) {
  const char *text = check_text(of, name);
  *out = 0;
  return (c->exponent >= 0 && money_parse(text, strlen(text), c->exponent, out)) ||
         check_fault(c, "%s \"%.40s\" is no amount", name, text);
}

const cJSON *check_list(const cJSON *of, const char *name) {
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(of, name);
  return cJSON_IsArray(list) ? list->child : NULL;
}

static cJSON *read_json(checking *c, const char *name, bool needed) {
  error why = { 0 };
  const archive_file *file = find(c, name);
  cJSON *json = file ? json_parse(name, file->bytes, file->length, &why) : NULL;
  if (file ? !json : needed) check_fault(c, "%s", file ? why.message : arena_format(c->arena, "%s is not there", name));
  error_clear(&why);
  return json;
}

static void end_check(checking *c, value *list) {
  value *row = value_record(c->arena);
  put_text(c->arena, row, "name", c->name);
  put_int(c->arena, row, "checked", c->checked);
  put_int(c->arena, row, "failed", c->failed);
  value_append(c->arena, list, row);
  if (c->failed > FAULTS_TOLD)
    value_append(c->arena, c->failures,
                 value_text(c->arena, arena_format(c->arena, "%s: and %lld more", c->name,
                                                   (long long)(c->failed - FAULTS_TOLD))));
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
  end_check(c, list);
}

bool prove_check(const archive_file *files, size_t count, arena *a, value **report, error *e) {
  checking c = { .files = files, .count = count, .arena = a, .failures = value_list(a) };
  value *list = value_list(a), *out = *report = value_record(a);
  if (!find(&c, PROOF_MANIFEST) && !find(&c, PROOF_RECORD)) {
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
