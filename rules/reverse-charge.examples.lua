-- Examples of reverse-charge: its help and its tests.
return {
  {
    title = "no tax, and the reason on the invoice",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "T", rule = "reverse-charge", params = {} } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "0.00", total = "100.00", taxes = { { name = "T", rate = "0%", base = "100.00",
      amount = "0.00", code = "AE", reason = "Reverse charge: the customer accounts for the VAT" } } } },
  },
  {
    title = "in the words of another law",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "reverse-charge", params = { reason = "Steuerschuldnerschaft des Leistungsempfängers" } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "0.00", taxes = { { rate = "0%",
      reason = "Steuerschuldnerschaft des Leistungsempfängers" } } } },
  },
  {
    title = "with another code",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "reverse-charge", params = { code = "K", reason = "Intra-Community supply" } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "0.00", taxes = { { code = "K", reason = "Intra-Community supply" } } } },
  },
  {
    title = "beside a charge that is taxed at home",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "reverse-charge", params = {} },
        { name = "VAT", rule = "percent", params = { rate = "19%" } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
      charges = {
        { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
          unit_price = "50.00", tax = "VAT" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "150.00", tax = "9.50", taxes = { { name = "T", base = "100.00", amount = "0.00" }, { name = "VAT",
      base = "50.00", amount = "9.50" } } } },
  },
  {
    title = "the customer's own tax, on several periods",
    data = {
      customers = { { id = "cool", name = "CoolRealty", tax = "T" } },
      taxes = { { name = "T", rule = "reverse-charge", params = { mode = "half-even" } } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true,
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-06-01",
    invoices = { { subtotal = "200.00", tax = "0.00", taxes = { { base = "200.00", amount = "0.00" } } } },
  },
}
