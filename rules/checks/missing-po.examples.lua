-- Examples of missing-po: its help and its tests.
local function book(contract, customer, payer)
  contract.id, contract.customer, contract.name = "k1", "cool", "Fee"
  contract.type, contract.start, contract.params = "retainer", "2026-04-01", { price = "100.00" }
  customer = customer or {}
  customer.id, customer.name = "cool", "CoolRealty"
  return {
    customers = { customer, payer },
    taxes = { { name = "City", rule = "percent", params = { rate = "10%" } } },
    contracts = { contract },
  }
end
return {
  { title = "billed by purchase order, without one", data = book({}, { invoice_per = "po" }), as_of = "2026-05-01",
    findings = { { row = "k1", text = "has no purchase order, and is billed by it" } } },
  { title = "with one of its own", data = book({ po_number = "4711" }, { invoice_per = "po" }), as_of = "2026-05-01", findings = {} },
  { title = "with the customer's", data = book({}, { invoice_per = "po", po_number = "4711" }), as_of = "2026-05-01", findings = {} },
  { title = "whoever pays is billed by it", as_of = "2026-05-01", findings = { { row = "k1" } },
    data = book({}, { bill_to = "head" }, { id = "head", name = "Head office", invoice_per = "po" }) },
  { title = "whoever needs none", data = book {}, as_of = "2026-05-01", findings = {} },
  {
    title = "the last bill had one",
    steps = {
      { import = book { po_number = "4711" } },
      { as_of = "2026-05-01", findings = {} },
      { import = { contracts = { { id = "k1", customer = "cool", name = "Fee", type = "retainer", start = "2026-04-01",
        params = { price = "100.00" }, po_number = "" } } } },
      { as_of = "2026-06-01", findings = { { row = "k1", text = "has no purchase order; the last bill had 4711" } } },
    },
  },
}
