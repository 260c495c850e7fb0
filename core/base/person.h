// What a person has set for every book: $XDG_CONFIG_HOME/billet/config (~/.config/billet/config), lines `name = value`.
// An option counts more, and so does a variable of the environment.
#pragma once
#include "core/base/error.h"
#include <stddef.h>

typedef enum person_setting { PERSON_DB, PERSON_PLUGINS, PERSON_COLOR, PERSON_PAGER, PERSON_COUNT } person_setting;

// A setting as it counts now. value: NULL where nothing says it; origin: flag, environment, user, default.
typedef struct person_row {
  const char *name, *what, *value, *origin;
} person_row;

typedef struct person {
  person_row rows[PERSON_COUNT];  // by person_setting
  char path[4096];                // of the file, "" where there is no place for it
  char *text;                     // the file's, which values lie in; person_free gives it back
  char *made[PERSON_COUNT];       // paths that it began with ~/
} person;

// Takes a file's text, NUL-terminated, apart; what was set before stays. `usage` with file and line where a line is no
// setting, names none, names one twice or gives it what it does not take.
bool person_parse(person *p, char *text, size_t length, error *e);

// What options said comes in as `given` (NULL: nothing), then the environment, the file, the defaults. False where the
// file cannot be read, or as above; none is no error.
bool person_read(person *p, const char *const given[PERSON_COUNT], error *e);
void person_free(person *p);
