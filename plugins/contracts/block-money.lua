-- Block Money: an amount bought each period; work draws on it at its own rate, and bills past it.
return contract {
  name = "block-money", api = 1, version = "1.0.0", title = "Block Money",
  doc = "Bills an amount each period; work draws on it at its own rates, money that expires soonest first, and what is past it is billed.",

  params = {
    amount           = money { doc = "money bought each period", min = "0" },
    rate             = money { doc = "price of an hour of work that has no rate code of its own", min = "0" },
    rollover         = flag  { doc = "unused money carries over", default = false },
    rollover_periods = count { doc = "how many following periods can use it; none: no end", min = 1, optional = true },
    cover_charges    = flag  { doc = "products and expenses draw on it as well", default = false },
    cover_tax        = flag  { doc = "the block is sold with its tax inside, and draws hold their tax", default = false },
    covers           = list  { of = text {}, doc = "work types that the block covers; none named: all", default = {} },
    excludes         = list  { of = text {}, doc = "work types that it does not cover, whatever it covers", default = {} },
  },

  check = function(c)
    if c.rollover_periods and not c.rollover then return "rollover_periods: needs rollover = true" end
  end,

  opens = function(c, _, bill)
    bill:line { "Block of money", price = c.amount }
    local periods = 0
    if c.rollover then periods = c.rollover_periods end
    bill:grant { "money", c.amount, periods = periods, with_tax = c.cover_tax }
  end,

  closes = function(c, period, bill)
    local how = { with_tax = c.cover_tax }
    bill:draw_money((period:work():covered(c)), c.rate, how)
    if c.cover_charges then bill:draw_charges(how) end
  end,

  rest = function(c, period, bill)
    bill:rates(period:work(), c.rate)
  end,

  examples = {
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
  },
}
