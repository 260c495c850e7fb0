-- Examples of components: its help and its tests.
return {
  {
    title = "two taxes, each rounded by itself",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "GST", rate = "5%" }, { name = "QST",
          rate = "9.975%" } } } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "14.98", total = "114.98", taxes = { { name = "GST", rate = "5%", base = "100.00",
      amount = "5.00" }, { name = "QST", rate = "9.975%", base = "100.00", amount = "9.98" } }, lines = { { amount = "100.00",
      tax = "14.98" } } } },
  },
  {
    title = "what is past the cent is cut: 9.975 is 9.97",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { mode = "down", rates = { { name = "GST", rate = "5%" }, { name = "QST",
          rate = "9.975%" } } } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "14.97", taxes = { { name = "GST", amount = "5.00" }, { name = "QST",
      amount = "9.97" } } } },
  },
  {
    title = "a compound one is due on the tax before it: 10 % of 105.00",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "GST", rate = "5%" }, { name = "PST", rate = "10%",
          compound = true } } } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "15.50", taxes = { { name = "GST", amount = "5.00" }, { name = "PST", base = "105.00",
      amount = "10.50" } } } },
  },
  {
    title = "line by line, half cents go up on each line",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "A", rate = "1%" }, { name = "B", rate = "2%" } },
          rounding = "line" } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "0.50" } },
      },
      charges = {
        { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
          unit_price = "0.50" },
        { id = "c2", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
          unit_price = "0.50" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "1.50", tax = "0.06", taxes = { { name = "A", amount = "0.03" }, { name = "B",
      amount = "0.03" } } } },
  },
  {
    title = "or once on the document",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "A", rate = "1%" }, { name = "B", rate = "2%" } },
          rounding = "document" } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "0.50" } },
      },
      charges = {
        { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
          unit_price = "0.50" },
        { id = "c2", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
          unit_price = "0.50" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "1.50", tax = "0.05", taxes = { { name = "A", amount = "0.02" }, { name = "B",
      amount = "0.03" } } } },
  },
  {
    title = "three jurisdictions, and a charge with a tax of its own",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "State", rate = "6.25%" }, { name = "County",
          rate = "0.5%" }, { name = "City", rate = "1.5%" } } } },
        { name = "Exempt", rule = "none", params = {} },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
      charges = {
        { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
          unit_price = "50.00", tax = "Exempt" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "150.00", tax = "8.25", taxes = { { name = "State", base = "100.00", amount = "6.25" },
      { name = "County", amount = "0.50" }, { name = "City", amount = "1.50" } } } },
  },
  {
    title = "an exempt customer pays none of them",
    data = {
      customers = { { id = "cool", name = "CoolRealty", tax_exempt = true } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "GST", rate = "5%" }, { name = "QST",
          rate = "9.975%" } } } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "0.00", taxes = {} } },
  },
  {
    title = "a rate that changes in the year",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "GST", rate = "5%" }, { name = "QST",
          rate = "9.975%" } } } },
        { name = "T", rule = "components", from = "2026-05-01", params = { rates = { { name = "GST", rate = "6%" } } } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-06-01",
    invoices = { { subtotal = "200.00", tax = "20.98", lines = { { tax = "14.98", period = { "2026-04-01", "2026-04-30" } },
      { tax = "6.00", period = { "2026-05-01", "2026-05-31" } } } } },
  },
  {
    title = "eight taxes at once",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "T0", rate = "1%" }, { name = "T1", rate = "1%" },
          { name = "T2", rate = "1%" }, { name = "T3", rate = "1%" }, { name = "T4", rate = "1%" }, { name = "T5", rate = "1%" },
          { name = "T6", rate = "1%" }, { name = "T7", rate = "1%" } } } },
      },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
          params = { price = "100.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", tax = "8.00" } },
  },
  {
    title = "but not nine",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "T0", rate = "1%" }, { name = "T1", rate = "1%" },
          { name = "T2", rate = "1%" }, { name = "T3", rate = "1%" }, { name = "T4", rate = "1%" }, { name = "T5", rate = "1%" },
          { name = "T6", rate = "1%" }, { name = "T7", rate = "1%" }, { name = "T8", rate = "1%" } } } },
      },
    },
    refused = "at most eight",
  },
  {
    title = "nor none",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "T", rule = "components", params = { rates = {} } } },
    },
    refused = "at least one is needed",
  },
  {
    title = "each has a name of its own",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = {
        { name = "T", rule = "components", params = { rates = { { name = "A", rate = "1%" }, { name = "A", rate = "2%" } } } },
      },
    },
    refused = "\"A\" comes twice",
  },
}
