-- Examples of negative-total: its help and its tests.
local function book(price, tax)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    taxes = tax and { { name = "City", rule = "percent", params = { rate = "10%" } } },
    contracts = { { id = "k1", customer = "cool", name = "Fee", type = "retainer", start = "2026-04-01", taxable = tax,
      tax = tax and "City", params = { price = "100.00" } } },
    charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "1",
      unit_price = price } },
  }
end
return {
  { title = "more is given back than is billed", data = book("-150.00"), as_of = "2026-05-01",
    findings = { { row = "k1", text = "comes to -50.00 USD", mend = "billet batch expand k1" } } },
  { title = "with its tax", data = book("-150.00", true), as_of = "2026-05-01",
    findings = { { row = "k1", text = "comes to -55.00 USD" } } },
  { title = "as much", data = book("-100.00"), as_of = "2026-05-01", findings = {} },
  { title = "less", data = book("-50.00"), as_of = "2026-05-01", findings = {} },
  { title = "nothing of it is due yet", data = book("-150.00"), as_of = "2026-04-05", findings = {} },
}
