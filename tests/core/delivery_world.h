// A book with numbered invoices, an exporter in Lua, a target that books what it gets, a network that fails as it is
// told, and a clock that passes when somebody waits.
#pragma once
#include "core/deliver/export.h"
#include "tests/core/import_world.h"

enum { BOOKED_MAX = 100, FAULTS_MAX = 40 };

// What happens to a request. …_DONE: after the target has booked it.
typedef enum fault {
  FAULT_NONE,
  FAULT_NOT_SENT,
  FAULT_CUT,
  FAULT_CUT_DONE,
  FAULT_500,
  FAULT_500_DONE,
  FAULT_HTML,
  FAULT_HTML_DONE,
  FAULT_EMPTY,  // an answer that knows of no document
  FAULT_EMPTY_DONE,
  FAULT_429,
  FAULT_LONG_429,
  FAULT_SIGN_IN,
  FAULT_401,
  FAULT_400,
  FAULT_404,   // a page of somebody else's
  FAULT_GONE,  // the target's own
  FAULT_LATE,  // cut off, and booked when the next 119 seconds are over
} fault;

typedef struct booked {
  char kind[20], number[40], total[20], key[40], customer[40];
  int id, version;
  bool voided;
} booked;

typedef struct target {
  booked books[BOOKED_MAX];
  int count, requests, writes;
  bool keys_ignored, unmarked, unique;  // unique: it takes no number twice
  const char *hidden;                   // the number of a document that nobody finds
  const char *refuses;                  // the number of a document that it does not take
  fault faults[FAULTS_MAX];             // of the requests to come that match
  int fault_count;
  const char *on;  // method of the requests that faults are for; NULL: all
  char late[40];   // the request to book when it is time
  char late_body[4000], late_kind[20], late_key[40];
  int64_t late_at;
  int64_t now, rested;
  const char *called;  // what maps call every customer; NULL: they have none
  const char *told;    // JSON: what changed there, or the names that it has
  bool stop;
  int stop_after;  // requests, after which somebody wants the program to end; 0: nobody
  char last_body[8000], last_key[40];
} target;
extern target there;

// cmocka's set-up and tear-down: `*state` is a world whose book has the customer birch and the invoices 1, 2 and 3 of
// 20.00, and a company that somebody signed in to.
int delivery_open(void **state);
int delivery_close(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, delivery_open, delivery_close)

// The exporter anew, with so many documents in one request, and requests in a minute.
void exporter_is(world *w, int together, int per_minute);

// What was to be booked late is.
void late_is_booked(void);

// Faults of the next requests of a method (NULL: of any).
void fails(const char *method, int count, const fault *faults);
#define FAILS(method, ...) \
  fails(method, (int)(sizeof((fault[]){ __VA_ARGS__ }) / sizeof(fault)), (fault[]){ __VA_ARGS__ })

// Delivers all invoices of the book, at most `limit`; *report in the world's arena.
delivery_report deliver(world *w, int64_t limit);
delivering means(world *w);

// How many documents of a kind and number the target has that are not void; its only one.
int booked_times(const char *kind, const char *number);
booked *booked_of(const char *kind, const char *number);

// The state of a row, such as row_state(w, "invoice", "1"); "" where there is none.
const char *row_state(world *w, const char *kind, const char *subject);

// The world's three invoices and their customer are delivered, each once.
void all_are_there_once(world *w);
