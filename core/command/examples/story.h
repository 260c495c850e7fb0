// The story of a plugin's example: rows come in, days come, what is due is billed; in a database in memory.
#pragma once
#include "core/command/command.h"
#include <cjson/cJSON.h>

typedef enum story_order { ORDER_WRITTEN, ORDER_REVERSED, ORDER_SHUFFLED } story_order;

// How a story is told differently from how it is written.
typedef struct story_options {
  const plugin_host *host;
  story_order order;  // of each table's rows
  bool emptied;       // without tickets, time, charges, readings and devices
  bool consolidated;  // one invoice per customer
  const day *stops;   // days on which everything due is billed before the one that is written, ascending
  size_t stop_count;
  const char *exporter;  // its text is made of all invoices; NULL
} story_options;

typedef struct story {
  value *batches;       // a list of lists of invoices, one for each day of the example
  value *extra;         // a list of the invoices billed on the stops
  const char *text;     // the exporter's; NULL
  const char *held;     // a contract that was held, and why; NULL
  const char *fault;    // what `verify` found at the end; NULL
  const char *untiled;  // a schedule that holds a day twice, or not at all; NULL
} story;

// Tells a story; answers live in the context's arena. False where an import or a batch is refused, or the example has
// no sense.
bool story_tell(context *c, const cJSON *example, const story_options *options, story *out, error *e);

// Whether each schedule of a type's own tiles the life of its contract: *fault says which does not, NULL where all do.
bool story_tiles(book *b, arena *a, const char **fault, error *e);

// Every invoice of a story as JSON text, to compare stories by.
const char *story_text(const story *s, arena *a);

// What a contract was billed in a story, in one currency, net and its tax.
typedef struct story_total {
  const char *contract, *currency;
  int64_t amount, tax;
  int exponent;
} story_total;

// The totals by contract and currency, sorted; count in *count.
story_total *story_totals(const story *s, arena *a, size_t *count);

// The days on which a story's periods begin and the days after which they end, before `last`; ascending, each once.
day *story_boundaries(const story *s, day last, arena *a, size_t *count);
