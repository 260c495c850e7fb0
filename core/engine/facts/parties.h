// Seller and buyer as an invoice freezes them: JSON objects with the columns of seller and customers; x: the MSP's own.
#pragma once
#include "core/engine/facts/book.h"

// SQL for the buyer as JSON, from customers c.
#define PARTIES_BUYER                                                                                    \
  "json_object('id', c.id, 'name', c.name, 'address1', c.address1, 'address2', c.address2, 'city', "     \
  "c.city, 'region', c.region, 'postal_code', c.postal_code, 'country', c.country, 'tax_id', c.tax_id, " \
  "'email', c.email, 'phone', c.phone, 'registration', c.registration, 'endpoint', c.endpoint, "         \
  "'buyer_reference', c.buyer_reference, 'email_to', c.email_to, 'einvoice', c.einvoice, 'x', json(c.x))"

// The seller's details, with its account for a currency: that of all currencies where nothing is given for this one.
// The MSP's name alone where no seller was imported. In the arena; NULL with the error set.
const char *parties_seller(book *b, const char *currency, arena *a, error *e);

// A customer, as an invoice to it would freeze it now.
const char *parties_customer(book *b, int64_t customer, arena *a, error *e);

// Who an invoice goes to, from its customer.
const char *parties_buyer(book *b, int64_t invoice, arena *a, error *e);
