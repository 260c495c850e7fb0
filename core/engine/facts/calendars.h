// Calendars as price rules see them.
#pragma once
#include "core/engine/facts/book.h"

// A reader of the table calendars for plugin_host.rules_open; its stamp is that of the moment.
bool calendars_open(book *b, plugin_calendars *out, error *e);
