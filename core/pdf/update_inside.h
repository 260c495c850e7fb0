// The parts of the update that its files share.
#pragma once
#include "core/pdf/pdf_write.h"
#include "core/pdf/update.h"

// The tree of what things are: elements of artifacts go; TH, Figure and Link say more.
bool update_tree(pdf_writer *w, const element_notes *notes, error *e);

// Every page: its order of tabs, and its content with artifacts in the place of what was drawn as ARTIFACT_TAG.
// Content that is neither part of an element nor an artifact is an error.
bool update_pages(pdf_writer *w, error *e);

// XMP (ISO 16684-1) of the file, and the dictionary of old that says the same.
void metadata_packet(const document *d, const pdf_attachment *attachment, buffer *out);
void metadata_information(const document *d, buffer *out);

// A profile of sRGB (IEC 61966-2-1), as ISO 15076-1 has it.
void profile_srgb(buffer *out);
