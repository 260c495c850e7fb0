// The subjects of checks with their columns: what plugins may ask for, said once for engine, host and help.
#include "core/engine/checked.h"
#include <stddef.h>
#include <string.h>

static const check_column batch_columns[] = {
  { "batch", CHECK_TEXT, "its number" },
  { "currency", CHECK_TEXT, "the book's, in which the amounts are" },
  { "as_of", CHECK_DAY, "due on this day" },
  { "contracts", CHECK_COUNT, "contracts that have something due" },
  { "amount", CHECK_MONEY, "net of everything that is due in the book's currency" },
  { "tax", CHECK_MONEY, "its tax" },
};
static const check_column customer_columns[] = {
  { "id", CHECK_TEXT, "the customer's id" },
  { "name", CHECK_TEXT, "its name" },
  { "pays", CHECK_FLAG, "invoices of the batch go to it" },
  { "email", CHECK_TEXT, "its e-mail address" },
  { "email_to", CHECK_TEXT, "where its invoices go by mail, if elsewhere" },
  { "delivery", CHECK_TEXT, "none, email, print or target" },
  { "einvoice", CHECK_TEXT, "the kind of its electronic invoices" },
  { "address1", CHECK_TEXT, "first line of its address" },
  { "city", CHECK_TEXT, "its city" },
  { "region", CHECK_TEXT, "its state or region" },
  { "postal_code", CHECK_TEXT, "its postal code" },
  { "country", CHECK_TEXT, "its country" },
  { "tax", CHECK_TEXT, "the name of its tax" },
  { "tax_id", CHECK_TEXT, "its VAT or tax number" },
  { "tax_exempt", CHECK_FLAG, "no tax is charged" },
  { "exempt_reason", CHECK_TEXT, "why it is not taxed" },
  { "exempt_until", CHECK_DAY, "last day of its exemption certificate" },
  { "invoice_per", CHECK_TEXT, "contract, customer or po" },
  { "po_number", CHECK_TEXT, "its purchase order" },
  { "terms_days", CHECK_COUNT, "days until its invoices are due" },
};
static const check_column contract_columns[] = {
  { "id", CHECK_TEXT, "the contract's id" },
  { "currency", CHECK_TEXT, "in which it bills" },
  { "name", CHECK_TEXT, "its name" },
  { "type", CHECK_TEXT, "its type" },
  { "customer", CHECK_TEXT, "its customer's id" },
  { "state", CHECK_TEXT, "ready, locked, empty or held" },
  { "selected", CHECK_FLAG, "its box is black" },
  { "amount", CHECK_MONEY, "net of all that it takes when it is selected" },
  { "tax", CHECK_MONEY, "the tax of that" },
  { "tickets", CHECK_COUNT, "tickets of that" },
  { "minutes", CHECK_COUNT, "minutes of work of that" },
  { "taxable", CHECK_FLAG, "it is to be taxed" },
  { "tax_name", CHECK_TEXT, "its tax, else its site's, else its customer's" },
  { "tax_exempt", CHECK_FLAG, "its customer is exempt" },
  { "po_number", CHECK_TEXT, "its purchase order, else its site's, else its customer's" },
  { "invoice_per", CHECK_TEXT, "contract, customer or po, as who pays says" },
  { "period", CHECK_TEXT, "how often it bills" },
  { "timing", CHECK_TEXT, "arrears or advance" },
  { "start", CHECK_DAY, "its first day" },
  { "ends", CHECK_DAY, "its last day" },
};
static const check_column held_columns[] = {
  { "id", CHECK_TEXT, "the item that is held, or the contract" },
  { "contract", CHECK_TEXT, "the contract's id" },
  { "customer", CHECK_TEXT, "its customer's id" },
  { "ticket", CHECK_TEXT, "the item's ticket" },
  { "reason", CHECK_TEXT, "why it cannot be billed" },
};
static const check_column item_columns[] = {
  { "id", CHECK_TEXT, "the item's id" },
  { "currency", CHECK_TEXT, "in which it bills" },
  { "contract", CHECK_TEXT, "the contract's id" },
  { "type", CHECK_TEXT, "the contract's type" },
  { "customer", CHECK_TEXT, "the customer's id" },
  { "kind", CHECK_TEXT, "period, ticket, charge or grant" },
  { "ticket", CHECK_TEXT, "the ticket's id" },
  { "description", CHECK_TEXT, "what it is" },
  { "from", CHECK_DAY, "first day of its period" },
  { "to", CHECK_DAY, "last day of its period" },
  { "timing", CHECK_TEXT, "arrears or advance, as the contract bills" },
  { "minutes", CHECK_COUNT, "minutes of its work" },
  { "amount", CHECK_MONEY, "its net amount" },
  { "tax", CHECK_MONEY, "its tax" },
  { "excluded", CHECK_FLAG, "it is left out of the batch" },
  { "tax_changes", CHECK_DAY, "the first day in its period on which another row of its tax holds" },
  { "cost", CHECK_MONEY, "what its work or charge costs; nil: not known, or paid by a fee or a balance" },
};
static const check_column entry_columns[] = {
  { "id", CHECK_TEXT, "the time entry's id" },
  { "ticket", CHECK_TEXT, "its ticket" },
  { "contract", CHECK_TEXT, "the contract that it bills on" },
  { "customer", CHECK_TEXT, "its customer's id" },
  { "day", CHECK_DAY, "the day of the work" },
  { "start", CHECK_COUNT, "the minute of that day on which it starts" },
  { "minutes", CHECK_COUNT, "how long it took" },
  { "bill_minutes", CHECK_COUNT, "billed instead" },
  { "billable", CHECK_FLAG, "it is to be billed" },
  { "technician", CHECK_TEXT, "who worked" },
  { "rate", CHECK_TEXT, "its rate code" },
  { "work_type", CHECK_TEXT, "at what" },
  { "note", CHECK_TEXT, "its note" },
  { "contract_starts", CHECK_DAY, "first day of the contract" },
  { "contract_ends", CHECK_DAY, "last day of the contract" },
};
static const check_column draft_columns[] = {
  { "id", CHECK_TEXT, "the draft, or the invoice's number" },
  { "currency", CHECK_TEXT, "its currency" },
  { "customer", CHECK_TEXT, "who pays" },
  { "state", CHECK_TEXT, "draft or final" },
  { "subtotal", CHECK_MONEY, "its net amount" },
  { "tax", CHECK_MONEY, "its tax" },
  { "total", CHECK_MONEY, "what there is to pay" },
  { "po_number", CHECK_TEXT, "its purchase order" },
  { "lines", CHECK_COUNT, "how many lines it has" },
};
static const check_column meter_columns[] = {
  { "contract", CHECK_TEXT, "the contract that counts it" },
  { "customer", CHECK_TEXT, "the customer's id" },
  { "meter", CHECK_TEXT, "the meter" },
  { "first", CHECK_DAY, "first day of the period that it is counted in" },
  { "last", CHECK_DAY, "last day of it" },
  { "reason", CHECK_TEXT, "what is known of it" },
};
static const check_column sign_in_columns[] = {
  { "target", CHECK_TEXT, "the program that invoices go to" },
  { "company", CHECK_TEXT, "whose books they are" },
  { "days_left", CHECK_COUNT, "days until the sign-in ends" },
};

#define COLUMNS(list) list, sizeof(list) / sizeof *(list)
const check_form check_forms[CHECK_SUBJECTS] = {
  [CHECK_BATCH] = { "batch", "the batch", "the batch before it that was run", COLUMNS(batch_columns),
                    "billet batch show --batch", "batch" },
  [CHECK_CUSTOMER] = { "customer", "a customer that something of is due, or who pays for one", NULL,
                       COLUMNS(customer_columns), "billet import customers.csv", NULL },
  [CHECK_CONTRACT] = { "contract", "a contract that has something due", "its bill in the batch before",
                       COLUMNS(contract_columns), "billet batch expand", "id" },
  [CHECK_HELD] = { "held", "an item that is due and cannot be priced, or a whole contract", NULL, COLUMNS(held_columns),
                   "billet why", "id" },
  [CHECK_ITEM] = { "item", "an item that is due, while the batch is open", NULL, COLUMNS(item_columns),
                   "billet batch exclude", "id" },
  [CHECK_ENTRY] = { "entry", "a time entry that is not billed, or that the batch bills",
                    "one with the same ticket and start that was there earlier", COLUMNS(entry_columns),
                    "billet batch exclude --ticket", "ticket" },
  [CHECK_DRAFT] = { "draft", "a document of the batch", "the last invoice of who pays, in the same currency",
                    COLUMNS(draft_columns), "billet batch delete", "id" },
  [CHECK_METER] = { "meter", "a meter that a contract counts and that nobody read", NULL, COLUMNS(meter_columns),
                    "billet import readings.csv", NULL },
  [CHECK_SIGN_IN] = { "sign-in", "a target that somebody is signed in to", NULL, COLUMNS(sign_in_columns),
                      "billet export login", "target" },
};

int check_column_find(const check_form *f, const char *name) {
  for (size_t i = 0; i < f->count; i++)
    if (strcmp(f->columns[i].name, name) == 0) return (int)i;
  return -1;
}

static const char *const levels[] = {
  [CHECK_OFF] = "off", [CHECK_NOTE] = "note", [CHECK_WARNING] = "warning", [CHECK_ERROR] = "error"
};

const char *check_level_name(check_level level) { return levels[level]; }

bool check_level_parse(const char *word, check_level *out) {
  for (int i = CHECK_OFF; i <= CHECK_ERROR; i++)
    if (strcmp(levels[i], word) == 0) return *out = (check_level)i, true;
  return false;
}
