// What Cairo's PDF lacks to conform: the catalog, the fonts, the file inside.
#include "core/pdf/update_inside.h"
#include <string.h>

// ISO 19005-3, 6.2.11.3.2: a TrueType font by numbers of glyphs has to say how these are found. Cairo does not.
static void update_fonts(pdf_writer *w) {
  for (size_t i = 1; i < w->file->count; i++) {
    span value = w->file->objects[i].value, kind;
    if (value.at && pdf_key(value, "/Subtype", &kind) && span_is(kind, "/CIDFontType2") &&
        !pdf_key(value, "/CIDToGIDMap", &kind))
      pdf_extend(w, i, "/CIDToGIDMap /Identity");
  }
}

// XMP has to be readable without a PDF library, so it is not deflated.
static size_t add_metadata(pdf_writer *w, const document *d, const pdf_attachment *attachment) {
  buffer packet = { 0 };
  metadata_packet(d, attachment, &packet);
  const char *keys = arena_format(w->a, "<< /Type /Metadata /Subtype /XML /Length %zu >>", packet.length);
  size_t number = pdf_add(w, keys, strlen(keys));
  w->objects[number].stream = (span){ arena_copy(w->a, packet.text, packet.length), packet.length };
  buffer_free(&packet);
  return number;
}

static size_t add_text_object(pdf_writer *w, const char *value) { return pdf_add(w, value, strlen(value)); }

// ISO 19005-3, 6.2.4.3: colours of a device mean something only by the profile of an intent.
static size_t add_intent(pdf_writer *w, error *e) {
  buffer profile = { 0 };
  profile_srgb(&profile);
  size_t number = pdf_add_stream(w, "/N 3", (span){ profile.text, profile.length }, e);
  buffer_free(&profile);
  if (!number) return 0;
  return add_text_object(w, arena_format(w->a,
                                         "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
                                         "/Info (sRGB) /DestOutputProfile %zu 0 R >>",
                                         number));
}

static bool attachment_good(const pdf_attachment *attachment, error *e) {
  for (const char *at = attachment->name; *at; at++)
    if (*at <= ' ' || *at > '~' || strchr("/\\()<>", *at))
      return error_set(e, ERROR_INVALID, "a file of this name cannot be put into a PDF: %s", attachment->name);
  return true;
}

// A name of PDF with the marks that it may not hold as #2F (ISO 32000-1, 7.3.5).
static const char *name_of(arena *a, const char *text) {
  buffer name = { 0 };
  for (; *text; text++)
    if (strchr("#/()<>[]{}% ", *text)) buffer_format(&name, "#%02X", *text);
    else buffer_add(&name, text, 1);
  const char *kept = arena_copy(a, name.text, name.length);
  buffer_free(&name);
  return kept;
}

// The file inside, and what it is to the document. 0 where it cannot be.
static size_t add_attachment(pdf_writer *w, const document *d, const pdf_attachment *attachment, error *e) {
  int year, month, dom;
  day_to_ymd(d->date, &year, &month, &dom);
  const char *keys = arena_format(w->a,
                                  "/Type /EmbeddedFile /Subtype /%s /Params << /ModDate (D:%04d%02d%02d000000Z) "
                                  "/Size %zu >>",
                                  name_of(w->a, attachment->type), year, month, dom, attachment->length);
  if (!attachment_good(attachment, e)) return 0;
  size_t file = pdf_add_stream(w, keys, (span){ attachment->bytes, attachment->length }, e);
  if (!file) return 0;
  buffer value = { 0 };
  buffer_format(&value, "<< /Type /Filespec /F (%s) /UF (%s) /Desc ", attachment->name, attachment->name);
  pdf_text(&value, attachment->description);
  buffer_format(&value, " /AFRelationship /%s /EF << /F %zu 0 R /UF %zu 0 R >> >>",
                name_of(w->a, attachment->relationship), file, file);
  size_t number = pdf_add(w, value.text, value.length);
  buffer_free(&value);
  return number;
}

static bool update_catalog(pdf_writer *w, const document *d, const pdf_attachment *attachment, error *e) {
  size_t metadata = add_metadata(w, d, attachment), intent = add_intent(w, e), file = 0;
  if (!intent || (attachment && !(file = add_attachment(w, d, attachment, e)))) return false;
  buffer more = { 0 };
  buffer_text(&more, "/Lang ");
  pdf_text(&more, d->language && *d->language ? d->language : "en");
  buffer_format(&more, " /ViewerPreferences << /DisplayDocTitle true >> /OutputIntents [ %zu 0 R ] /Metadata %zu 0 R",
                intent, metadata);
  if (file)
    buffer_format(&more, " /AF [ %zu 0 R ] /Names << /EmbeddedFiles << /Names [ (%s) %zu 0 R ] >> >>", file,
                  attachment->name, file);
  pdf_extend(w, w->file->root, more.text);
  buffer_clear(&more);
  metadata_information(d, &more);
  pdf_replace(w, w->file->info, more.text, more.length);
  buffer_free(&more);
  return true;
}

bool update_conform(span drawn, const document *d, const pdf_attachment *attachment, const element_notes *notes,
                    buffer *out, error *e) {
  arena *a = arena_new();
  pdf_file file;
  pdf_writer w;
  bool good = pdf_read(&file, drawn, a, e);
  if (good) {
    pdf_change(&w, &file, a);
    update_fonts(&w);
    good = update_tree(&w, notes, e) && update_pages(&w, e) && update_catalog(&w, d, attachment, e);
  }
  if (good) pdf_write(&w, out);
  arena_free(a);
  return good;
}
