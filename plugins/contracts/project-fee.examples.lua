-- Examples of project-fee: its help and its tests.
return {
  {
    title = "a milestone may cost next to nothing",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Move", type = "project-fee", start = "2026-04-01", ["end"] = "2026-04-30",
        params = { amount = "100.00", milestones = { { name = "Survey", amount = "0.50", due = "2026-04-10", ready = true },
          { name = "Handover", due = "2026-04-30", ready = true } } } } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "100.00", lines = { { amount = "0.50" }, { amount = "99.50" } } } },
  },
  {
    title = "once, when the project has ended; its hours are included",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-03-31",
          params = { amount = "9000.00" } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-02-02T09:00", minutes = 600 } },
    },
    as_of = "2026-04-01",
    invoices = { { subtotal = "9000.00", lines = { { quantity = "1", unit_price = "9000.00", amount = "9000.00",
      description = "Project fee", period = { "2026-01-01", "2026-03-31" } } } } },
  },
  {
    title = "not before, and not again",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-03-31",
          params = { amount = "9000.00", due = "end" } },
      },
    },
    steps = {
      { as_of = "2026-03-31", invoices = {} },
      { as_of = "2026-04-01", invoices = { { subtotal = "9000.00" } } },
      { as_of = "2027-01-01", invoices = {} },
    },
  },
  {
    title = "as it starts",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", due = "start" } },
      },
    },
    as_of = "2026-01-01",
    invoices = { { subtotal = "9000.00" } },
  },
  {
    title = "on completion, once the day is known",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", due = "completion" } },
      },
    },
    steps = {
      { as_of = "2026-07-10", invoices = {} },
      { import = {
        contracts = {
          { id = "k1", params = { amount = "9000.00", due = "completion", completed = "2026-07-20" } },
        },
      } },
      { as_of = "2026-07-19", invoices = {} },
      { as_of = "2026-07-20", invoices = { { subtotal = "9000.00" } } },
    },
  },
  {
    title = "milestones that are ready and whose day has come; those without amounts share the rest",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", milestones = { { name = "Design", due = "2026-02-01", ready = true, amount = "4000.00" },
          { name = "Build", due = "2026-03-01", ready = true }, { name = "Launch", due = "2026-04-01", ready = false } } } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "6500.00", lines = { { amount = "4000.00", description = "Milestone: Design", period = { "2026-01-01",
      "2026-01-31" } }, { amount = "2500.00", description = "Milestone: Build", period = { "2026-02-01", "2026-02-28" } } } } },
  },
  {
    title = "a cent that cannot be shared goes to the first",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "100.00", milestones = { { name = "A", due = "2026-02-01", ready = true }, { name = "B",
          due = "2026-03-01", ready = true }, { name = "C", due = "2026-04-01", ready = true } } } },
      },
    },
    as_of = "2026-04-01",
    invoices = { { subtotal = "100.00", lines = { { amount = "33.34", description = "Milestone: A" }, { amount = "33.33" },
      { amount = "33.33", period = { "2026-03-01", "2026-06-30" } } } } },
  },
  {
    title = "two milestones of one day, and work after the last",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", milestones = { { name = "B", due = "2026-03-01", ready = true, amount = "5000.00" },
          { name = "A", due = "2026-03-01", ready = true, amount = "4000.00" } } } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-01-10T09:00", minutes = 60 },
        { id = "T2.2", ticket = "T2", start = "2026-05-10T09:00", minutes = 60 },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "9000.00", lines = { { amount = "5000.00" }, { amount = "4000.00" } } } },
  },
  {
    title = "their days may be out of order, or before the start",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", milestones = { { name = "Late", due = "2026-05-01", ready = true, amount = "1000.00" },
          { name = "Early", due = "2025-12-01", ready = true, amount = "8000.00" } } } },
      },
    },
    as_of = "2026-04-30",
    invoices = { { subtotal = "8000.00", lines = { { description = "Milestone: Early", amount = "8000.00", period = { "2026-01-01",
      "2026-01-01" } } } } },
  },
  {
    title = "four in any order, each from the day of the one before",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "400.00", milestones = { { name = "A", due = "2026-02-01", ready = true }, { name = "C",
          due = "2026-04-01", ready = true }, { name = "B", due = "2026-03-01", ready = true }, { name = "D", due = "2026-05-01",
          ready = true } } } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "400.00", lines = { { description = "Milestone: A", period = { "2026-01-01", "2026-01-31" } },
      { description = "Milestone: B", period = { "2026-02-01", "2026-02-28" } }, { description = "Milestone: C",
      period = { "2026-03-01", "2026-03-31" } }, { description = "Milestone: D", amount = "100.00", period = { "2026-04-01",
      "2026-06-30" } } } } },
  },
  {
    title = "one milestone without an amount is all of it",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "0.50", milestones = { { name = "All", due = "2026-03-01", ready = true } } } },
      },
    },
    as_of = "2026-03-01",
    invoices = { { subtotal = "0.50", lines = { { description = "Milestone: All", amount = "0.50" } } } },
  },
  {
    title = "a milestone is not ready unless it says so",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", milestones = { { name = "A", due = "2026-02-01" } } } },
      },
    },
    steps = {
      { as_of = "2026-06-01", invoices = {} },
    },
  },
  {
    title = "milestones have names of their own",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", milestones = { { name = "A", due = "2026-02-01", ready = true }, { name = "A",
          due = "2026-03-01", ready = true } } } },
      },
    },
    refused = "\"A\" comes twice",
  },
  {
    title = "they cannot cost more than the project",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", milestones = { { name = "A", due = "2026-02-01", ready = true, amount = "9000.01" } } } },
      },
    },
    refused = "more than the amount",
  },
  {
    title = "nor less, where all of them say what they cost",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
          params = { amount = "9000.00", milestones = { { name = "A", due = "2026-02-01", ready = true, amount = "8999.99" } } } },
      },
    },
    refused = "less than the amount",
  },
}
