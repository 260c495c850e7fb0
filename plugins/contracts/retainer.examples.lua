-- Examples of retainer: its help and its tests.
return {
  {
    title = "one closed month bills the fee once",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-07",
        params = { price = "500.00" } } },
    },
    as_of = "2026-05-07",
    invoices = { { subtotal = "500.00", tax = "0.00", total = "500.00", lines = {
      { quantity = "1", unit_price = "500.00", amount = "500.00", period = { "2026-04-07", "2026-05-06" } },
    } } },
  },
  {
    title = "three periods are due, each with its tax",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      taxes = { { name = "GST", rule = "percent", params = { rate = "10%" } } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-03-07", taxable = true,
        tax = "GST",
        params = { price = "500.00" } } },
    },
    as_of = "2026-06-07",
    invoices = { { subtotal = "1500.00", tax = "150.00", total = "1650.00", lines = {
      { quantity = "1", unit_price = "500.00", amount = "500.00", tax = "50.00", period = { "2026-03-07", "2026-04-06" } },
      { quantity = "1", unit_price = "500.00", amount = "500.00", tax = "50.00", period = { "2026-04-07", "2026-05-06" } },
      { quantity = "1", unit_price = "500.00", amount = "500.00", tax = "50.00", period = { "2026-05-07", "2026-06-06" } },
    } } },
  },
  {
    title = "twelve users at 15.00",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Users", type = "retainer", start = "2026-04-01",
        params = { price = "15.00", quantity = "12" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "180.00", total = "180.00", lines = { { quantity = "12", unit_price = "15.00", amount = "180.00" } } } },
  },
  {
    title = "work that the fee covers costs nothing, project work bills at its rate",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "500.00", excludes = { "project" } } } },
      rates = { { code = "project", unit_price = "150.00" } },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60, work_type = "support" },
        { id = "e2", ticket = "T2", start = "2026-04-11T09:00", minutes = 120, work_type = "project", rate = "project" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "800.00", total = "800.00", lines = {
      { quantity = "1", unit_price = "500.00", amount = "500.00" },
      { quantity = "2", unit_price = "150.00", amount = "300.00", ticket = "T2" },
    } } },
  },
  {
    title = "a fee that covers support alone",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "500.00", covers = { "support" } } } },
      rates = { { code = "visit", unit_price = "90.00" } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60, work_type = "support" },
        { id = "e2", ticket = "T1", start = "2026-04-11T09:00", minutes = 60, work_type = "on-site", rate = "visit" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "590.00", lines = { { amount = "500.00" }, { unit_price = "90.00", amount = "90.00" } } } },
  },
  {
    title = "in advance, the fee bills on the day its period opens",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-05-01", timing = "advance",
        params = { price = "99.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "99.00", total = "99.00", lines = {
      { quantity = "1", unit_price = "99.00", amount = "99.00", period = { "2026-05-01", "2026-05-31" } },
    } } },
  },
  {
    title = "a first stub is a share of the whole period",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-16", bill_day = 1,
        params = { price = "300.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "150.00", total = "150.00", lines = {
      { amount = "150.00", period = { "2026-04-16", "2026-04-30" }, count = "1", days = 15, days_of = 30 },
    } } },
  },
}
