// What the forms of a document share about its tables.
#pragma once
#include "core/document/document.h"

// How many columns the first cell of a row stands over: that of a group or a subtotal also over empty cells after it.
size_t row_span(const document_row *row, size_t columns);

// Whether any column has a title.
bool table_titled(const block *table);
