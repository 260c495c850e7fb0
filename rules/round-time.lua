-- Rounds billed time up to an increment, with a least time: per entry, per ticket, or per ticket and day.
return price_rule {
  name = "round-time", api = 1, version = "1.0.0", title = "Round time",
  doc = "Bills time in steps, such as quarter hours. What rounding adds goes to the last entry.",

  params = {
    increment = count  { doc = "minutes of a step; 15 bills 16 minutes as 30", default = 1, min = 1, max = 1440 },
    minimum   = count  { doc = "the least minutes billed for any work", default = 0, min = 0, max = 1440 },
    per       = choice { "entry", "ticket", "day", doc = "what is rounded: each entry, a ticket's sum, or its sum on a day",
      default = "entry" },
  },

  stage = "minutes",
  scope = function(rule) return rule.per end,

  apply = function(rule, minutes)
    if minutes == 0 then return 0 end
    local steps = (minutes + rule.increment - 1) // rule.increment
    return math.max(steps * rule.increment, rule.minimum)
  end,

  examples = {
    {
      title = "16 minutes in quarter hours are half an hour",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 15 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 16 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "60.00", lines = { { quantity = "0.5", amount = "60.00" } } } },
    },
    {
      title = "exactly a quarter of an hour stays one",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 15 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 15 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "30.00", lines = { { quantity = "0.25", amount = "30.00" } } } },
    },
    {
      title = "five minutes bill the least of 30",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 15, minimum = 30 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 5 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "60.00", lines = { { quantity = "0.5", amount = "60.00" } } } },
    },
    {
      title = "per ticket, two entries of 10 minutes are half an hour together",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 15, per = "ticket" } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = {
          { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 10 },
          { id = "e2", ticket = "T1", start = "2026-04-11T09:00", minutes = 10 },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "60.00", lines = { { quantity = "0.5", amount = "60.00" } } } },
    },
    {
      title = "per day, the same two entries on one day are half an hour, a third on another a quarter",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 15, per = "day" } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = {
          { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 10 },
          { id = "e2", ticket = "T1", start = "2026-04-10T14:00", minutes = 10 },
          { id = "e3", ticket = "T1", start = "2026-04-11T09:00", minutes = 10 },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "90.00", lines = { { quantity = "0.75", amount = "90.00" } } } },
    },
    {
      title = "a least time alone leaves longer work as it is",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", minimum = 15 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 17 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "34.00" } },
    },
    {
      title = "time given for nothing stays free, whatever the least time",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", minimum = 15 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 17, bill_minutes = 0 } },
      },
      as_of = "2026-05-01",
      invoices = {},
    },
    {
      title = "one minute is work",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", minimum = 15 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 1 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "30.00" } },
    },
    {
      title = "no least time: a minute in steps of six",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 6 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 1 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "12.00" } },
    },
    {
      title = "steps of a day",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 1440, minimum = 1440 } } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 1 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "2880.00" } },
    },
    {
      title = "a step of nothing is refused",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 0 } } } },
      },
      as_of = "2026-05-01",
      refused = "increment: must be at least 1",
    },
    {
      title = "a step of more than a day is refused",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", increment = 1441 } } } },
      },
      as_of = "2026-05-01",
      refused = "increment: must be at most 1440",
    },
    {
      title = "a least time below zero is refused",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", minimum = -1 } } } },
      },
      as_of = "2026-05-01",
      refused = "minimum: must be at least 0",
    },
    {
      title = "a least time of more than a day is refused",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "120.00" },
          rules = { { rule = "round-time", minimum = 1441 } } } },
      },
      as_of = "2026-05-01",
      refused = "minimum: must be at most 1440",
    },
  },
}
