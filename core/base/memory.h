// Memory that is always given. Where the system has none left, it comes from a reserve that was set aside, and that is
// noted: the work goes on to the next place that can end it (a statement, a commit, the end of its command), which
// answers `memory` and undoes what was begun. So no function of the engine has to know what to do without memory, none
// goes on with half of a value, and a program that embeds the engine lives on.
#pragma once
#include "core/base/error.h"
#include <stdio.h>

// `size` bytes, zeroed by memory_zeroed; never NULL. memory_grow moves what `before` bytes hold. memory_give frees any
// of them; NULL is allowed.
void *memory_take(size_t size);
void *memory_zeroed(size_t count, size_t size);
void *memory_grow(void *block, size_t before, size_t size);
char *memory_text(const char *text);
void memory_give(void *block);

// How many bytes a block holds, at least what was asked for; 0 for NULL.
size_t memory_size(void *block);

// For a program that stands before malloc (core/cli/given.c): a block of the reserve, noted for all work, as a
// library's own threads ask too; NULL where it could never hold so much. memory_give_spare frees a block of the reserve
// and says whether it was one; memory_is_spare only says so.
void *memory_spare(size_t size);
bool memory_give_spare(void *block);
bool memory_is_spare(const void *block);

// A stream into memory, and its end: answers what was written with a NUL behind it and its length, for memory_give; an
// empty text where memory ran out.
FILE *memory_stream(char **text, size_t *length);
char *memory_stream_end(FILE *file, char **text, size_t *length);

// Work begins on this thread: nothing is noted, and until its end libraries are given from the reserve too.
void memory_begin(void);
void memory_end(void);

// Does work that comes to no end where even the reserve is used up: false then. What it was at is left as it stands,
// and what it held is lost: nothing that it had in its hands may be used again. Guards may stand inside each other.
// memory_leave goes back to the guard around at once; where there is none, it is the program's end.
bool memory_guard(void (*work)(void *context), void *context);
_Noreturn void memory_leave(void);

// Notes that something else got none, such as a library.
void memory_missed(void);

// Whether memory ran out since the work began; false with `memory` where it did.
bool memory_short(void);
bool memory_enough(error *e);

// The product of a count and a size; SIZE_MAX, which no memory can hold, where it overflows.
size_t memory_bytes(size_t count, size_t size);
