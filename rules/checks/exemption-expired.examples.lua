-- Examples of exemption-expired: its help and its tests.
local function book(customer)
  customer.id, customer.name = "cool", "CoolRealty"
  return {
    customers = { customer, { id = "head", name = "Head office" } },
    contracts = { { id = "k1", customer = "cool", name = "Fee", type = "retainer", start = "2026-04-01",
      params = { price = "100.00" } } },
  }
end
return {
  { title = "a certificate of last year", data = book { tax_exempt = true, exempt_until = "2025-12-31" }, as_of = "2026-05-01",
    findings = { { row = "cool", text = "is not taxed, and its exemption certificate expired on 2025-12-31",
      mend = "billet set customers cool exempt_until=DATE --note TEXT" } } },
  { title = "its last day", data = book { tax_exempt = true, exempt_until = "2026-05-01" }, as_of = "2026-05-01", findings = {} },
  { title = "one without an end", data = book { tax_exempt = true }, as_of = "2026-05-01", findings = {} },
  { title = "taxed, whatever was", data = book { exempt_until = "2025-12-31" }, as_of = "2026-05-01", findings = {} },
  { title = "nothing is due yet", data = book { tax_exempt = true, exempt_until = "2025-12-31" }, as_of = "2026-04-05", findings = {} },
}
