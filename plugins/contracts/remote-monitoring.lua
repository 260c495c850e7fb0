-- Remote Monitoring: monitored devices by the meter, with measures, commitments and tiers.

local groups = {
  agents = { "pc_agents", "mac_agents", "server_agents" },
  all    = { "pc_agents", "mac_agents", "server_agents", "other_devices" },
}
local titles = {
  pc_agents = "PCs", mac_agents = "Macs", server_agents = "Servers", other_devices = "Other devices", agents = "Agents", all = "Devices",
}

-- What a contract counts: a list of { text, meters, price }.
local function counted(c)
  if type(c.count_by) == "string" then
    return { { titles[c.count_by], groups[c.count_by] or c.count_by, c.rate } }
  end
  local list = {}
  for i, entry in ipairs(c.count_by) do
    list[i] = { titles[entry.meter] or entry.meter, groups[entry.meter] or entry.meter, entry.unit_price or c.rate }
  end
  return list
end

-- The count is number / over throughout, so that averages stay exact.
local function least(a, b) return a < b and a or b end
local function most(a, b) return a > b and a or b end

local function flat(c, bill, text, price, number, over, days)
  bill:line { text, quantity = number, over = over, price = price, count = number, whole = c.measure == "device-days",
    first = days and days.first, last = days and days.last }
end

-- The tier that holds the whole count prices all of it.
local function volume(c, bill, text, _, number, over, days)
  for _, tier in ipairs(c.tiers) do
    if not tier.up_to or number <= tier.up_to * over then return flat(c, bill, text, tier.unit_price, number, over, days) end
  end
end

-- Each tier prices the part of the count that lies in it; of nothing, the first tier bills none.
local function graduated(c, bill, text, _, number, over, days)
  local from = decimal("0")
  for i, tier in ipairs(c.tiers) do
    local upto = tier.up_to and least(number, tier.up_to * over) or number
    local which = tier.up_to and ", up to " .. tier.up_to or i > 1 and ", past " .. c.tiers[i - 1].up_to or ""
    if upto > from or i == 1 then flat(c, bill, text .. which, tier.unit_price, upto - from, over, days) end
    from = most(from, upto)
  end
end

local function price(c, bill, what, number, over, days)
  if c.committed then number = most(number, c.committed * over) end
  local way = #c.tiers == 0 and flat or c.tier_mode == "volume" and volume or graduated
  way(c, bill, what[1], what[3], number, over, days)
end

local function measure(c) return c.measure or (c.contract.advance and "start" or "end") end

-- In advance with daily proration, each change of the count is a line from its day on: the next bill catches up on what came later.
local function by_steps(c) return c.contract.advance and c.contract.prorates and measure(c) == "start" end

-- Steps of what is billed: at most what the period opened with where added devices wait, at least the commitment.
local function levels(c, period, meters)
  local list, opening = {}, nil
  for _, step in ipairs(period:steps(meters)) do
    opening = opening or step.count
    local count = c.added == "next-period" and least(step.count, opening) or step.count
    local level = { first = step.first, last = step.last, count = c.committed and most(count, c.committed) or count }
    if #list > 0 and list[#list].count == level.count then list[#list].last = level.last else list[#list + 1] = level end
  end
  return list
end

local function count(c, period, bill)
  for _, what in ipairs(counted(c)) do
    if by_steps(c) then
      for _, level in ipairs(levels(c, period, what[2])) do price(c, bill, what, level.count, 1, level) end
    else
      local number, over = period:count(what[2], measure(c))
      if c.added == "next-period" then number = least(number, period:count(what[2], "start") * over) end
      price(c, bill, what, number, over)
    end
  end
end

-- What is known as a period opens bills then; what only its end tells, at its close.
local function known_at_opening(c) return not c.contract.advance or measure(c) == "start" end

return contract {
  name = "remote-monitoring", api = 1, version = "1.0.0", title = "Remote Monitoring",
  doc = "Bills counted devices × a rate for each period; several meters, tiers and a commitment in one contract.",

  params = {
    count_by = either {
      choice { "pc_agents", "mac_agents", "server_agents", "other_devices", "agents", "all" },
      list { of = record { fields = {
        meter      = text  { doc = "a meter: pc_agents, server_agents, or the MSP's own" },
        unit_price = money { doc = "price of one; none: the contract's rate", optional = true },
      } } },
      doc = "what is counted: one meter, or a list of meters with their prices",
    },
    rate      = money    { doc = "price of one device each period", optional = true },
    measure   = choice   { "start", "end", "peak", "average", "device-days",
      doc = "which count of the period; none: its end, in advance its start", optional = true },
    added     = choice   { "this-period", "next-period", doc = "when devices added in a period first bill", default = "this-period" },
    committed = quantity { doc = "the least count that is billed", min = "0", optional = true },
    tiers     = list     { of = record { fields = {
      up_to      = quantity { doc = "the last count in the tier; the last tier has none", optional = true },
      unit_price = money    { doc = "price of one in the tier" },
    } }, doc = "prices by count, in place of rate", default = {} },
    tier_mode = choice   { "graduated", "volume", default = "graduated",
      doc = "each tier its part, or the tier of the whole count all of it" },
  },

  check = function(c)
    local last = decimal("0")
    for i, tier in ipairs(c.tiers) do
      if tier.up_to and i == #c.tiers then return "tiers: the last has no up_to" end
      if not tier.up_to and i < #c.tiers then return "tiers[" .. i .. "].up_to: is missing; only the last has none" end
      if tier.up_to and tier.up_to <= last then return "tiers[" .. i .. "].up_to: must be more than the tier before" end
      last = tier.up_to or last
    end
    if #c.tiers > 0 or c.rate then return end
    if type(c.count_by) == "string" then return "rate: is missing; give a rate or tiers" end
    for i, entry in ipairs(c.count_by) do
      if not entry.unit_price then return "count_by[" .. i .. "].unit_price: is missing; give it, a rate or tiers" end
    end
  end,

  opens = function(c, period, bill)
    if known_at_opening(c) then count(c, period, bill) end
  end,

  closes = function(c, period, bill)
    if not known_at_opening(c) then count(c, period, bill) end
  end,

  examples = {
    {
      title = "start, end, peak, average and device-days of one month",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", measure = "start" } },
          { id = "k2", customer = "cool", name = "K2", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", measure = "end" } },
          { id = "k3", customer = "cool", name = "K3", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", measure = "peak" } },
          { id = "k4", customer = "cool", name = "K4", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", measure = "average" } },
          { id = "k5", customer = "cool", name = "K5", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", measure = "device-days" } },
          { id = "k6", customer = "cool", name = "K6", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "10" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-10", value = "14" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-21", value = "11" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "90.00", lines = { { quantity = "10", unit_price = "9.00", description = "PCs", contract = "k1" } } },
        { subtotal = "99.00", lines = { { quantity = "11", contract = "k2" } } }, { subtotal = "126.00", lines = { { quantity = "14",
        contract = "k3" } } }, { subtotal = "106.20", lines = { { count = "11.8", contract = "k4" } } }, { subtotal = "106.20",
        lines = { { quantity = "11.8", contract = "k5" } } }, { subtotal = "99.00", lines = { { quantity = "11",
        contract = "k6" } } } },
    },
    {
      title = "agents are PCs, Macs and servers; all are other devices too",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "agents", rate = "9.00" } },
          { id = "k2", customer = "cool", name = "K2", type = "remote-monitoring", start = "2026-04-01", params = { count_by = "all",
            rate = "9.00" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "3" },
          { customer = "cool", meter = "mac_agents", at = "2026-04-01", value = "1" },
          { customer = "cool", meter = "server_agents", at = "2026-04-01", value = "2" },
          { customer = "cool", meter = "other_devices", at = "2026-04-01", value = "4" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "54.00", lines = { { quantity = "6", description = "Agents" } } }, { subtotal = "90.00",
        lines = { { quantity = "10", description = "Devices" } } } },
    },
    {
      title = "several meters in one contract, with their prices or the contract's, and one of the MSP's own",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = { { meter = "server_agents", unit_price = "40.00" }, { meter = "pc_agents" }, { meter = "firewalls",
            unit_price = "12.50" } }, rate = "9.00" } },
        },
        readings = {
          { customer = "cool", meter = "server_agents", at = "2026-04-01", value = "2" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "5" },
          { customer = "cool", meter = "firewalls", at = "2026-03-15", value = "4" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "175.00", lines = { { quantity = "2", amount = "80.00", description = "Servers" }, { quantity = "5",
        amount = "45.00", description = "PCs" }, { quantity = "4", amount = "50.00", description = "firewalls" } } } },
    },
    {
      title = "devices count from their first day to their last",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", measure = "device-days" } },
        },
        devices = {
          { id = "d1", customer = "cool", meter = "pc_agents", from = "2026-03-01" },
          { id = "d2", customer = "cool", meter = "pc_agents", from = "2026-04-16" },
          { id = "d3", customer = "cool", meter = "pc_agents", from = "2026-04-01", to = "2026-04-03" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "14.40", lines = { { quantity = "1.6", amount = "14.40" } } } },
    },
    {
      title = "devices added in a period bill from the next one",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", added = "next-period", measure = "peak" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "10" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-12", value = "12" },
        },
      },
      steps = {
        { as_of = "2026-05-01", invoices = { { subtotal = "90.00", lines = { { quantity = "10" } } } } },
        { as_of = "2026-06-01", invoices = { { subtotal = "108.00", lines = { { quantity = "12" } } } } },
      },
    },
    {
      title = "an average of what was there at the start at most",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", added = "next-period", measure = "average" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "10" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-10", value = "14" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-21", value = "11" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "90.00", lines = { { quantity = "10", amount = "90.00" } } } },
    },
    {
      title = "a commitment lifts a lower count, and leaves a higher one",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", committed = "12" } },
          { id = "k2", customer = "cool", name = "K2", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", committed = "11" } },
          { id = "k3", customer = "cool", name = "K3", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", rate = "9.00", committed = "12", measure = "average" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "10" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-10", value = "14" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-21", value = "11" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "108.00", lines = { { quantity = "12" } } }, { subtotal = "99.00", lines = { { quantity = "11" } } },
        { subtotal = "108.00", lines = { { quantity = "12", amount = "108.00", contract = "k3" } } } },
    },
    {
      title = "graduated tiers: each its part",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", tiers = { { up_to = "10", unit_price = "9.00" }, { up_to = "20", unit_price = "8.00" },
            { unit_price = "7.00" } } } },
        },
        readings = { { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "25" } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "205.00", lines = { { quantity = "10", amount = "90.00", description = "PCs, up to 10" },
        { quantity = "10", amount = "80.00", description = "PCs, up to 20" }, { quantity = "5", amount = "35.00",
        description = "PCs, past 20" } } } },
    },
    {
      title = "a count at the end of a tier lies in it",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", tiers = { { up_to = "10", unit_price = "9.00" }, { up_to = "20", unit_price = "8.00" },
            { unit_price = "7.00" } }, tier_mode = "graduated" } },
        },
        readings = { { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "10" } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "90.00", lines = { { quantity = "10", amount = "90.00" } } } },
    },
    {
      title = "volume tiers: the tier of the whole count prices all of it",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", tiers = { { up_to = "10", unit_price = "9.00" }, { up_to = "20", unit_price = "8.00" },
            { unit_price = "7.00" } }, tier_mode = "volume" } },
          { id = "k2", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "mac_agents", tiers = { { up_to = "10", unit_price = "9.00" }, { up_to = "20",
            unit_price = "8.00" }, { unit_price = "7.00" } }, tier_mode = "volume" } },
          { id = "k3", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "server_agents", tiers = { { up_to = "10", unit_price = "9.00" }, { up_to = "20",
            unit_price = "8.00" }, { unit_price = "7.00" } }, tier_mode = "volume" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "20" },
          { customer = "cool", meter = "mac_agents", at = "2026-04-01", value = "21" },
          { customer = "cool", meter = "server_agents", at = "2026-04-01", value = "10" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "160.00", lines = { { quantity = "20", unit_price = "8.00", contract = "k1" } } },
        { subtotal = "147.00", lines = { { quantity = "21", unit_price = "7.00", contract = "k2" } } }, { subtotal = "90.00",
        lines = { { quantity = "10", unit_price = "9.00", contract = "k3" } } } },
    },
    {
      title = "tiers of an average are exact: 10 x 9 + 1.8 x 8",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", tiers = { { up_to = "10", unit_price = "9.00" }, { up_to = "20", unit_price = "8.00" },
            { unit_price = "7.00" } }, measure = "average" } },
          { id = "k2", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", tiers = { { up_to = "10", unit_price = "9.00" }, { up_to = "20", unit_price = "8.00" },
            { unit_price = "7.00" } }, measure = "average", tier_mode = "volume" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "10" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-10", value = "14" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-21", value = "11" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "104.40", lines = { { quantity = "10", amount = "90.00" }, { quantity = "1.8", amount = "14.40" } } },
        { subtotal = "94.40", lines = { { quantity = "11.8", unit_price = "8.00" } } } },
    },
    {
      title = "half a month costs half, but device-days count their days",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-16", bill_day = 1,
            params = { count_by = "pc_agents", rate = "10.00" } },
          { id = "k2", customer = "cool", name = "K2", type = "remote-monitoring", start = "2026-04-16", bill_day = 1,
            params = { count_by = "pc_agents", rate = "10.00", measure = "device-days" } },
        },
        readings = { { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "4" } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "20.00", lines = { { amount = "20.00", contract = "k1" } } }, { subtotal = "20.00",
        lines = { { quantity = "2", amount = "20.00", contract = "k2" } } } },
    },
    {
      title = "in advance the count at the start bills as the period opens",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01", timing = "advance",
            params = { count_by = "pc_agents", rate = "9.00" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "10" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-05", value = "12" },
        },
      },
      as_of = "2026-04-01",
      invoices = { { subtotal = "90.00", lines = { { quantity = "10", period = { "2026-04-01", "2026-04-30" } } } } },
    },
    {
      title = "in advance, what only the end tells bills at the close",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01", timing = "advance",
            params = { count_by = "pc_agents", rate = "9.00", measure = "end" } },
        },
        readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "10" },
          { customer = "cool", meter = "pc_agents", at = "2026-04-05", value = "12" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "108.00", lines = { { quantity = "12", period = { "2026-04-01", "2026-04-30" } } } } },
    },
    {
      title = "in advance with daily proration the next bill catches up on each change",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-06-01", timing = "advance",
            proration = "daily", params = { count_by = "pc_agents", rate = "10.00" } },
          { id = "k2", customer = "cool", name = "K2", type = "remote-monitoring", start = "2026-06-01", timing = "advance",
            proration = "daily", params = { count_by = "pc_agents", rate = "10.00", added = "next-period" } },
        },
        readings = { { customer = "cool", meter = "pc_agents", at = "2026-06-01", value = "10" } },
      },
      steps = {
        { as_of = "2026-06-01", invoices = { { subtotal = "100.00", lines = { { quantity = "10", amount = "100.00" } } },
          { subtotal = "100.00" } } },
        { import = { readings = {
          { customer = "cool", meter = "pc_agents", at = "2026-06-10", value = "11" },
          { customer = "cool", meter = "pc_agents", at = "2026-06-25", value = "7" },
        } } },
        { as_of = "2026-07-01", invoices = { { subtotal = "69.00", lines = { { amount = "5.00", period = { "2026-06-10",
          "2026-06-24" } }, { amount = "-6.00", period = { "2026-06-25", "2026-06-30" } }, { quantity = "7", amount = "70.00" } } },
          { subtotal = "64.00", lines = { { amount = "-6.00" }, { amount = "70.00" } } } } },
      },
    },
    {
      title = "small counts: a tier of one, a single tier, half a device committed",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", tiers = { { up_to = "1", unit_price = "5.00" }, { unit_price = "4.00" } } } },
          { id = "k2", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "pc_agents", tiers = { { unit_price = "2.00" } } } },
          { id = "k3", customer = "cool", name = "K3", type = "remote-monitoring", start = "2026-04-01",
            params = { count_by = "mac_agents", rate = "9.00", committed = "0.5" } },
        },
        readings = { { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "2" } },
      },
      as_of = "2026-05-01",
      invoices = {
        { subtotal = "9.00", lines = { { amount = "5.00" }, { amount = "4.00", description = "PCs, past 1" } } },
        { subtotal = "4.00", lines = { { description = "PCs", quantity = "2" } } }, { subtotal = "4.50", lines = { { quantity = "0.5" } } },
      },
    },
    {
      title = "of none the first tier shows none",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
          params = { count_by = { { meter = "pc_agents" }, { meter = "server_agents" } },
            tiers = { { up_to = "5", unit_price = "9.00" }, { unit_price = "7.00" } } } } },
        readings = { { customer = "cool", meter = "pc_agents", at = "2026-04-01", value = "6" } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "52.00", lines = { { amount = "45.00" }, { amount = "7.00" },
        { description = "Servers, up to 5", quantity = "0", amount = "0.00" } } } },
    },
    {
      title = "something must say what a device costs",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-01-01",
          params = { count_by = "all" } } },
      },
      refused = "give a rate or tiers",
    },
    {
      title = "also of each in a list",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-01-01",
          params = { count_by = { { meter = "firewalls" } } } } },
      },
      refused = "give it, a rate or tiers",
    },
    {
      title = "the last tier has no end",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
          params = { count_by = "pc_agents", tiers = { { up_to = "10", unit_price = "9.00" } } } } },
      },
      refused = "the last has no up_to",
    },
    {
      title = "the others have",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
          params = { count_by = "pc_agents", tiers = { { unit_price = "9.00" }, { unit_price = "8.00" } } } } },
      },
      refused = "only the last has none",
    },
    {
      title = "each later than the one before",
      data = { customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "K1", type = "remote-monitoring", start = "2026-04-01",
          params = { count_by = "pc_agents", tiers = { { up_to = "10", unit_price = "9.00" }, { up_to = "10", unit_price = "8.00" },
          { unit_price = "7.00" } } } } },
      },
      refused = "must be more than the tier before",
    },
  },
}
