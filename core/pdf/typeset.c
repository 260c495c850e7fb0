// Words with their places inside a paragraph, by Pango.
#include "core/pdf/typeset.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <string.h>

// GREY is 7.5 : 1 on white, where WCAG 2.1 asks for 4.5 : 1 of words. PALE stands behind words.
enum { BLACK = 0, GREY = 0x555555, PALE = 0xE4E4E4, ACCENT = -1 };

static const struct {
  double size;  // points
  bool bold;
  int colour;
} styles[WORDS_STYLES] = {
  [WORDS_BODY] = { 9, false, BLACK },       [WORDS_STRONG] = { 9, true, BLACK },
  [WORDS_SMALL] = { 7.5, false, GREY },     [WORDS_HEAD] = { 7.5, true, GREY },
  [WORDS_LARGE] = { 13, true, BLACK },      [WORDS_PART] = { 11, true, BLACK },
  [WORDS_TITLE] = { 20, true, ACCENT },     [WORDS_MARK] = { 120, true, PALE },
  [WORDS_SLIP_TITLE] = { 11, true, BLACK }, [WORDS_SLIP_LABEL] = { 8, true, BLACK },
  [WORDS_SLIP] = { 10, false, BLACK },      [WORDS_SLIP_SMALL_LABEL] = { 6, true, BLACK },
  [WORDS_SLIP_SMALL] = { 8, false, BLACK }, [WORDS_SLIP_LEAST] = { 6, false, BLACK },
};

struct typesetter {
  arena *a;
  PangoContext *context;
  PangoFontDescription *fonts[WORDS_STYLES];
  unsigned accent;
  GPtrArray *paragraphs;
  gunichar missing;  // the first character that no font has; 0: none
  const char *missing_in;
};

// Fonts are found once: that is most of the time of a short document. One thread at a time.
static PangoFontMap *font_map(void) {
  static PangoFontMap *map;
  if (!map) {
    map = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);  // sizes are points, as are a PDF's places
  }
  return map;
}

// Relative luminance as WCAG 2.1 has it, with squares in the place of its power of 2.4: the accent of a text has to
// stand out from white.
static unsigned readable(unsigned colour) {
  double red = (colour >> 16 & 255) / 255.0, green = (colour >> 8 & 255) / 255.0, blue = (colour & 255) / 255.0;
  double luminance = 0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue;
  return 1.05 / (luminance + 0.05) >= 4.5 ? colour : 0;
}

typesetter *typesetter_new(const char *language, unsigned accent, arena *a, error *e) {
  PangoFontMap *map = font_map();
  FcFontSet *installed = FcConfigGetFonts(NULL, FcSetSystem);
  if (!installed || installed->nfont == 0) {  // Pango would end the program
    error_set(e, ERROR_NOT_FOUND, "this machine has no fonts, so no PDF can be made");
    return error_hint(e, "apt-get install fonts-noto-core"), NULL;
  }
  typesetter *t = arena_alloc(a, sizeof *t);
  *t = (typesetter){ .a = a, .context = pango_font_map_create_context(map), .accent = readable(accent) };
  t->paragraphs = g_ptr_array_new_with_free_func(g_object_unref);
  pango_context_set_language(t->context, pango_language_from_string(language ? language : "en"));
  pango_context_set_round_glyph_positions(t->context, FALSE);  // paper has no pixels
  for (int i = 0; i < WORDS_STYLES; i++) {
    t->fonts[i] = pango_font_description_new();
    // Guidelines QR-bill 3.4: no other fonts than these; what lies in none of them is better read than lost.
    const char *family = i >= WORDS_SLIP_TITLE ? "Liberation Sans,Arial,Helvetica,Noto Sans" : "Noto Sans";
    pango_font_description_set_family_static(t->fonts[i], family);
    pango_font_description_set_absolute_size(t->fonts[i], styles[i].size * PANGO_SCALE);
    pango_font_description_set_weight(t->fonts[i], styles[i].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  }
  return t;
}

void typesetter_free(typesetter *t) {
  if (!t) return;
  g_ptr_array_free(t->paragraphs, TRUE);
  for (int i = 0; i < WORDS_STYLES; i++) pango_font_description_free(t->fonts[i]);
  g_object_unref(t->context);
}

static void insert(PangoAttrList *list, PangoAttribute *attribute, size_t from, size_t to) {
  attribute->start_index = (guint)from, attribute->end_index = (guint)to;
  pango_attr_list_insert(list, attribute);
}

static guint16 part(unsigned colour, int shift) { return (guint16)((colour >> shift & 255) * 257); }

static void insert_style(typesetter *t, PangoAttrList *list, words_style style, size_t from, size_t to) {
  unsigned colour = styles[style].colour == ACCENT ? t->accent : (unsigned)styles[style].colour;
  insert(list, pango_attr_font_desc_new(t->fonts[style]), from, to);
  if (colour != BLACK)
    insert(list, pango_attr_foreground_new(part(colour, 16), part(colour, 8), part(colour, 0)), from, to);
}

// Programs that read a page aloud or copy from it have trouble with ligatures; a hyphen would be no character of the
// text.
static void insert_plainness(PangoAttrList *list) {
  insert(list, pango_attr_font_features_new("liga=0, clig=0"), 0, G_MAXUINT);
  insert(list, pango_attr_insert_hyphens_new(FALSE), 0, G_MAXUINT);
}

// Addresses in a text, kept with its paragraph.
typedef struct links {
  document_link *links;
  size_t count, capacity;
} links;

static const char links_key[] = "links";

// Each address is an attribute of its own, which tells nothing but parts the runs of lines there.
static void find_links(typesetter *t, PangoLayout *paragraph, PangoAttrList *list, const char *text) {
  links *found = NULL;
  document_link link;
  for (size_t from = 0; document_link_next(text, from, &link); from = link.to) {
    if (!found) found = arena_alloc(t->a, sizeof *found);
    found->links = arena_grow(t->a, found->links, found->count, &found->capacity, sizeof link);
    found->links[found->count++] = link;
    insert(list, pango_attr_strikethrough_color_new(0, 0, 0), link.from, link.to);
  }
  if (found) g_object_set_data(G_OBJECT(paragraph), links_key, found);
}

const document_link *paragraph_links(PangoLayout *paragraph, size_t *count) {
  const links *found = g_object_get_data(G_OBJECT(paragraph), links_key);
  *count = found ? found->count : 0;
  return found ? found->links : NULL;
}

static void note_missing(typesetter *t, PangoLayout *paragraph) {
  if (t->missing || pango_layout_get_unknown_glyphs_count(paragraph) == 0) return;
  PangoLayoutIter *at = pango_layout_get_iter(paragraph);
  do {
    PangoLayoutRun *run = pango_layout_iter_get_run_readonly(at);
    for (int i = 0; run && i < run->glyphs->num_glyphs && !t->missing; i++) {
      PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
      if (glyph & PANGO_GLYPH_UNKNOWN_FLAG) t->missing = glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
    }
  } while (!t->missing && pango_layout_iter_next_run(at));
  pango_layout_iter_free(at);
  t->missing_in = arena_text(t->a, pango_layout_get_text(paragraph));
}

// A blank before each line feed, for programs that read lines as one.
static void add_lines(buffer *all, const char *text) {
  for (size_t length; *text; text += length) {
    length = strcspn(text, "\n");
    buffer_add(all, text, length);
    if (text[length] == '\n') buffer_text(all, " \n"), length++;
  }
}

PangoLayout *typeset(typesetter *t, const words *texts, size_t count, double width, bool right) {
  PangoLayout *paragraph = pango_layout_new(t->context);
  PangoAttrList *list = pango_attr_list_new();
  buffer all = { 0 };
  buffer_text(&all, "");
  for (size_t i = 0; i < count; i++) {
    if (i > 0) buffer_text(&all, "\n");
    size_t from = all.length;
    add_lines(&all, text_shown(t->a, texts[i].text ? texts[i].text : "", true));
    if (!right && i + 1 < count) buffer_text(&all, " ");
    insert_style(t, list, texts[i].style, from, i + 1 == count ? G_MAXUINT : all.length);
  }
  insert_plainness(list);
  find_links(t, paragraph, list, all.text);
  pango_layout_set_attributes(paragraph, list);
  pango_attr_list_unref(list);
  pango_layout_set_wrap(paragraph, PANGO_WRAP_WORD_CHAR);
  if (width >= 0) pango_layout_set_width(paragraph, (int)(width * PANGO_SCALE));
  pango_layout_set_alignment(paragraph, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text(paragraph, all.text, (int)all.length);
  buffer_free(&all);
  g_ptr_array_add(t->paragraphs, paragraph);
  note_missing(t, paragraph);
  return paragraph;
}

PangoLayout *typeset_line(typesetter *t, words text, double width, bool right) {
  PangoLayout *line = typeset(t, &text, 1, width, right);
  pango_layout_set_single_paragraph_mode(line, TRUE);
  pango_layout_set_ellipsize(line, PANGO_ELLIPSIZE_END);
  pango_layout_set_height(line, -1);
  return line;
}

void typeset_narrow(PangoLayout *paragraph, double width) {
  pango_layout_set_width(paragraph, (int)(width * PANGO_SCALE));
}

double paragraph_width(PangoLayout *paragraph) {
  int width;
  pango_layout_get_size(paragraph, &width, NULL);
  return (double)width / PANGO_SCALE;
}

double paragraph_height(PangoLayout *paragraph) {
  int height;
  pango_layout_get_size(paragraph, NULL, &height);
  return (double)height / PANGO_SCALE;
}

// The packages that have letters of a script; emoji are a font of their own.
static const char *font_package(gunichar character) {
  GUnicodeScript script = g_unichar_get_script(character);
  switch (script) {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO: return "fonts-noto-cjk fonts-noto-cjk-extra";
    case G_UNICODE_SCRIPT_COMMON:
      if (g_unichar_iswide(character) || character >= 0x1F000) return "fonts-noto-color-emoji fonts-noto-cjk";
      return "fonts-noto-core fonts-noto-extra";
    default: return "fonts-noto-core fonts-noto-extra";
  }
}

bool typeset_complete(const typesetter *t, error *e) {
  if (!t->missing) return true;
  char shown[8] = "";
  bool seen = g_unichar_isgraph(t->missing) && g_unichar_type(t->missing) != G_UNICODE_PRIVATE_USE;
  if (seen) shown[g_unichar_to_utf8(t->missing, shown)] = '\0';
  error_set(e, ERROR_NOT_FOUND, "no font has the character U+%04X %s, of \"%.200s\"", t->missing, shown, t->missing_in);
  return error_hint(e, "apt-get install %s", font_package(t->missing));
}
