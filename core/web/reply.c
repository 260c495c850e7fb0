// Answers, with what tells a browser how little it may do with them.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <string.h>

const char reply_policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                            "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
                            "frame-ancestors 'none'";

// Referrer-Policy: under "no-referrer" browsers send the form of a sign-in with "Origin: null", which guards refuse.
static void put_guards(struct MHD_Response *r, const char *policy, const char *kept) {
  MHD_add_response_header(r, "Content-Security-Policy", policy ? policy : reply_policy);
  MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(r, "Referrer-Policy", "same-origin");
  MHD_add_response_header(r, "Cache-Control", kept);
  MHD_add_response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
  MHD_add_response_header(r, "Cross-Origin-Opener-Policy", "same-origin");
}

void reply_guards(struct MHD_Response *r, const char *policy) { put_guards(r, policy, "no-store"); }

enum MHD_Result reply_file(struct MHD_Connection *c, const char *bytes, const asset *about) {
  struct MHD_Response *m = MHD_create_response_from_buffer(about->length, (void *)bytes, MHD_RESPMEM_MUST_COPY);
  if (!m) return MHD_NO;
  MHD_add_response_header(m, "Content-Type", about->type);
  put_guards(m, NULL, about->lasting ? "max-age=31536000, immutable" : "no-store");
  enum MHD_Result result = MHD_queue_response(c, MHD_HTTP_OK, m);
  MHD_destroy_response(m);
  return result;
}

enum MHD_Result reply_send(struct MHD_Connection *c, const web_reply *r, const char *header, const char *value) {
  struct MHD_Response *m = MHD_create_response_from_buffer(r->length, (void *)r->body, MHD_RESPMEM_MUST_COPY);
  if (!m) return MHD_NO;
  MHD_add_response_header(m, "Content-Type", r->type ? r->type : "application/json");
  if (header) MHD_add_response_header(m, header, value);
  reply_guards(m, r->policy);
  enum MHD_Result result = MHD_queue_response(c, (unsigned)r->status, m);
  MHD_destroy_response(m);
  return result;
}

static void put_escaped(buffer *b, const char *text) {
  for (; *text; text++)
    if (*text == '<') buffer_text(b, "&lt;");
    else if (*text == '&') buffer_text(b, "&amp;");
    else if (*text == '"') buffer_text(b, "&quot;");
    else buffer_add(b, text, 1);
}

// `again`: the browser came from elsewhere, and keeps the cookie back until it comes from here.
static void begin_page(buffer *b, const char *title, const char *words, bool again) {
  buffer_format(b,
                "<!doctype html><html lang=en><meta charset=utf-8>%s<title>%s</title>"
                "<meta name=viewport content=\"width=device-width, initial-scale=1\">"
                "<link rel=stylesheet href=/assets/style.css><main><h1>%s</h1><p role=alert>",
                again ? "<meta http-equiv=refresh content=0>" : "", title, title);
  put_escaped(b, words);
  buffer_text(b, "</p>");
}

static void put_page(buffer *b, const char *words, bool again) {
  begin_page(b, "billet", words, again);
  buffer_text(b, "</main></html>\n");
}

enum MHD_Result reply_sign_in(struct MHD_Connection *c, const web_refusal *r, const char *to, bool again) {
  buffer b = { 0 };
  begin_page(&b, "Sign in to billet", r->words, again);
  buffer_text(&b, "<form method=post action=/sign-in><input type=hidden name=to value=\"");
  put_escaped(&b, strcmp(to, "/sign-in") == 0 ? "/" : to);
  buffer_text(&b,
              "\"><p><label>Name <input name=name autocomplete=username required autofocus></label></p>"
              "<p><label>Password <input name=password type=password autocomplete=current-password required></label>"
              "</p><p><button>Sign in</button></p></form></main></html>\n");
  const web_reply reply = {
    .status = r->status, .type = "text/html; charset=utf-8", .body = b.text, .length = b.length
  };
  enum MHD_Result result = reply_send(c, &reply, NULL, NULL);
  buffer_free(&b);
  return result;
}

static void put_json(buffer *b, const web_refusal *r) {
  static const struct {
    int status;
    const char *code;
  } codes[] = { { 401, "sign-in" }, { 404, "not-found" }, { 413, "too-big" }, { 503, "busy" } };
  const char *code = "refused";
  char *text;
  size_t length;
  json_writer w;
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
    if (codes[i].status == r->status) code = codes[i].code;
  FILE *out = memory_stream(&text, &length);
  json_begin(&w, out, false);
  json_open(&w, '{');
  json_key(&w, "error");
  json_open(&w, '{');
  json_key(&w, "code");
  json_text(&w, code);
  json_key(&w, "message");
  json_text(&w, r->words);
  json_close(&w, '}');
  json_close(&w, '}');
  json_end(&w);
  memory_stream_end(out, &text, &length);
  buffer_add(b, text, length);
  memory_give(text);
}

enum MHD_Result reply_refuse(struct MHD_Connection *c, const web_refusal *r, bool html, bool again) {
  buffer b = { 0 };
  if (html) put_page(&b, r->words, again);
  else put_json(&b, r);
  const web_reply reply = {
    .status = r->status, .type = html ? "text/html; charset=utf-8" : NULL, .body = b.text, .length = b.length
  };
  bool method = r->status == MHD_HTTP_METHOD_NOT_ALLOWED;
  enum MHD_Result result = reply_send(c, &reply, method ? "Allow" : NULL, "GET, POST");
  buffer_free(&b);
  return result;
}
