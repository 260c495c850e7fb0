// To whom an invoice is sent, and what the message about it is called.
#include "core/base/digest.h"
#include "core/deliver/deliver.h"
#include <ctype.h>
#include <string.h>

enum { ID_DIGITS = 32 };

static const char *said(const query *q, int column, arena *a) {
  const char *text = query_column_text(q, column);
  return text && !text_blank(text) ? arena_text(a, text) : NULL;
}

bool mail_route_read(book *b, int64_t invoice, arena *a, mail_route *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.number, i.state, i.digest, c.id, c.delivery, c.email_to, c.email, c.n, i.date, "
                    "(SELECT message_id FROM mails m WHERE m.invoice = i.n ORDER BY m.n LIMIT 1) FROM "
                    "invoices i JOIN customers c ON c.n = i.customer WHERE i.n = ?",
                    "i", invoice);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step < 0 ? false : error_set(e, ERROR_NOT_FOUND, "the invoice is gone");
  const char *to = said(q, 5, a);
  *out = (mail_route){ .number = arena_text(a, query_column_text(q, 0)),
                       .state = arena_text(a, query_column_text(q, 1)),
                       .digest = arena_text(a, query_column_text(q, 2)),
                       .customer = arena_text(a, query_column_text(q, 3)),
                       .delivery = arena_text(a, query_column_text(q, 4)),
                       .addresses = to ? to : said(q, 6, a),
                       .id = arena_text(a, query_column_text(q, 9)),
                       .customer_n = query_column(q, 7),
                       .date = query_column_null(q, 8) ? DAY_NEVER : (day)query_column(q, 8) };
  query_reset(q);
  return true;
}

const char *mail_message_id(const mail_route *r, const mail_address *from, arena *a) {
  char hex[DIGEST_TEXT];
  if (r->id) return r->id;
  const char *text = arena_format(a, "%s\n%s\n%s", r->digest ? r->digest : "", r->number, from->address);
  digest d = digest_of(text, strlen(text));
  char *number = arena_text(a, r->number);
  for (char *c = number; *c; c++)
    if (!isalnum((unsigned char)*c) || (unsigned char)*c > 127) *c = '-';
  return arena_format(a, "%.*s.%s@%s", ID_DIGITS, digest_hex(&d, hex), number, strrchr(from->address, '@') + 1);
}
