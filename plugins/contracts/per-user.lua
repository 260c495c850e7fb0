-- Per user: users of several kinds, each counted by a meter and priced.

local function measure(c) return c.measure or (c.contract.advance and "start" or "end") end

-- In advance with daily proration, each change of the count is a line from its day on: the next bill catches up on what came later.
local function count(c, period, bill)
  for _, line in ipairs(c.lines) do
    if c.contract.advance and c.contract.prorates and measure(c) == "start" then
      for _, step in ipairs(period:steps(line.meter)) do
        bill:line { line.description, quantity = step.count, price = line.unit_price, unit = "user", count = step.count,
          first = step.first, last = step.last }
      end
    else
      local number, over = period:count(line.meter, measure(c))
      bill:line { line.description, quantity = number, over = over, price = line.unit_price, unit = "user", count = number,
        whole = measure(c) == "device-days" }
    end
  end
end

local function known_at_opening(c) return not c.contract.advance or measure(c) == "start" end

return contract {
  name = "per-user", api = 1, version = "1.0.0", title = "Per user",
  doc = "Bills users × price for each period, a line for each kind of user.",

  params = {
    lines = list { of = record { fields = {
      meter       = text  { doc = "the meter that counts them, such as users" },
      description = text  { doc = "what the invoice calls them" },
      unit_price  = money { doc = "price of one user each period" },
    } }, doc = "the kinds of users" },
    measure = choice { "start", "end", "peak", "average", "device-days",
      doc = "which count of the period; none: its end, in advance its start", optional = true },
  },

  check = function(c)
    if #c.lines == 0 then return "lines: at least one kind of user is needed" end
  end,

  opens = function(c, period, bill)
    if known_at_opening(c) then count(c, period, bill) end
  end,

  closes = function(c, period, bill)
    if not known_at_opening(c) then count(c, period, bill) end
  end,

  examples = {
    {
      title = "two kinds of users",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" },
            { meter = "executive_users", description = "Executive user", unit_price = "50.00" } } } },
        },
        readings = {
          { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" },
          { customer = "cool", meter = "executive_users", at = "2026-04-01", value = "2" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "340.00", lines = { { description = "Standard user", quantity = "8", unit_price = "30.00",
        amount = "240.00", unit = "user" }, { description = "Executive user", quantity = "2", amount = "100.00" } } } },
    },
    {
      title = "start, end, peak, average and days",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
            measure = "start" } },
          { id = "k2", customer = "cool", name = "K2", type = "per-user", start = "2026-04-01",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
            measure = "end" } },
          { id = "k3", customer = "cool", name = "K3", type = "per-user", start = "2026-04-01",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
            measure = "peak" } },
          { id = "k4", customer = "cool", name = "K4", type = "per-user", start = "2026-04-01",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
            measure = "average" } },
          { id = "k5", customer = "cool", name = "K5", type = "per-user", start = "2026-04-01",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
            measure = "device-days" } },
          { id = "k6", customer = "cool", name = "K6", type = "per-user", start = "2026-04-01",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } } } },
        },
        readings = {
          { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" },
          { customer = "cool", meter = "standard_users", at = "2026-04-16", value = "10" },
          { customer = "cool", meter = "standard_users", at = "2026-04-21", value = "9" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "240.00" }, { subtotal = "270.00", lines = { { contract = "k2" } } }, { subtotal = "300.00" },
        { subtotal = "260.00", lines = { { quantity = "8.6667", count = "8.6667", contract = "k4" } } }, { subtotal = "260.00",
        lines = { { contract = "k5" } } }, { subtotal = "270.00", lines = { { contract = "k6" } } } },
    },
    {
      title = "in advance the users at the start bill as the period opens",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01", timing = "advance",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } } } },
        },
        readings = {
          { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" },
          { customer = "cool", meter = "standard_users", at = "2026-04-16", value = "10" },
          { customer = "cool", meter = "standard_users", at = "2026-04-21", value = "9" },
        },
      },
      as_of = "2026-04-01",
      invoices = { { subtotal = "240.00", lines = { { quantity = "8", period = { "2026-04-01", "2026-04-30" } } } } },
    },
    {
      title = "in advance, what only the end tells bills at the close",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01", timing = "advance",
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
            measure = "peak" } },
        },
        readings = {
          { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" },
          { customer = "cool", meter = "standard_users", at = "2026-04-16", value = "10" },
          { customer = "cool", meter = "standard_users", at = "2026-04-21", value = "9" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "300.00", lines = { { quantity = "10", period = { "2026-04-01", "2026-04-30" } } } } },
    },
    {
      title = "in advance with daily proration the next bill catches up on each change",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01", timing = "advance",
            proration = "daily", params = { lines = { { meter = "standard_users", description = "Standard user",
            unit_price = "30.00" } } } },
        },
        readings = { { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" } },
      },
      steps = {
        { as_of = "2026-04-01", invoices = { { subtotal = "240.00" } } },
        { import = {
          readings = {
            { customer = "cool", meter = "standard_users", at = "2026-04-16", value = "10" },
            { customer = "cool", meter = "standard_users", at = "2026-04-22", value = "9" },
          },
        } },
        { as_of = "2026-05-01", invoices = { { subtotal = "291.00", lines = { { amount = "12.00", count = "2", days = 6, days_of = 30,
          period = { "2026-04-16", "2026-04-21" } }, { amount = "9.00", period = { "2026-04-22", "2026-04-30" } }, { quantity = "9",
          amount = "270.00" } } } } },
      },
    },
    {
      title = "in advance and in arrears half a month costs half, days count themselves",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-16", bill_day = 1,
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } } } },
          { id = "k2", customer = "cool", name = "K2", type = "per-user", start = "2026-04-16", bill_day = 1,
            params = { lines = { { meter = "standard_users", description = "Standard user", unit_price = "30.00" } },
            measure = "device-days" } },
        },
        readings = { { customer = "cool", meter = "standard_users", at = "2026-04-01", value = "8" } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "120.00", lines = { { contract = "k1", amount = "120.00" } } }, { subtotal = "120.00",
        lines = { { contract = "k2", quantity = "4" } } } },
    },
    {
      title = "somebody must be counted",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "per-user", start = "2026-04-01", params = { lines = {} } },
        },
      },
      refused = "at least one kind of user",
    },
  },
}
