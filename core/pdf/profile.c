// A profile of sRGB in numbers (ISO 15076-1): primaries and white point adapted to D50, the curve as a formula.
#include "core/pdf/update_inside.h"
#include <stdint.h>
#include <string.h>

// The numbers of IEC 61966-2-1 by the Bradford matrix, as s15Fixed16: 65536 is one.
static const uint32_t white[] = { 0x0000F6D6, 0x00010000, 0x0000D32D };
static const uint32_t red[] = { 0x00006FA2, 0x000038F5, 0x00000390 };
static const uint32_t green[] = { 0x00006299, 0x0000B785, 0x000018DA };
static const uint32_t blue[] = { 0x000024A0, 0x00000F84, 0x0000B6CF };
static const uint32_t adaptation[] = { 0x00010C42, 0x000005DE, 0xFFFFF326, 0x00000793, 0x0000FD90,
                                       0xFFFFFBA2, 0xFFFFFDA2, 0x000003DB, 0x0000C075 };
// Y = ((X + 0.055) / 1.055) ^ 2.4, and X / 12.92 below 0.04045.
static const uint32_t curve[] = { 0x00026666, 0x0000F2A7, 0x00000D59, 0x000013D0, 0x00000A5B };

static void add_number(buffer *out, uint32_t number) {
  const char bytes[] = { (char)(number >> 24), (char)(number >> 16), (char)(number >> 8), (char)number };
  buffer_add(out, bytes, sizeof bytes);
}

static void add_numbers(buffer *out, const uint32_t *numbers, size_t count) {
  for (size_t i = 0; i < count; i++) add_number(out, numbers[i]);
}

// The type of a tag and four bytes that are nought.
static void add_type(buffer *out, const char *type) {
  buffer_add(out, type, 4);
  add_number(out, 0);
}

// One text in English, UTF-16.
static void add_text(buffer *out, const char *text) {
  add_type(out, "mluc");
  add_numbers(out, (const uint32_t[]){ 1, 12 }, 2);
  buffer_add(out, "enUS", 4);
  add_numbers(out, (const uint32_t[]){ (uint32_t)strlen(text) * 2, 28 }, 2);
  for (; *text; text++) buffer_add(out, (const char[]){ 0, *text }, 2);
}

static void add_xyz(buffer *out, const uint32_t *xyz) {
  add_type(out, "XYZ ");
  add_numbers(out, xyz, 3);
}

static void add_curve(buffer *out) {
  add_type(out, "para");
  add_number(out, 3 << 16);  // the formula of five numbers
  add_numbers(out, curve, 5);
}

static void add_adaptation(buffer *out) {
  add_type(out, "sf32");
  add_numbers(out, adaptation, 9);
}

typedef struct tags {
  buffer table, data;
  uint32_t count, begun;
} tags;

enum { HEADER = 128, TAGS = 10 };

static void end_tag(tags *t, const char *name) {
  buffer_add(&t->table, name, 4);
  add_number(&t->table, HEADER + 4 + TAGS * 12 + t->begun);
  add_number(&t->table, (uint32_t)t->data.length - t->begun);
  while (t->data.length % 4) buffer_add(&t->data, "", 1);
}

#define ADD_TAG(t, name, ...) ((t).begun = (uint32_t)(t).data.length, __VA_ARGS__, end_tag(&(t), name))

// Version 4.3, for displays, RGB to XYZ; the date is that of the standard; the light is D50.
static void add_header(buffer *out, uint32_t length) {
  add_numbers(out, (const uint32_t[]){ length, 0, 0x04300000 }, 3);
  buffer_text(out, "mntrRGB XYZ ");
  add_numbers(out, (const uint32_t[]){ 1999 << 16 | 10, 1 << 16, 0 }, 3);
  buffer_text(out, "acsp");
  add_numbers(out, (const uint32_t[]){ 0, 0, 0, 0, 0, 0, 0 }, 7);
  add_numbers(out, white, 3);
  for (int i = 0; i < 12; i++) add_number(out, 0);
}

void profile_srgb(buffer *out) {
  tags t = { 0 };
  ADD_TAG(t, "desc", add_text(&t.data, "sRGB IEC61966-2.1"));
  ADD_TAG(t, "cprt", add_text(&t.data, "No copyright, use freely"));
  ADD_TAG(t, "wtpt", add_xyz(&t.data, white));
  ADD_TAG(t, "chad", add_adaptation(&t.data));
  ADD_TAG(t, "rXYZ", add_xyz(&t.data, red));
  ADD_TAG(t, "gXYZ", add_xyz(&t.data, green));
  ADD_TAG(t, "bXYZ", add_xyz(&t.data, blue));
  ADD_TAG(t, "rTRC", add_curve(&t.data));
  ADD_TAG(t, "gTRC", add_curve(&t.data));
  ADD_TAG(t, "bTRC", add_curve(&t.data));
  add_header(out, (uint32_t)(HEADER + 4 + TAGS * 12 + t.data.length));
  add_number(out, TAGS);
  buffer_add(out, t.table.text, t.table.length);
  buffer_add(out, t.data.text, t.data.length);
  buffer_free(&t.table), buffer_free(&t.data);
}
