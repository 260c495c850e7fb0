-- Examples of xero: its help and its tests.

local tenant = { id = "t-1", name = "Demo Company" }
local cool = { { id = "cool", name = 'Cool "Realty"', city = "Perth" } }
local gst = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } }
local function retainer(id, customer, tax)
  return { id = id, customer = customer, name = "Retainer", type = "retainer", start = "2026-04-01", tax = tax ~= "none" and "State" or nil,
    params = { price = "500.00" } }
end
local function map(kind, key, value) return { target = "xero", kind = kind, key = key, value = value } end
local function asks(path, query, answer)
  return { ask = "GET " .. path, query = query, headers = { ["xero-tenant-id"] = "t-1" }, answer = answer }
end
local accounts = { Accounts = { { Code = "090", Name = "Bank" }, { Code = "200", Name = "Sales" } } }
local rates = { TaxRates = { { Name = "State", TaxType = "OUTPUT" } } }
local function booked(id, number, contact)
  return { InvoiceID = id, InvoiceNumber = number, Contact = { ContactID = contact }, Date = "/Date(1777593600000+0000)/",
    Status = "AUTHORISED", Total = "550.00", TotalTax = "50.00", CurrencyCode = "USD" }
end

return {
  {
    title = "a contact is made; two invoices go together, and one of them is refused",
    company = tenant,
    data = { customers = { cool[1], { id = "ash", name = "Ash" } }, taxes = gst,
      contracts = { retainer("k1", "cool"), retainer("k2", "ash") } },
    as_of = "2026-05-01", invoices = { { total = "550.00" }, { total = "550.00" } },
    sends = {
      asks("Accounts", nil, accounts), asks("TaxRates", nil, rates),
      asks("Contacts", { where = 'ContactNumber=="ash" OR Name=="Ash"' }, { Contacts = { { ContactID = "c1", ContactNumber = "ash" } } }),
      asks("Contacts", { where = 'ContactNumber=="cool" OR Name=="Cool \\"Realty\\""' }, { Contacts = {} }),
      { ask = "PUT Contacts", headers = { ["xero-tenant-id"] = "t-1" }, body = { Contacts = { { Name = 'Cool "Realty"',
        ContactNumber = "cool", Addresses = { { AddressType = "POBOX", City = "Perth" } } } } },
        answer = { Contacts = { { ContactID = "c2", Name = 'Cool "Realty"' } } } },
      { ask = "PUT Invoices", query = { summarizeErrors = "false", unitdp = "4" },
        body = { Invoices = { { InvoiceNumber = "1", Contact = { ContactID = "c1" } }, { InvoiceNumber = "2", Type = "ACCREC",
          Contact = { ContactID = "c2" }, LineAmountTypes = "Exclusive", Date = "2026-05-01", LineItems = { { Quantity = "1",
            UnitAmount = "500", LineAmount = "500", TaxAmount = "50", TaxType = "OUTPUT", AccountCode = "200" } } } } },
        answer = { Invoices = {
          { InvoiceNumber = "1", StatusAttributeString = "ERROR", ValidationErrors = { { Message = "Account code is wrong." } } },
          booked("i-2", "2", "c2") } } },
    },
    delivered = {
      { invoice = "1", state = "refused", message = "Account code is wrong.; billet export map xero set account KEY CODE" },
      { invoice = "2", state = "delivered" },
    },
  },
  {
    title = "a credit note has amounts above zero; its names are mapped",
    company = tenant,
    data = { customers = cool, taxes = gst, contracts = { retainer("k1", "cool") }, charges = { { id = "c1", customer = "cool",
      contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-30", unit_price = "20.00", sku = "CAB" } }, maps = {
        map("customer", "cool", "Cool Ltd"), map("account", "income", "Sales"), map("tax", "State", "OUTPUT"),
        map("item", "CAB", "C1") } },
    as_of = "2026-05-01", invoices = { { kind = "credit", total = "-110.00" } },
    sends = {
      asks("Accounts", nil, accounts), asks("TaxRates", nil, rates),
      asks("Items", { where = 'Code=="C1"' }, { Items = { { Code = "C1" } } }),
      asks("Contacts", { where = 'Name=="Cool Ltd"' }, { Contacts = { { ContactID = "c2", Name = "Cool Ltd" } } }),
      { ask = "PUT CreditNotes", body = { CreditNotes = { { CreditNoteNumber = "1", Type = "ACCRECCREDIT", LineItems = {
        { LineAmount = "-500", UnitAmount = "-500", TaxAmount = "-50" },
        { LineAmount = "600", ItemCode = "C1", TaxAmount = "60" } } } } },
        answer = { CreditNotes = { { CreditNoteID = "n-1", CreditNoteNumber = "1", Total = "110.00", TotalTax = "10.00" } } } },
    },
    delivered = { { invoice = "1", state = "delivered" } },
  },
  {
    title = "a number that is taken: ours where contact and day are ours",
    company = tenant,
    data = { customers = cool, taxes = gst, contracts = { retainer("k1", "cool") }, maps = { map("customer", "cool", "Cool Ltd") } },
    as_of = "2026-05-01", invoices = { { total = "550.00" } },
    sends = {
      asks("Accounts", nil, accounts), asks("TaxRates", nil, rates),
      asks("Contacts", nil, { Contacts = { { ContactID = "c2", Name = "Cool Ltd" } } }),
      { ask = "PUT Invoices", status = 400, answer = { ErrorNumber = 10, Message = "A validation exception occurred", Elements = {
        { InvoiceNumber = "1", ValidationErrors = { { Message = "Invoice # must be unique." } } } } } },
      asks("Invoices", { InvoiceNumbers = "1" }, { Invoices = { booked("i-1", "1", "c2") } }),
    },
    delivered = { { invoice = "1", state = "delivered" } },
  },
  {
    title = "what is not in Xero is not guessed, and looked for once",
    company = tenant,
    data = { customers = { cool[1], { id = "ash", name = "Ash" } }, taxes = gst,
      contracts = { retainer("k1", "cool"), retainer("k2", "ash") } },
    as_of = "2026-05-01", invoices = { { total = "550.00" }, { total = "550.00" } },
    sends = { asks("Accounts", nil, accounts), asks("TaxRates", nil, { TaxRates = { { Name = "Exempt", TaxType = "NONE" } } }) },
    delivered = {
      { invoice = "1", state = "refused", message = "tax State is not in Xero: billet export map xero set tax State NAME" },
      { invoice = "2", state = "refused", message = "tax State is not in Xero: billet export map xero set tax State NAME" },
    },
  },
  {
    title = "another currency has a rate, and a line without tax the type NONE",
    company = tenant,
    data = { customers = { { id = "cool", name = "Cool", currency = "EUR" } }, contracts = { retainer("k1", "cool", "none") },
      fx = { { date = "2026-04-01", currency = "EUR", rate = "1.25" } } },
    as_of = "2026-05-01", invoices = { { total = "500.00" } },
    sends = {
      asks("Accounts", nil, accounts), asks("TaxRates", nil, { TaxRates = { { Name = "Exempt", TaxType = "NONE" } } }),
      asks("Contacts", nil, { Contacts = { { ContactID = "c2", ContactNumber = "cool" } } }),
      { ask = "PUT Invoices", body = { Invoices = { { CurrencyCode = "EUR", CurrencyRate = "0.8",
        LineItems = { { TaxType = "NONE" } } } } },
        answer = { Invoices = { { InvoiceID = "i-1", InvoiceNumber = "1", Total = "500.00", TotalTax = "0.00" } } } },
    },
  },
}
