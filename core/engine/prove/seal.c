// The files that say how to check the others.
#include "core/base/digest.h"
#include "core/engine/prove/prove_inside.h"
#include <string.h>

static const char check_by_hand[] =
    "\n"
    "Nothing here needs the book that it was made from, and most of it no program but sha256sum.\n"
    "\n"
    "Check it\n"
    "  billet verify FILE.zip        checks all that follows, and that the amounts add up\n"
    "  sha256sum -c MANIFEST         checks by hand that no file changed since this was made\n"
    "\n"
    "What is here\n"
    "  invoice.json           what the document says, as it was frozen when it was numbered\n"
    "  invoice.html, .pdf     the document as people receive it, by its template of then\n"
    "  explanation.txt, .json how each line came to its amount, in words and as a tree of numbers\n"
    "  rows.json              the rows of the seller's tables that the lines took: as they were when it was\n"
    "                         rated (`row`), and every change of them (`history`), by which import;\n"
    "                         without what the seller paid for them, and its notes on customers and contracts\n"
    "  plugins/               the texts of the contract types, rules, taxes and the template that made it\n"
    "  log.json               who did what when with this document, and where the log ended (`head`)\n"
    "  digests/, proof.json   what the digests are over, and the digests\n"
    "\n"
    "Check its digests by hand\n"
    "  1. Each bill: `sha256sum digests/bill-N` is the `digest` of that bill in proof.json. The file holds the\n"
    "     values of its lines and taxes, each ended by the byte 1F: amounts in the smallest unit of the\n"
    "     currency, dates as days since 1970-01-01, of a period the first one and the one after its last.\n"
    "  2. The document: `sha256sum digests/document` is its `digest`. The file holds number, kind, customer,\n"
    "     currency, subtotal, tax, total and so on, and at its end the digests of its bills.\n"
    "  3. Its place: the SHA-256 of `chain.before` and `digest`, written one behind the other, is `chain.own`.\n"
    "     The next document is chained to that: none can be put in, left out or changed without all that\n"
    "     follow becoming others.\n"
    "  4. Each plugin: the name of its file is its SHA-256.\n"
    "  5. The log: an entry's `chain` is the SHA-256 of `before`, seq, at, command and detail, a line feed\n"
    "     after each but the last. `before` is the `chain` of the entry before it.\n"
    "\n"
    "What this cannot prove alone: that nobody made all of it anew. Compare `chain.own` and `head` with what\n"
    "was printed, sent or kept elsewhere at the time; `batch run` and `batch generate` tell the head.\n";

static void add_readme(proof_files *f, const proof_words *w) {
  buffer b = { 0 };
  buffer_format(&b, "%s %s of ", strcmp(w->kind, "credit") == 0 ? "Credit note" : "Invoice", w->number);
  buffer_clean(&b, w->seller, false);
  buffer_text(&b, " to ");
  buffer_clean(&b, w->customer, false);
  buffer_format(&b, ", and what proves it. Made by billet %s.\n", w->version);
  if (w->unexplained) {
    buffer_text(&b, "\nHow it came to its amounts is not told here: ");
    buffer_clean(&b, w->unexplained, false);
    buffer_text(&b, "\n");
  }
  buffer_text(&b, check_by_hand);
  proof_add(f, "README.txt", arena_copy(f->arena, b.text, b.length), b.length);
  buffer_free(&b);
}

// As `sha256sum -c` reads it.
static void add_manifest(proof_files *f) {
  buffer b = { 0 };
  char hex[DIGEST_TEXT];
  for (size_t i = 0; i < f->count; i++) {
    const digest d = digest_of(f->list[i].bytes, f->list[i].length);
    buffer_format(&b, "%s  %s\n", digest_hex(&d, hex), f->list[i].name);
  }
  proof_add(f, PROOF_MANIFEST, arena_copy(f->arena, b.text ? b.text : "", b.length), b.length);
  buffer_free(&b);
}

void prove_seal(proof_files *files, const proof_words *words) {
  add_readme(files, words);
  add_manifest(files);
}
