-- Remote Monitoring: monitored devices by the meter, with measures, commitments and tiers.

local agents = { "pc_agents", "mac_agents", "server_agents" }
local groups = { agents = agents, all = { "pc_agents", "mac_agents", "server_agents", "other_devices" } }
local titles = { pc_agents = "PCs", mac_agents = "Macs", server_agents = "Servers", other_devices = "Other devices",
  agents = "Agents", all = "Devices" }

-- What a contract counts, as a list: { meter, unit_price }.
local function counted(c) return type(c.count_by) == "string" and { { meter = c.count_by } } or c.count_by end

-- Each tier prices its part of a count; in the mode volume, the tier that holds all of it does. A price alone is a tier without end.
local function price(c, bill, what, devices)
  local tiers = #c.tiers > 0 and c.tiers or { { unit_price = what.unit_price or c.rate } }
  local from, past = decimal "0", ""
  for _, tier in ipairs(tiers) do
    local holds = not tier.up_to or devices.count <= tier.up_to * devices.over
    local to = holds and devices.count or tier.up_to * devices.over
    if holds or c.tier_mode == "graduated" then
      local part = c.tier_mode == "volume" and "" or tier.up_to and ", up to " .. tier.up_to or past
      bill:line { (titles[what.meter] or what.meter) .. part, quantity = to - from, over = devices.over, price = tier.unit_price,
        count = to - from, first = devices.first, last = devices.last, whole = c.measure == "device-days" }
      from, past = to, tier.up_to and ", past " .. tier.up_to
    end
    if holds then return end
  end
end

-- In advance with daily proration, each change of the count is a line from its day on: the next bill catches up on what came later.
local function count(c, period, bill)
  for _, what in ipairs(counted(c)) do
    local how = { measure = c.measure, least = c.committed, added = c.added == "this-period" }
    for _, devices in ipairs(period:levels(groups[what.meter] or what.meter, how)) do price(c, bill, what, devices) end
  end
end

return contract {
  name = "remote-monitoring", api = 1, version = "1.0.0", title = "Remote Monitoring",
  doc = "Bills counted devices × a rate for each period; several meters, tiers and a commitment in one contract.",

  params = {
    count_by = either { choice { "pc_agents", "mac_agents", "server_agents", "other_devices", "agents", "all" },
      list { of = record { fields = {
        meter      = text  { doc = "a meter: pc_agents, server_agents, or the MSP's own" },
        unit_price = money { doc = "price of one; none: the contract's rate", optional = true, raise = true },
      } } }, doc = "what is counted: one meter, or a list of meters with their prices" },
    rate      = money    { doc = "price of one device each period", optional = true, raise = true },
    measure   = choice   { "start", "end", "peak", "average", "device-days",
      doc = "which count of the period; none: its end, in advance its start", optional = true },
    added     = choice   { "this-period", "next-period", doc = "when devices added in a period first bill", default = "this-period" },
    committed = quantity { doc = "the least count that is billed", min = "0", optional = true },
    tiers     = list     { of = record { fields = {
      up_to      = quantity { doc = "the last count in the tier; the last tier has none", optional = true },
      unit_price = money    { doc = "price of one in the tier", raise = true },
    } }, doc = "prices by count, in place of rate", default = {} },
    tier_mode = choice   { "graduated", "volume", default = "graduated",
      doc = "each tier its part, or the tier of the whole count all of it" },
  },

  check = function(c)
    for i, tier in ipairs(c.tiers) do
      local before = i > 1 and c.tiers[i - 1].up_to or 0
      if (tier.up_to == nil) ~= (i == #c.tiers) then return "tiers[" .. i .. "].up_to: all tiers have one but the last, which has none" end
      if tier.up_to and tier.up_to <= before then return "tiers[" .. i .. "].up_to: must be more than the tier before" end
    end
    for _, what in ipairs(counted(c)) do
      if not (what.unit_price or c.rate or c.tiers[1]) then return "rate: is missing; give a rate or tiers, or each meter a price" end
    end
  end,

  opens = count, closes = count,  -- each bills what it can know
}
