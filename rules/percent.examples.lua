-- Examples of percent: its help and its tests.
return {
  {
    title = "10 % on top",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "GST", rule = "percent", params = { rate = "10%" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "GST", params = { price = "500.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "500.00", tax = "50.00", total = "550.00" } },
  },
  {
    title = "8.25 % of 99.99 is rounded once",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "Sales", rule = "percent", params = { rate = "8.25%" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "Sales", params = { price = "99.99" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "99.99", tax = "8.25", total = "108.24" } },
  },
  {
    title = "the price holds 20 % VAT",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "VAT", rule = "percent", params = { rate = "20%", inclusive = true } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "VAT", params = { price = "120.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "20.00", total = "120.00" } },
  },
  {
    title = "products carry a rate of their own, services the main one",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "State", rule = "percent", params = { rate = "10%", categories = { { category = "product", rate = "5%" } } } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "State", params = { price = "500.00" } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Switch", quantity = "1",
        unit_price = "200.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "700.00", tax = "60.00", total = "760.00", lines = {
      { unit_price = "500.00", amount = "500.00", tax = "50.00" },
      { unit_price = "200.00", amount = "200.00", tax = "10.00" },
    } } },
  },
  {
    title = "three lines of 0.33 at 10 %, rounded on the document: 0.10, not 0.09",
    steps = false, reason = "each document rounds its own tax: three invoices of 0.33 have 0.03 each",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "GST", rule = "percent", params = { rate = "10%", rounding = "document" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-03-01", taxable = true,
        tax = "GST", params = { price = "0.33" } } },
    },
    as_of = "2026-06-01",
    invoices = { { subtotal = "0.99", tax = "0.10", total = "1.09" } },
  },
  {
    title = "a reduced rate with its code and its sentence",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "Reduced", rule = "percent", params = { rate = "7%", code = "AA", reason = "Reduced rate" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "Reduced", params = { price = "100.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "7.00", taxes = { { name = "Reduced", rate = "7%", base = "100.00", amount = "7.00" } } } },
  },
  {
    title = "a rate below zero is withheld",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "Withheld", rule = "percent", params = { rate = "-15%" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "Withheld", params = { price = "100.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "-15.00", total = "85.00" } },
  },
  {
    title = "more than all of it cannot be withheld",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "GST", rule = "percent", params = { rate = "-100.5%" } } },
    },
    as_of = "2026-05-01",
    refused = "rate: must be at least -100%",
  },
  {
    title = "a rate of zero is a rate",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "Zero", rule = "percent", params = { rate = "0%", categories = { { category = "product", rate = "0%" } } } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
        tax = "Zero", params = { price = "100.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "0.00", taxes = { { rate = "0%", base = "100.00", amount = "0.00" } } } },
  },
  {
    title = "nor of a category",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "GST", rule = "percent",
        params = { rate = "1%", categories = { { category = "labor", rate = "-101%" } } } } },
    },
    as_of = "2026-05-01",
    refused = "rate: must be at least -100%",
  },
  {
    title = "half a cent goes to the even one, or is cut, and the report knows who levies it",
    data = {
      customers = { { id = "cool", name = "CoolRealty" }, { id = "cut", name = "Cutter" } },
      taxes = {
        { name = "Even", rule = "percent", params = { rate = "10%", mode = "half-even", jurisdiction = "Lisbon" } },
        { name = "Cut", rule = "percent", params = { rate = "10%", mode = "down" } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true, tax = "Even",
          params = { price = "0.25" } },
        { id = "k2", customer = "cut", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true, tax = "Cut",
          params = { price = "0.39" } },
      },
    },
    as_of = "2026-05-01",
    invoices = {
      { customer = "cool", subtotal = "0.25", tax = "0.02", taxes = { { name = "Even", jurisdiction = "Lisbon" } } },
      { customer = "cut", subtotal = "0.39", tax = "0.03", taxes = { { name = "Cut" } } },
    },
  },
}
