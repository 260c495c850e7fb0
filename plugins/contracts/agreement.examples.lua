-- Examples of agreement: its help and its tests.
return {
  {
    title = "a retainer and counted devices",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01",
          params = { lines = { { type = "retainer", params = { price = "500.00" } }, { type = "remote-monitoring",
          params = { count_by = "pc_agents", rate = "9.00" } } } } },
      },
      readings = { { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "25" } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "725.00", lines = { { amount = "500.00" }, { quantity = "25", amount = "225.00" } } } },
  },
  {
    title = "a block of hours, users and backups",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01",
          params = { lines = { { type = "block-hours", params = { hours = "10", rate = "100.00", overage_rate = "130.00" } },
          { type = "per-user", params = { lines = { { meter = "users", description = "User", unit_price = "22.00" } } } },
          { type = "online-backup", params = { count_by = "pc_backup_gb", rate = "0.35" } } } } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-04-10T09:00", minutes = 690 } },
      readings = {
        { customer = "cool", meter = "users", at = "2026-04-01", value = "12" },
        { customer = "cool", meter = "pc_backup_gb", at = "2026-04-01", value = "100" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "1494.00", lines = { { quantity = "10", unit_price = "100.00", amount = "1000.00" },
      { quantity = "1.5", unit_price = "130.00", amount = "195.00", ticket = "T1" }, { quantity = "12", amount = "264.00" },
      { quantity = "100", amount = "35.00" } } } },
  },
  {
    title = "work goes to the line that takes it, not to a fee that names none",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01",
          params = { lines = { { type = "retainer", params = { price = "500.00" } }, { type = "hourly",
          params = { rate = "120.00" } } } } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = { { id = "T1.1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 } },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "620.00", lines = { { amount = "500.00" }, { ticket = "T1", amount = "120.00" } } } },
  },
  {
    title = "a fee that names work types takes them first; what nobody covers bills at its rate code",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      rates = { { code = "cabling", unit_price = "80.00" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01",
          params = { lines = { { type = "retainer", params = { price = "500.00", covers = { "remote" } } }, { type = "block-hours",
          params = { hours = "10", rate = "100.00", overage_rate = "130.00", covers = { "remote", "onsite" } } } } } },
      },
      tickets = {
        { id = "T1", customer = "cool", contract = "k1", status = "closed" },
        { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        { id = "T3", customer = "cool", contract = "k1", status = "closed" },
      },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-04-10T09:00", minutes = 600, work_type = "remote" },
        { id = "T2.2", ticket = "T2", start = "2026-04-11T09:00", minutes = 660, work_type = "onsite" },
        { id = "T3.3", ticket = "T3", start = "2026-04-12T09:00", minutes = 60, work_type = "cabling", rate = "cabling" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "1710.00", lines = { { amount = "500.00" }, { quantity = "10", unit_price = "100.00",
      amount = "1000.00" }, { quantity = "1", unit_price = "130.00", amount = "130.00", ticket = "T2" }, { ticket = "T3",
      amount = "80.00" } } } },
  },
  {
    title = "two lines of one type have ids of their own",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01", params = { lines = { { id = "desk",
          type = "retainer", params = { price = "500.00" } }, { id = "backup", type = "retainer",
          params = { price = "80.00" } } } } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "580.00", lines = { { amount = "500.00" }, { amount = "80.00" } } } },
  },
  {
    title = "each block keeps its own balance",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01", params = { lines = { { id = "remote",
          type = "block-hours", params = { hours = "10", rate = "100.00", overage_rate = "130.00", covers = { "remote" },
          rollover = true } }, { id = "onsite", type = "block-hours", params = { hours = "2", rate = "150.00",
          rollover = true } } } } },
      },
      tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
      time_entries = {
        { id = "T1.1", ticket = "T1", start = "2026-04-10T09:00", minutes = 540, work_type = "remote" },
      },
    },
    steps = {
      { as_of = "2026-05-01", invoices = { { subtotal = "1300.00" } } },
      { import = {
        tickets = {
          { id = "T2", customer = "cool", contract = "k1", status = "closed" },
          { id = "T3", customer = "cool", contract = "k1", status = "closed" },
        },
        time_entries = {
          { id = "T2.1", ticket = "T2", start = "2026-05-10T09:00", minutes = 240, work_type = "onsite" },
          { id = "T3.2", ticket = "T3", start = "2026-05-11T09:00", minutes = 720, work_type = "remote" },
        },
      } },
      { as_of = "2026-06-01", invoices = { { subtotal = "1430.00", lines = { { quantity = "10", unit_price = "100.00",
        amount = "1000.00" }, { quantity = "2", unit_price = "150.00", amount = "300.00" }, { quantity = "1", unit_price = "130.00",
        amount = "130.00", ticket = "T3" } } } } },
    },
  },
  {
    title = "one line is an agreement too",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01",
          params = { lines = { { type = "retainer", params = { price = "500.00" } } } } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { subtotal = "500.00" } },
  },
  {
    title = "none is not",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01", params = { lines = {} } },
      },
    },
    refused = "lines: at least one is needed",
  },
  {
    title = "two lines of one type need ids",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01",
          params = { lines = { { type = "retainer", params = { price = "500.00" } }, { type = "retainer",
          params = { price = "80.00" } } } } },
      },
    },
    refused = "lines[2].id: \"retainer\" comes twice",
  },
  {
    title = "agreements do not nest",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01",
          params = { lines = { { type = "agreement", params = { lines = { { type = "retainer",
          params = { price = "1.00" } } } } } } } },
      },
    },
    refused = "an agreement cannot hold an agreement",
  },
  {
    title = "each line has the params of its type",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = {
        { id = "k1", customer = "cool", name = "K1", type = "agreement", start = "2026-04-01",
          params = { lines = { { type = "retainer", params = { prize = "1.00" } } } } },
      },
    },
    refused = "line \"retainer\": prize: there is no such param",
  },
}
