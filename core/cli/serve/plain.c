// The contract list for a browser without scripts: to read, page by page, made here. Whatever it shows of the book is
// escaped, isolated in its direction and shortened.
#include "core/cli/serve/serve_inside.h"
#include <stdlib.h>
#include <string.h>

enum { OK = 200, REFUSED = 422, ROWS = 100, SHOWN = 200 };

bool plain_asked(const web_request *r) { return strcmp(r->method, "GET") == 0 && strcmp(r->path, "/plain/batch") == 0; }

static void put_html(buffer *b, const char *text) {
  for (; *text; text++) switch (*text) {
      case '&': buffer_text(b, "&amp;"); break;
      case '<': buffer_text(b, "&lt;"); break;
      case '>': buffer_text(b, "&gt;"); break;
      case '"': buffer_text(b, "&quot;"); break;
      case '\'': buffer_text(b, "&#39;"); break;
      default: buffer_add(b, text, 1);
    }
}

static void put_text_of(buffer *b, const value *v, arena *a) {
  const char *plain = v ? value_plain(a, v) : "", *shown = text_shown(a, plain ? plain : "", false);
  size_t fit = text_fit(shown, SHOWN);
  buffer_text(b, "<bdi>");
  put_html(b, arena_copy(a, shown, fit));
  buffer_text(b, shown[fit] ? "…</bdi>" : "</bdi>");
}

static void put_cell(buffer *b, const char *tag, const value *v, arena *a) {
  buffer_format(b, "<%s>", tag);
  put_text_of(b, v, a);
  buffer_format(b, "</%.2s>", tag);
}

static const struct {
  const char *title, *name;
} columns[] = { { "Contract", "contract" },
                { "Customer Name", "customer_name" },
                { "Contract Name", "contract_name" },
                { "Contract Type", "contract_type" },
                { "State", "state" },
                { "Total Balance", "total_balance" },
                { "Selected Balance", "selected_balance" },
                { "Currency", "currency" } };
enum { COLUMNS = sizeof columns / sizeof *columns };

static void put_row(buffer *b, const value *row, arena *a) {
  buffer_text(b, "<tr>");
  for (size_t k = 0; k < COLUMNS; k++) put_cell(b, k ? "td" : "th scope=row", value_get(row, columns[k].name), a);
  buffer_text(b, "</tr>\n");
}

// Rows that are there, or that are made while they are drawn.
static bool put_rows(buffer *b, const value *rows, arena *a, error *e) {
  const value *row;
  buffer_text(b, "<table><thead><tr>");
  for (size_t i = 0; i < COLUMNS; i++) buffer_format(b, "<th scope=col>%s</th>", columns[i].title);
  buffer_text(b, "</tr></thead><tbody>\n");
  for (size_t i = 0; rows->type == VALUE_LIST && i < rows->as.list.count; i++) put_row(b, rows->as.list.items[i], a);
  while (rows->type == VALUE_STREAM && (row = rows->as.stream.next(rows->as.stream.context, a, e))) put_row(b, row, a);
  buffer_text(b, "</tbody></table>\n");
  return e->code == ERROR_NONE;
}

static void put_step(buffer *b, const char *title, int64_t page) {
  buffer_format(b, "<a href=\"/plain/batch?page=%lld\">%s</a> ", (long long)page, title);
}

static bool put_page(buffer *b, const value *answer, int64_t page, arena *a, error *e) {
  const value *batch = value_get(answer, "batch"), *matching = value_get(answer, "matching"),
              *selected = value_get(answer, "selected");
  int64_t all = matching ? matching->as.integer : 0, last = all ? (all + ROWS - 1) / ROWS : 1;
  buffer_text(
      b,
      "<!doctype html>\n<html lang=en><meta charset=utf-8><title>Billing, to read</title>"
      "<meta name=viewport content=\"width=device-width, initial-scale=1\">"
      "<link rel=stylesheet href=/assets/style.css>\n<main><h1>Billing, to read</h1>\n"
      "<p>What is missing here: selecting, Batch Details, filters, opening a row to its items, running, "
      "generating and exporting. They need JavaScript, or the command line: <code>billet help</code>.</p>\n<p>Batch ");
  put_text_of(b, value_get(batch, "batch"), a);
  buffer_text(b, " of ");
  put_text_of(b, value_get(batch, "as_of"), a);
  buffer_format(b, ", %lld contracts, ", (long long)all);
  put_text_of(b, selected, a);
  buffer_format(b, " selected. Page %lld of %lld.</p>\n<nav aria-label=Pages>", (long long)page, (long long)last);
  if (page > 1) put_step(b, "Previous page", page - 1);
  if (page < last) put_step(b, "Next page", page + 1);
  buffer_text(b, "</nav>\n");
  bool ok = put_rows(b, value_get(answer, "rows"), a, e);
  buffer_text(b, "</main></html>\n");
  return ok;
}

static int64_t page_of(const web_request *r) {
  int64_t page = 1;
  for (size_t i = 0; i < r->query_count; i++)
    if (strcmp(r->query[i].name, "page") == 0) page = strtoll(r->query[i].value, NULL, 10);
  return page >= 1 && page <= 1000000 ? page : 1;
}

void plain_reply(page *p, const web_request *r, web_reply *reply) {
  error e = { 0 };
  buffer b = { 0 };
  int64_t page = page_of(r);
  const char *words[] = { "batch", "rows", arena_format(p->own, "--from=%lld", (long long)(page - 1) * ROWS),
                          arena_format(p->own, "--count=%d", ROWS) };
  const wanted w = { .words = words, .count = 4, .tab = "" };
  const value *answer = words_run(p, &w, &e);
  if (answer && put_page(&b, answer, page, p->own, &e)) {
    *reply = (web_reply){
      .status = OK, .type = "text/html; charset=utf-8", .body = arena_copy(p->own, b.text, b.length), .length = b.length
    };
  } else reply_error(p, REFUSED, &e, reply);
  buffer_free(&b);
  words_end(p);
}
