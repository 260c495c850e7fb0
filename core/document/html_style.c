// The look of a document in HTML: one family and two weights, hairlines, figures of one width; on paper with heads that
// repeat, and nothing that belongs together torn apart.
#include "core/document/html_inside.h"
#include <string.h>

static const char screen[] =
    "*{box-sizing:border-box}\n"
    "html{background:#fff;color:#1a1a1a;font:10pt/1.45 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\","
    "\"Liberation Sans\",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums}\n"
    "body{max-width:190mm;margin:0 auto;padding:10mm 6mm;overflow-wrap:anywhere}\n"
    "h1,h2,p,dl,dd,dt{margin:0}\n"
    "h1{font-size:20pt;font-weight:600;line-height:1.2;color:var(--accent)}\n"
    "h2{font-size:11pt;font-weight:600;margin:7mm 0 1.5mm}\n"
    "main>*{margin-top:7mm}\n"
    "main>h2+*{margin-top:0}\n"
    "header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:6mm 12mm;"
    "padding-bottom:5mm;border-bottom:1.5pt solid var(--accent)}\n"
    ".logo{display:block;max-width:60mm;max-height:22mm;margin-bottom:5mm}\n"
    ".mark{display:inline-block;margin-bottom:4mm;padding:1mm 3mm;border:1.5pt solid #a3111f;color:#a3111f;"
    "font-size:13pt;font-weight:600;letter-spacing:.12em}\n"
    "dl>div{display:flex;justify-content:space-between;align-items:baseline;gap:8mm;padding:.6mm 0}\n"
    "dt{flex:0 1 auto}\n"
    "dd{flex:0 1 auto;text-align:end}\n"
    ".facts dt,.label,thead th,thead td,.note td,footer{color:#595959;font-size:9pt}\n"
    ".facts .strong dd{font-size:14pt;font-weight:600;line-height:1.25;color:var(--accent)}\n"
    "header .facts{min-width:68mm;max-width:100%}\n"
    "main .facts dt{flex:0 0 38mm}\n"
    "main .facts dd{flex:1 1 0;text-align:start}\n"
    ".parties{display:grid;grid-template-columns:repeat(auto-fit,minmax(54mm,1fr));gap:6mm}\n"
    ".parties b{font-weight:600}\n"
    "table{width:100%;border-collapse:collapse}\n"
    "caption,thead th,tbody th{text-align:start}\n"
    "caption{font-size:11pt;font-weight:600;padding-bottom:1.5mm}\n"
    "th,td{padding:1.4mm 0;padding-inline-start:3.5mm;vertical-align:top;font-weight:400}\n"
    "tr>:first-child{padding-inline-start:0}\n"
    "thead th,thead td{vertical-align:bottom;border-bottom:1pt solid var(--accent)}\n"
    "tbody tr{border-top:.5pt solid #d4d4d4}\n"
    "tbody:first-of-type tr:first-child,tbody tr.note{border-top:0}\n"
    "table .n{text-align:right;white-space:nowrap}\n"
    "table .long{white-space:normal}\n"
    ".group th,.group td,.subtotal th,.subtotal td{font-weight:600}\n"
    ".group th{padding-top:4mm}\n"
    ".note td{padding-top:0}\n"
    ".totals{width:95mm;max-width:100%;margin-inline-start:auto}\n"
    ".totals dd{min-width:32mm;text-align:right;white-space:nowrap}\n"
    ".totals .long dd{white-space:normal}\n"
    ".totals .strong{border-top:1pt solid var(--accent);margin-top:1mm;padding-top:1.5mm;"
    "font-size:13pt;font-weight:600}\n"
    ".payment{display:flex;flex-wrap:wrap;justify-content:space-between;gap:6mm;padding:4mm 0;"
    "border-top:.5pt solid #d4d4d4;border-bottom:.5pt solid #d4d4d4}\n"
    ".payment>div{flex:1 1 80mm}\n"
    "section h2{margin-top:0}\n"
    "svg{display:block;flex:none;max-width:100%;height:auto}\n"
    "footer{margin-top:10mm;padding-top:3mm;border-top:.5pt solid #d4d4d4}\n";

static const char paper[] =
    "@media print{\n"
    "body{max-width:none;margin:0;padding:0}\n"
    "thead{display:table-header-group}\n"
    "tr,.totals,.payment,.parties>div,header,footer{break-inside:avoid}\n"
    "h1,h2,caption,.group{break-after:avoid}\n"
    ".totals,tr.note,tr.subtotal{break-before:avoid}\n"
    ".page-break{break-before:page;margin:0}\n"
    ".mark{position:fixed;inset:35% 0 auto;z-index:-1;margin:0;border:0;text-align:center;font-size:110pt;"
    "line-height:1;color:#ededed;transform:rotate(-25deg)}\n"
    "}\n";

// "Page {page} of {pages}" as CSS puts it together.
static void add_page_of(markup *m, const char *words) {
  static const char *const names[] = { "{page}", "{pages}" }, *const counters[] = { " counter(page) ",
                                                                                    " counter(pages) " };
  for (const char *at = words; *at;) {
    const char *brace = strchr(at + (*at == '{'), '{');
    size_t length = brace ? (size_t)(brace - at) : strlen(at);
    int which = strncmp(at, names[0], strlen(names[0])) == 0   ? 0
                : strncmp(at, names[1], strlen(names[1])) == 0 ? 1
                                                               : -1;
    if (which >= 0) {
      buffer_text(m->out, counters[which]);
      length = strlen(names[which]);
    } else {
      markup_css_text(m, at, length);
    }
    at += length;
  }
}

// What stands at the foot of each page: mark, number and customer; page x of y.
static void add_page(markup *m, const document *d) {
  static const char look[] = ";font:8pt/1.3 system-ui,sans-serif;color:#595959;vertical-align:top;padding-top:4mm}\n";
  const char *running = d->running ? d->running : "";
  buffer_format(m->out, "@page{size:%s;margin:16mm 16mm 22mm;\n@bottom-left{content:",
                d->paper == PAPER_LETTER ? "letter" : "A4");
  if (d->mark) markup_css_text(m, d->mark, strlen(d->mark));
  if (d->mark && *running) buffer_text(m->out, "\" · \"");
  markup_css_text(m, running, strlen(running));
  buffer_format(m->out, "%s@bottom-right{content:", look);
  if (d->words.page_of) add_page_of(m, d->words.page_of);
  else buffer_text(m->out, "counter(page) \"/\" counter(pages)");
  buffer_format(m->out, ";white-space:nowrap%s}\n", look);
}

void html_style(markup *m, const document *d) {
  buffer_format(m->out, "<style>\n:root{color-scheme:light;--accent:#%06x}\n", document_accent(d->accent));
  buffer_text(m->out, screen);
  html_widths(m, d);
  add_page(m, d);
  buffer_text(m->out, paper);
  buffer_text(m->out, "</style>\n");
}
