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
}
