// QR codes of payments by libqrencode.
#include "core/pdf/qr.h"
#include <qrencode.h>
#include <string.h>

// EPC069-12 section 3.2; Swiss Implementation Guidelines QR-bill 2.3, section 6.2.
static int version_limit(qr_kind kind) { return kind == QR_EPC ? 13 : 25; }

// Versions 7 to 13 have a mark for readers in their middle, where the Swiss cross lies: some readers then find nothing.
// Squares of version 14 are 0.63 mm wide in 46 mm; 0.4 mm is the least.
static int version_least(qr_kind kind) { return kind == QR_SWISS ? 14 : 0; }

bool qr_encode(const char *text, qr_kind kind, arena *a, qr_picture *out, error *e) {
  QRcode *code = QRcode_encodeString8bit(text, version_least(kind), QR_ECLEVEL_M);
  bool fits = code && code->version <= version_limit(kind);
  if (fits) {
    size_t count = (size_t)code->width * (size_t)code->width;
    unsigned char *dark = arena_array(a, count, 1);
    for (size_t i = 0; i < count; i++) dark[i] = code->data[i] & 1;  // the other bits tell how the code was made
    *out = (qr_picture){ code->width, dark };
  }
  QRcode_free(code);
  return fits || error_set(e, ERROR_TOO_BIG, "a QR code of a payment cannot hold %zu bytes", strlen(text));
}
