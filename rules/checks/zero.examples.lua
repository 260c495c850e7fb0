-- Examples of zero: its help and its tests.
local function book(price, quantity)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
      params = { rate = "120.00" } } },
    charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Switch",
      quantity = quantity or "1", unit_price = price } },
  }
end
local function fee(price)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Fee", type = "retainer", start = "2026-04-01",
      params = { price = price } } },
  }
end
return {
  { title = "a product without a price", data = book("0"), as_of = "2026-05-01",
    findings = { { row = "k1:charge:c1", text = "costs nothing: Switch", mend = "billet batch exclude k1:charge:c1" } } },
  { title = "one with a price", data = book("50.00"), as_of = "2026-05-01", findings = {} },
  { title = "a product of which there is none", data = book("50.00", "0"), as_of = "2026-05-01", findings = { { row = "k1:charge:c1" } } },
  { title = "a fee of nothing", data = fee("0.00"), as_of = "2026-05-01", findings = { { row = "k1:2026-04-01" } } },
  { title = "work that costs nothing is included", as_of = "2026-05-01", findings = {}, data = {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Goodwill", type = "hourly", start = "2026-04-01", params = { rate = "0.00" } } },
    tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
    time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 } },
  } },
  { title = "a fee", data = fee("100.00"), as_of = "2026-05-01", findings = {} },
}
