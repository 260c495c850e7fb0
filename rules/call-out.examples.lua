-- Examples of call-out: its help and its tests.
local function field(rules)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Field service", type = "hourly", start = "2026-04-01",
      params = { rate = "120.00" }, rules = rules } },
  }
end

local function with(data, tickets, entries)
  data.tickets, data.time_entries = tickets, entries
  return data
end

return {
  {
    title = "an hour costs 120.00, and with the fee 200.00; each ticket has its own",
    data = with(field { { rule = "call-out", fee = "80.00" } }, {
      { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      { id = "T2", customer = "cool", contract = "k1", status = "closed" },
    }, {
      { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      { id = "e2", ticket = "T1", start = "2026-04-11T09:00", minutes = 60 },
      { id = "e3", ticket = "T2", start = "2026-04-12T09:00", minutes = 30 },
    }),
    as_of = "2026-05-01",
    invoices = { { subtotal = "460.00", lines = { { ticket = "T1", amount = "320.00" }, { ticket = "T2", amount = "140.00" } } } },
  },
  {
    title = "a ticket that was worked on in two periods pays once, on the first bill",
    data = with(field { { rule = "call-out", fee = "80.00" } }, {
      { id = "T1", customer = "cool", contract = "k1", status = "closed" },
    }, {
      { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      { id = "e2", ticket = "T1", start = "2026-05-10T09:00", minutes = 60 },
    }),
    steps = {
      { as_of = "2026-05-01", invoices = { { subtotal = "200.00" } } },
      { as_of = "2026-06-01", invoices = { { subtotal = "120.00" } } },
    },
  },
  {
    title = "work that comes late pays no second fee, be it before what paid",
    data = with(field { { rule = "call-out", fee = "80.00" } }, {
      { id = "T1", customer = "cool", contract = "k1", status = "closed" },
    }, {
      { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
    }),
    steps = {
      { as_of = "2026-05-01", invoices = { { subtotal = "200.00" } } },
      { import = { time_entries = { { id = "e2", ticket = "T1", start = "2026-04-02T09:00", minutes = 30 } } } },
      { as_of = "2026-06-01", invoices = { { subtotal = "60.00" } } },
    },
  },
  {
    title = "only tickets on site",
    data = with(field { { rule = "call-out", fee = "80.00", column = "site" } }, {
      { id = "T1", customer = "cool", contract = "k1", status = "closed", ["x.site"] = "yes" },
      { id = "T2", customer = "cool", contract = "k1", status = "closed", ["x.site"] = "no" },
      { id = "T3", customer = "cool", contract = "k1", status = "closed" },
    }, {
      { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      { id = "e2", ticket = "T2", start = "2026-04-11T09:00", minutes = 60 },
      { id = "e3", ticket = "T3", start = "2026-04-12T09:00", minutes = 60 },
    }),
    as_of = "2026-05-01",
    invoices = { { subtotal = "440.00", lines = { { ticket = "T1", amount = "200.00" }, { amount = "120.00" }, { amount = "120.00" } } } },
  },
  {
    title = "a column says something else",
    data = with(field { { rule = "call-out", fee = "40.00", column = "priority", value = "P1" } }, {
      { id = "T1", customer = "cool", contract = "k1", status = "closed", ["x.priority"] = "P1" },
      { id = "T2", customer = "cool", contract = "k1", status = "closed", ["x.priority"] = "P3" },
    }, {
      { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 },
      { id = "e2", ticket = "T2", start = "2026-04-11T09:00", minutes = 60 },
    }),
    as_of = "2026-05-01",
    invoices = { { subtotal = "280.00" } },
  },
  {
    title = "a fee below zero is refused",
    data = field { { rule = "call-out", fee = "-1.00" } },
    as_of = "2026-05-01",
    refused = "fee: must be at least 0",
  },
}
