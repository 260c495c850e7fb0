// What the file says of itself: XMP, and the dictionary of old with the same words.
#include "core/pdf/update_inside.h"
#include <cairo.h>
#include <string.h>

#define PRODUCER "cairo %s (https://cairographics.org)"

static void add_escaped(buffer *out, const char *text) {
  buffer clean = { 0 };
  buffer_clean(&clean, text ? text : "", false);
  for (const char *at = clean.text ? clean.text : ""; *at; at++)
    if (*at == '<') buffer_text(out, "&lt;");
    else if (*at == '>') buffer_text(out, "&gt;");
    else if (*at == '&') buffer_text(out, "&amp;");
    else if (*at == '"') buffer_text(out, "&quot;");
    else buffer_add(out, at, 1);
  buffer_free(&clean);
}

// An element with a text.
static void add_element(buffer *out, const char *name, const char *text) {
  buffer_format(out, "<%s>", name);
  add_escaped(out, text);
  buffer_format(out, "</%s>", name);
}

static void begin_description(buffer *out, const char *prefix, const char *space) {
  buffer_format(out, "<rdf:Description rdf:about=\"\" xmlns:%s=\"%s\">", prefix, space);
}

static void end_description(buffer *out) { buffer_text(out, "</rdf:Description>\n"); }

static void add_dublin_core(buffer *out, const document *d) {
  begin_description(out, "dc", "http://purl.org/dc/elements/1.1/");
  buffer_text(out, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
  add_escaped(out, d->title);
  buffer_text(out, "</rdf:li></rdf:Alt></dc:title>");
  if (d->author && *d->author) {
    buffer_text(out, "<dc:creator><rdf:Seq>");
    add_element(out, "rdf:li", d->author);
    buffer_text(out, "</rdf:Seq></dc:creator>");
  }
  end_description(out);
}

static void add_origin(buffer *out, const document *d) {
  char date[DAY_TEXT];
  begin_description(out, "pdf", "http://ns.adobe.com/pdf/1.3/");
  buffer_format(out, "<pdf:Producer>" PRODUCER "</pdf:Producer>", cairo_version_string());
  end_description(out);
  begin_description(out, "xmp", "http://ns.adobe.com/xap/1.0/");
  buffer_format(out, "<xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate><xmp:CreatorTool>billet</xmp:CreatorTool>",
                day_format(d->date, date));
  end_description(out);
}

static const char fx_space[] = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";
static const char ua_space[] = "http://www.aiim.org/pdfua/ns/id/";

static void add_parts(buffer *out, bool archive) {
  if (archive) {
    begin_description(out, "pdfaid", "http://www.aiim.org/pdfa/ns/id/");
    buffer_text(out, "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>");
    end_description(out);
  }
  begin_description(out, "pdfuaid", ua_space);
  buffer_text(out, "<pdfuaid:part>1</pdfuaid:part>");
  end_description(out);
}

static void add_factur_x(buffer *out, const pdf_attachment *attachment) {
  begin_description(out, "fx", fx_space);
  buffer_text(out, "<fx:DocumentType>INVOICE</fx:DocumentType><fx:Version>1.0</fx:Version>");
  add_element(out, "fx:DocumentFileName", attachment->name);
  add_element(out, "fx:ConformanceLevel", attachment->profile);
  end_description(out);
}

static void begin_schema(buffer *out, const char *title, const char *space, const char *prefix) {
  buffer_text(out, "<rdf:li rdf:parseType=\"Resource\">");
  add_element(out, "pdfaSchema:schema", title);
  add_element(out, "pdfaSchema:namespaceURI", space);
  add_element(out, "pdfaSchema:prefix", prefix);
  buffer_text(out, "<pdfaSchema:property><rdf:Seq>");
}

static void add_property(buffer *out, const char *name, const char *type, const char *category, const char *meaning) {
  buffer_text(out, "<rdf:li rdf:parseType=\"Resource\">");
  add_element(out, "pdfaProperty:name", name);
  add_element(out, "pdfaProperty:valueType", type);
  add_element(out, "pdfaProperty:category", category);
  add_element(out, "pdfaProperty:description", meaning);
  buffer_text(out, "</rdf:li>");
}

static void end_schema(buffer *out) { buffer_text(out, "</rdf:Seq></pdfaSchema:property></rdf:li>\n"); }

// ISO 19005-3, 6.6.2.3: what is not XMP's own has to be described.
static void add_schemas(buffer *out, bool factur_x) {
  buffer_text(out, "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
                   "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
                   "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"><pdfaExtension:schemas><rdf:Bag>\n");
  begin_schema(out, "PDF/UA identification", ua_space, "pdfuaid");
  add_property(out, "part", "Integer", "internal", "part of ISO 14289");
  end_schema(out);
  if (factur_x) {
    begin_schema(out, "Factur-X PDFA Extension Schema", fx_space, "fx");
    add_property(out, "DocumentFileName", "Text", "external", "name of the embedded XML file");
    add_property(out, "DocumentType", "Text", "external", "kind of document");
    add_property(out, "Version", "Text", "external", "version of the XML schema");
    add_property(out, "ConformanceLevel", "Text", "external", "profile of the XML data");
    end_schema(out);
  }
  buffer_text(out, "</rdf:Bag></pdfaExtension:schemas>");
  end_description(out);
}

void metadata_packet(const document *d, const pdf_attachment *attachment, buffer *out) {
  buffer_text(out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                   "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                   "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
  add_parts(out, attachment != NULL);
  add_dublin_core(out, d);
  add_origin(out, d);
  if (attachment && attachment->profile) add_factur_x(out, attachment);
  if (attachment) add_schemas(out, attachment->profile != NULL);
  buffer_text(out, "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>");
}

void metadata_information(const document *d, buffer *out) {
  int year, month, dom;
  day_to_ymd(d->date, &year, &month, &dom);
  buffer_text(out, "<< /Title ");
  pdf_text(out, d->title);
  if (d->author && *d->author) {
    buffer_text(out, " /Author ");
    pdf_text(out, d->author);
  }
  buffer producer = { 0 };
  buffer_format(&producer, PRODUCER, cairo_version_string());
  buffer_text(out, " /Producer ");
  pdf_text(out, producer.text);
  buffer_free(&producer);
  buffer_format(out, " /Creator (billet) /CreationDate (D:%04d%02d%02d000000Z) >>", year, month, dom);
}
