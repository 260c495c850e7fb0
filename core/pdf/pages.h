// Bands on pages: where each begins, and where one is broken.
#pragma once
#include "core/pdf/bands.h"

// A band, or some of its lines, on a page. y: of the top of its pad, below the space above it.
typedef struct piece {
  const band *band;
  double y, height;
  const int *first, *count;  // lines of each cell; NULL: all
  bool again;                // the head of a table, repeated: no part of what is read aloud
} piece;

typedef struct page {
  piece *pieces;
  size_t count, capacity;
} page;

typedef struct pages {
  page *pages;
  size_t count, capacity;
} pages;

// Puts the bands on pages whose writable part is `height` points high: at least one page, even of an empty document.
// What has to stay together does, where a page is high enough for it.
void pages_fill(pages *p, const stack *all, double height, arena *a);
