-- Examples of held: its help and its tests.
local function book(code, price)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
      params = { rate = "120.00" } } },
    rates = price and { { code = code, unit_price = price } },
    tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
    time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60, rate = code } },
  }
end
return {
  {
    title = "work at a rate code that nobody gave a price is held",
    data = book("night"), as_of = "2026-05-01",
    findings = { { row = "k1:T1:2026-04-01", level = "warning", mend = "billet why k1:T1:2026-04-01" } },
  },
  { title = "with a price it is not", data = book("night", "180.00"), as_of = "2026-05-01", findings = {} },
  { title = "nor is work at the contract's own", data = book(nil), as_of = "2026-05-01", findings = {} },
  { title = "nothing is held before it is due", data = book("night"), as_of = "2026-04-20", findings = {} },
  {
    title = "the price came too late for the first batch",
    steps = {
      { import = book("night") },
      { as_of = "2026-05-01", findings = { { row = "k1:T1:2026-04-01" } } },
      { import = { rates = { { code = "night", unit_price = "180.00" } } } },
      { as_of = "2026-05-02", findings = {} },
    },
  },
}
