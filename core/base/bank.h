// Numbers by which banks are reached, as people write them and as they are kept: in capitals and without blanks.
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { IBAN_TEXT = 35, BIC_TEXT = 12 };  // room for the longest, with its NUL

// Reads an IBAN (ISO 13616): a country, two check digits that fit the rest (modulo 97), 15 to 34 characters in all.
// False where it is none; `out` is then of no use.
bool iban_parse(const char *text, size_t length, char out[IBAN_TEXT]);

// Reads a BIC (ISO 9362): 8 or 11 characters, the fifth and sixth a country. False where it has not that form; whether
// there is such a bank is not known here.
bool bic_parse(const char *text, size_t length, char out[BIC_TEXT]);
