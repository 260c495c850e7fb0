-- Examples of per-ticket: its help and its tests.
return {
  {
    title = "tickets past the pack bill one by one, their time included",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-ticket", start = "2026-01-01", params = { pack = "2",
          pack_price = "90.00", extra_price = "40.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-10T09:00", minutes = 60 },
        { id = "T2.2", ticket = "T2", start = "2026-01-11T09:00", minutes = 60 },
        { id = "T3.3", ticket = "T3", start = "2026-01-12T09:00", minutes = 600 },
        { id = "T3.4", ticket = "T3", start = "2026-01-13T09:00", minutes = 60 },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "130.00", lines = { { quantity = "1", count = "2", unit_price = "90.00", amount = "90.00",
      description = "Pack of 2 tickets" }, { ticket = "T3", quantity = "1", unit_price = "40.00", amount = "40.00",
      unit = "ticket" } } } },
  },
  {
    title = "as many as the pack holds cost no more",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-ticket", start = "2026-01-01", params = { pack = "2",
          pack_price = "90.00", extra_price = "40.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-10T09:00", minutes = 60 },
        { id = "T2.2", ticket = "T2", start = "2026-01-11T09:00", minutes = 60 },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "90.00", lines = { { amount = "90.00" } } } },
  },
  {
    title = "an open ticket does not use the pack",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-ticket", start = "2026-01-01", params = { pack = "2",
          pack_price = "90.00", extra_price = "40.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "open" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "e1", ticket = "T1", start = "2026-01-11T09:00", minutes = 30 },
        { id = "e2", ticket = "T2", start = "2026-01-12T09:00", minutes = 30 },
        { id = "e3", ticket = "T3", start = "2026-01-13T09:00", minutes = 30 },
      },
    },
    as_of = "2026-02-01",
    invoices = { { subtotal = "90.00", lines = { { amount = "90.00" } } } },
  },
  {
    title = "unused tickets are lost",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-ticket", start = "2026-01-01", params = { pack = "2",
          pack_price = "90.00", extra_price = "40.00" } },
      },
      tickets = {
        { id = "T0", customer = "cool", contract = "k1", status = "closed" },
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T0.1", ticket = "T0", start = "2026-02-10T09:00", minutes = 30 },
        { id = "T1.2", ticket = "T1", start = "2026-02-11T09:00", minutes = 30 },
        { id = "T2.3", ticket = "T2", start = "2026-02-12T09:00", minutes = 30 },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "220.00", lines = { { amount = "90.00" }, { amount = "90.00" }, { ticket = "T2",
      amount = "40.00" } } } },
  },
  {
    title = "or carry over",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-ticket", start = "2026-01-01", params = { pack = "2",
          pack_price = "90.00", extra_price = "40.00", rollover = true } },
      },
      tickets = {
        { id = "T0", customer = "cool", contract = "k1", status = "closed" },
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
        { id = "T4", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T0.1", ticket = "T0", start = "2026-02-10T09:00", minutes = 30 },
        { id = "T1.2", ticket = "T1", start = "2026-02-11T09:00", minutes = 30 },
        { id = "T2.3", ticket = "T2", start = "2026-02-12T09:00", minutes = 30 },
        { id = "T3.4", ticket = "T3", start = "2026-02-13T09:00", minutes = 30 },
        { id = "T4.5", ticket = "T4", start = "2026-02-14T09:00", minutes = 30 },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "220.00", lines = { { amount = "90.00" }, { amount = "90.00" }, { ticket = "T4",
      amount = "40.00" } } } },
  },
  {
    title = "a ticket counts in the period in which it was closed",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-ticket", start = "2026-01-01", params = { pack = "2",
          pack_price = "90.00", extra_price = "40.00" } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed", closed_at = "2026-02-03T10:00" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed", closed_at = "2026-02-13T10:00" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed", closed_at = "2026-02-15T10:00" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-10T09:00", minutes = 60 },
        { id = "T2.2", ticket = "T2", start = "2026-02-12T09:00", minutes = 60 },
        { id = "T3.3", ticket = "T3", start = "2026-02-14T09:00", minutes = 60 },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "220.00", lines = { { amount = "90.00" }, { amount = "90.00" }, { ticket = "T3",
      amount = "40.00" } } } },
  },
  {
    title = "half a ticket cannot be bought",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "per-ticket", start = "2026-01-01", params = { pack = "0.5",
          pack_price = "90.00", extra_price = "40.00" } },
      },
    },
    refused = "must be a whole number of tickets",
  },
}
