// Bytes that nobody can foresee, from the system.
#pragma once
#include <stddef.h>

// Fills `out`. Does not fail: getrandom(2) without flags only waits, once after the machine began, until it has some.
void chance_bytes(void *out, size_t length);
