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

static double put_fact(slip *s, const char *tag, const document_fact *f, bool receipt, double x, double y,
                       double width) {
  const words texts[] = { { f->label, receipt ? WORDS_SLIP_SMALL_LABEL : WORDS_SLIP_LABEL },
                          { f->text, receipt ? WORDS_SLIP_SMALL : WORDS_SLIP } };
  return put(s, tag, texts, 2, x, y, width, false);
}

// The field of the code at a line, from 0; whether it says anything.
static bool code_says(const char *code, int line) {
  for (; line > 0 && code; line--) code = (code = strchr(code, '\n')) ? code + 1 : NULL;
  return code && *code && *code != '\n' && *code != '\r';
}

// Who pays, where the code leaves it open: a label over room for a pen.
static void put_blank(slip *s, const char *tag, bool receipt, double x, double y, double width) {
  const words label = { s->b->slip[SLIP_PAYABLE_BY], receipt ? WORDS_SLIP_SMALL_LABEL : WORDS_SLIP_LABEL };
  y += put(s, tag, &label, 1, x, y, width, false) + 0.5;
  s->band->blanks[receipt] = receipt ? (blank){ x, y, 52, 20 } : (blank){ x, y, 65, 25 };
}

// Account, reference, message, who pays. The receipt has no message, and counts for nobody who hears the page read.
static void put_facts(slip *s, const char *tag, bool receipt, double x, double y, double width) {
  enum { REFERENCE = 28, DEBTOR = 21 };
  const block *b = s->b;
  size_t message = code_says(b->qr_text, REFERENCE) ? 2 : 1;
  double gap = receipt ? 2.2 : 3.2;
  for (size_t i = 0; i + 2 < b->fact_count; i++) {
    if (receipt && i == message) continue;
    y += put_fact(s, tag, &b->facts[i], receipt, x, y, width) + gap;
  }
  if (!code_says(b->qr_text, DEBTOR)) put_blank(s, tag, receipt, x, y, width);
}

static void put_amount(slip *s, const char *tag, bool receipt, double x, double y) {
  const document_fact *currency = &s->b->facts[s->b->fact_count - 2], *amount = currency + 1;
  put_fact(s, tag, currency, receipt, x, y, receipt ? 12 : 14);
  put_fact(s, tag, amount, receipt, x + (receipt ? 13 : 15), y, receipt ? 38 : 36);
}

static void put_receipt(slip *s) {
  const words title = { s->b->slip[SLIP_RECEIPT], WORDS_SLIP_TITLE },
              point = { s->b->slip[SLIP_POINT], WORDS_SLIP_SMALL_LABEL },
              separate = { s->b->slip[SLIP_SEPARATE], WORDS_SMALL };
  put(s, ARTIFACT_TAG, &separate, 1, RECEIPT, -4.5, 210 - RECEIPT - MARGIN, true);
  put(s, ARTIFACT_TAG, &title, 1, MARGIN, MARGIN, 52, false);
  put_facts(s, ARTIFACT_TAG, true, MARGIN, 12, 52);
  put_amount(s, ARTIFACT_TAG, true, MARGIN, 68);
  put(s, ARTIFACT_TAG, &point, 1, MARGIN, 82, 52, true);
}

static void put_part(slip *s) {
  const words title = { s->b->title, WORDS_SLIP_TITLE };
  put(s, s->l->heading, &title, 1, RECEIPT + MARGIN, MARGIN, 51, false);
  put_facts(s, "P", false, RECEIPT + 56, MARGIN, 87);
  put_amount(s, "P", false, RECEIPT + MARGIN, 68);
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
