// Documents of invoices: what their template makes of them, in one of the forms that people receive.
#include "core/command/answers/documents.h"
#include "core/base/memory.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/pdf/pdf_module.h"
#include <stdlib.h>
#include <string.h>

typedef struct form {
  const char *name, *extension;
  bool (*render)(const document *d, const pdf_attachment *inside, arena *a, buffer *out, error *e);
  bool binary;
} form;

static bool as_text(const document *d, const pdf_attachment *inside, arena *a, buffer *out, error *e) {
  (void)inside, (void)a, (void)e;
  document_text(d, DOCUMENT_WIDTH, out);
  return true;
}

// Pictures come from the module that makes PDFs: it is opened for documents that have one.
static bool as_html(const document *d, const pdf_attachment *inside, arena *a, buffer *out, error *e) {
  (void)inside;
  const qr_picture **pictures = arena_alloc(a, (d->count + 1) * sizeof *pictures);
  for (size_t i = 0; i < d->count; i++) {
    const block *b = &d->blocks[i];
    if (b->kind != BLOCK_PAYMENT || b->qr == QR_NONE || !b->qr_text) continue;
    const pdf_module *module = pdf_module_open(e);
    qr_picture *picture = arena_alloc(a, sizeof *picture);
    if (!module || !module->qr(b->qr_text, b->qr, a, picture, e)) return false;
    pictures[i] = picture;
  }
  document_html(d, pictures, out);
  return true;
}

static bool as_pdf(const document *d, const pdf_attachment *inside, arena *a, buffer *out, error *e) {
  (void)a;
  const pdf_module *module = pdf_module_open(e);
  return module && module->render(d, &(pdf_options){ .attachment = inside }, out, e);
}

static const form forms[] = { { "text", "txt", as_text, false },
                              { "html", "html", as_html, false },
                              { "pdf", "pdf", as_pdf, true } };
enum { FORMS = sizeof forms / sizeof *forms };

static const form *form_of(const char *name) {
  for (size_t i = 0; i < FORMS; i++)
    if (strcmp(forms[i].name, name) == 0) return &forms[i];
  return NULL;
}

const char *document_extension(const char *name) {
  const form *f = form_of(name);
  return f ? f->extension : NULL;
}

bool document_is_binary(const char *name) {
  const form *f = form_of(name);
  return f && f->binary;
}

// Hosts with the texts of then, made when a document first needs them; many documents in a row need the same.
struct document_maker {
  context *context;
  const form *form;
  const char *template, *attach;
  bool statement, logo_told, attaches;
  pdf_attachment inside;  // of the document at hand, where it attaches
  plugin_host *then;
  char *digests;  // of the files that `then` stands in for
};

document_maker *document_maker_open(context *c, const document_wish *wish, error *e) {
  const form *f = form_of(wish->form);
  if (!f) {
    error_set(e, ERROR_USAGE, "--format is text, html or pdf, not \"%s\"", wish->form);
    return NULL;
  }
  if (wish->attach && strcmp(wish->form, "pdf") != 0) {
    error_set(e, ERROR_USAGE, "--attach puts the electronic invoice into a PDF");
    error_hint(e, "--format pdf; billet export %s writes it alone", wish->attach);
    return NULL;
  }
  if (wish->template && !c->host->find(c->host->self, PLUGIN_INVOICE, wish->template, e)) return NULL;
  document_maker *m = arena_alloc(c->arena, sizeof *m);
  *m = (document_maker){
    .context = c, .form = f, .template = wish->template, .statement = wish->statement, .attach = wish->attach
  };
  return m;
}

static void forget(document_maker *m) {
  if (m->then) m->context->host->without(m->then);
  memory_give(m->digests);
  m->then = NULL;
  m->digests = NULL;
}

void document_maker_close(document_maker *m) {
  if (m) forget(m);
}

// Whether the files are there now as they were then.
static bool all_current(const plugin_host *host, const look *l) {
  bool current = true;
  for (size_t i = 0; current && i < l->file_count; i++) {
    error unused = { 0 };
    const plugin_file *file = host->find(host->self, l->sources[i].kind, l->sources[i].name, &unused);
    current = file && strcmp(file->digest, l->sources[i].digest) == 0;
    error_clear(&unused);
  }
  return current;
}

// The host that knows the files as the document was made with them.
static const plugin_host *host_of(document_maker *m, const look *l, error *e) {
  const plugin_host *now = m->context->host;
  if (!l->kept || m->template || all_current(now, l) || !now->with) return now;
  buffer digests = { 0 };
  for (size_t i = 0; i < l->file_count; i++) buffer_text(&digests, l->sources[i].digest);
  bool same = m->digests && digests.text && strcmp(m->digests, digests.text) == 0;
  if (same) buffer_free(&digests);
  if (same) return m->then;
  forget(m);
  m->digests = digests.text;
  // The host reads the sources when it first needs them: they live as long as the answer.
  plugin_source *kept = arena_array(m->context->arena, l->file_count, sizeof *kept);
  for (size_t i = 0; i < l->file_count; i++) {
    kept[i] = l->sources[i];
    kept[i].text = arena_copy(m->context->arena, kept[i].text, kept[i].length);
    kept[i].name = arena_text(m->context->arena, kept[i].name);
    kept[i].path = arena_text(m->context->arena, kept[i].path);
    kept[i].digest = arena_text(m->context->arena, kept[i].digest);
  }
  return m->then = now->with(now->self, kept, l->file_count, e);
}

// ---- What a document is besides its blocks

static const char *text_of(const value *v, const char *name) {
  const value *item = v ? value_get(v, name) : NULL;
  return item && item->type == VALUE_TEXT ? item->as.text : NULL;
}

static document_paper paper_of(const value *answer, const value *seller) {
  static const char *const letter[] = { "US", "CA", "MX", "PH", "CL", "CO", "VE" };
  const char *asked = text_of(answer, "paper"), *country = text_of(seller, "country");
  if (asked) return strcmp(asked, "letter") == 0 ? PAPER_LETTER : PAPER_A4;
  for (size_t i = 0; country && i < sizeof letter / sizeof *letter; i++)
    if (text_same(letter[i], country)) return PAPER_LETTER;
  return PAPER_A4;
}

static unsigned accent_of(const value *answer) {
  const char *text = text_of(answer, "accent");
  char *end = NULL;
  unsigned long rgb = text && *text == '#' && strlen(text) == 7 ? strtoul(text + 1, &end, 16) : 0;
  return end && !*end ? document_accent((unsigned)rgb) : document_accent(0x333333);
}

static const char *clean(arena *a, const char *text) {
  return text && !text_blank(text) ? text_shown(a, text, false) : NULL;
}

static void name_document(document *d, const value *answer, const value *invoice, arena *a) {
  const value *seller = value_get(invoice, "seller"), *words = value_get(answer, "words"),
              *date = value_get(invoice, "date");
  const char *state = text_of(invoice, "state"), *customer = text_of(invoice, "customer_name"),
             *number = text_of(invoice, "invoice"), *footer = text_of(seller, "footer");
  if (!date) date = value_get(invoice, "as_of");
  d->language = text_of(answer, "language");
  d->author = clean(a, text_of(seller, "name"));
  d->running = clean(
      a, arena_format(a, "%s%s%s", number ? number : "", number && customer ? " · " : "", customer ? customer : ""));
  d->mark =
      !state || strcmp(state, "final") == 0 ? NULL : text_of(words, strcmp(state, "void") == 0 ? "void" : "draft");
  d->footer = footer && !text_blank(footer) ? text_shown(a, footer, false) : NULL;
  d->date = date && date->type == VALUE_DAY ? date->as.date : 0;
  d->paper = paper_of(answer, seller);
  d->accent = accent_of(answer);
  d->words.page_of = text_of(words, "page_of");
  d->title = number;
  for (size_t i = d->count; i-- > 0;)
    if (d->blocks[i].kind == BLOCK_HEADING && d->blocks[i].level == 1) d->title = d->blocks[i].title;
}

static const document_logo *logo_of(const look *l, const document *d, arena *a) {
  if (!l->picture) return NULL;
  document_logo *logo = arena_alloc(a, sizeof *logo);
  *logo = (document_logo){ .bytes = l->picture,
                           .length = l->picture_length,
                           .type = *(const unsigned char *)l->picture == 0xff ? "image/jpeg" : "image/png",
                           .alt = d->author ? d->author : "" };
  return logo;
}

// Reads the blocks; what is wrong with them is the template's fault, and is told with its file.
static bool read_blocks(const plugin_host *host, const char *template, const value *answer, arena *a, document *out,
                        error *e) {
  error why = { 0 };
  if (document_blocks_read(value_get(answer, "blocks"), a, out, &why)) return true;
  const plugin_file *file = host->find(host->self, PLUGIN_INVOICE, template, e);
  error_set(e, ERROR_PLUGIN, "%s: %s", file ? file->path : template, why.message);
  if (why.hint[0]) error_hint(e, "%s", why.hint);
  error_clear(&why);
  return false;
}

bool document_make(const plugin_host *host, const look *l, const value *invoice, arena *a, document *out, error *e) {
  template_call call = l->call;
  call.invoice = invoice;
  *out = (document){ 0 };
  value *answer = host->document(host->self, &call, a, e);
  if (!answer || !read_blocks(host, call.name, answer, a, out, e)) return false;
  name_document(out, answer, invoice, a);
  out->logo = logo_of(l, out, a);
  return true;
}

bool document_mail(context *c, int64_t customer, const value *invoice, arena *a, const char **subject,
                   const char **body, error *e) {
  look l;
  if (!look_of_customer(c->book, customer, a, &l, e)) return false;
  if (!l.call.name) return error_set(e, ERROR_PLUGIN, "there are no invoice templates here");
  l.call.part = TEMPLATE_MAIL;
  l.call.invoice = invoice;
  const value *answer = c->host->document(c->host->self, &l.call, a, e);
  if (!answer) return false;
  *subject = text_of(answer, "subject");
  *body = text_of(answer, "body");
  return true;
}

bool document_of_customer(context *c, int64_t customer, template_part part, const value *told, arena *a, document *out,
                          error *e) {
  look l;
  if (!look_of_customer(c->book, customer, a, &l, e)) return false;
  if (!l.call.name) return error_set(e, ERROR_PLUGIN, "there are no invoice templates here");
  l.call.part = part;
  return document_make(c->host, &l, told, a, out, e);
}

// Params with the statement asked for, where the template has such a param.
static const char *with_statement(const plugin_host *host, const char *template, const char *params, arena *a) {
  error unused = { 0 };
  cJSON *json = cJSON_Parse(params ? params : "{}");
  cJSON_DeleteItemFromObjectCaseSensitive(json, "statement");
  cJSON_AddTrueToObject(json, "statement");
  char *text = json_canonical(json);
  bool fits = text && host->check(host->self, PLUGIN_INVOICE, template, text, true, &unused);
  const char *out = fits ? arena_text(a, text) : params;
  error_clear(&unused);
  memory_give(text);
  cJSON_Delete(json);
  return out;
}

// Factur-X names the file and its profile: EN 16931 whole, or XRechnung. UBL is no part of it: a file like any other.
static bool attach(document_maker *m, const value *invoice, arena *a, error *e) {
  const char *exporter = m->attach ? m->attach : einvoice_inside(invoice);
  m->attaches = false;
  if (!m->form->binary || !exporter || strcmp(exporter, "none") == 0) return true;
  const char *wish = text_of(value_get(invoice, "bill_to"), "einvoice"), *bytes;
  const bool cii = strcmp(exporter, "cii") == 0, german = cii && wish && strcmp(wish, "xrechnung") == 0;
  m->inside = (pdf_attachment){ .name = german ? "xrechnung.xml"
                                        : cii  ? "factur-x.xml"
                                               : "invoice.xml",
                                .type = "text/xml",
                                .description = "Invoice data",
                                .relationship = "Alternative",
                                .profile = german ? "XRECHNUNG"
                                           : cii  ? "EN 16931"
                                                  : NULL };
  if (!einvoice_make(m->context, exporter, invoice, a, &bytes, &m->inside.length, e)) return false;
  m->inside.bytes = bytes;
  return m->attaches = true;
}

bool document_of(document_maker *m, int64_t invoice_n, const value *invoice, arena *a, document *out, error *e) {
  look l;
  if (!look_read(m->context->book, invoice_n, a, &l, e)) return false;
  // Another template takes no params that were written for this one.
  if (m->template && (!l.call.name || strcmp(m->template, l.call.name) != 0)) l.call.params = NULL;
  if (m->template) l.call.name = m->template;
  if (!l.call.name) return error_set(e, ERROR_PLUGIN, "there are no invoice templates here");
  const plugin_host *host = host_of(m, &l, e);
  if (host && m->statement) l.call.params = with_statement(host, l.call.name, l.call.params, a);
  return host && document_make(host, &l, invoice, a, out, e) && attach(m, invoice, a, e);
}

// A picture that is none keeps nobody from an invoice that was numbered with it: it is left out, and that is told once.
static bool render(document_maker *m, const document *d, arena *a, buffer *out, error *e) {
  const pdf_attachment *inside = m->attaches ? &m->inside : NULL;
  if (m->form->render(d, inside, a, out, e)) return true;
  if (!d->logo || (e->code != ERROR_INVALID && e->code != ERROR_TOO_BIG)) return false;
  error without = { 0 };
  document plain = *d;
  plain.logo = NULL;
  bool ok = m->form->render(&plain, inside, a, out, &without);
  if (ok && !m->logo_told) context_warn(m->context, "logo", "without the logo: %s", e->message);
  if (ok) error_clear(e), m->logo_told = true;
  error_clear(&without);
  return ok;
}

bool document_form(document_maker *m, const document *d, arena *a, const char **bytes, size_t *length, error *e) {
  buffer b = { 0 };
  bool ok = render(m, d, a, &b, e);
  *bytes = arena_copy(a, b.text ? b.text : "", b.length);
  *length = b.length;
  buffer_free(&b);
  return ok;
}
