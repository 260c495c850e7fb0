-- Examples of quickbooks-online: its help and its tests.

local cool = { { id = "cool", name = "Cool O'Realty" } }
local retainer = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", tax = "State",
  params = { price = "500.00" } } }
local state = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } }
local function map(kind, key, value) return { target = "quickbooks-online", kind = kind, key = key, value = value } end
local mapped = { map("customer", "cool", "Cool Inc"), map("item", "service", "Help"), map("item", "product", "Goods"),
  map("tax", "State", "20.0% S") }
local function asks(text, row)
  return { ask = "GET query", query = { query = "select * from " .. text },
    answer = { QueryResponse = { [text:match("^%a+")] = row and { row } } } }
end
local function made(path, body, row)
  local names = { customer = "Customer", item = "Item", invoice = "Invoice", creditmemo = "CreditMemo" }
  return { ask = "POST " .. path, query = { minorversion = "75" }, body = body, answer = { [names[path]] = row } }
end

return {
  {
    title = "customer and item are made before the invoice, whose tax is ours",
    company = { id = "9", country = "US", currency = "USD" },
    data = { customers = cool, contracts = retainer, taxes = state },
    as_of = "2026-05-01", invoices = { { total = "550.00" } },
    sends = {
      asks("Account where Name = 'Services'", { Id = "79" }),
      { ask = "GET query", answer = { QueryResponse = { Invoice = { { Id = "7" } } } },  -- no customer, whatever else is told
        query = { query = "select * from Customer where DisplayName = 'Cool O\\'Realty' and Active in (true, false)" } },
      made("customer", { DisplayName = "Cool O'Realty" }, { Id = "58" }),
      asks "Item where Name = 'Services' and Active in (true, false)",
      made("item", { Name = "Services", Type = "Service", IncomeAccountRef = { value = "79" } }, { Id = "19" }),
      made("invoice", { DocNumber = "1", TxnDate = "2026-05-01", CustomerRef = { value = "58" }, TxnTaxDetail = { TotalTax = "50" },
        Line = { { Amount = "500", SalesItemLineDetail = { ItemRef = { value = "19" }, Qty = "1", TaxCodeRef = { value = "TAX" } } } } },
        { Id = "130", DocNumber = "1", SyncToken = "0", TotalAmt = "550.0", TxnTaxDetail = { TotalTax = "50" } }),
    },
    delivered = { { invoice = "1", state = "delivered" } },
  },
  {
    title = "names that are mapped are there; a credit memo has amounts above zero; a total that differs is told",
    company = { id = "9", country = "US", currency = "USD" },
    data = { customers = cool, contracts = retainer, taxes = state, maps = mapped, charges = { { id = "c1", customer = "cool",
      contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-30", unit_price = "20.00" } } },
    as_of = "2026-05-01", invoices = { { kind = "credit", total = "-110.00" } },
    sends = {
      asks("TaxCode where Name = '20.0% S'", { Id = "6" }),
      asks("Item where Name = 'Help' and Active in (true, false)", { Id = "19" }),
      asks("Item where Name = 'Goods' and Active in (true, false)", { Id = "20" }),
      asks("Customer where DisplayName = 'Cool Inc' and Active in (true, false)", { Id = "58" }),
      made("creditmemo", { Line = { { Amount = "-500", SalesItemLineDetail = { Qty = "1", UnitPrice = "-500" } },
        { Amount = "600", SalesItemLineDetail = { Qty = "30", UnitPrice = "20" } } }, TxnTaxDetail = { TotalTax = "10" } },
        { Id = "131", TotalAmt = "110.01" }),
    },
    delivered = { { invoice = "1", state = "different", difference = "total is -110.01 there and -110.00 here" } },
  },
  {
    title = "the tax is theirs",
    company = { id = "9", country = "US", currency = "USD" }, options = { tax = "theirs" },
    data = { customers = cool, contracts = retainer, taxes = state, maps = mapped },
    as_of = "2026-05-01", invoices = { { total = "550.00" } },
    sends = {
      asks("TaxCode where Name = '20.0% S'", { Id = "6" }),
      asks("Item where Name = 'Help' and Active in (true, false)", { Id = "19" }),
      asks("Customer where DisplayName = 'Cool Inc' and Active in (true, false)", { Id = "58" }),
      made("invoice", { DocNumber = "1", TxnTaxDetail = { TxnTaxCodeRef = { value = "6" } } },
        { Id = "130", TotalAmt = "540.00", TxnTaxDetail = { TotalTax = "40.00" } }),
    },
    delivered = { { invoice = "1", state = "delivered" } },
  },
  {
    title = "outside of the US the tax is a code; a number that another document has is refused",
    company = { id = "9", country = "GB", currency = "USD" },
    data = { customers = cool, contracts = retainer, taxes = state, maps = mapped },
    as_of = "2026-05-01", invoices = { { total = "550.00" } },
    sends = {
      asks("TaxCode where Name = '20.0% S'", { Id = "6" }),
      asks("Item where Name = 'Help' and Active in (true, false)", { Id = "19" }),
      asks("Customer where DisplayName = 'Cool Inc' and Active in (true, false)", { Id = "58" }),
      { ask = "POST invoice", body = { GlobalTaxCalculation = "TaxExcluded",
        Line = { { SalesItemLineDetail = { TaxCodeRef = { value = "6" } } } } }, status = 400,
        answer = { Fault = { Error = { { code = "6140", Message = "Duplicate Document Number Error" } } } } },
      asks("Invoice where DocNumber = '1'", { Id = "77", DocNumber = "1", TotalAmt = "550.00", PrivateNote = "by hand" }),
    },
    delivered = { { invoice = "1", state = "refused" } },
  },
  {
    title = "what QuickBooks would refuse is not sent",
    company = { id = "9", country = "US", currency = "CAD", multicurrency = false, numbers = false },
    data = { customers = cool, contracts = retainer, taxes = state, maps = mapped },
    as_of = "2026-05-01", refused = "it is in USD: switch multicurrency on in QuickBooks, and sign in again",
  },
}
