-- Examples of missing-email: its help and its tests.
local function book(customer)
  customer.id, customer.name = "cool", "CoolRealty"
  return {
    customers = { customer },
    contracts = { { id = "k1", customer = "cool", name = "Fee", type = "retainer", start = "2026-04-01",
      params = { price = "100.00" } } },
  }
end
return {
  {
    title = "invoices go by mail, to nobody",
    data = book { delivery = "email" }, as_of = "2026-05-01",
    findings = { { row = "cool", level = "warning", mend = "billet set customers cool email=ADDRESS --note TEXT" } },
  },
  { title = "to its own address", data = book { delivery = "email", email = "pay@cool.example" }, as_of = "2026-05-01",
    findings = {} },
  { title = "to another one", data = book { delivery = "email", email_to = "pay@cool.example" }, as_of = "2026-05-01",
    findings = {} },
  { title = "on paper", data = book { delivery = "print" }, as_of = "2026-05-01", findings = {} },
  { title = "nothing of it is due", data = book { delivery = "email" }, as_of = "2026-04-05", findings = {} },
}
