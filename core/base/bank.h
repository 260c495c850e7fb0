// Numbers by which banks are reached, as people write them and as they are kept: in capitals and without blanks.
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { IBAN_TEXT = 35, BIC_TEXT = 12 };  // room for the longest, with its NUL

// Reads an IBAN (ISO 13616): a country, two check digits that fit the rest, 15 to 34 characters in all, and in the SEPA
// area as many as its country's have. False where it is none; `out` is then of no use.
bool iban_parse(const char *text, size_t length, char out[IBAN_TEXT]);

// Where an account lies, by its IBAN as iban_parse answers it.
typedef enum iban_area { IBAN_ELSEWHERE, IBAN_SEPA, IBAN_EEA } iban_area;  // SEPA: of its area, outside of the EEA
iban_area iban_area_of(const char *iban);

// ISO 7064 MOD 97-10 of digits and capital letters, which count as 10 to 35, going on from what came before.
unsigned bank_mod_97(unsigned before, const char *text, size_t length);

// Reads a BIC (ISO 9362): 8 or 11 characters, the fifth and sixth a country. False where it has not that form; whether
// there is such a bank is not known here.
bool bic_parse(const char *text, size_t length, char out[BIC_TEXT]);
