// The electronic invoice of a document: inside of its PDF, or beside it in a mail.
#include "core/command/answers/documents.h"
#include "core/base/text.h"
#include <string.h>

static const char *text_of(const value *v, const char *name) {
  const value *item = v ? value_get(v, name) : NULL;
  return item && item->type == VALUE_TEXT ? item->as.text : NULL;
}

static const char *wish_of(const value *invoice) {
  const char *wish = text_of(value_get(invoice, "bill_to"), "einvoice"), *state = text_of(invoice, "state");
  return wish && state && strcmp(state, "final") == 0 ? wish : "";
}

const char *einvoice_inside(const value *invoice) { return strcmp(wish_of(invoice), "factur-x") == 0 ? "cii" : NULL; }

const char *einvoice_beside(const value *invoice) {
  const char *wish = wish_of(invoice);
  if (!*wish || strcmp(wish, "factur-x") == 0) return NULL;
  return strcmp(wish, "cii") == 0 ? "cii" : "ubl";
}

static bool lacks(const char *number, const char *exporter, buffer *lines, error *e) {
  for (size_t i = 0; i < lines->length; i++)
    if (lines->text[i] == '\n') lines->text[i] = ';';
  return error_set(e, ERROR_INVALID, "%s lacks what %s needs: %.*s", number, exporter, (int)lines->length - 1,
                   lines->text);
}

bool einvoice_make(context *c, const char *exporter, const value *invoice, arena *a, const char **bytes, size_t *length,
                   error *e) {
  exports by;
  buffer text = { 0 };
  const char *state = text_of(invoice, "state"), *number = value_plain(a, value_get(invoice, "invoice"));
  if (state && strcmp(state, "final") != 0)
    return error_set(e, ERROR_STATE, "%s is %s: only what is numbered has an electronic invoice", number,
                     strcmp(state, "void") == 0 ? "void" : "a draft");
  exports_open(&by, c, exporter);
  bool ok = exports_text(&by, "missing", invoice, &text, e);
  if (ok && text.length) ok = lacks(number, exporter, &text, e);
  text.length = 0;
  ok = ok && exports_text(&by, "invoice", invoice, &text, e);
  exports_close(&by);
  *bytes = arena_copy(a, text.text ? text.text : "", text.length);
  *length = text.length;
  buffer_free(&text);
  return ok;
}
