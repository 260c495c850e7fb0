// Inside the handles' room: handles that are checked, and what each file offers to bill_handle.c, which lists it all.
#pragma once
#include "lua/handles/handles.h"

#define BILL_HANDLE "billet.bill"
#define PERIOD_HANDLE "billet.period"

// Each handle begins with this.
typedef struct handle {
  handles *of;
  uint64_t generation;
} handle;

// --- handles.c

// Pushes a new handle of `size` bytes, which begins with a `handle`; valid for the call at hand. May raise (memory).
void *handle_new(lua_State *L, handles *of, const char *type, size_t size);

// The handle of that type at `argument`. Raises where it is something else: `wanted` is a call that works (argument 1),
// or what is expected. Raises for one of an earlier call.
void *handle_check(lua_State *L, int argument, const char *type, const char *wanted);

// The list of texts in a field of the table at `table`; 0 where there is none. They live as long as the table. Raises
// in the name of `what` where it is no list, or one of more than TEXTS_MAX; `nouns`: what they are, for people.
enum { TEXTS_MAX = 256 };
size_t handle_texts(lua_State *L, int table, const char *what, const char *field, const char *nouns,
                    const char *out[TEXTS_MAX]);

// Counts what the rating has taken since a handle of the method at hand was checked last against the limit of the
// plugin: of methods that could take more with each call. Raises past it.
void handle_charge(lua_State *L, const handles *h);

// The bill, or the period, at argument 1; a bill's rating is told which line of the plugin calls. Both raise.
handle *bill_check(lua_State *L);
handle *period_check(lua_State *L);

// Makes reading a method that the table on top does not have an error that suggests one; `owner` names what they belong
// to. May raise (memory).
void handle_methods(lua_State *L, const char *owner);

// Ends a method by what the engine answered: so many results, or its error raised.
int handle_done(lua_State *L, bool good, int results);

// A price: a decimal, an integer or a decimal's text. Raises.
decimal handle_price(lua_State *L, int argument);

// --- line_table.c: the table of a line, as bill:line and renew take it: { text, quantity =, price = … }. Its texts
// live as long as the table. Raises.
void line_table(lua_State *L, int index, rating_fee *fee);

// --- work_handle.c
void work_types(lua_State *L);                            // makes the type known. May raise (memory)
void work_push(lua_State *L, handles *of, work_set set);  // the set must live as long as the rating. May raise
work_set work_check(lua_State *L, int argument);          // raises for what is no set, or of an earlier call

// --- prepaid_handle.c: methods of a bill on prepaid balances.
int prepaid_grant(lua_State *L);
int prepaid_draw(lua_State *L);
int prepaid_draw_money(lua_State *L);
int prepaid_draw_charges(lua_State *L);
int prepaid_tickets(lua_State *L);
int prepaid_unused(lua_State *L);

// --- meter_handle.c: methods of a period on what it counts.
int meter_count(lua_State *L);
int meter_steps(lua_State *L);

// Measures by the names that plugins give them, in the order of `measure`; NULL at the end.
extern const char *const measure_names[];

// The meter's name, or the list of them, at `index`, which must stay where it is as long as they are used. Raises.
enum { METERS_MAX = 32 };
size_t meter_names(lua_State *L, int index, const char *out[METERS_MAX]);

// --- billed_handle.c: a method of a period.
int billed_before(lua_State *L);

// --- level_handle.c
int meter_levels(lua_State *L);
