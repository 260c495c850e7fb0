// What an invoice template makes of the invoices of a story: each as text, as HTML and as PDF, which have to say the
// same.
#include "core/base/text.h"
#include "core/command/answers/documents.h"
#include "core/command/examples/examples_inside.h"
#include "core/pdf/pdf_module.h"
#include <string.h>

// The words of a text form, without what is only form: blanks and rules.
static void add_text_words(buffer *words, const char *text) {
  for (; *text; text++)
    if (!strchr(" \n-=", *text)) buffer_add(words, text, 1);
}

// The character that an entity stands for, and how long it is; NULL: none.
static const char *entity(const char *at, size_t *bytes) {
  static const char *const all[][2] = {
    { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" }
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strncmp(at, all[i][0], *bytes = strlen(all[i][0])) == 0) return all[i][1];
  *bytes = 1;
  return NULL;
}

// The same of HTML: what its body shows.
static void add_html_words(buffer *words, const char *html) {
  for (const char *at = strstr(html, "<body>"); at && *at;) {
    size_t bytes = 1;
    const char *shown = *at == '&' ? entity(at, &bytes) : NULL;
    if (*at == '<') bytes = strcspn(at, ">") + 1;
    else if (shown) buffer_text(words, shown);
    else if (!strchr(" \n-=", *at)) buffer_add(words, at, 1);
    at += bytes;
  }
}

static bool same_words(const document *d, const char *text, error *e) {
  buffer html = { 0 }, one = { 0 }, other = { 0 };
  document_html(d, NULL, &html);
  add_text_words(&one, text);
  add_html_words(&other, html.text ? html.text : "");
  bool same = text_equal(one.text, other.text);
  size_t at = 0;
  while (!same && one.text && other.text && one.text[at] && one.text[at] == other.text[at]) at++;
  if (!same)
    error_set(e, ERROR_PLUGIN, "text and HTML say different words: \"%.40s\" and \"%.40s\"",
              one.text ? one.text + at : "", other.text ? other.text + at : "");
  buffer_free(&html);
  buffer_free(&one);
  buffer_free(&other);
  return same;
}

static bool mail_add(const plugin_host *host, const template_call *call, arena *a, buffer *out, error *e) {
  const value *mail = host->document(host->self, call, a, e);
  if (mail) buffer_format(out, "%s\n%s\n", value_get(mail, "subject")->as.text, value_get(mail, "body")->as.text);
  return mail != NULL;
}

// How often each byte of the words comes: paper has another order of blocks, and breaks lines elsewhere.
static void count_bytes(const char *text, size_t *counts) {
  for (; *text; text++)
    if (!strchr(" \n-=", *text)) counts[(unsigned char)*text]++;
}

// The first word of a text that the other one lacks, for the message; else its beginning.
static const char *lacking(arena *a, const char *text, const char *other) {
  for (const char *at = text; *at;) {
    size_t length = strcspn(at, " \n");
    const char *word = arena_copy(a, at, length);
    if (strspn(word, "-=") < length && !strstr(other, word)) return word;
    at += length + (at[length] != '\0');
  }
  return text;
}

// The same of a PDF, where its module and its fonts are there.
static bool pdf_agrees(const document *d, const char *text, arena *a, error *e) {
  error missing = { 0 };
  const pdf_module *module = pdf_module_open(&missing);
  error_clear(&missing);
  if (!module) return true;
  buffer pdf = { 0 }, words = { 0 };
  size_t want[256] = { 0 }, have[256] = { 0 };
  buffer_text(&words, "");
  bool drawn = module->render(d, &(pdf_options){ .words = &words }, &pdf, e);
  count_bytes(text, want);
  count_bytes(words.text, have);
  bool same = !drawn || memcmp(want, have, sizeof want) == 0;
  if (!drawn && e->code == ERROR_NOT_FOUND) error_clear(e), drawn = true;
  if (!same)
    error_set(e, ERROR_PLUGIN, "text and PDF say different words: \"%.40s\" and \"%.40s\"",
              lacking(a, text, words.text), lacking(a, words.text, text));
  buffer_free(&pdf);
  buffer_free(&words);
  return drawn && same;
}

bool paper_add(context *c, const plugin_host *host, const template_call *call, const value *invoice, buffer *out,
               error *e) {
  look by = { .call = *call };
  document d;
  buffer text = { 0 };
  by.call.invoice = invoice;
  if (call->part == TEMPLATE_MAIL) return mail_add(host, &by.call, c->arena, out, e);
  if (!document_make(host, &by, invoice, c->arena, &d, e)) return false;
  document_text(&d, DOCUMENT_WIDTH, &text);
  const char *said = text.text ? text.text : "";
  bool ok = same_words(&d, said, e) && pdf_agrees(&d, said, c->arena, e);
  if (ok && text.text) buffer_text(out, text.text);
  buffer_free(&text);
  return ok;
}

const char *paper_words(const char *text, arena *a) {
  char *out = arena_text(a, text), *to = out;
  for (const char *at = text; *at; at++) {
    bool blank = *at == ' ' || *at == '\n';
    if (!blank) *to++ = *at;
    else if (to > out && to[-1] != ' ') *to++ = ' ';
  }
  *to = '\0';
  return out;
}
