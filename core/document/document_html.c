// A document as one HTML file.
#include "core/base/base64.h"
#include "core/document/html_inside.h"
#include <string.h>

enum { AMOUNT_LONG = 24 };  // columns of an amount that may wrap

// Languages written from right to left, by the first part of their tag.
static bool is_right_to_left(const char *language) {
  static const char *const tags[] = { "ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi" };
  size_t length = strcspn(language, "-_");
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
    if (length == strlen(tags[i]) && strncasecmp(language, tags[i], length) == 0) return true;
  return false;
}

// The policy refuses what the file has none of, whatever opens it: scripts, and anything from elsewhere.
static void add_head(markup *m, const document *d) {
  const char *language = d->language ? d->language : "en";
  buffer_text(m->out, "<!DOCTYPE html>\n");
  markup_add(m, "<html lang=\"^\" dir=\"^\">\n<head>\n<meta charset=\"utf-8\">\n", language,
             is_right_to_left(language) ? "rtl" : "ltr");
  buffer_text(
      m->out,
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
      "style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  if (d->author) markup_add(m, "<meta name=\"author\" content=\"^\">\n", d->author);
  markup_add(m, "<title>^</title>\n", d->title);
  html_style(m, d);
  buffer_text(m->out, "</head>\n");
}

static void add_heading(markup *m, const block *b) {
  markup_add(m, b->level == 1 ? "<h1><bdi>^</bdi></h1>\n" : "<h2><bdi>^</bdi></h2>\n", b->title);
}

static void add_parties(markup *m, const block *b) {
  buffer_text(m->out, "<div class=\"parties\">\n");
  for (size_t i = 0; i < b->party_count; i++) {
    const document_party *party = &b->parties[i];
    markup_add(m, "<div><p class=\"label\">^</p>\n<p>", party->label);
    for (size_t k = 0; k < party->count; k++)
      markup_add(m, k ? "<br>\n<bdi>^</bdi>" : "<b><bdi>^</bdi></b>", party->lines[k]);
    buffer_text(m->out, "</p></div>\n");
  }
  buffer_text(m->out, "</div>\n");
}

static void add_facts(markup *m, const block *b, const char *class) {
  if (!b->fact_count) return;
  markup_add(m, "<dl class=\"^\">\n", class);
  for (size_t i = 0; i < b->fact_count; i++) {
    const document_fact *fact = &b->facts[i];
    bool is_long = text_width(fact->text) > AMOUNT_LONG;
    markup_add(m, "<div class=\"^\"><dt>^</dt>\n<dd><bdi>^</bdi></dd></div>\n",
               fact->strong && is_long ? "strong long"
               : fact->strong          ? "strong"
               : is_long               ? "long"
                                       : "plain",
               fact->label, fact->text);
  }
  buffer_text(m->out, "</dl>\n");
}

static void add_note(markup *m, const block *b) {
  buffer_text(m->out, "<section>\n");
  if (b->title) markup_add(m, "<h2>^</h2>\n", b->title);
  if (b->text) markup_add(m, "<p dir=\"auto\">^</p>\n", b->text);
  buffer_text(m->out, "</section>\n");
}

static void add_payment(markup *m, const block *b, const qr_picture *picture) {
  buffer_text(m->out, "<section class=\"payment\">\n<div>\n");
  if (b->title) markup_add(m, "<h2>^</h2>\n", b->title);
  add_facts(m, b, "facts");
  buffer_text(m->out, "</div>\n");
  if (picture) html_qr(m, b, picture);
  buffer_text(m->out, "</section>\n");
}

static void add_block(markup *m, const block *b, const qr_picture *picture) {
  switch (b->kind) {
    case BLOCK_HEADING: add_heading(m, b); break;
    case BLOCK_PARTIES: add_parties(m, b); break;
    case BLOCK_FACTS: add_facts(m, b, "facts"); break;
    case BLOCK_TABLE: html_table(m, b); break;
    case BLOCK_TOTALS: add_facts(m, b, "totals"); break;
    case BLOCK_NOTE: add_note(m, b); break;
    case BLOCK_PAYMENT: add_payment(m, b, picture); break;
    case BLOCK_PAGE_BREAK: buffer_text(m->out, "<div class=\"page-break\"></div>\n"); break;
  }
}

static void add_logo(markup *m, const document_logo *logo) {
  bool jpeg = text_equal(logo->type, "image/jpeg");
  markup_add(m, "<img class=\"logo\" alt=\"^\" src=\"data:^;base64,", logo->alt, jpeg ? "image/jpeg" : "image/png");
  base64_add(m->out, logo->bytes, logo->length);
  buffer_text(m->out, "\">\n");
}

// Mark, logo and the name of the document at the left, the facts that follow the name at the right. Answers how many
// blocks that took.
static size_t add_header(markup *m, const document *d) {
  size_t taken = d->count && d->blocks[0].kind == BLOCK_HEADING;
  bool facts = taken && d->count > 1 && d->blocks[1].kind == BLOCK_FACTS;
  buffer_text(m->out, "<header>\n<div>\n");
  if (d->mark) markup_add(m, "<p class=\"mark\">^</p>\n", d->mark);
  if (d->logo) add_logo(m, d->logo);
  if (taken) add_heading(m, &d->blocks[0]);
  buffer_text(m->out, "</div>\n");
  if (facts) add_facts(m, &d->blocks[1], "facts");
  buffer_text(m->out, "</header>\n");
  return taken + facts;
}

void document_html(const document *d, const qr_picture *const *pictures, buffer *out) {
  markup m = { .out = out };
  add_head(&m, d);
  buffer_text(out, "<body>\n");
  size_t first = add_header(&m, d);
  buffer_text(out, "<main>\n");
  for (size_t i = first; i < d->count; i++) add_block(&m, &d->blocks[i], pictures ? pictures[i] : NULL);
  buffer_text(out, "</main>\n");
  if (d->footer) markup_add(&m, "<footer><p>^</p></footer>\n", d->footer);
  buffer_text(out, "</body>\n</html>\n");
  markup_free(&m);
}
