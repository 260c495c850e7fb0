-- Examples of total-changed: its help and its tests.
local function book(first, second)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
      params = { rate = "120.00" } } },
    charges = {
      { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Switch", quantity = "1", unit_price = first },
      { id = "c2", customer = "cool", contract = "k1", date = "2026-05-10", description = "Switch", quantity = "1", unit_price = second },
    },
  }
end
local function two(first, second, found)
  return { { import = book(first, second) }, { as_of = "2026-05-01", findings = {} }, { as_of = "2026-06-01", findings = found } }
end
return {
  { title = "a quarter more", steps = two("100.00", "125.00",
    { { row = "2", text = "comes to 125.00 USD; the one before it to 100.00 USD", mend = "billet batch show --batch 2" } }) },
  { title = "a quarter less", steps = two("100.00", "75.00", { { row = "2" } }) },
  { title = "a fifth more", steps = two("100.00", "120.00", {}) },
  { title = "a fifth, for whoever looks closely", params = { percent = "10%" }, steps = two("100.00", "120.00", { { row = "2" } }) },
  { title = "more than a fifth", steps = two("1000.00", "1205.00", { { row = "2" } }) },
  { title = "any amount, for whoever wants to know of each", params = { percent = "0%" },
    steps = two("10.00", "10.01", { { row = "2" } }) },
  { title = "a cable before, two now", steps = two("1.00", "2.00", { { row = "2" } }) },
  { title = "nothing before, of which no part can be said", steps = two("0.00", "200.00", {}) },
  { title = "a refund before, likewise", steps = two("-100.00", "200.00", {}) },
  { title = "the first batch", data = book("500.00", "1.00"), as_of = "2026-05-01", findings = {} },
}
