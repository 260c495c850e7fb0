// Work and charges that no batch takes.
#pragma once
#include "core/engine/book.h"

// {"work":[{"ticket","customer_name","contract","hours","first","last","reason"}],"charges":[{"charge","customer_name","contract","date","description","reason"}]}
bool unbilled(book *b, arena *a, value **answer, error *e);
