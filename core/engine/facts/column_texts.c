// What each column of the import tables means, with an example: the words of `help table`.
#include "core/engine/facts/table_columns.h"
#include <string.h>

typedef struct column_text {
  const char *table, *column, *about, *example;  // table NULL: in whichever table it is
} column_text;

static const column_text texts[] = {
  { NULL, "id", "your own key of the row, unique in its table", "1001" },
  { NULL, "customer", "whose it is", "acme" },
  { NULL, "contract", "the contract that it belongs to", "acme-support" },
  { NULL, "description", "what the invoice says", "Patch cable 2 m" },
  { NULL, "currency", "its currency", "USD" },
  { NULL, "category", "what tax rules tell apart: labor, service, product, expense, or your own word", "service" },
  { NULL, "sku", "the item's code in your accounting", "SUP-01" },
  { NULL, "note", "for you; never on an invoice", "renewed by phone" },
  { NULL, "name", "its name", "Acme Inc." },
  { NULL, "address1", "first line of the address", "1 Main Street" },
  { NULL, "address2", "second line of the address", "Suite 4" },
  { NULL, "city", "town", "Springfield" },
  { NULL, "region", "state, province or county", "IL" },
  { NULL, "postal_code", "ZIP or postal code", "62701" },
  { NULL, "country", "country, as the invoice prints it", "US" },
  { NULL, "tax_id", "number with the tax office, such as a VAT number", "GB123456789" },
  { NULL, "email", "e-mail address", "billing@acme.example" },
  { NULL, "phone", "telephone number", "+1 217 555 0100" },
  { NULL, "po_number", "purchase order that the invoice names", "PO-4711" },
  { NULL, "tax", "the tax that it bears, a name in taxes", "vat" },
  { NULL, "unit_price", "price of one", "120.00" },
  { NULL, "quantity", "how many", "1" },
  { NULL, "meter", "what is counted", "pc_agents" },
  { NULL, "date", "its day", "2026-04-07" },
  { NULL, "from", "the day from which it holds", "2026-04-01" },
  { NULL, "ticket", "the ticket that it belongs to", "1001" },
  { NULL, "value", "what the key stands for", "42" },

  { NULL, "registration", "number in the register of companies", "HRB 12345" },
  { NULL, "endpoint", "address for electronic invoices, SCHEME:ID", "0088:7300010000001" },
  { NULL, "buyer_reference", "what the buyer asks invoices to name, such as a Leitweg-ID", "04011000-12345-67" },

  { "seller", "tax_number", "number with the local tax office, where it differs from tax_id", "12/345/67890" },
  { "seller", "contact", "who answers questions about invoices", "Kim Lee" },
  { "seller", "bank", "account that invoices name; bank.CHF: of invoices in francs, with its iban.CHF",
    "Example Bank, 12345678" },
  { "seller", "iban", "IBAN of the account; iban.CHF: of invoices in francs", "DE89370400440532013000" },
  { "seller", "bic", "BIC of the bank; bic.CHF: of invoices in francs", "COBADEFFXXX" },
  { "seller", "logo", "picture for invoices: a file", "logo.png" },
  { "seller", "footer", "last line of invoices", "Thank you." },

  { "customers", "zone", "time zone of its clock; empty: the database's", "America/Chicago" },
  { "customers", "currency", "currency of its contracts that name none; empty: the database's", "USD" },
  { "customers", "tax_exempt", "whether it is never taxed", "no" },
  { "customers", "terms_days", "days from the invoice's date until it is due", "30" },
  { "customers", "invoice_per", "what shares an invoice: each contract, the customer, or a purchase order",
    "customer" },
  { "customers", "language", "of its documents: en, de, fr or one of your own; empty: the template's", "de" },
  { "customers", "template", "the invoice template; empty: that of `config set template`", "standard" },
  { "customers", "template_params", "params of the template where they are its own, as JSON",
    "{\"detail\":\"page-two\"}" },
  { "customers", "bill_to", "the customer that gets its invoices; empty: itself", "holding" },
  { "customers", "exempt_reason", "why it is not taxed, as invoices say it", "Resale certificate 12-345" },
  { "customers", "exempt_until", "the last day of its certificate: the exemption stays, check warns", "2026-12-31" },
  { "customers", "email_to", "who gets its invoices by e-mail, several parted by \";\"; empty: email",
    "ap@acme.example;cfo@acme.example" },
  { "customers", "delivery", "who sends its invoices: nobody, invoice send, you on paper, your accounting", "email" },
  { "customers", "einvoice", "the form of its electronic invoices; empty: none", "xrechnung" },

  { "sites", "id", "your own key of the site", "acme-north" },
  { "sites", "name", "its name, a heading on the invoice", "North branch" },
  { "sites", "tax", "tax of its contracts that name none; empty: the customer's", "vat" },
  { "sites", "po_number", "purchase order of its contracts that name none; empty: the customer's", "PO-4711" },

  { "contracts", "id", "your own key of the contract", "acme-support" },
  { "contracts", "name", "its name, a heading on the invoice", "Help desk" },
  { "contracts", "type", "how it bills: a contract type of `billet plugin list`", "hourly" },
  { "contracts", "start", "first day; periods are counted from it", "2026-01-01" },
  { "contracts", "end", "last day; empty: it runs on", "2026-12-31" },
  { "contracts", "bill_from", "nothing before this day is ever due: another system billed it", "2026-04-01" },
  { "contracts", "active", "no: it has ended and needs an end", "yes" },
  { "contracts", "default", "whether it takes the customer's tickets and charges that name no contract", "yes" },
  { "contracts", "period", "how long a billing period is", "monthly" },
  { "contracts", "bill_day", "day of the month on which periods begin, 31: its last; empty: as the start", "1" },
  { "contracts", "timing", "whether a period bills when it has ended or when it begins", "advance" },
  { "contracts", "proration",
    "whether a part of a period costs its share of days; empty: daily with bill_day, else none", "daily" },
  { "contracts", "work", "which work bills: of closed tickets, or any", "closed" },
  { "contracts", "taxable", "whether it is taxed at all; empty: yes where tax is given, else no", "yes" },
  { "contracts", "tax", "its tax, a name in taxes; empty: its site's, else the customer's", "vat" },
  { "contracts", "site", "where it is served, a place of its customer: taxed and grouped by", "acme-north" },
  { "contracts", "draws_on", "a block of its customer that it draws on before its own", "acme-hours" },
  { "contracts", "category", "category of what it bills; empty: service, work: labor", "service" },
  { "contracts", "currency", "currency that it bills in; empty: the customer's", "USD" },
  { "contracts", "invoice_detail", "how finely the invoice lists work; never changes a total", "ticket" },
  { "contracts", "params", "terms of its type as JSON; one alone: the column param.NAME", "{\"rate\":\"120.00\"}" },
  { "contracts", "rules", "price rules as a JSON list", "[{\"rule\":\"discount\",\"percent\":\"10%\"}]" },

  { "changes", "params", "what changes of the contract's params, from that day on", "{\"rate\":\"130.00\"}" },

  { "rates", "code", "the rate code that time entries name", "senior" },
  { "rates", "contract", "the one contract that it is for; empty: all", "acme-support" },
  { "rates", "customer", "the one customer that it is for; empty: all", "acme" },
  { "rates", "from", "the day from which it is in force; empty: always", "2026-04-01" },
  { "rates", "currency", "currency of the price; empty: the database's", "USD" },
  { "rates", "unit_price", "price of an hour", "150.00" },
  { "rates", "description", "what the invoice says of such work", "Senior engineer" },
  { "rates", "cost", "what an hour costs you, in the price's currency, where its technician has no cost", "60.00" },

  { "technicians", "id", "what time_entries.technician says", "kim" },
  { "technicians", "name", "who it is", "Kim Lee" },
  { "technicians", "cost", "what an hour costs you, in the database's currency; empty: not known", "55.00" },

  { "tickets", "contract", "the contract that bills its work; empty: the customer's default one", "acme-support" },
  { "tickets", "title", "what it is about", "Printer on fire" },
  { "tickets", "status", "closed, resolved, or a word of `init --closed-status` makes its work billable", "Closed" },
  { "tickets", "closed_at", "when it was closed; after the as-of date it counts as open", "2026-04-08" },

  { "time_entries", "start", "when it began: with an offset, or on the customer's clock", "2026-04-07T09:00" },
  { "time_entries", "end", "when it ended; or give minutes", "2026-04-07T10:15" },
  { "time_entries", "minutes", "how long it took", "75" },
  { "time_entries", "bill_minutes", "minutes to bill in place of the real ones", "60" },
  { "time_entries", "rate", "its rate code, in rates; empty: the contract's own rate", "senior" },
  { "time_entries", "work_type", "what kind of work it was: contracts cover some", "remote" },
  { "time_entries", "contract", "the contract that bills it; empty: its ticket's", "acme-project" },
  { "time_entries", "billable", "no: it is never billed", "yes" },
  { "time_entries", "technician", "who worked", "kim" },

  { "charges", "date", "its day; the period that holds it bills it", "2026-04-07" },
  { "charges", "contract", "the contract that bills it; empty: its ticket's, else the customer's default one",
    "acme-support" },
  { "charges", "quantity", "how many; below zero for what comes back", "2" },
  { "charges", "kind", "what it is", "product" },
  { "charges", "discount", "a percentage of the line, or an amount off the line", "10%" },
  { "charges", "currency", "must be its contract's; empty: the same", "USD" },
  { "charges", "category", "category for tax rules; empty: its kind", "product" },
  { "charges", "cost", "what one costs you, in its currency; empty: not known; may follow the invoice", "11.50" },
  { "charges", "tax", "its own tax, a name in taxes; empty: the contract's", "vat" },

  { "readings", "at", "the day from which the value holds, until the next reading", "2026-04-07" },
  { "readings", "value", "the count", "25" },
  { "readings", "contract", "the one contract that counts it; empty: all of the customer's", "acme-rmm" },

  { "devices", "from", "first day on which it counts", "2026-04-01" },
  { "devices", "to", "last day on which it counts; empty: it goes on", "2026-12-31" },
  { "devices", "contract", "the one contract that counts it; empty: all of the customer's", "acme-rmm" },
  { "devices", "name", "its name on the invoice", "LAPTOP-07" },

  { "grants", "date", "the day from which it can be drawn", "2026-04-20" },
  { "grants", "quantity", "hours, or money, that are added", "10" },
  { "grants", "price", "what it costs, due on its date; empty: nothing", "900.00" },
  { "grants", "paid", "what an hour cost elsewhere, not billed here; counted in refunds", "90.00" },
  { "grants", "expires", "the last day on which it can be drawn; empty: never", "2026-12-31" },

  { "taxes", "name", "the name that customers and contracts name", "vat" },
  { "taxes", "rule", "how it is worked out: percent, components, reverse-charge, none, or a plugin", "percent" },
  { "taxes", "from", "the tax date from which it holds; empty: always", "2026-04-01" },
  { "taxes", "params", "its params as JSON", "{\"rate\":\"20%\"}" },
  { "taxes", "point", "which date it goes by: of the supply, of the service's end, of the invoice", "supply" },

  { "calendars", "name", "the calendar's name, as price rules name it", "us-holidays" },
  { "calendars", "date", "a day that is no business day", "2026-07-03" },
  { "calendars", "description", "what day it is", "Independence Day (observed)" },

  { "fx", "date", "the day from which the rate holds, until that of a later row", "2026-04-07" },
  { "fx", "currency", "the foreign currency", "EUR" },
  { "fx", "rate", "home currency for one unit of it; an invoice keeps that of its date, or of the last day before it",
    "1.0825" },

  { "maps", "target", "the exporter whose names these are", "quickbooks-online" },
  { "maps", "kind", "customer, item, account or tax", "item" },
  { "maps", "key", "what billet calls it", "labor" },

  { "payments", "id", "your own key of the payment", "chk-1041" },
  { "payments", "customer", "who paid", "acme" },
  { "payments", "date", "the day on which it came", "2026-05-12" },
  { "payments", "amount", "how much came; what no row of allocations gives to an invoice is on account", "315.00" },
  { "payments", "currency", "its currency; empty: the customer's", "USD" },
  { "payments", "reference", "what the customer or the bank calls it", "check 1041" },

  { "allocations", "payment", "a payment's id, or the number of a credit note that pays another invoice", "chk-1041" },
  { "allocations", "invoice", "the number of the invoice that it pays", "17" },
  { "allocations", "amount", "how much of it pays the invoice, at most what is open", "315.00" },
};

static const column_text *find(const table *t, const column *c) {
  const column_text *anywhere = NULL;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (strcmp(texts[i].column, c->name)) continue;
    if (texts[i].table && !strcmp(texts[i].table, t->name)) return &texts[i];
    if (!texts[i].table) anywhere = &texts[i];
  }
  return anywhere;
}

const char *column_about(const table *t, const column *c) {
  const column_text *text = find(t, c);
  return text ? text->about : "";
}

const char *column_example(const table *t, const column *c) {
  const column_text *text = find(t, c);
  return text ? text->example : "";
}
