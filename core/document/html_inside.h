// The parts of a document's HTML.
#pragma once
#include "core/document/document_inside.h"
#include "core/document/markup_inside.h"

// <style>…</style>
void html_style(markup *m, const document *d);

// Of the columns of its tables, as classes: a policy of a browser may let nothing through that stands in an attribute.
void html_widths(markup *m, const document *d);

// <table>…</table>
void html_table(markup *m, const block *b);

// The picture of a payment as <svg>.
void html_qr(markup *m, const block *b, const qr_picture *picture);
