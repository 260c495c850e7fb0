// Inside the schema's room: params between JSON and Lua.
#pragma once
#include "lua/schema/schema.h"

// A record has at most so many fields, so that their names fit an array while the nearest is looked for.
enum { SCHEMA_FIELDS_MAX = 64 };

// The word for a type, as a plugin writes it.
const char *schema_type_name(schema_type type);

// The field of a record by its name; NULL.
const schema *schema_field(const schema *record, const char *name);

// Whether a JSON object fits. `complete`: required params must be there. False with `invalid`, the path, what was
// wanted and what was found.
bool schema_check(const schema *record, const cJSON *params, bool complete, error *e);

// A scalar as the number that it is compared by: billionths, days, a count. False where it is none of its type.
bool schema_number(const schema *s, const cJSON *item, int128 *out);

// The alternative that a value is meant for: the first that takes it, else one of its shape, or NULL with the error.
const schema *schema_alternative(const schema *s, const cJSON *item, bool complete, error *e);

// A limit as people write it.
const char *schema_limit_text(const schema *s, int128 limit, char out[DECIMAL_TEXT]);

// Pushes params that fit as a table, with their defaults; the tables in it are views. May raise: memory, or `failed` of
// the state for a calendar.
void schema_push(lua_State *L, const schema *record, const cJSON *params, const plugin_calendars *calendars);

// Gives the table on top, made from that record, a metatable: reading a name that the schema lacks raises and suggests
// one. Open records are left alone. The schema must outlive the state. May raise (memory).
void params_strict(lua_State *L, const schema *record);

// Takes the watched param, if any, out of the strict table on top and hands it over on request, noting that it was
// read. Both must outlive the table. May raise (memory).
void params_watched(lua_State *L, const schema *record, params_watch *watch);
