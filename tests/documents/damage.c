// The reader of Cairo's files against files that Cairo did not write: damage ROUNDS takes a drawn page, damages it in
// ROUNDS ways and makes each conform, or hears why not. The sanitizers see what is read outside of it.
#include "core/pdf/update.h"
#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cairo_status_t add_bytes(void *context, const unsigned char *bytes, unsigned length) {
  buffer_add(context, (const char *)bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void draw_part(cairo_t *c, const char *tag, double y) {
  cairo_tag_begin(c, tag, NULL);
  cairo_move_to(c, 50, y);
  cairo_show_text(c, "Words Żółć");
  cairo_tag_end(c, tag);
}

// Two pages of paragraphs, a table over both, artifacts; neither heads nor pictures, so that there are no notes.
static void draw(buffer *out) {
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(add_bytes, out, 300, 300);
  cairo_t *c = cairo_create(surface);
  cairo_tag_begin(c, "Document", NULL);
  draw_part(c, "P", 20);
  cairo_tag_begin(c, "Table", NULL);
  for (int row = 0; row < 6; row++) {
    if (row == 3) cairo_show_page(c);
    cairo_tag_begin(c, "TR", NULL);
    draw_part(c, "TD", 40 + row * 20);
    cairo_tag_end(c, "TR");
    draw_part(c, ARTIFACT_TAG, 45 + row * 20);
  }
  cairo_tag_end(c, "Table");
  cairo_tag_end(c, "Document");
  cairo_show_page(c);
  cairo_destroy(c);
  cairo_surface_finish(surface);
  cairo_surface_destroy(surface);
}

static unsigned next(unsigned *seed) { return *seed = *seed * 1664525 + 1013904223; }

// Some bytes changed, some taken out, or the end cut off; digits and brackets are hit more often than chance would.
static void damage(buffer *b, unsigned *seed) {
  static const char likely[] = "0123456789<>[]()/R \n";
  unsigned how = next(seed) >> 28, times = 1 + (next(seed) >> 29);
  for (unsigned i = 0; i < times; i++)
    b->text[next(seed) / 7 % b->length] =
        how < 12 ? likely[next(seed) / 7 % (sizeof likely - 1)] : (char)(next(seed) >> 24);
  size_t at = next(seed) / 7 % b->length, length = next(seed) / 7 % 40;
  if (how == 13) b->length = at + 1;
  if (how != 14 || at + length >= b->length) return;
  memmove(b->text + at, b->text + at + length, b->length - at - length);
  b->length -= length;
}

static bool conform(const buffer *drawn) {
  error e = { 0 };
  buffer out = { 0 };
  element_notes none = { 0 };
  document d = { .language = "en", .title = "Title" };
  char *exact = malloc(drawn->length);  // so that the byte behind the last one is nobody's
  memcpy(exact, drawn->text, drawn->length);
  bool good = update_conform((span){ exact, drawn->length }, &d, NULL, &none, &out, &e);
  if (good == (e.code != ERROR_NONE) || (!good && out.length)) abort();
  buffer_free(&out);
  free(exact);
  return good;
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 1000, good = 0;
  unsigned seed = 1;
  buffer drawn = { 0 }, damaged = { 0 };
  draw(&drawn);
  if (!conform(&drawn)) return 1;
  for (int i = 0; i < rounds; i++) {
    buffer_clear(&damaged);
    buffer_add(&damaged, drawn.text, drawn.length);
    damage(&damaged, &seed);
    good += conform(&damaged);
  }
  printf("%d damaged files: %d were refused\n", rounds, rounds - good);
  buffer_free(&drawn), buffer_free(&damaged);
  return good < rounds ? 0 : 1;
}
