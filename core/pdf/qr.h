// QR codes of payments by libqrencode.
#pragma once
#include "core/document/document.h"

// See pdf_module.h.
bool qr_encode(const char *text, qr_kind kind, arena *a, qr_picture *out, error *e);
