-- Examples of block-money: its help and its tests.
return {
  {
    title = "work past the block bills at its own rate",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 2160 } },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "5400.00", lines = { { quantity = "1", unit_price = "5000.00", amount = "5000.00" }, { ticket = "T1",
      quantity = "36", unit_price = "150.00", discount = "5000.00", amount = "400.00" } } } },
  },
  {
    title = "entries draw at their own rates, in the order of the work",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      rates = { { code = "senior", unit_price = "225.00" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 600 },
        { id = "T1.2", ticket = "T1", start = "2026-01-13T09:00", minutes = 300, rate = "senior" },
        { id = "T2.3", ticket = "T2", start = "2026-01-10T09:00", minutes = 960 },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "5025.00", lines = { { amount = "5000.00" }, { ticket = "T1", amount = "25.00",
      unit_price = "225.00" } } } },
  },
  {
    title = "unused money is lost",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-02-12T09:00", minutes = 2880 } },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "12200.00", lines = { { amount = "5000.00" }, { amount = "5000.00" }, { ticket = "T1",
      amount = "2200.00" } } } },
  },
  {
    title = "or rolls over, for ever",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00", rollover = true } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-03-12T09:00", minutes = 6060 } },
    },
    as_of = "2026-04-01",
    invoices = { { subtotal = "15150.00", lines = { { amount = "5000.00" }, { amount = "5000.00" }, { amount = "5000.00" },
      { ticket = "T1", amount = "150.00" } } } },
  },
  {
    title = "or for one period",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00", rollover = true, rollover_periods = 1 } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-03-12T09:00", minutes = 4060 } },
    },
    as_of = "2026-04-01",
    invoices = { { subtotal = "15150.00", lines = { { amount = "5000.00" }, { amount = "5000.00" }, { amount = "5000.00" },
      { ticket = "T1", amount = "150.00" } } } },
  },
  {
    title = "expenses do not draw",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00" } },
      },
      charges = {
        { id = "c1", customer = "cool", contract = "k1", date = "2026-01-12", description = "Taxi", quantity = "1",
          unit_price = "80.00", kind = "expense" },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "5080.00", lines = { { amount = "5000.00" }, { amount = "80.00" } } } },
  },
  {
    title = "unless the block covers them",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00", cover_charges = true } },
      },
      charges = {
        { id = "c1", customer = "cool", contract = "k1", date = "2026-01-12", description = "Disks", quantity = "1",
          unit_price = "5080.00" },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "5080.00", lines = { { amount = "5000.00" }, { amount = "80.00", discount = "5000.00" } } } },
  },
  {
    title = "the block is taxed when it is sold; past it the rest is",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "County", rule = "percent", params = { rate = "6%" } } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", taxable = true, tax = "County",
          params = { amount = "5000.00", rate = "150.00" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 2160 } },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "5400.00", tax = "324.00", lines = { { amount = "5000.00", tax = "300.00" }, { ticket = "T1",
      amount = "400.00", tax = "24.00" } } } },
  },
  {
    title = "or covers the tax of the work: 15900.00 pay for 100 of 102 hours",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "County", rule = "percent", params = { rate = "6%" } } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", taxable = true, tax = "County",
          params = { amount = "15000.00", rate = "150.00", cover_tax = true, cover_charges = true } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 6060 } },
      charges = {
        { id = "c1", customer = "cool", contract = "k1", date = "2026-01-31", description = "Disk", quantity = "1",
          unit_price = "150.00" },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "15300.00", total = "16218.00", lines = { { amount = "15000.00", tax = "900.00" }, { ticket = "T1",
      amount = "150.00", tax = "9.00" }, { amount = "150.00", tax = "9.00" } } } },
  },
  {
    title = "the tax of the block buys no work: 1000.00 pay for 10 of 12 hours",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "State", rule = "percent", params = { rate = "10%", categories = { { category = "labor", rate = "0%" } } } } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", taxable = true, tax = "State",
          params = { amount = "1000.00", rate = "100.00" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 720 } },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "1200.00", tax = "100.00", lines = { { amount = "1000.00", tax = "100.00" }, { ticket = "T1",
      amount = "200.00", tax = "0.00" } } } },
  },
  {
    title = "work of other types bills at its rate",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00", covers = { "remote", "travel" }, excludes = { "travel" } } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 60, work_type = "remote" },
        { id = "T2.2", ticket = "T2", start = "2026-01-13T09:00", minutes = 60, work_type = "travel" },
        { id = "T3.3", ticket = "T3", start = "2026-01-14T09:00", minutes = 120 },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "5450.00", lines = { { amount = "5000.00" }, { ticket = "T2", amount = "150.00" }, { ticket = "T3",
      amount = "300.00" } } } },
  },
  {
    title = "small change",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "0.50",
          rate = "0.60" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 60 } },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "0.60", lines = { { amount = "0.50" }, { ticket = "T1", discount = "0.50", amount = "0.10" } } } },
  },
  {
    title = "a rollover that is limited must roll over",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-money", start = "2026-01-01", params = { amount = "5000.00",
          rate = "150.00", rollover_periods = 2 } },
      },
    },
    refused = "rollover_periods: needs rollover",
  },
}
