-- Examples of minimum-charge: its help and its tests.
return {
  {
    title = "six minutes cost as much as the minimum",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "minimum-charge", amount = "50.00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 6 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "50.00", lines = {
      { ticket = "T1", quantity = "0.1", unit_price = "120.00", discount = "-38.00", amount = "50.00" },
    } } },
  },
  {
    title = "dearer work stays as it is",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "minimum-charge", amount = "50.00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 30 },
        { id = "e2", ticket = "T2", start = "2026-04-10T12:00", minutes = 25 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "110.00", lines = {
      { ticket = "T1", amount = "60.00" },
      { ticket = "T2", amount = "50.00" },
    } } },
  },
  {
    title = "a ticket's entries count together",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "minimum-charge", amount = "50.00", per = "ticket" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 6 },
        { id = "e2", ticket = "T1", start = "2026-04-11T09:00", minutes = 12 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "50.00", lines = {
      { ticket = "T1", quantity = "0.3", amount = "50.00" },
    } } },
  },
  {
    title = "the minimum of a period is shared by what the tickets cost",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "minimum-charge", amount = "100.00", per = "period" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 10 },
        { id = "e2", ticket = "T2", start = "2026-04-11T09:00", minutes = 30 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", lines = {
      { ticket = "T1", amount = "25.00" },
      { ticket = "T2", amount = "75.00" },
    } } },
  },
  {
    title = "work that the fee includes stays free",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "retainer", start = "2026-04-01",
        params = { price = "500.00" },
        rules = { { rule = "minimum-charge", amount = "50.00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 6 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "500.00", lines = {
      { unit_price = "500.00", amount = "500.00" },
    } } },
  },
  {
    title = "fifty yen at least",
    settings = { currency = "JPY" },
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1000" },
        rules = { { rule = "minimum-charge", amount = "50" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 1 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "50", lines = {
      { ticket = "T1", amount = "50" },
    } } },
  },
  {
    title = "or half a dollar the minimum",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "6.00" },
        rules = { { rule = "minimum-charge", amount = "0.50" } } } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 1 } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "0.50", lines = { { ticket = "T1", amount = "0.50" } } } },
  },
}
