// How to pay, as banks' programs read it: IBANs, references that a bank carries unchanged, and the texts of the two
// codes that stand on invoices. Everything here is a pure function of what is given, so that an invoice that keeps its
// number and its IBAN keeps its reference and its code.
#pragma once
#include "core/base/bank.h"
#include "core/base/error.h"
#include "core/base/text.h"

enum { REFERENCE_TEXT = 28 };  // with the NUL

typedef enum reference_kind {
  REFERENCE_NONE,
  REFERENCE_QRR,   // 27 digits, the last of them a check: asked for by a QR-IBAN, and fit for no other account
  REFERENCE_SCOR,  // ISO 11649: RF, two check digits, at most 21 letters and digits
} reference_kind;

// The reference of a document's number for a Swiss account, whose IBAN is as iban_parse answers it. Digits count as
// they are, letters as the two digits that ISO 11649 has for them, the rest not at all; so no two numbers of a series
// share one. A QR-IBAN has QRR; any other SCOR; none where the number has no digit, is too long, or holds letters that
// have no such digits.
reference_kind payment_reference(const char *iban, const char *number, char out[REFERENCE_TEXT]);

// Adds an IBAN or a reference as people read it: in groups of four, QRR in groups of five behind the first two.
void payment_grouped(buffer *out, const char *text);

// Who is paid, or who pays. A text that is absent is NULL or empty. country: two letters, ISO 3166-1.
typedef struct payment_party {
  const char *name, *address, *postal_code, *city, *country;
} payment_party;

// amount: "1949.75", of the currency. number: of the document, which stands in both codes.
typedef struct payment {
  const char *iban, *bic, *amount, *currency, *number;
  payment_party creditor, debtor;
} payment;

// Adds what a code of EPC069-12 (version 2.1, 002 with UTF-8) holds. `invalid`, with nothing added, says why there is
// none: another currency than EUR, no amount from 0.01 to 999999999.99, no IBAN of the SEPA area, no BIC where the
// account is outside of the EEA, a BIC that is none, no name.
bool payment_epc(const payment *p, buffer *out, error *e);

// Adds what a Swiss QR code holds (Swiss Implementation Guidelines QR-bill 2.3): structured addresses, the reference of
// the number. A debtor whose address is not whole, or has letters that the code may not have, is left out: who pays
// writes it. `invalid`, with nothing added: an account that is neither Swiss nor of Liechtenstein, another currency
// than CHF and EUR, no such amount, a creditor whose address is not whole, a QR-IBAN without a reference.
bool payment_swiss(const payment *p, buffer *out, error *e);
