-- Examples of amount-changed: its help and its tests.
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
  { title = "twice as much", steps = two("100.00", "200.00",
    { { row = "k1", text = "comes to 200.00 USD; last time it was 100.00 USD" } }) },
  { title = "less than half", steps = two("200.00", "99.00", { { row = "k1" } }) },
  { title = "half as much again", steps = two("100.00", "150.00", {}) },
  { title = "much of little", steps = two("10.00", "30.00", {}) },
  { title = "much of little, for whoever looks at every cent", params = { least = "1.00" }, steps = two("10.00", "30.00",
    { { row = "k1" } }) },
  { title = "a tenth, for whoever looks closely", params = { percent = "5%" }, steps = two("1000.00", "1100.00",
    { { row = "k1" } }) },
  { title = "the first time there is nothing to compare", data = book("500.00", "1.00"), as_of = "2026-05-01", findings = {} },
}
