-- Examples of commitment: its help and its tests.
local customers = { { id = "cool", name = "CoolRealty" } }
local retainer = { id = "r1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-01-01", ["end"] = "2026-03-31",
  params = { price = "1000.00" } }
local hours = { id = "h1", customer = "cool", name = "Hours", type = "hourly", start = "2026-01-01", ["end"] = "2026-03-31",
  params = { rate = "100.00" } }

local function committed(params)
  return { id = "k1", customer = "cool", name = "Commitment", type = "commitment", start = "2026-01-01", ["end"] = "2026-03-31",
    params = params }
end

local thirty = { { id = "T1.1", ticket = "T1", start = "2026-01-12T09:00", minutes = 1200 },
  { id = "T1.2", ticket = "T1", start = "2026-01-14T09:00", minutes = 600 } }

return {
  {
    title = "a quarter's documents billed 3,000.00 of 5,000.00: the rest is billed",
    data = { customers = customers, contracts = { committed { amount = "5000.00" }, retainer } },
    steps = {
      { as_of = "2026-04-01", invoices = { { subtotal = "3000.00" } } },
      { as_of = "2026-04-16", invoices = { { subtotal = "2000.00",
        lines = { { description = "Commitment of 5000.00, less 3000.00 billed", amount = "2000.00" } } } } },
    },
    empty = false, reason = "a commitment is what is billed where nothing else is",
  },
  {
    title = "what is not billed by then does not count; every month, settled a day after it",
    data = { customers = customers, contracts = { committed { amount = "500.00", every = "monthly", settle = 1 } } },
    as_of = "2026-04-02",
    invoices = { { subtotal = "1500.00" } },
    empty = false, reason = "a commitment is what is billed where nothing else is",
  },
  {
    title = "labor alone counts, and labor of one contract alone: 30 hours billed 3,000.00, which is enough for one",
    data = {
      customers = customers,
      contracts = { committed { amount = "3500.00", categories = { "labor" } }, retainer, hours,
        { id = "k2", customer = "cool", name = "Enough", type = "commitment", start = "2026-01-01", ["end"] = "2026-03-31",
          params = { amount = "3000.00", contracts = { "h1" } } } },
      tickets = { { id = "T1", customer = "cool", contract = "h1", status = "closed" } },
      time_entries = thirty,
    },
    steps = {
      { as_of = "2026-04-01", invoices = { { subtotal = "3000.00" }, { subtotal = "3000.00" } } },
      { as_of = "2026-04-16", invoices = { { subtotal = "500.00" } } },
    },
    empty = false, reason = "a commitment is what is billed where nothing else is",
  },
  {
    title = "a period that the contract's end cuts short is committed to whole",
    data = {
      customers = customers,
      contracts = { retainer, { id = "k1", customer = "cool", name = "Commitment", type = "commitment", start = "2026-01-01",
        ["end"] = "2026-02-14", params = { amount = "1500.00", every = "yearly" } } },
    },
    steps = {
      { as_of = "2026-02-01", invoices = { { subtotal = "1000.00" } } },
      { as_of = "2026-03-02", invoices = { { subtotal = "1000.00" }, { subtotal = "500.00" } } },
    },
    empty = false, reason = "a commitment is what is billed where nothing else is",
  },
  {
    title = "a commitment ends",
    data = {
      customers = customers,
      contracts = { { id = "k1", customer = "cool", name = "Commitment", type = "commitment", start = "2026-01-01",
        params = { amount = "5000.00" } } },
    },
    as_of = "2026-04-16",
    refused = "a commitment ends: give the contract an end",
  },
}
