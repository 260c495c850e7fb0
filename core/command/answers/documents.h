// Documents of invoices in the forms that people receive: as each was frozen, or by another template.
#pragma once
#include "core/command/answers/answers.h"
#include "core/document/document.h"

// What a form's files end with: "txt"; NULL for a form that there is not.
const char *document_extension(const char *form);

// Whether a form is bytes rather than a text.
bool document_is_binary(const char *form);

// Makes documents in a form; `template`: by this one instead of their own, NULL: their own; `statement`: with prepaid
// balances, whatever their params say; `attach`: the electronic invoice that goes into a PDF, `ubl`, `cii` or `none`,
// NULL: what the customer's `einvoice` says. Lives in the context's arena; closed before it is reset. NULL with `usage`
// or `not-found`.
typedef struct document_maker document_maker;
typedef struct document_wish {
  const char *form, *template;
  bool statement;
  const char *attach;
} document_wish;
document_maker *document_maker_open(context *c, const document_wish *wish, error *e);
void document_maker_close(document_maker *m);

// The document of an invoice (a row of invoices_answer, and its number in the database) in the arena. `plugin` with
// file and line where its template fails.
bool document_of(document_maker *m, int64_t invoice_n, const value *invoice, arena *a, document *out, error *e);

// What the mail about an invoice says, by the template and in the language that its customer has now: the document in
// it stays what it is. Texts in the arena; `plugin` where the template fails.
bool document_mail(context *c, int64_t customer, const value *invoice, arena *a, const char **subject,
                   const char **body, error *e);

// What a customer is told, by the template and in the language that it has now: the statement of its account
// (account_answer), or the letter about prices (price_letters).
bool document_of_customer(context *c, int64_t customer, template_part part, const value *told, arena *a, document *out,
                          error *e);

// The same by a host and a look, for invoices that are in no book any more.
bool document_make(const plugin_host *host, const look *l, const value *invoice, arena *a, document *out, error *e);

// ---- Electronic invoices: by an exporter that makes a document of each invoice.

// The one that goes into the PDF by itself: `cii` where the customer's einvoice, as it was frozen, is factur-x. NULL:
// none.
const char *einvoice_inside(const value *invoice);

// The one that a mail brings beside the PDF: for every other einvoice. NULL: none.
const char *einvoice_beside(const value *invoice);

// Its bytes in the arena. `invalid`: what the invoice lacks; `state`: it is a draft or void.
bool einvoice_make(context *c, const char *exporter, const value *invoice, arena *a, const char **bytes, size_t *length,
                   error *e);

// In the maker's form, in the arena, a NUL behind it. `not-found` where a module or a font is missing, `too-big`.
// What goes into the PDF is of the document that document_of made last.
bool document_form(document_maker *m, const document *d, arena *a, const char **bytes, size_t *length, error *e);
