// The steps of testing a plugin by its examples: what is expected against what was answered, the story that an example
// tells, and the properties that hold for every story.
#pragma once
#include "core/base/text.h"
#include "core/command/examples/examples.h"
#include <cjson/cJSON.h>

// ---- match.c

// NULL where `got` has all that `want` names, else where it differs, in the arena. Objects match by the fields given;
// every entry of a list needs one of its own, and none may be left over but lines of amount zero. `path` names the
// value in the answer.
const char *example_mismatch(const cJSON *want, const value *got, const char *path, arena *a);

// A text member of an example; NULL where there is none.
const char *example_text(const cJSON *object, const char *name);

// ---- story.c: rows come in, days come, what is due is billed; in a database in memory.

typedef enum story_order { ORDER_WRITTEN, ORDER_REVERSED, ORDER_SHUFFLED } story_order;

// How a story is told differently from how it is written.
typedef struct story_options {
  const plugin_host *host;
  story_order order;  // of each table's rows
  bool emptied;       // without tickets, time, charges, readings and devices
  bool consolidated;  // one invoice per customer
  const day *stops;   // days on which everything due is billed before the one that is written, ascending
  size_t stop_count;
  const char *exporter;           // its text is made of all invoices; NULL
  const char *check;              // it looks at each batch: what it finds stands in place of invoices; NULL
  const char *params;             // of the check, JSON; NULL
  bool of_drafts;                 // the check looks at what the batch made
  const template_call *template;  // documents are made by it of all invoices; NULL
} story_options;

typedef struct story {
  value *batches;       // a list of lists of invoices, or findings, one for each day of the example
  value *extra;         // a list of the invoices billed on the stops
  const char *text;     // the exporter's, or of the documents; NULL
  const char *held;     // what was held, and why; NULL
  const char *asked;    // what a delivering exporter asked, or delivered, otherwise than the example says; NULL
  const char *fault;    // what `verify` found at the end; NULL
  const char *untiled;  // a schedule that holds a day twice, or not at all; NULL
} story;

// Tells a story; answers live in the context's arena. False where an import or a batch is refused, or the example has
// no sense.
bool story_tell(context *c, const cJSON *example, const story_options *options, story *out, error *e);

// ---- deliveries.c: delivering exporters

// Delivers what the book holds to the answers of the example (`sends`), as the company `company`, with `options` as its
// settings. help: what describes the plugin. *why: what was asked, or delivered, otherwise than the example says; NULL:
// nothing. `invalid` where a document is not delivered and the example does not say so.
bool deliveries_tell(context *c, const cJSON *example, const char *target, const value *help, const char **why,
                     error *e);

// ---- papers.c: documents

// Adds what the template makes of an invoice, its document or its mail, as text; `plugin` where it fails, or where HTML
// says other words.
bool paper_add(context *c, const plugin_host *host, const template_call *call, const value *invoice, buffer *out,
               error *e);

// A text with each run of blanks and line ends as one blank: what a document says, wherever its lines break.
const char *paper_words(const char *text, arena *a);

// ---- tiles.c

// Whether each schedule of a type's own tiles the life of its contract: *fault says which does not, NULL where all do.
bool story_tiles(book *b, arena *a, const char **fault, error *e);

// ---- sums.c: what stories are compared by

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

// ---- properties.c

// NULL where they hold, else which one does not, with both figures: the order of rows changes nothing; billing period
// by period comes to the same totals as billing at once (unless the example says `steps = false` and why); lines, taxes
// and totals add up, consolidated too; `verify` finds nothing; with no work in it, a period costs nothing as it closes
// (unless the example says `empty = false` and why). `first` is the example's own story.
const char *properties_check(context *c, const cJSON *example, const story_options *options, const story *first);
