// The names of the MSP's own columns, read when a row lacks one for the first time.
#include "core/engine/facts/own_names.h"
#include "core/engine/facts/table_columns.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct own_names {
  arena *arena;
  struct {
    const char **names;  // in order
    size_t count;
    bool read;
  } of[OWN_TABLES];
} own_names;

static const table_id tables[OWN_TABLES] = { [OWN_ENTRY] = TABLE_TIME_ENTRIES,
                                             [OWN_TICKET] = TABLE_TICKETS,
                                             [OWN_CONTRACT] = TABLE_CONTRACTS,
                                             [OWN_CUSTOMER] = TABLE_CUSTOMERS };

static bool read_names(const book *b, own_names *o, own_table of, error *e) {
  query *q =
      db_ask(b->db, e, "SELECT name FROM own_columns WHERE source = ? ORDER BY name", "t", table_of(tables[of])->name);
  size_t capacity = 0, count = 0;
  const char **names = NULL;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    names = arena_grow(o->arena, names, count, &capacity, sizeof *names);
    names[count++] = arena_text(o->arena, query_column_text(q, 0));
  }
  o->of[of].names = names;
  o->of[of].count = count;
  return o->of[of].read = step == 0;
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static bool same_digits(const char *a, const char *b) {
  static const char digits[] = "0123456789";
  for (;; a++, b++) {
    a += strcspn(a, digits);
    b += strcspn(b, digits);
    if (!*a || *a != *b) return *a == *b;
  }
}

// One slip of the fingers, or another case. A name with another number is another name, as address1 and address2 are;
// and of two letters one slip leaves nothing that resembles.
static bool resembles(const char *name, const char *other) {
  return strcasecmp(name, other) == 0 ||
         (strlen(name) > 2 && text_distance(name, other, 1) == 1 && same_digits(name, other));
}

static bool meant_by(void *context, own_table of, const char *name, const char **meant, error *e) {
  book *b = context;
  own_names *o = b->own_names;
  *meant = NULL;
  if (!o->of[of].read && !read_names(b, o, of, e)) return false;
  const char **names = o->of[of].names;
  size_t count = o->of[of].count;
  if (!count || bsearch(&name, names, count, sizeof name, by_name)) return true;
  for (size_t i = 0; i < count && !*meant; i++)
    if (resembles(name, names[i])) *meant = names[i];
  return true;
}

void own_names_tell(book *b) {
  if (!b->host->own_names) return;
  if (b->own_names) arena_free(b->own_names->arena);
  arena *a = arena_new();
  b->own_names = arena_alloc(a, sizeof *b->own_names);
  *b->own_names = (own_names){ .arena = a };
  b->host->own_names(b->host->self, meant_by, b);
}

void own_names_hush(const book *b) {
  if (b->host->own_names) b->host->own_names(b->host->self, NULL, NULL);
}

void own_names_close(book *b) {
  if (!b->own_names) return;
  own_names_hush(b);
  arena_free(b->own_names->arena);
  b->own_names = NULL;
}
