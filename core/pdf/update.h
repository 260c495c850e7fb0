// What Cairo's PDF lacks to be PDF/UA-1 (ISO 14289-1), and with a file attached PDF/A-3a (ISO 19005-3): language,
// title, metadata, a colour profile, scopes of heads, words for pictures, artifacts, an identifier. The objects that
// change are written anew and the others copied, so that nothing is in the file twice.
#pragma once
#include "core/pdf/draw.h"
#include "core/pdf/pdf_file.h"
#include "core/pdf/pdf_module.h"

// Adds the file that conforms to `out`. notes: of each TH, Figure and Link, in the order of drawing.
bool update_conform(span drawn, const document *d, const pdf_attachment *attachment, const element_notes *notes,
                    buffer *out, error *e);
