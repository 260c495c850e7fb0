// The plugins of a bill's time: the texts that rated it in the place of the files that are there now. Inside header of
// the room.
#pragma once
#include "core/engine/facts/facts.h"

typedef struct plugins_then plugins_then;

// `edited`: a file that stands in the place of the one of its kind and name whatever rated a bill; NULL: none. The
// plugins of now are those of the book. NULL can be closed.
plugins_then *plugins_then_open(book *b, const plugin_source *edited);
void plugins_then_close(plugins_then *p);

// The host of the files that rated a batch's bills, or where `batch` is 0 one bill: the book's own where it has the
// same ones. It lives until the next call. NULL with the error.
const plugin_host *plugins_then_host(plugins_then *p, int64_t batch, int64_t bill, error *e);

// Whether the edited file can concern a bill that these files rated.
bool plugins_then_concern(plugins_then *p, int64_t ruleset, bool *concern, error *e);
