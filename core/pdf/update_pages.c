// Pages and their content.
#include "core/pdf/update_inside.h"
#include <string.h>

// Operators that put something on paper (ISO 32000-1, table 51).
static bool paints(span word) {
  static const char *const operators[] = { "S",  "s",  "f",  "F",  "f*", "B",  "B*", "b",
                                           "b*", "Do", "Tj", "TJ", "'",  "\"", "sh", "EI" };
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
    if (span_is(word, operators[i])) return true;
  return false;
}

// Where the words of an artifact begin: /Private << /MCID 7 >> BDC. Moves past them.
static bool begins_artifact(span *rest) {
  span ahead = *rest, properties, operator;
  if (!pdf_value(&ahead, &properties) || !pdf_word(&ahead, &operator) || !span_is(operator, "BDC")) return false;
  *rest = ahead;
  return true;
}

static bool odd(error *e, const char *what) {
  return error_set(e, ERROR_IO, "the content of the PDF that Cairo wrote is odd: %s", what);
}

// Copies the content; what was drawn as ARTIFACT_TAG becomes an artifact.
static bool mark_artifacts(span content, buffer *out, error *e) {
  span rest = content, word;
  const char *copied = content.at;
  size_t depth = 0;
  while (pdf_word(&rest, &word)) {
    if (span_is(word, "/" ARTIFACT_TAG) && begins_artifact(&rest)) {
      buffer_add(out, copied, (size_t)(word.at - copied));
      buffer_text(out, "/Artifact BMC");
      copied = rest.at;
      depth++;
    } else if (span_is(word, "BDC") || span_is(word, "BMC")) {
      depth++;
    } else if (span_is(word, "EMC")) {
      if (depth-- == 0) return odd(e, "a mark that ends twice");
    } else if (depth == 0 && paints(word)) {
      return odd(e, "something without a mark");
    }
  }
  if (depth > 0 || rest.length > 0) return odd(e, "a mark that does not end");
  buffer_add(out, copied, (size_t)(content.at + content.length - copied));
  return true;
}

static bool update_content(pdf_writer *w, span page, error *e) {
  span reference;
  size_t content = pdf_key(page, "/Contents", &reference) ? pdf_reference(w->file, reference) : 0;
  if (!content || !w->file->objects[content].stream.at) return odd(e, "a page without one");
  buffer read = { 0 }, marked = { 0 };
  bool good = pdf_inflate(&w->file->objects[content], &read, e) &&
              mark_artifacts((span){ read.text, read.length }, &marked, e) &&
              pdf_replace_stream(w, content, (span){ marked.text, marked.length }, e);
  buffer_free(&read), buffer_free(&marked);
  return good;
}

bool update_pages(pdf_writer *w, error *e) {
  for (size_t i = 1; i < w->file->count; i++) {
    span value = w->file->objects[i].value, kind;
    if (!value.at || !pdf_key(value, "/Type", &kind) || !span_is(kind, "/Page")) continue;
    pdf_extend(w, i, "/Tabs /S");
    if (!update_content(w, value, e)) return false;
  }
  return true;
}
