-- Examples of missing-address: its help and its tests.
local function book(customer)
  customer.id, customer.name = "cool", "CoolRealty"
  return {
    customers = { customer, { id = "head", name = "Head office" } },
    contracts = { { id = "k1", customer = "cool", name = "Fee", type = "retainer", start = "2026-04-01",
      params = { price = "100.00" } } },
  }
end
return {
  { title = "no address at all", data = book {}, as_of = "2026-05-01",
    findings = { { row = "cool", text = "has no address", mend = "billet import customers.csv" } } },
  { title = "a street without a city", data = book { address1 = "1 Main St" }, as_of = "2026-05-01",
    findings = { { row = "cool", text = "has no city" } } },
  { title = "a whole one", data = book { address1 = "1 Main St", city = "Tampa" }, as_of = "2026-05-01", findings = {} },
  { title = "whoever pays is asked instead", data = book { bill_to = "head" }, as_of = "2026-05-01",
    findings = { { row = "head" } } },
  { title = "nothing is due yet", data = book {}, as_of = "2026-04-05", findings = {} },
}
