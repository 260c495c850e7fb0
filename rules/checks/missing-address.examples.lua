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
  { title = "what is held will be billed too", as_of = "2026-05-01", findings = { { row = "cool" } }, data = {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
      params = { rate = "120.00" } } },
    tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
    time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60, rate = "unknown" } },
  } },
  { title = "nothing is due yet", data = book {}, as_of = "2026-04-05", findings = {} },
}
