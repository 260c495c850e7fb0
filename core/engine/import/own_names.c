// The names of own columns of rows that plugins are shown, kept for ever, so that one that a plugin misspells can be
// told from one that a row lacks. A heading counts, though its cells are empty.
#include "core/engine/import/import_inside.h"
#include "core/base/text.h"
#include <string.h>

static bool is_shown(table_id id) {
  return id == TABLE_CUSTOMERS || id == TABLE_CONTRACTS || id == TABLE_TICKETS || id == TABLE_TIME_ENTRIES;
}

// Where the name is, or would be: the list is never more than half full.
static own_name *place_of(own_name *met, table_id id, const char *name) {
  size_t at = (size_t)id;
  for (const char *p = name; *p; p++) at = at * 31 + (unsigned char)*p;
  while (met[at % OWN_NAMES_MET].name &&
         (met[at % OWN_NAMES_MET].id != id || strcmp(met[at % OWN_NAMES_MET].name, name) != 0))
    at++;
  return &met[at % OWN_NAMES_MET];
}

static bool note(import *im, const row *r, const char *name, error *e) {
  own_name *met = place_of(im->own_names, r->id, name);
  if (met->name) return true;
  if (!db_run(im->db, e, "INSERT OR IGNORE INTO own_columns (source, name) VALUES (?, ?)", "tt", r->table->name, name))
    return false;
  if (im->own_name_count < OWN_NAMES_MET / 2) {
    *met = (own_name){ arena_text(im->own, name), r->id };
    im->own_name_count++;
  }
  im->named = im->named || db_changes(im->db) > 0;
  return true;
}

bool own_names_note(import *im, const row *r, error *e) {
  for (size_t i = 0; i < r->own_count && is_shown(r->id); i++)
    if (r->own[i].value.state != CELL_ABSENT && !note(im, r, r->own[i].name, e)) return false;
  return true;
}
