-- Examples of hourly: its help and its tests.
return {
  {
    title = "an hour and a half at 120.00, and 45 minutes at the after-hours rate",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-07",
        params = { rate = "120.00" } } },
      rates = { { code = "after-hours", unit_price = "180.00" } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 90 },
        { id = "e2", ticket = "T2", start = "2026-04-22T09:00", minutes = 45, rate = "after-hours" },
      },
    },
    as_of = "2026-05-07",
    invoices = { { subtotal = "315.00", tax = "0.00", total = "315.00", lines = {
      { quantity = "1.5", unit_price = "120.00", amount = "180.00", ticket = "T1" },
      { quantity = "0.75", unit_price = "180.00", amount = "135.00", ticket = "T2" },
    } } },
  },
  {
    title = "two entries of a ticket are one line, rounded once",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "100.00" } } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 20 },
        { id = "e2", ticket = "T1", start = "2026-04-11T09:00", minutes = 20 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "66.67", total = "66.67", lines = { { unit_price = "100.00", amount = "66.67", ticket = "T1" } } } },
  },
  {
    title = "a ticket that is still open does not bill, nor does time marked as not billable",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "60.00" } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "open" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
        { id = "e2", ticket = "T1", start = "2026-04-11T09:00", minutes = 60, billable = false },
        { id = "e3", ticket = "T2", start = "2026-04-12T09:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "60.00", total = "60.00", lines = { { quantity = "1", unit_price = "60.00", amount = "60.00",
      ticket = "T1" } } } },
  },
  {
    title = "time is rounded up to the quarter hour by a price rule",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "round-time", increment = 15 } } } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 16 } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "60.00", total = "60.00", lines = { { quantity = "0.5", unit_price = "120.00", amount = "60.00",
      ticket = "T1" } } } },
  },
  {
    title = "work is taxed where the contract is taxable",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "GST", rule = "percent", params = { rate = "10%" } } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01", taxable = true,
        tax = "GST",
        params = { rate = "90.00" } } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 40 } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "60.00", tax = "6.00", total = "66.00", lines = { { unit_price = "90.00", amount = "60.00",
      tax = "6.00", ticket = "T1" } } } },
  },
  {
    title = "a rate below zero is refused",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "-0.01" } } },
    },
    as_of = "2026-05-01",
    refused = "rate: must be at least 0",
  },
  {
    title = "a rate of zero bills nothing",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "0" } } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 16 } },
    },
    as_of = "2026-05-01",
    invoices = {},
  },
}
