-- Examples of discount: its help and its tests.
return {
  {
    title = "ten percent off everything: the fee, the work and the switch",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "retainer", start = "2026-04-01",
        params = { price = "500.00", excludes = { "project" }, covers = { "support" } },
        rules = { { rule = "discount", percent = "10%" } } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Switch", quantity = "2",
        unit_price = "100.00" } },
      rates = { { code = "project", unit_price = "150.00" } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60, rate = "project" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "765.00", lines = {
      { quantity = "1", unit_price = "500.00", discount = "50.00", amount = "450.00" },
      { ticket = "T1", unit_price = "150.00", discount = "15.00", amount = "135.00" },
      { quantity = "2", unit_price = "100.00", discount = "20.00", amount = "180.00" },
    } } },
  },
  {
    title = "off products only",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "discount", percent = "25%", category = "product" } } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Switch", quantity = "2",
        unit_price = "100.00" } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "270.00", lines = {
      { ticket = "T1", amount = "120.00" },
      { unit_price = "100.00", discount = "50.00", amount = "150.00" },
    } } },
  },
  {
    title = "an amount off each period is shared by what the items cost",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "discount", amount = "100.00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-11T09:00", minutes = 180 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "380.00", lines = {
      { ticket = "T1", discount = "25.00", amount = "95.00" },
      { ticket = "T2", discount = "75.00", amount = "285.00" },
    } } },
  },
  {
    title = "never more than the period costs",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "discount", amount = "500.00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-05-02T09:00", minutes = 300 },
      },
    },
    as_of = "2026-06-01",
    invoices = { { subtotal = "100.00", lines = {
      { ticket = "T1", discount = "120.00", amount = "0.00" },
      { ticket = "T2", discount = "500.00", amount = "100.00" },
    } } },
  },
  {
    title = "the discount comes off before the tax, after the charge's own",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        taxable = true, tax = "GST",
        params = { rate = "120.00" },
        rules = { { rule = "discount", percent = "50%" } } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Switch", quantity = "2",
        unit_price = "100.00", discount = "10%" } },
      taxes = { { name = "GST", rule = "percent", params = { rate = "10%" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "90.00", tax = "9.00", total = "99.00", lines = {
      { quantity = "2", unit_price = "100.00", discount = "110.00", amount = "90.00", tax = "9.00" },
    } } },
  },
  {
    title = "what is left is rounded once, as with a charge's own: 30.015 is 30.02",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "33.35" },
        rules = { { rule = "discount", percent = "10%", category = "labor" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Part", quantity = "1",
        unit_price = "33.35", discount = "10%" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "60.04", lines = {
      { ticket = "T1", unit_price = "33.35", discount = "3.33", amount = "30.02" },
      { unit_price = "33.35", discount = "10%", amount = "30.02" },
    } } },
  },
  {
    title = "fifty yen off",
    settings = { currency = "JPY" },
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1000" },
        rules = { { rule = "discount", amount = "50" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "950", lines = {
      { ticket = "T1", discount = "50", amount = "950" },
    } } },
  },
  {
    title = "half a percent of a large amount is exact",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "discount", percent = "0.5%" } } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Part", quantity = "1",
        unit_price = "2000000000.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "1990000000.00", lines = { { discount = "10000000.00", amount = "1990000000.00" } } } },
  },
  {
    title = "half a dollar off",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "discount", amount = "0.50" } } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Part", quantity = "1",
        unit_price = "10.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "9.50", lines = { { discount = "0.50", amount = "9.50" } } } },
  },
  {
    title = "nothing comes off what is given back",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "discount", amount = "5.00" } } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-11", description = "Part", quantity = "-1",
        unit_price = "10.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "-10.00", lines = { { quantity = "-1", amount = "-10.00" } } } },
  },
  {
    title = "more than all of it cannot come off",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "discount", percent = "100.5%" } } } },
    },
    refused = "must be at most 100%",
  },
  {
    title = "a percentage or an amount, not both",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1.00" },
        rules = { { rule = "discount", percent = "5%", amount = "5.00" } } } },
    },
    refused = "one of them",
  },
}
