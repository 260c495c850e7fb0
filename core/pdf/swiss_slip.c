// A Swiss payment part with its receipt, as banks take it at the counter and through the letter box: 210 × 105 mm over
// the foot of the last page, all places and sizes from the Swiss Implementation Guidelines QR-bill 2.3, sections 3.4 to
// 3.6. Its facts stand in the order of the guidelines; the last two are currency and amount.
#include "core/pdf/bands.h"
#include <string.h>

enum { HEIGHT = 105, RECEIPT = 62, MARGIN = 5 };  // millimetres
static const double millimetre = 72 / 25.4;

typedef struct slip {
  layout *l;
  band *band;
  const block *b;
} slip;

// Words with their top left corner (right: top right) so many millimetres from the slip's.
static double put(slip *s, const char *tag, const words *texts, size_t count, double x, double y, double width,
                  bool right) {
  band *b = s->band;
  PangoLayout *paragraph = typeset(s->l->words, texts, count, width * millimetre, right);
  double height = paragraph_height(paragraph);
  b->cells[b->cell_count++] = (band_cell){ .words = paragraph,
                                           .x = x * millimetre - s->l->left,
                                           .height = height,
                                           .down = SLIP_CUT + y * millimetre,
                                           .tag = tag };
  return height / millimetre;
}

// Where the facts of one of the two parts stand, in millimetres. The receipt is a copy, which nobody wants to hear.
typedef struct part {
  const char *tag;
  words_style label, text, small;  // small: where the room is too little for the other
  double x, y, width, room, gap;
  bool receipt;
} part;

static const part receipt_part = { .tag = ARTIFACT_TAG,
                                   .label = WORDS_SLIP_SMALL_LABEL,
                                   .text = WORDS_SLIP_SMALL,
                                   .small = WORDS_SLIP_LEAST,
                                   .x = MARGIN,
                                   .y = 12,
                                   .width = 52,
                                   .room = 55,
                                   .gap = 2.2,
                                   .receipt = true };
static const part payment_part = { .tag = "P",
                                   .label = WORDS_SLIP_LABEL,
                                   .text = WORDS_SLIP,
                                   .small = WORDS_SLIP_SMALL,
                                   .x = RECEIPT + 56,
                                   .y = MARGIN,
                                   .width = 87,
                                   .room = 85,
                                   .gap = 3.2 };

// The field of the code at a line, from 0; whether it says anything.
static bool code_says(const char *code, int line) {
  for (; line > 0 && code; line--) code = (code = strchr(code, '\n')) ? code + 1 : NULL;
  return code && *code && *code != '\n' && *code != '\r';
}

// The next fact of account, reference, message and who pays; the receipt has no message. NULL at the end.
static const document_fact *next_fact(const slip *s, const part *p, size_t *at) {
  enum { REFERENCE = 28 };
  size_t message = code_says(s->b->qr_text, REFERENCE) ? 2 : 1;
  if (p->receipt && *at == message) ++*at;
  return *at + 2 < s->b->fact_count ? &s->b->facts[(*at)++] : NULL;
}

static double facts_height(slip *s, const part *p) {
  double height = 0;
  const document_fact *f;
  for (size_t at = 0; (f = next_fact(s, p, &at));) {
    const words texts[] = { { f->label, p->label }, { f->text, p->text } };
    height += paragraph_height(typeset(s->l->words, texts, 2, p->width * millimetre, false)) / millimetre + p->gap;
  }
  return height - p->gap;
}

// Who pays, where the code leaves it open: a label over room for a pen.
static void put_blank(slip *s, const part *p, double y) {
  const words label = { s->b->slip[SLIP_PAYABLE_BY], p->label };
  y += put(s, p->tag, &label, 1, p->x, y, p->width, false) + 0.5;
  s->band->blanks[p->receipt] = p->receipt ? (blank){ p->x, y, 52, 20 } : (blank){ p->x, y, 65, 25 };
}

static void put_facts(slip *s, const part *of) {
  enum { DEBTOR = 21 };
  part p = *of;
  if (facts_height(s, &p) > p.room) p.text = p.small, p.gap = 1.2;
  double y = p.y;
  const document_fact *f;
  for (size_t at = 0; (f = next_fact(s, &p, &at));) {
    const words texts[] = { { f->label, p.label }, { f->text, p.text } };
    y += put(s, p.tag, texts, 2, p.x, y, p.width, false) + p.gap;
  }
  if (!code_says(s->b->qr_text, DEBTOR)) put_blank(s, &p, y);
}

static void put_amount(slip *s, const part *p, double x, double second) {
  const document_fact *currency = &s->b->facts[s->b->fact_count - 2], *amount = currency + 1;
  const words left[] = { { currency->label, p->label }, { currency->text, p->text } },
              right[] = { { amount->label, p->label }, { amount->text, p->text } };
  put(s, p->tag, left, 2, x, 68, second - 1, false);
  put(s, p->tag, right, 2, x + second, 68, 36, false);
}

static void put_receipt(slip *s) {
  const words title = { s->b->slip[SLIP_RECEIPT], WORDS_SLIP_TITLE },
              point = { s->b->slip[SLIP_POINT], WORDS_SLIP_SMALL_LABEL },
              separate = { s->b->slip[SLIP_SEPARATE], WORDS_SMALL };
  put(s, ARTIFACT_TAG, &separate, 1, RECEIPT, -4.5, 210 - RECEIPT - MARGIN, true);
  put(s, ARTIFACT_TAG, &title, 1, MARGIN, MARGIN, 52, false);
  put_facts(s, &receipt_part);
  put_amount(s, &receipt_part, MARGIN, 13);
  put(s, ARTIFACT_TAG, &point, 1, MARGIN, 82, 52, true);
}

static void put_part(slip *s) {
  const words title = { s->b->title, WORDS_SLIP_TITLE };
  put(s, s->l->heading, &title, 1, RECEIPT + MARGIN, MARGIN, 51, false);
  put_facts(s, &payment_part);
  put_amount(s, &payment_part, RECEIPT + MARGIN, 15);
}

bool stack_slip(layout *l, stack *s, const block *b, error *e) {
  band *band = stack_add(l, s);
  band->kind = BAND_SLIP, band->at_bottom = true, band->before = 14;
  band->height = SLIP_CUT + HEIGHT * millimetre - l->below;
  band->cells = arena_alloc(l->a, (2 * b->fact_count + 8) * sizeof *band->cells);
  slip at = { l, band, b };
  put_part(&at);
  put_receipt(&at);
  double x = (RECEIPT + MARGIN) * millimetre - l->left;
  band->tag = "Figure";
  return figure_squares(l, b, x, 46 * millimetre, &band->figure, e);
}
