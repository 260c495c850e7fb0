-- Examples of project-hourly: its help and its tests.
return {
  {
    title = "all its closed work once, when it has ended",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      rates = { { code = "senior", unit_price = "210.00" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-hourly", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { rate = "100.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-02-02T09:00", minutes = 435 },
        { id = "T2.2", ticket = "T2", start = "2026-03-02T09:00", minutes = 60, rate = "senior" },
      },
    },
    as_of = "2026-07-01",
    invoices = { { subtotal = "935.00", lines = { { ticket = "T1", quantity = "7.25", unit_price = "100.00", amount = "725.00",
      period = { "2026-01-01", "2026-06-30" } }, { ticket = "T2", amount = "210.00" } } } },
  },
  {
    title = "not before; work that comes after the one bill is not due",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-hourly", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { rate = "100.00" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-02-02T09:00", minutes = 60 } },
    },
    steps = {
      { as_of = "2026-06-30", invoices = {} },
      { as_of = "2026-07-01", invoices = { { subtotal = "100.00" } } },
      { import = {
        tickets = { { id = "T2", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "T2.1", ticket = "T2", start = "2026-03-02T09:00", minutes = 60 } },
      } },
      { as_of = "2026-08-01", invoices = {} },
    },
  },
  {
    title = "with progress, each period's",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-hourly", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { rate = "100.00", progress = true } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-10T09:00", minutes = 60 },
        { id = "T2.2", ticket = "T2", start = "2026-02-10T09:00", minutes = 120 },
      },
    },
    steps = {
      { as_of = "2026-02-01", invoices = { { subtotal = "100.00" } } },
      { as_of = "2026-03-01", invoices = { { subtotal = "200.00" } } },
    },
  },
  {
    title = "no more than the limit, in the order of the work",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-hourly", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { rate = "100.00", not_to_exceed = "150.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-02-02T09:00", minutes = 60 },
        { id = "T2.2", ticket = "T2", start = "2026-02-01T09:00", minutes = 60 },
      },
    },
    as_of = "2026-07-01",
    invoices = { { subtotal = "150.00", lines = { { ticket = "T2", amount = "100.00" }, { ticket = "T1", quantity = "1",
      unit_price = "100.00", discount = "50.00", amount = "50.00" } } } },
  },
  {
    title = "also bill after bill",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-hourly", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { rate = "100.00", progress = true, not_to_exceed = "250.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-10T09:00", minutes = 60 },
        { id = "T2.2", ticket = "T2", start = "2026-02-10T09:00", minutes = 120 },
        { id = "T3.3", ticket = "T3", start = "2026-03-10T09:00", minutes = 120 },
      },
    },
    steps = {
      { as_of = "2026-02-01", invoices = { { subtotal = "100.00" } } },
      { as_of = "2026-03-01", invoices = { { subtotal = "150.00", lines = { { ticket = "T2", amount = "150.00",
        discount = "50.00" } } } } },
      { as_of = "2026-04-01", invoices = {} },
    },
  },
  {
    title = "small change",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-hourly", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { rate = "0.60", not_to_exceed = "0.50" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-02-02T09:00", minutes = 60 } },
    },
    as_of = "2026-07-01",
    invoices = { { subtotal = "0.50", lines = { { ticket = "T1", amount = "0.50", discount = "0.10" } } } },
  },
}
