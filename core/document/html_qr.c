// The QR code of a payment as an inline drawing, with the margin that readers need round it.
#include "core/document/html_inside.h"

// In hundredths of a millimetre: the Swiss QR code is 46 mm wide (Swiss Implementation Guidelines QR-bill, 6.2); for
// EPC069-12, 30 mm can be photographed from a screen and from paper.
enum { QUIET = 4, SWISS_SIDE = 4600, EPC_SIDE = 3000 };

// Each run of dark squares is a rectangle of the path.
static void add_squares(markup *m, const qr_picture *picture) {
  int size = picture->size;
  for (int y = 0; y < size; y++) {
    const unsigned char *row = picture->dark + (size_t)y * (size_t)size;
    for (int x = 0, end; x < size; x = end) {
      for (end = x + 1; end < size && row[end] == row[x];) end++;
      if (row[x]) buffer_format(m->out, "M%d %dh%dv1h-%dz", x, y, end - x, end - x);
    }
  }
}

// The Swiss cross in the middle, 7 of 46 mm (6.4.2): black, framed in white.
static void add_cross(markup *m, int size) {
  int unit = size * 1000 * 7 / 46 / 35, middle = size * 500;
  buffer_format(m->out, "<g transform=\"translate(%d.%03d %d.%03d) scale(%d.%03d)\">", middle / 1000, middle % 1000,
                middle / 1000, middle % 1000, unit / 1000, unit % 1000);
  buffer_text(m->out, "<path fill=\"#fff\" d=\"M-17.5-17.5h35v35h-35z\"/><path d=\"M-16-16h32v32h-32z\"/>"
                      "<path fill=\"#fff\" d=\"M-3-10h6v7h7v6h-7v7h-6v-7h-7v-6h7z\"/></g>");
}

void html_qr(markup *m, const block *b, const qr_picture *picture) {
  int size = picture->size, whole = size + 2 * QUIET, side = b->qr == QR_SWISS ? SWISS_SIDE : EPC_SIDE;
  if (size <= 0) return;
  int width = side * whole / size;
  markup_add(m, "<svg role=\"img\" aria-label=\"^\"", b->qr_alt ? b->qr_alt : "QR");
  buffer_format(m->out, " width=\"%d.%02dmm\" height=\"%d.%02dmm\" viewBox=\"-%d -%d %d %d\"", width / 100, width % 100,
                width / 100, width % 100, QUIET, QUIET, whole, whole);
  buffer_format(m->out, " shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M-%d-%dh%dv%dh-%dz\"/><path d=\"",
                QUIET, QUIET, whole, whole, whole);
  add_squares(m, picture);
  buffer_text(m->out, "\"/>");
  if (b->qr == QR_SWISS) add_cross(m, size);
  buffer_text(m->out, "</svg>\n");
}
