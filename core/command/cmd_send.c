// invoice send: documents by mail, to each of a customer's addresses.
#include "core/command/answers/documents.h"
#include "core/command/commands_inside.h"
#include "core/deliver/deliver.h"
#include "core/net/net_module.h"
#include "core/store/output.h"
#include "core/store/secrets.h"
#include <string.h>
#include <time.h>

enum { DAY_SECONDS = 86400, NOON = 43200 };

// What is to be sent, and how far that is.
typedef struct sending {
  context *context;
  arena *scratch;  // of the invoice at hand
  bool again, dry;
  const char *to, *folder;  // to: instead of the customer's addresses; folder: of a dry run
  mail_settings settings;
  char *password;
  document_maker *maker;
  const net_module *net;
  net_connection *connection;
  const char *ended;  // why nothing more is tried; NULL: it goes on
  value *answer;
  int64_t replaced;
  const char *last;  // file
} sending;

// The invoice at hand.
typedef struct letter {
  int64_t n;
  const value *invoice;
  mail_route route;
  const mail_address *to;
  size_t to_count;
  const char *id;
  buffer bytes;  // the message; empty until it is needed
} letter;

static void add_row(sending *s, const letter *l, const char *to, const char *state, const char *message) {
  arena *a = s->context->arena;
  value *row = value_record(a);
  put_text(a, row, "invoice", arena_text(a, l->route.number));
  put_text(a, row, "to", arena_text(a, to));
  put_text(a, row, "state", state);
  put_text(a, row, "message", message && *message ? arena_text(a, message) : NULL);
  value_append(a, s->answer, row);
  if (strcmp(state, "refused") == 0 || strcmp(state, "unknown") == 0)
    if (!s->context->partly) s->context->partly = ERROR_EXPORT;
}

// ---- Which go by mail

static bool cannot_be_sent(const mail_route *r, const char *text, error *e) {
  if (strcmp(r->state, "draft") == 0) {
    error_set(e, ERROR_STATE, "%s is a draft: only what is numbered is sent", text);
    return error_hint(e, "billet batch generate numbers the drafts of a batch");
  }
  if (strcmp(r->state, "void") == 0) return error_set(e, ERROR_STATE, "%s is void", r->number);
  error_set(e, ERROR_STATE, "%s is not sent by mail: the accounting system sends the documents of %s", r->number,
            r->customer);
  return error_hint(e, "the column delivery of customers says so: `target`");
}

// Named ones: all of them are looked at before the first is sent.
static bool named(sending *s, const arguments *a, int64_t *out, error *e) {
  for (size_t i = 0; i < a->count; i++) {
    mail_route r;
    if (!resolve_invoice(s->context, a->texts[i], &out[i], e) ||
        !mail_route_read(s->context->book, out[i], s->context->arena, &r, e))
      return false;
    if (strcmp(r.state, "final") != 0 || strcmp(r.delivery, "target") == 0) return cannot_be_sent(&r, a->texts[i], e);
    for (size_t k = 0; k < i; k++)
      if (out[k] == out[i]) return error_set(e, ERROR_USAGE, "invoice %s is named twice", r.number);
  }
  return true;
}

// Why one of a batch is left out; NULL: it goes by mail.
static const char *left_out(const sending *s, const letter *l) {
  const mail_route *r = &l->route;
  if (strcmp(r->state, "void") == 0) return "it is void";
  if (strcmp(r->delivery, "email") == 0) return NULL;
  return arena_format(s->scratch, "the column delivery of customer %s says: %s", r->customer, r->delivery);
}

// ---- The message

// The text of the document below what the template says, so that it can be read where no PDF can.
static bool write_message(sending *s, letter *l, error *e) {
  arena *a = s->scratch;
  document d;
  mail_message m = { .from = s->settings.from, .to = l->to, .to_count = l->to_count, .id = l->id };
  const char *body, *pdf, *xml = NULL, *beside = einvoice_beside(l->invoice);
  size_t length, xml_length = 0;
  buffer text = { 0 };
  if (!document_mail(s->context, l->route.customer_n, l->invoice, a, &m.subject, &body, e) ||
      !document_of(s->maker, l->n, l->invoice, a, &d, e) || !document_form(s->maker, &d, a, &pdf, &length, e))
    return false;
  if (beside && !einvoice_make(s->context, beside, l->invoice, a, &xml, &xml_length, e)) return false;
  buffer_format(&text, "%s\n\n", body);
  document_text(&d, DOCUMENT_WIDTH, &text);
  m.body = text.text;
  m.files[0] = (mail_file){ document_path("", l->route.number, "pdf", a) + 1, "application/pdf", pdf, length };
  if (beside)
    m.files[1] = (mail_file){ document_path("", l->route.number, "xml", a) + 1, "application/xml", xml, xml_length };
  m.at = s->dry ? (int64_t)l->route.date * DAY_SECONDS + NOON : (int64_t)time(NULL);
  mail_write(&m, &l->bytes);
  buffer_free(&text);
  return true;
}

// ---- Sending

static const char *not_again(const sending *s, const mail_record *before) {
  bool accepted = strcmp(before->state, "accepted") == 0;
  return arena_format(s->scratch,
                      accepted ? "it was accepted at %s; --again sends it once more"
                               : "what became of the mail of %s is not known; --again sends it once more",
                      before->at);
}

// How an outcome is kept and told.
static const char *state_of(net_outcome outcome) {
  if (outcome == NET_ACCEPTED) return "accepted";
  return outcome == NET_UNKNOWN ? "unknown" : "refused";
}

// What ends the run: a server that lets nobody in would let nobody in for the others either.
static void look_further(sending *s, const net_result *r) {
  context *c = s->context;
  bool stopped = c->interrupted && c->interrupted();
  if (stopped) c->partly = ERROR_INTERRUPTED;
  if (stopped) s->ended = "not sent: interrupted";
  else if (r->outcome == NET_NOT_SENT) s->ended = arena_format(c->arena, "not tried: %s", r->message);
}

static bool send_one(sending *s, letter *l, const mail_attempt *m, error *e) {
  context *c = s->context;
  mail_record before;
  net_result result;
  int64_t n;
  if (!mail_begin(c->book, m, s->scratch, &n, &before, e)) return false;
  if (!n) {
    add_row(s, l, m->to, before.state, not_again(s, &before));
    return true;
  }
  const net_mail mail = { s->settings.from.address, m->to, l->bytes.text, l->bytes.length };
  s->net->send(s->connection, &mail, &result);
  const char *state = state_of(result.outcome);
  if (!mail_end(c->book, m, n, state, result.code, result.message, e)) return false;
  add_row(s, l, m->to, state, result.message);
  look_further(s, &result);
  return true;
}

static bool write_file(sending *s, letter *l, error *e) {
  context *c = s->context;
  buffer to = { 0 };
  bool replaced = false;
  const char *path = document_path(s->folder, l->route.number, "eml", c->arena);
  if (!output_write(path, l->bytes.text, l->bytes.length, &replaced, e)) return false;
  s->replaced += replaced;
  s->last = path;
  for (size_t i = 0; i < l->to_count; i++) buffer_format(&to, i ? "; %s" : "%s", l->to[i].address);
  add_row(s, l, to.text, "dry-run", path);
  buffer_free(&to);
  return true;
}

// A document that cannot be made is told, and the others go on.
static bool message_ready(sending *s, letter *l, error *e) {
  if (l->bytes.length) return true;
  if (write_message(s, l, e)) return true;
  add_row(s, l, NULL, "refused", e->message);
  error_clear(e);
  return false;
}

static bool send_letter(sending *s, letter *l, error *e) {
  bool written = false;
  for (size_t i = 0; i < l->to_count; i++) {
    const mail_attempt m = { .invoice = l->n,
                             .batch = s->context->batch,
                             .number = l->route.number,
                             .to = l->to[i].address,
                             .id = l->id,
                             .again = s->again };
    mail_record before;
    if (!mail_known(s->context->book, &m, s->scratch, &before, e)) return false;
    if (before.state && !s->again) add_row(s, l, m.to, before.state, not_again(s, &before));
    else if (s->ended) add_row(s, l, m.to, "refused", s->ended);
    else if (!message_ready(s, l, e)) return true;
    else if (s->dry && !written) written = write_file(s, l, e);
    else if (!s->dry && !send_one(s, l, &m, e)) return false;
    if (e->code) return false;
  }
  return true;
}

static bool take_letter(sending *s, int64_t n, const value *invoice, bool of_batch, error *e) {
  letter l = { .n = n, .invoice = invoice };
  mail_address *to;
  if (!mail_route_read(s->context->book, n, s->scratch, &l.route, e)) return false;
  const char *why = of_batch ? left_out(s, &l) : NULL, *addresses = s->to ? s->to : l.route.addresses;
  if (why) {
    add_row(s, &l, NULL, "left-out", why);
    return true;
  }
  if (!addresses) {
    add_row(s, &l, NULL, "refused", arena_format(s->scratch, "customer %s has no e-mail address", l.route.customer));
    return true;
  }
  if (!mail_addresses_read(addresses, s->scratch, &to, &l.to_count, e)) {
    add_row(s, &l, NULL, "refused", e->message);
    error_clear(e);
    return true;
  }
  l.to = to;
  l.id = mail_message_id(&l.route, &s->settings.from, s->scratch);
  bool ok = send_letter(s, &l, e);
  buffer_free(&l.bytes);
  return ok;
}

// The invoices of a filter, one after another.
static bool send_rows(sending *s, const invoice_filter *filter, int64_t *done, int64_t total, error *e) {
  value *rows = invoices_answer(s->context, filter, e), *row;
  bool ok = true;
  while (ok && (arena_reset(s->scratch), row = rows->as.stream.next(rows->as.stream.context, s->scratch, e)) != NULL) {
    ok = take_letter(s, invoices_last(rows), row, filter->batch != 0, e);
    book_progress(s->context->book, s->dry ? "writing" : "sending", ++*done, total);
  }
  return ok && e->code == ERROR_NONE;
}

static bool send_all(sending *s, const int64_t *invoices, size_t count, int64_t batch, error *e) {
  int64_t done = 0;
  if (!count)
    return send_rows(s, &(invoice_filter){ .batch = batch, .from = DAY_MIN, .to = DAY_MAX, .kept = true }, &done, 0, e);
  for (size_t i = 0; i < count; i++)
    if (!send_rows(s, &(invoice_filter){ .invoice = invoices[i], .from = DAY_MIN, .to = DAY_MAX, .kept = true }, &done,
                   (int64_t)count, e))
      return false;
  return true;
}

// ---- What it takes

static bool read_password(sending *s, error *e) {
  const char *password;
  if (!s->settings.user) return true;
  if (!secret_find("mail.password", s->context->arena, &password, e)) return false;
  s->password = arena_text(s->context->arena, password);
  if (s->password) return true;
  error_set(e, ERROR_SIGN_IN, "mail.user is set, and there is no secret mail.password");
  return error_hint(e, "billet secret set mail.password");
}

static bool open_server(sending *s, error *e) {
  if (!s->settings.url) {
    error_set(e, ERROR_INVALID, "no server is set that takes mail");
    return error_hint(e, "billet config set mail.url smtps://mail.example.com; --dry-run writes files instead");
  }
  if (!(s->net = net_module_open(e)) || !read_password(s, e)) return false;
  const net_server server = { s->settings.url, s->settings.user, s->password, s->settings.timeout,
                              s->context->interrupted };
  return (s->connection = s->net->open(&server, e)) != NULL;
}

static bool check_words(const sending *s, const arguments *a, error *e) {
  if (!a->count && !s->context->batch) {
    error_set(e, ERROR_USAGE, "which invoices?");
    return error_hint(e, "billet invoice send 17, or billet invoice send --batch 3");
  }
  if (a->count && s->context->batch) return error_set(e, ERROR_USAGE, "invoices or --batch, not both");
  if (s->to && !a->count) return error_set(e, ERROR_USAGE, "--to goes with invoices that are named");
  return s->dry || !option_text(a, "output") || error_set(e, ERROR_USAGE, "--output goes with --dry-run");
}

static bool prepare(sending *s, error *e) {
  const document_wish wish = { .form = "pdf" };
  mail_address *to;
  size_t count;
  if (s->to && !mail_addresses_read(s->to, s->context->arena, &to, &count, e)) return false;
  if (!mail_settings_read(s->context->book, s->context->arena, &s->settings, e)) return false;
  if (!(s->maker = document_maker_open(s->context, &wish, e))) return false;
  return s->dry ? folder_make(s->folder, e) : open_server(s, e);
}

static void finish(sending *s) {
  document_maker_close(s->maker);
  if (s->connection) s->net->close(s->connection);
  if (s->password) explicit_bzero(s->password, strlen(s->password));
  arena_free(s->scratch);
}

static value *command_invoice_send(context *c, const arguments *a, error *e) {
  const char *folder = option_text(a, "output");
  batch b = { 0 };
  int64_t *invoices = arena_array(c->arena, a->count + 1, sizeof *invoices);
  sending s = { .context = c,
                .scratch = arena_new(),
                .again = option_flag(a, "again"),
                .dry = option_flag(a, "dry-run"),
                .to = option_text(a, "to"),
                .folder = folder ? folder : ".",
                .answer = value_list(c->arena) };
  bool ok = check_words(&s, a, e) && (a->count || resolve_batch(c, "generated,exported", &b, e)) &&
            named(&s, a, invoices, e) && prepare(&s, e) && send_all(&s, invoices, a->count, b.n, e);
  finish(&s);
  if (ok) warn_replaced(c, s.replaced, s.last);
  return ok ? s.answer : NULL;
}

const command send_commands[] = {
  { .words = "invoice send",
    .group = "Invoices",
    .summary = "sends documents by mail: of a batch those whose customer's delivery is email, or those that are named",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .fits = "final",
    .most = -1,
    .options = { BATCH_OPTION,
                 { "dry-run", NULL, "write NUMBER.eml files, send and record nothing", ARGUMENT_TEXT },
                 { "output", "DIR", "with --dry-run: their folder", ARGUMENT_FILE },
                 { "again", NULL, "also what was accepted, or may have arrived", ARGUMENT_TEXT },
                 { "to", "ADDRESS", "to this address instead of the customer's (email_to, else email)",
                   ARGUMENT_TEXT } },
    .examples = { "billet invoice send --batch 3 --dry-run --output mails", "billet invoice send --batch 3",
                  "billet invoice send 17", "billet invoice send 17 --again --to ap@coolrealty.example" },
    .need = NEED_BOOK,
    .view = "list",
    .run = command_invoice_send },
  { 0 },
};
