-- Examples of tax-gone: its help and its tests.
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
local function again(contract)
  return { contracts = book(contract).contracts }
end
return {
  {
    title = "it is not taxed any more",
    steps = {
      { import = book { taxable = true, tax = "City" } },
      { as_of = "2026-05-01", findings = {} },
      { import = again { taxable = false, tax = "City" } },
      { as_of = "2026-06-01", findings = { { row = "k1", text = "bears no tax; last time it was 10.00 USD" } } },
    },
  },
  {
    title = "its customer is exempt by now",
    steps = {
      { import = book { taxable = true, tax = "City" } },
      { as_of = "2026-05-01", findings = {} },
      { import = { customers = { { id = "cool", name = "CoolRealty", tax_exempt = true } } } },
      { as_of = "2026-06-01", findings = { { row = "k1" } } },
    },
  },
  { title = "it never was", data = book { taxable = false }, as_of = "2026-05-01", findings = {} },
  {
    title = "it was not last time",
    steps = {
      { import = book { taxable = false } },
      { as_of = "2026-05-01", findings = {} },
      { as_of = "2026-06-01", findings = {} },
    },
  },
  {
    title = "it is taxed as ever",
    steps = {
      { import = book { taxable = true, tax = "City" } },
      { as_of = "2026-05-01", findings = {} },
      { as_of = "2026-06-01", findings = {} },
    },
  },
}
