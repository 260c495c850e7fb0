// The texts of digests: that they are what the digests say, and that invoice.json says the same.
#include "core/base/digest.h"
#include "core/base/memory.h"
#include "core/engine/prove/check_inside.h"
#include "core/engine/prove/cursor_inside.h"

static const archive_file *bill_file(checking *c, const cJSON *bill) {
  return check_file(c, arena_format(c->arena, "digests/bill-%" PRId64, check_int(bill, "bill")));
}

void check_bills(checking *c) {
  for (const cJSON *b = check_list(c->record, "bills"); b; b = b->next) {
    const archive_file *file = bill_file(c, b);
    if (file) check_digest(c, file, check_text(b, "digest"));
    c->checked++;
  }
}

// A link of the series: over the one before it and the digest.
static void check_place(checking *c) {
  char own[DIGEST_TEXT];
  const cJSON *chain = cJSON_GetObjectItemCaseSensitive(c->record, "chain");
  const char *link = arena_format(c->arena, "%s%s", check_text(chain, "before"), check_text(c->record, "digest"));
  const digest d = digest_of(link, strlen(link));
  if (strcmp(digest_hex(&d, own), check_text(chain, "own")) != 0)
    check_fault(c, "its link is not made from the one before it");
}

void check_document(checking *c) {
  const archive_file *file = check_file(c, PROOF_DOCUMENT);
  if (file) check_digest(c, file, check_text(c->record, "digest"));
  check_place(c);
  c->checked = 2;
}

// ---- What the document says

typedef struct header {
  checking *check;
  cursor at;
} header;

static void differs(header *h, const char *name) { check_fault(h->check, "%s is not what was frozen", name); }

// What holds no separator: a name out of a list of what there is, a number, JSON.
static void take_text(header *h, const char *name) {
  if (cursor_takes(&h->at, check_text(h->check->invoice, name))) return;
  differs(h, name);
  (void)cursor_skip(&h->at);
}

static void take_int(header *h, const char *name, int64_t number) {
  if (cursor_takes_int(&h->at, number)) return;
  differs(h, name);
  (void)cursor_skip(&h->at);
}

static void take_money(header *h, const char *name) {
  int64_t minor;
  (void)check_money(h->check, h->check->invoice, name, &minor);
  take_int(h, name, minor);
}

static void take_day(header *h, const char *name) {
  const char *text = check_text(h->check->invoice, name);
  day d = DAY_NEVER;
  if (!day_parse(text, strlen(text), &d)) check_fault(h->check, "%s \"%.40s\" is no date", name, text);
  take_int(h, name, d);
}

// An object or a list; nothing was frozen where `item` is empty or not there.
static void take_json(header *h, const char *name, const cJSON *item) {
  size_t length = 0;
  error unused = { 0 };
  const char *text = cursor_next(&h->at, &length);
  cJSON *frozen = text && length ? json_parse(name, text, length, &unused) : NULL;
  error_clear(&unused);
  bool same = !length && (!item || cJSON_IsNull(item) || !item->child);
  if (frozen && item) {
    char *a = json_canonical(frozen), *b = json_canonical(item);
    same = strcmp(a, b) == 0;
    memory_give(a);
    memory_give(b);
  }
  if (!text || !same) differs(h, name);
  cJSON_Delete(frozen);
}

static void take_member(header *h, const char *name) {
  take_json(h, name, cJSON_GetObjectItemCaseSensitive(h->check->invoice, name));
}

// A void, and a note of why, come after the freezing and are in the book's log.
static void take_first(header *h) {
  static const char *const texts[] = { "number", "kind", "customer", "currency" };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) take_text(h, texts[i]);
  take_money(h, "subtotal");
  take_money(h, "tax");
  take_money(h, "total");
  take_text(h, "po_number");
  take_day(h, "date");
  take_day(h, "due_date");
  take_member(h, "seller");
  take_member(h, "bill_to");
  (void)cursor_skip(&h->at);  // the row of the document that it credits, which has its number here
  take_text(h, "note");
}

static void take_rounding(header *h) {
  int64_t rounding = 0;
  const cJSON *last = NULL;
  for (const cJSON *l = check_list(h->check->invoice, "lines"); l; l = l->next) last = l;
  if (last && strcmp(check_text(last, "kind"), LINE_ROUNDING) == 0)
    (void)check_money(h->check, last, "amount", &rounding);
  (void)cursor_skip(&h->at);  // to what it is rounded
  take_int(h, "rounding", rounding);
}

static void take_later(header *h, int64_t form) {
  if (form >= FORM_FROZEN) {
    take_int(h, "batch", check_int(h->check->invoice, "batch"));
    take_json(h, "contracts", cJSON_GetObjectItemCaseSensitive(h->check->record, "contracts"));
  }
  if (form >= FORM_ROUNDED) take_rounding(h);
  if (form >= FORM_LOOKS) {
    (void)cursor_skip(&h->at);  // how it looks
    take_member(h, "statements");
  }
  if (form >= FORM_TARGETS) {
    take_text(h, "buyer_reference");
    take_member(h, "fx");
  }
}

void check_header(checking *c) {
  const archive_file *file = check_file(c, PROOF_DOCUMENT);
  if (!file || !c->invoice || !c->record) return;
  header h = { c, { file->bytes, (const char *)file->bytes + file->length } };
  const int64_t form = check_int(c->record, "form");
  if (form < FORM_FIRST || form > FORM_LAST) {
    check_fault(c, "it was frozen in a form that this program does not know");
    return;
  }
  take_first(&h);
  take_later(&h, form);
  for (const cJSON *b = check_list(c->record, "bills"); b; b = b->next)
    if (!cursor_takes(&h.at, check_text(b, "digest")))
      check_fault(c, "it does not hold the digest of bill %" PRId64, check_int(b, "bill"));
  if (h.at.at != h.at.end) check_fault(c, "it has more bills than are told");
  if (strcmp(check_text(c->record, "invoice"), check_text(c->invoice, "invoice")) != 0)
    check_fault(c, "it is of another invoice");
  c->checked = 1;
}
