// The descriptors of the import tables.
#include "core/engine/facts/table_columns.h"
#include "core/base/text.h"
#include <string.h>

#define REQ COLUMN_REQUIRED
#define KEY (COLUMN_REQUIRED | COLUMN_KEY)
#define OPTIONAL_KEY COLUMN_KEY
#define TEXT(n) \
  { .name = n }
#define WORD(n) \
  { .name = n, .flags = COLUMN_WORD }
#define FREE_TEXT(n) \
  { .name = n, .flags = COLUMN_FREE }
#define OWN_COLUMNS \
  { .name = "x", .flags = COLUMN_DERIVED | COLUMN_FREE }
#define REFERENCE(n, f, to) \
  { .name = n, .type = COLUMN_REFERENCE, .flags = (f), .of = (to) }
#define CHOICE(n, f, s, c) \
  { .name = n, .type = COLUMN_CHOICE, .flags = (f), .standard = s, .choices = c }
#define DATE(n, f) \
  { .name = n, .type = COLUMN_DATE, .flags = (f) }
#define CURRENCY(f) \
  { .name = "currency", .type = COLUMN_CURRENCY, .flags = (f) }
#define DECIMAL(n, f) \
  { .name = n, .type = COLUMN_DECIMAL, .flags = (f) }
#define COST \
  { .name = "cost", .type = COLUMN_DECIMAL, .flags = COLUMN_FREE | COLUMN_NONNEGATIVE }
#define AMOUNT \
  { .name = "amount", .type = COLUMN_AMOUNT, .flags = REQ }
#define OWN_CONTRACT \
  { .name = "contract", .type = COLUMN_REFERENCE, .stored = "own_contract", .of = TABLE_CONTRACTS }
#define BILLS_ON \
  { .name = ":contract", .type = COLUMN_INTEGER, .flags = COLUMN_DERIVED, .stored = "contract" }
#define PLACE TEXT("address1"), TEXT("address2"), TEXT("city"), TEXT("region"), TEXT("postal_code"), TEXT("country")
#define ADDRESS PLACE, TEXT("tax_id")
#define ENDPOINT \
  { .name = "endpoint", .type = COLUMN_ENDPOINT }
#define TRIMMED(n) \
  { .name = n, .flags = COLUMN_TRIMMED }

static const column seller[] = {
  { .name = "name", .flags = REQ },
  ADDRESS,
  TEXT("tax_number"),
  TEXT("registration"),
  TEXT("contact"),
  ENDPOINT,
  TEXT("email"),
  TEXT("phone"),
  TEXT("bank"),
  { .name = "iban", .type = COLUMN_IBAN },
  { .name = "bic", .type = COLUMN_BIC },
  TEXT("logo"),
  TEXT("footer"),
  { .name = "accounts", .flags = COLUMN_DERIVED | COLUMN_FREE },
  OWN_COLUMNS,
};

static const column customers[] = {
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  { .name = "name", .flags = REQ },
  CURRENCY(0),
  { .name = "zone", .type = COLUMN_ZONE },
  { .name = "tax", .type = COLUMN_TAX },
  { .name = "tax_exempt", .type = COLUMN_BOOL, .standard = "false" },
  { .name = "terms_days", .type = COLUMN_INTEGER, .standard = "0", .least = 0, .most = 3650 },
  CHOICE("invoice_per", 0, "contract", "contract customer po"),
  REFERENCE("bill_to", 0, TABLE_CUSTOMERS),
  TRIMMED("po_number"),
  TEXT("email"),
  TEXT("phone"),
  ADDRESS,
  TEXT("registration"),
  ENDPOINT,
  TRIMMED("buyer_reference"),
  TEXT("exempt_reason"),
  DATE("exempt_until", 0),
  { .name = "email_to", .type = COLUMN_ADDRESSES },
  { .name = "language", .flags = COLUMN_WORD },
  CHOICE("delivery", 0, "none", "none email print target"),
  CHOICE("einvoice", 0, NULL, "ubl cii peppol xrechnung factur-x"),
  { .name = "template", .flags = COLUMN_WORD },
  { .name = "template_params", .type = COLUMN_OBJECT },
  TEXT("note"),
  OWN_COLUMNS,
};

static const column sites[] = {
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("customer", REQ, TABLE_CUSTOMERS),
  { .name = "name", .flags = REQ },
  PLACE,
  { .name = "tax", .type = COLUMN_TAX },
  TRIMMED("po_number"),
  TRIMMED("buyer_reference"),
  OWN_COLUMNS,
};

static const column contracts[] = {
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("customer", REQ | COLUMN_FROZEN, TABLE_CUSTOMERS),
  { .name = "name", .flags = REQ },
  { .name = "type", .flags = REQ | COLUMN_FROZEN | COLUMN_WORD },
  DATE("start", REQ | COLUMN_FROZEN),
  DATE("end", 0),
  DATE("bill_from", 0),
  { .name = "active", .type = COLUMN_BOOL, .standard = "true" },
  { .name = "default", .type = COLUMN_BOOL, .standard = "false" },
  CHOICE("period", COLUMN_FROZEN, "monthly",
         "on-demand weekly biweekly monthly quarterly half-yearly yearly whole-contract"),
  { .name = "bill_day", .type = COLUMN_INTEGER, .flags = COLUMN_FROZEN, .least = 1, .most = 31 },
  CHOICE("timing", COLUMN_FROZEN, "arrears", "arrears advance"),
  CHOICE("proration", 0, NULL, "none daily"),
  CHOICE("work", 0, "closed", "closed any"),
  { .name = "taxable", .type = COLUMN_BOOL },
  { .name = "tax", .type = COLUMN_TAX },
  WORD("category"),
  WORD("sku"),
  CURRENCY(COLUMN_FROZEN),
  CHOICE("invoice_detail", 0, "ticket", "contract ticket entry"),
  { .name = "params", .type = COLUMN_OBJECT, .standard = "{}" },
  { .name = "rules", .type = COLUMN_LIST },
  TRIMMED("po_number"),
  REFERENCE("site", 0, TABLE_SITES),
  REFERENCE("draws_on", 0, TABLE_CONTRACTS),
  TEXT("note"),
  OWN_COLUMNS,
};

static const column changes[] = {
  REFERENCE("contract", KEY, TABLE_CONTRACTS),
  DATE("from", KEY),
  { .name = "params", .type = COLUMN_OBJECT, .flags = REQ },
  OWN_COLUMNS,
};

static const column technicians[] = {
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  { .name = "name", .flags = REQ },
  COST,
  OWN_COLUMNS,
};

static const column rates[] = {
  { .name = "code", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("contract", OPTIONAL_KEY, TABLE_CONTRACTS),
  REFERENCE("customer", OPTIONAL_KEY, TABLE_CUSTOMERS),
  DATE("from", OPTIONAL_KEY),
  DECIMAL("unit_price", REQ),
  CURRENCY(0),
  WORD("category"),
  WORD("sku"),
  TEXT("description"),
  COST,
  OWN_COLUMNS,
};

static const column tickets[] = {
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("customer", REQ | COLUMN_FROZEN, TABLE_CUSTOMERS),
  REFERENCE("contract", 0, TABLE_CONTRACTS),
  FREE_TEXT("title"),
  { .name = "status", .flags = COLUMN_FREE | COLUMN_WORD },
  { .name = "closed_at", .type = COLUMN_MOMENT, .flags = COLUMN_FREE },
  { .name = ":closed", .type = COLUMN_INTEGER, .flags = COLUMN_DERIVED | COLUMN_FREE, .stored = "closed" },
  { .name = ":closed_on", .type = COLUMN_INTEGER, .flags = COLUMN_DERIVED | COLUMN_FREE, .stored = "closed_on" },
  OWN_COLUMNS,
};

static const column time_entries[] = {
  BILLS_ON,
  { .name = ":at", .type = COLUMN_INTEGER, .flags = COLUMN_DERIVED, .stored = "at" },
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("ticket", REQ, TABLE_TICKETS),
  { .name = "start", .type = COLUMN_INSTANT, .flags = REQ, .stored = "start_utc" },
  { .name = "end", .type = COLUMN_INSTANT, .flags = COLUMN_VIRTUAL },
  { .name = "minutes", .type = COLUMN_INTEGER, .least = 0, .most = 5256000 },
  { .name = "bill_minutes", .type = COLUMN_INTEGER, .least = 0, .most = 5256000 },
  { .name = "rate", .type = COLUMN_ID },
  WORD("work_type"),
  OWN_CONTRACT,
  { .name = "billable", .type = COLUMN_BOOL, .standard = "true" },
  { .name = "technician", .flags = COLUMN_FREE | COLUMN_WORD },
  FREE_TEXT("note"),
  OWN_COLUMNS,
};

static const column charges[] = {
  BILLS_ON,
  { .name = "date", .type = COLUMN_DATE, .flags = REQ, .stored = "day" },
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("customer", REQ, TABLE_CUSTOMERS),
  { .name = "description", .flags = REQ },
  DECIMAL("quantity", REQ),
  DECIMAL("unit_price", REQ),
  OWN_CONTRACT,
  REFERENCE("ticket", 0, TABLE_TICKETS),
  CHOICE("kind", 0, "product", "product expense"),
  WORD("sku"),
  { .name = "discount", .type = COLUMN_DISCOUNT },
  CURRENCY(0),
  WORD("category"),
  { .name = "tax", .type = COLUMN_TAX },
  COST,
  OWN_COLUMNS,
};

static const column readings[] = {
  REFERENCE("customer", KEY, TABLE_CUSTOMERS), { .name = "meter", .type = COLUMN_ID, .flags = KEY }, DATE("at", KEY),
  DECIMAL("value", REQ | COLUMN_NONNEGATIVE),  REFERENCE("contract", OPTIONAL_KEY, TABLE_CONTRACTS), OWN_COLUMNS,
};

static const column devices[] = {
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("customer", REQ, TABLE_CUSTOMERS),
  { .name = "meter", .type = COLUMN_ID, .flags = REQ },
  DATE("from", REQ),
  DATE("to", 0),
  REFERENCE("contract", 0, TABLE_CONTRACTS),
  TEXT("name"),
  OWN_COLUMNS,
};

static const column grants[] = {
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("contract", REQ, TABLE_CONTRACTS),
  DATE("date", REQ),
  DECIMAL("quantity", REQ | COLUMN_NONNEGATIVE),
  DECIMAL("price", COLUMN_NONNEGATIVE),
  DECIMAL("paid", COLUMN_NONNEGATIVE),
  DATE("expires", 0),
  TEXT("description"),
  OWN_COLUMNS,
};

static const column taxes[] = {
  { .name = "name", .type = COLUMN_ID, .flags = KEY },
  { .name = "rule", .flags = REQ | COLUMN_WORD },
  DATE("from", OPTIONAL_KEY),
  { .name = "params", .type = COLUMN_OBJECT, .standard = "{}" },
  CHOICE("point", 0, NULL, "supply end invoice"),
  OWN_COLUMNS,
};

static const column calendars[] = {
  { .name = "name", .type = COLUMN_ID, .flags = KEY },
  DATE("date", KEY),
  TEXT("description"),
  OWN_COLUMNS,
};

static const column fx[] = {
  DATE("date", KEY),
  CURRENCY(KEY),
  DECIMAL("rate", REQ | COLUMN_NONNEGATIVE),
  OWN_COLUMNS,
};

static const column maps[] = {
  { .name = "target", .type = COLUMN_ID, .flags = KEY },
  { .name = "kind", .type = COLUMN_ID, .flags = KEY },
  { .name = "key", .type = COLUMN_ID, .flags = KEY },
  { .name = "value", .flags = REQ },
  OWN_COLUMNS,
};

static const column payments[] = {
  { .name = "id", .type = COLUMN_ID, .flags = KEY },
  REFERENCE("customer", REQ, TABLE_CUSTOMERS),
  DATE("date", REQ),
  AMOUNT,
  CURRENCY(0),
  TEXT("reference"),
  OWN_COLUMNS,
};

static const column allocations[] = {
  { .name = "payment", .type = COLUMN_ID, .flags = KEY },
  { .name = "invoice", .type = COLUMN_ID, .flags = KEY },
  AMOUNT,
  OWN_COLUMNS,
};

// The day of what an allocation is paid with.
#define DAY_OF_ALLOCATION                                           \
  "coalesce((SELECT p.date FROM payments p WHERE p.id = payment), " \
  "(SELECT i.date FROM invoices i WHERE i.number = payment))"

#define TABLE(id, label, ...) \
  { .name = #id, .one = label, .columns = id, .count = sizeof id / sizeof *id, __VA_ARGS__ }

static const table tables[TABLES] = {
  [TABLE_SELLER] = TABLE(seller, "seller", .day = NULL),
  [TABLE_TAXES] = TABLE(taxes, "tax", .day = NULL),
  [TABLE_CALENDARS] = TABLE(calendars, "calendar day", .day = "\"date\""),
  [TABLE_CUSTOMERS] = TABLE(customers, "customer", .day = NULL),
  [TABLE_SITES] = TABLE(sites, "site", .day = NULL),
  [TABLE_CONTRACTS] = TABLE(contracts, "contract", .day = NULL),
  [TABLE_CHANGES] = TABLE(changes, "change", .day = "\"from\""),
  [TABLE_TECHNICIANS] = TABLE(technicians, "technician", .day = NULL),
  [TABLE_RATES] = TABLE(rates, "rate", .day = "\"from\""),
  [TABLE_TICKETS] = TABLE(tickets, "ticket", .day = "ifnull(\"closed_on\", 3000000)"),
  [TABLE_TIME_ENTRIES] = TABLE(time_entries, "time entry", .day = "\"at\" / 1440", .clustered = true),
  [TABLE_CHARGES] = TABLE(charges, "charge", .day = "\"day\"", .clustered = true),
  [TABLE_READINGS] = TABLE(readings, "reading", .day = "\"at\""),
  [TABLE_DEVICES] = TABLE(devices, "device", .day = "\"from\""),
  [TABLE_GRANTS] = TABLE(grants, "grant", .day = "\"date\""),
  [TABLE_FX] = TABLE(fx, "exchange rate", .day = "\"date\""),
  [TABLE_MAPS] = TABLE(maps, "map", .day = NULL),
  [TABLE_PAYMENTS] = TABLE(payments, "payment", .day = "\"date\""),
  [TABLE_ALLOCATIONS] = TABLE(allocations, "allocation", .day = DAY_OF_ALLOCATION),
};

const table *table_of(table_id id) { return &tables[id]; }

table_id table_find(const char *name, size_t length) {
  for (table_id id = 0; id < TABLES; id++)
    if (strlen(tables[id].name) == length && !memcmp(tables[id].name, name, length)) return id;
  return TABLES;
}

const char *table_suggest(const char *name) {
  const char *names[TABLES];
  for (table_id id = 0; id < TABLES; id++) names[id] = tables[id].name;
  return text_nearest(name, names, TABLES);
}

int column_find(const table *t, const char *name) {
  for (size_t i = 0; i < t->count; i++)
    if (!(t->columns[i].flags & COLUMN_DERIVED) && !strcmp(t->columns[i].name, name)) return (int)i;
  return -1;
}

size_t column_at(const table *t, const char *name) {
  size_t i = 0;
  while (strcmp(t->columns[i].name, name)) i++;
  return i;
}

const char *column_suggest(const table *t, const char *name) {
  const char *names[COLUMNS_MAX];
  size_t count = 0;
  for (size_t i = 0; i < t->count; i++)
    if (!(t->columns[i].flags & COLUMN_DERIVED)) names[count++] = t->columns[i].name;
  return text_nearest(name, names, count);
}

bool column_is_matched(const column *c) {
  return c->type == COLUMN_TEXT ? (c->flags & (COLUMN_WORD | COLUMN_TRIMMED)) != 0
                                : c->type != COLUMN_OBJECT && c->type != COLUMN_LIST;
}

bool column_is_name(const column *c) {
  return (c->flags & COLUMN_WORD) || c->type == COLUMN_ID || c->type == COLUMN_REFERENCE || c->type == COLUMN_TAX;
}

const char *column_stored(const column *c) { return c->stored ? c->stored : c->name; }

bool extra_name(const char *heading, const char *prefix) {
  size_t length = strlen(prefix);
  if (strncmp(heading, prefix, length) || !heading[length] || strlen(heading) > 200) return false;
  for (const char *p = heading; *p; p++)
    if ((unsigned char)*p < 32 || *p == 127) return false;
  return true;
}

bool table_has_id(const table *t) { return column_find(t, "id") >= 0; }
bool table_has_params(const table *t) { return column_find(t, "params") >= 0; }

bool account_name(const table *t, const char *heading) {
  static const char *const names[] = { "bank.", "iban.", "bic." };
  if (t->columns != seller) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (extra_name(heading, names[i])) return true;
  return false;
}

static void add_key(buffer *b, const column *c) {
  const char *name = column_stored(c);
  if (c->flags & COLUMN_REQUIRED) buffer_format(b, "\"%s\" = ?", name);
  else buffer_format(b, "ifnull(\"%s\", %s) = ?", name, c->type == COLUMN_DATE ? "-1000000" : "0");
}

static void add_keys(buffer *b, const table *t) {
  const char *glue = " WHERE ";
  for (size_t i = 0; i < t->count; i++) {
    if (!(t->columns[i].flags & COLUMN_KEY)) continue;
    buffer_text(b, glue);
    add_key(b, &t->columns[i]);
    glue = " AND ";
  }
}

static void add_stored(buffer *b, const table *t, const char *before, const char *after) {
  for (size_t i = 0; i < t->count; i++)
    if (!(t->columns[i].flags & COLUMN_VIRTUAL))
      buffer_format(b, "%s\"%s\"%s", before, column_stored(&t->columns[i]), after);
}

static void add_form_column(buffer *b, const table *t, const column *c) {
  if (c->flags & COLUMN_VIRTUAL) buffer_text(b, "NULL");
  else if (c->type == COLUMN_REFERENCE)
    buffer_format(b, "(SELECT r.id FROM %s r WHERE r.n = %s.\"%s\")", tables[c->of].name, t->name, column_stored(c));
  else buffer_format(b, "%s.\"%s\"", t->name, column_stored(c));
}

static void make_form(buffer *b, const table *t, bool all) {
  buffer_format(b, "SELECT %s.n", t->name);
  for (size_t i = 0; i < t->count; i++) {
    buffer_text(b, ", ");
    add_form_column(b, t, &t->columns[i]);
  }
  if (t->columns == time_entries)
    buffer_text(b, ", (SELECT c.zone FROM tickets k JOIN customers c ON c.n = k.customer WHERE k.n = "
                   "time_entries.ticket)");
  if (t->columns == payments) buffer_text(b, ", currency");
  if (t->columns == allocations)
    buffer_text(b, ", (SELECT i.currency FROM invoices i WHERE i.number = allocations.invoice)");
  buffer_format(b, " FROM %s", t->name);
  if (!all) {
    buffer_text(b, table_has_id(t) ? " WHERE \"id\" = ?" : " WHERE n = ?");
    return;
  }
  const char *glue = " ORDER BY ";
  for (size_t i = 0; i < t->count; i++) {
    if (!(t->columns[i].flags & COLUMN_KEY)) continue;
    buffer_text(b, glue);
    add_form_column(b, t, &t->columns[i]);
    glue = ", ";
  }
}

static void make_insert(buffer *b, const table *t) {
  buffer_format(b, "INSERT OR IGNORE INTO %s (n", t->name);
  add_stored(b, t, ", ", "");
  buffer_text(b, ") VALUES (?");
  for (size_t i = 0; i < t->count; i++)
    if (!(t->columns[i].flags & COLUMN_VIRTUAL)) buffer_text(b, ", ?");
  buffer_text(b, ")");
}

static void make_update(buffer *b, const table *t) {
  buffer_format(b, "UPDATE %s SET n = n", t->name);
  add_stored(b, t, ", ", " = ?");
  if (t->clustered) buffer_format(b, " WHERE contract = ? AND \"%s\" = ? AND n = ?", column_stored(&t->columns[1]));
  else buffer_text(b, " WHERE n = ?");
}

static void make_select(buffer *b, const table *t) {
  buffer_text(b, "SELECT n");
  add_stored(b, t, ", ", "");
  buffer_format(b, " FROM %s", t->name);
}

const char *table_sql(table_id id, table_statement which) {
  static char *made[TABLES][STATEMENTS];
  if (made[id][which]) return made[id][which];
  const table *t = &tables[id];
  buffer b = { 0 };
  if (which == STATEMENT_FIND || which == STATEMENT_SINCE || which == STATEMENT_SPAN) make_select(&b, t);
  else if (which == STATEMENT_INSERT) make_insert(&b, t);
  else if (which == STATEMENT_UPDATE) make_update(&b, t);
  else make_form(&b, t, which == STATEMENT_DUMP);
  if (which == STATEMENT_FIND) add_keys(&b, t);
  if (which == STATEMENT_SPAN) buffer_text(&b, " WHERE n BETWEEN ? AND ?");
  if (which == STATEMENT_SINCE) buffer_format(&b, " WHERE %s >= ?", t->day);
  return made[id][which] = b.text;
}
