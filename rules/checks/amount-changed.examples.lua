-- Examples of amount-changed: its help and its tests.
local function book(first, second, back)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
      params = { rate = "120.00" } } },
    charges = {
      { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Switch", quantity = "1", unit_price = first },
      { id = "c2", customer = "cool", contract = "k1", date = "2026-05-10", description = "Switch", quantity = "1", unit_price = second },
      { id = "c3", customer = "cool", contract = "k1", date = "2026-04-11", description = "Returned", quantity = "1",
        unit_price = back or "0.00" },
    },
  }
end
local function two(first, second, found, back)
  return { { import = book(first, second, back) }, { as_of = "2026-05-01", findings = {} }, { as_of = "2026-06-01", findings = found } }
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
  { title = "by more than half", steps = two("1000.00", "1505.00", { { row = "k1" } }) },
  { title = "by 50.00, which is not little any more", steps = two("60.00", "110.00", { { row = "k1" } }) },
  { title = "by any amount, for whoever wants to know of each", params = { percent = "0%", least = "0" },
    steps = two("10.00", "10.01", { { row = "k1" } }) },
  { title = "a cable last time, a switch now", steps = two("1.00", "100.00", { { row = "k1" } }) },
  { title = "nothing last time, of which no part can be said", steps = two("100.00", "200.00", {}, "-100.00") },
  { title = "a refund last time, likewise", steps = two("-100.00", "200.00", {}) },
  { title = "the first time there is nothing to compare", data = book("500.00", "1.00"), as_of = "2026-05-01", findings = {} },
}
