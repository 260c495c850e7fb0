// An accent that can be read on white, whatever colour the seller chose.
#include "core/document/document.h"
#include <math.h>

static double linear(unsigned channel) {
  double c = (channel & 255) / 255.0;
  return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double contrast_on_white(unsigned rgb) {
  return 1.05 / (0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb) + 0.05);
}

static unsigned darker(unsigned channel) { return (channel & 255) * 15 / 16; }

unsigned document_accent(unsigned accent) {
  accent &= 0xFFFFFF;
  while (contrast_on_white(accent) < 4.5)
    accent = darker(accent >> 16) << 16 | darker(accent >> 8) << 8 | darker(accent);
  return accent;
}
