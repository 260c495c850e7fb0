// Documents as their recipients have them. Of what stands inline in one exactly its style is let through, by its
// digest.
#include "core/base/base64.h"
#include "core/base/digest.h"
#include "core/cli/serve/serve_inside.h"
#include <string.h>

static const char place[] = "/document/";
enum { OK = 200, REFUSED = 422 };

bool document_asked(const web_request *r) {
  return strcmp(r->method, "GET") == 0 && strncmp(r->path, place, sizeof place - 1) == 0 && r->path[sizeof place - 1];
}

// A document has one <style>, and nothing in its attributes.
static const char *policy_of(const char *html, arena *a) {
  static const char begin[] = "<style>", end[] = "</style>";
  buffer b = { 0 };
  buffer_text(&b, "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
                  "style-src ");
  const char *from = strstr(html, begin), *until = from ? strstr(from, end) : NULL;
  if (until) {
    from += strlen(begin);
    const digest d = digest_of(from, (size_t)(until - from));
    buffer_text(&b, "'sha256-");
    base64_add(&b, d.bytes, sizeof d.bytes);
    buffer_text(&b, "'");
  } else buffer_text(&b, "'none'");
  const char *out = arena_copy(a, b.text, b.length);
  buffer_free(&b);
  return out;
}

static bool give_pdf(page *p, const char *text, web_reply *reply, error *e) {
  buffer b = { 0 };
  if (!base64_read(&b, text)) return error_set(e, ERROR_CORRUPT, "the document cannot be read");
  *reply = (web_reply){ .status = OK,
                        .type = "application/pdf",
                        .body = arena_copy(p->own, b.text, b.length),
                        .length = b.length,
                        .policy = "default-src 'none'; object-src 'self'; frame-ancestors 'self'" };
  buffer_free(&b);
  return true;
}

static bool give(page *p, const value *row, web_reply *reply, error *e) {
  const value *text = row ? value_get(row, "text") : NULL, *bytes = row ? value_get(row, "base64") : NULL,
              *held = row ? value_get(row, "held") : NULL;
  if (held) return error_set(e, ERROR_PLUGIN, "%s", held->as.text);
  if (bytes) return give_pdf(p, bytes->as.text, reply, e);
  if (!text) return e->code || error_set(e, ERROR_NOT_FOUND, "there is no such document");
  const char *html = arena_text(p->own, text->as.text);
  *reply = (web_reply){ .status = OK,
                        .type = "text/html; charset=utf-8",
                        .body = html,
                        .length = strlen(html),
                        .policy = policy_of(html, p->own) };
  return true;
}

void document_reply(page *p, const web_request *r, web_reply *reply) {
  error e = { 0 };
  static const char ending[] = ".pdf";
  const char *number = r->path + sizeof place - 1;
  size_t length = strlen(number), tail = sizeof ending - 1;
  bool pdf = length > tail && strcmp(number + length - tail, ending) == 0;
  const char *words[] = { "invoice", "view", arena_copy(p->own, number, length - (pdf ? tail : 0)),
                          pdf ? "--format=pdf" : "--format=html" };
  const wanted w = { .words = words, .count = 4, .tab = "" };
  const value *list = words_run(p, &w, &e);
  const value *row = list && list->type == VALUE_LIST && list->as.list.count ? list->as.list.items[0] : NULL;
  if (!list || !give(p, row, reply, &e)) reply_error(p, REFUSED, &e, reply);
  words_end(p);
}
