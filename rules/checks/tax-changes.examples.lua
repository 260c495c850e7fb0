-- Examples of tax-changes: its help and its tests.
local function book(contract, from, exempt)
  contract.id, contract.customer, contract.name, contract.type = "k1", "cool", "Fee", "retainer"
  contract.start, contract.params, contract.taxable = "2026-04-01", { price = "100.00" }, contract.taxable ~= false
  contract.tax = "City"
  return {
    customers = { { id = "cool", name = "CoolRealty", tax_exempt = exempt } },
    taxes = {
      { name = "City", rule = "percent", params = { rate = "8%" } },
      { name = "City", rule = "percent", from = from, params = { rate = "9%" } },
    },
    contracts = { contract },
  }
end
return {
  { title = "a year in advance, past a new rate", data = book({ timing = "advance", period = "yearly" }, "2026-07-01"),
    as_of = "2026-04-01",
    findings = { { row = "k1:2026-04-01", text = "is billed in advance, and its tax changes on 2026-07-01" } } },
  { title = "a month that ends before", data = book({ timing = "advance" }, "2026-07-01"), as_of = "2026-04-01", findings = {} },
  { title = "a rate that begins with the period", data = book({ timing = "advance" }, "2026-04-01"), as_of = "2026-04-01", findings = {} },
  { title = "in arrears the rate is known", data = book({}, "2026-04-15"), as_of = "2026-05-01", findings = {} },
  { title = "what is not taxed", data = book({ timing = "advance", period = "yearly", taxable = false }, "2026-07-01"),
    as_of = "2026-04-01", findings = {} },
  { title = "who is not taxed", data = book({ timing = "advance", period = "yearly" }, "2026-07-01", true),
    as_of = "2026-04-01", findings = {} },
}
