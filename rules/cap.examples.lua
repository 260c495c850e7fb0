-- Examples of cap: its help and its tests.
return {
  {
    title = "five hours cost no more than the cap",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "cap", amount = "500.00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 300 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "500.00", lines = {
      { ticket = "T1", quantity = "5", unit_price = "120.00", discount = "100.00", amount = "500.00" },
    } } },
  },
  {
    title = "below the cap nothing changes",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "cap", amount = "500.00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "120.00", lines = {
      { ticket = "T1", amount = "120.00" },
    } } },
  },
  {
    title = "what is past the cap comes off all of the period's work",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "cap", amount = "300.00", per = "period" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-11T09:00", minutes = 120 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "300.00", lines = {
      { ticket = "T1", discount = "20.00", amount = "100.00" },
      { ticket = "T2", discount = "40.00", amount = "200.00" },
    } } },
  },
  {
    title = "each period has its own cap",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "cap", amount = "100.00" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-05-11T09:00", minutes = 120 },
      },
    },
    as_of = "2026-06-01",
    invoices = { { subtotal = "200.00", lines = {
      { ticket = "T1", amount = "100.00" },
      { ticket = "T2", amount = "100.00" },
    } } },
  },
  {
    title = "a cap for each ticket",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "cap", amount = "150.00", per = "ticket" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
        { id = "e2", ticket = "T2", start = "2026-04-11T09:00", minutes = 120 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "270.00", lines = {
      { ticket = "T1", amount = "120.00" },
      { ticket = "T2", amount = "150.00" },
    } } },
  },
  {
    title = "charges are not work: the cap leaves them alone",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "cap", amount = "100.00" } } } },
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
    invoices = { { subtotal = "300.00", lines = {
      { ticket = "T1", amount = "100.00" },
      { unit_price = "100.00", amount = "200.00" },
    } } },
  },
  {
    title = "five hundred yen at most",
    settings = { currency = "JPY" },
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "1000" },
        rules = { { rule = "cap", amount = "500" } } } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "500", lines = {
      { ticket = "T1", amount = "500" },
    } } },
  },
  {
    title = "half a dollar may be a cap",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "120.00" },
        rules = { { rule = "cap", amount = "0.50" } } } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "0.50", lines = { { ticket = "T1", amount = "0.50" } } } },
  },
}
