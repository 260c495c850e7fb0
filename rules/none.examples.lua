-- Examples of none: its help and its tests.
return {
  {
    title = "a charge that is exempt on a taxed contract",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "GST", rule = "percent", params = { rate = "10%" } }, { name = "Exempt", rule = "none" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "GST", params = { price = "500.00" } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Taxi", quantity = "1",
        unit_price = "80.00", kind = "expense", tax = "Exempt" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "580.00", tax = "50.00", total = "630.00", lines = {
      { unit_price = "500.00", amount = "500.00", tax = "50.00" },
      { unit_price = "80.00", amount = "80.00", tax = "0.00" },
    } } },
  },
  {
    title = "a contract whose own tax is none",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "Exempt", rule = "none" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "Exempt", params = { price = "500.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "500.00", tax = "0.00", total = "500.00" } },
  },
  {
    title = "with a code and a reason",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "Export", rule = "none", params = { code = "G", reason = "Export outside the EU" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "Export", params = { price = "200.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "200.00", tax = "0.00", total = "200.00" } },
  },
  {
    title = "two periods, no tax on either",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "Exempt", rule = "none", params = { mode = "down" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "Exempt", params = { price = "10.00" } } },
    },
    as_of = "2026-06-01",
    invoices = { { subtotal = "20.00", tax = "0.00", total = "20.00" } },
  },
  {
    title = "the customer's tax is none, the charge's own taxes it",
    data = {
      customers = { { id = "cool", name = "CoolRealty", tax = "Exempt" } },
      taxes = { { name = "Exempt", rule = "none" }, { name = "Low", rule = "percent", params = { rate = "5%" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        params = { price = "100.00" } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Switch", quantity = "1",
        unit_price = "200.00", tax = "Low" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "300.00", tax = "10.00", total = "310.00" } },
  },
}
