// Seller and buyer as an invoice freezes them: JSON objects with the columns of seller and customers.
#pragma once
#include "core/engine/book.h"

// The seller's details; the MSP's name alone where none were imported. In the arena; NULL with the error set.
const char *party_seller(book *b, arena *a, error *e);

// Who an invoice goes to, from its customer.
const char *party_buyer(book *b, int64_t invoice, arena *a, error *e);
