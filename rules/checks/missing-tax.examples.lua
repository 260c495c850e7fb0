-- Examples of missing-tax: its help and its tests.
local function book(contract, customer)
  contract.id, contract.customer, contract.name = "k1", "cool", "Fee"
  contract.type, contract.start, contract.params = "retainer", "2026-04-01", { price = "100.00" }
  customer = customer or {}
  customer.id, customer.name = "cool", "CoolRealty"
  return {
    customers = { customer },
    taxes = { { name = "City", rule = "percent", params = { rate = "10%" } } },
    contracts = { contract },
  }
end
return {
  { title = "taxable, and nothing says how", data = book { taxable = true }, as_of = "2026-05-01",
    findings = { { row = "k1", text = "is taxable, and has no tax" } } },
  { title = "with a tax of its own", data = book { taxable = true, tax = "City" }, as_of = "2026-05-01", findings = {} },
  { title = "with the customer's", data = book({ taxable = true }, { tax = "City" }), as_of = "2026-05-01", findings = {} },
  { title = "not taxable", data = book { taxable = false }, as_of = "2026-05-01", findings = {} },
  { title = "nothing of it is due yet", data = book { taxable = true }, as_of = "2026-04-05", findings = {} },
  { title = "exempt", data = book({ taxable = true }, { tax_exempt = true }), as_of = "2026-05-01", findings = {} },
}
