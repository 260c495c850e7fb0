-- Examples of block-hours: its help and its tests.
return {
  {
    title = "time past the block bills at the overage rate, an entry split where the block runs out",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-05T09:00", minutes = 540 },
        { id = "T2.2", ticket = "T2", start = "2026-01-06T09:00", minutes = 150 },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "1195.00", lines = { { quantity = "10", count = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "1.5", unit_price = "130.00", amount = "195.00", ticket = "T2" } } } },
  },
  {
    title = "without an overage rate the block's own rate applies, and unused hours are lost",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 360 },
        { id = "T2.2", ticket = "T2", start = "2026-02-12T09:00", minutes = 630 },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "2050.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "0.5", unit_price = "100.00", amount = "50.00",
      ticket = "T2" } } } },
  },
  {
    title = "unused hours roll over, the oldest are drawn first",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", rollover = true } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 360 },
        { id = "T2.2", ticket = "T2", start = "2026-02-12T09:00", minutes = 810 },
        { id = "T3.3", ticket = "T3", start = "2026-03-12T09:00", minutes = 660 },
      },
    },
    as_of = "2026-04-01",
    invoices = { { subtotal = "3065.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "10", unit_price = "100.00",
      amount = "1000.00" }, { quantity = "0.5", unit_price = "130.00", amount = "65.00", ticket = "T3" } } } },
  },
  {
    title = "rolled hours expire after one period",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", rollover = true, rollover_periods = 1 } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 360 },
        { id = "T3.2", ticket = "T3", start = "2026-03-12T09:00", minutes = 1260 },
      },
    },
    as_of = "2026-04-01",
    invoices = { { subtotal = "3130.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "10", unit_price = "100.00",
      amount = "1000.00" }, { quantity = "1", unit_price = "130.00", amount = "130.00", ticket = "T3" } } } },
  },
  {
    title = "a cap limits what is carried in",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", rollover = true, rollover_cap = "5" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-05T09:00", minutes = 120 },
        { id = "T2.2", ticket = "T2", start = "2026-02-06T09:00", minutes = 930 },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "2065.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "0.5", unit_price = "130.00", amount = "65.00",
      ticket = "T2" } } } },
  },
  {
    title = "three months share thirty hours, then begin anew",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", pool = 3 } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 900 },
        { id = "T2.2", ticket = "T2", start = "2026-03-12T09:00", minutes = 960 },
        { id = "T3.3", ticket = "T3", start = "2026-04-02T09:00", minutes = 1800 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "4130.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "10", unit_price = "100.00",
      amount = "1000.00" }, { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "1", unit_price = "130.00",
      amount = "130.00", ticket = "T2" } } } },
  },
  {
    title = "a pool that the contract's end cuts short has fewer hours",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", ["end"] = "2026-02-28",
          params = { hours = "10", rate = "100.00", overage_rate = "130.00", pool = 3 } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 1260 } },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "2130.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "1", unit_price = "130.00", amount = "130.00",
      ticket = "T1" } } } },
  },
  {
    title = "pooled hours that roll over last for the periods after the pool",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", pool = 2, rollover = true, rollover_periods = 1 } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-03-12T09:00", minutes = 2460 },
        { id = "T2.2", ticket = "T2", start = "2026-04-12T09:00", minutes = 60 },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "4260.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "10", unit_price = "100.00",
      amount = "1000.00" }, { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "1", unit_price = "130.00",
      amount = "130.00", ticket = "T1" }, { quantity = "1", unit_price = "130.00", amount = "130.00", ticket = "T2" } } } },
  },
  {
    title = "on demand, a block is topped up as soon as it is used up",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", period = "on-demand",
          params = { hours = "10", rate = "100.00", overage_rate = "130.00", top_up = true } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 600 },
        { id = "T2.2", ticket = "T2", start = "2026-01-20T09:00", minutes = 60 },
      },
    },
    as_of = "2026-01-21",
    invoices = { { subtotal = "2000.00", lines = { { description = "Block of hours", quantity = "10", unit_price = "100.00",
      amount = "1000.00" }, { description = "Block of hours, topped up", quantity = "10", unit_price = "100.00", amount = "1000.00",
      date = "2026-01-12" } } } },
  },
  {
    title = "an hour at a price that a rule multiplies draws as many hours",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", rules = { { rule = "after-hours",
          multiplier = "2" } }, params = { hours = "10", rate = "100.00", overage_rate = "130.00", apply_multiplier = true } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T20:00", minutes = 240 },
        { id = "T2.2", ticket = "T2", start = "2026-01-13T10:00", minutes = 180 },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "1130.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "1",
      unit_price = "130.00", amount = "130.00", ticket = "T2" } } } },
  },
  {
    title = "without it, an hour draws an hour",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", rules = { { rule = "after-hours",
          multiplier = "2" } }, params = { hours = "10", rate = "100.00", overage_rate = "130.00" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T20:00", minutes = 660 } },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "1260.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "1",
      unit_price = "260.00", amount = "260.00" } } } },
  },
  {
    title = "hours that would be lost are credited",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", refund_unused = true } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 330 },
        { id = "T2.2", ticket = "T2", start = "2026-02-12T09:00", minutes = 600 },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "1550.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { description = "Unused hours", quantity = "-4.5",
      unit_price = "100.00", amount = "-450.00" } } } },
    empty = false, reason = "hours that nobody used are credited whole",
  },
  {
    title = "in half a month all of what half the hours leave is credited: 5 - 3 = 2",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-04-16", bill_day = 1,
          params = { hours = "10", rate = "100.00", refund_unused = true } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-04-20T09:00", minutes = 180 } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "300.00", lines = { { amount = "500.00" }, { quantity = "-2", amount = "-200.00" } } } },
    empty = false, reason = "hours that nobody used are credited whole",
  },
  {
    title = "late work on a billed period draws on the next block",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 360 } },
    },
    steps = {
      { as_of = "2026-02-01", invoices = { { subtotal = "1000.00", lines = { { quantity = "10", unit_price = "100.00",
        amount = "1000.00" } } } } },
      { import = {
        tickets = {
          { id = "L1", customer = "cool", contract = "k1", status = "closed" },
          { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        },
        time_entries = {
          { id = "L1.1", ticket = "L1", start = "2026-01-20T09:00", minutes = 300 },
          { id = "T2.2", ticket = "T2", start = "2026-02-12T09:00", minutes = 360 },
        },
      } },
      { as_of = "2026-03-01", invoices = { { subtotal = "1130.00", lines = { { quantity = "10", unit_price = "100.00",
        amount = "1000.00" }, { quantity = "1", unit_price = "130.00", amount = "130.00", ticket = "T2" } } } } },
    },
  },
  {
    title = "or on what its own has left",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", late = "own-period" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 360 } },
    },
    steps = {
      { as_of = "2026-02-01", invoices = { { subtotal = "1000.00", lines = { { quantity = "10", unit_price = "100.00",
        amount = "1000.00" } } } } },
      { import = {
        tickets = { { id = "L1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "L1.1", ticket = "L1", start = "2026-01-20T09:00", minutes = 300 } },
      } },
      { as_of = "2026-02-02", invoices = { { subtotal = "130.00", lines = { { quantity = "1", unit_price = "130.00",
        amount = "130.00", ticket = "L1" } } } } },
    },
  },
  {
    title = "work that the block does not cover bills at its rate code's price, or the block's rate",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      rates = { { code = "project", unit_price = "150.00" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", covers = { "remote", "travel" }, excludes = { "travel" } } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 660, work_type = "remote" },
        { id = "T2.2", ticket = "T2", start = "2026-01-13T09:00", minutes = 120, work_type = "project", rate = "project" },
        { id = "T3.3", ticket = "T3", start = "2026-01-14T09:00", minutes = 30, work_type = "travel" },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "1480.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" }, { quantity = "1",
      unit_price = "130.00", amount = "130.00", ticket = "T1" }, { ticket = "T2", amount = "300.00" }, { ticket = "T3",
      unit_price = "100.00", amount = "50.00" } } } },
  },
  {
    title = "small ones: a block of half an hour, an hour topped up, half an hour carried, a minute credited",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-02-01", params = { hours = "0.5",
          rate = "100.00" } },
        { id = "k2", customer = "cool", name = "K2", type = "block-hours", start = "2026-01-01", period = "on-demand",
          params = { hours = "1", rate = "100.00", top_up = true } },
        { id = "k3", customer = "cool", name = "K3", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", rollover = true, rollover_cap = "0.5" } },
        { id = "k4", customer = "cool", name = "K4", type = "block-hours", start = "2026-02-01", params = { hours = "10",
          rate = "60.00", refund_unused = true } },
      },
      tickets = {
        { id = "T2", customer = "cool", contract = "k2", status = "closed" },
        { id = "T3", customer = "cool", contract = "k3", status = "closed" },
        { id = "T4", customer = "cool", contract = "k4", status = "closed" },
      },
      time_entries = {
        { id = "T2.1", ticket = "T2", start = "2026-01-12T09:00", minutes = 90 },
        { id = "T3.1", ticket = "T3", start = "2026-02-12T09:00", minutes = 660 },
        { id = "T4.1", ticket = "T4", start = "2026-02-12T09:00", minutes = 599 },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "50.00", lines = { { quantity = "0.5" } } }, { subtotal = "200.00", lines = { { quantity = "1" },
      { quantity = "1" } } }, { subtotal = "2065.00", lines = { { quantity = "10" }, { quantity = "10" }, { quantity = "0.5",
      unit_price = "130.00" } } }, { subtotal = "599.00", lines = { { amount = "600.00" }, { amount = "-1.00" } } } },
    empty = false, reason = "hours that nobody used are credited whole",
  },
  {
    title = "a rollover that is limited must roll over",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", rollover_cap = "5" } },
      },
    },
    refused = "rollover_cap: needs rollover",
  },
  {
    title = "also in its periods",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", params = { hours = "10",
          rate = "100.00", overage_rate = "130.00", rollover_periods = 2 } },
      },
    },
    refused = "rollover_periods: needs rollover",
  },
  {
    title = "nothing cannot be topped up",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "block-hours", start = "2026-01-01", period = "on-demand",
          params = { hours = "0", rate = "1.00", top_up = true } },
      },
    },
    refused = "a block that is topped up needs some",
  },
}
