-- Project, one-time fee: billed once, or once for each milestone. Its work is included.

-- Milestones in the order of their dates; those that name no amount share the rest equally.
local function shares(c)
  local left, open, weights = c.amount, {}, {}
  for i, m in ipairs(c.milestones) do
    if m.amount then left = left - m.amount else open[#open + 1], weights[#weights + 1] = i, 1 end
  end
  local amounts = {}
  local parts = #open > 0 and money.split(money.parse(tostring(left), c.contract.currency), weights) or {}
  for k, i in ipairs(open) do amounts[i] = decimal(money.format(parts[k], c.contract.currency)) end
  for i, m in ipairs(c.milestones) do amounts[i] = m.amount or amounts[i] end
  return amounts
end

local function in_order(c)
  local list = {}
  for i, m in ipairs(c.milestones) do list[i] = m end
  table.sort(list, function(a, b)
    if a.due ~= b.due then return a.due < b.due end
    return a.name < b.name
  end)
  return list
end

local function waits(m)
  local state = m.ready and "is due" or "is not ready (ready = false); it is due"
  return "milestone \"" .. m.name .. "\" " .. state .. " from " .. date.format(m.due) .. " on"
end

-- Each milestone's period runs from the one before it to its own day, the last one's to the project's end; a day at least.
local function milestones(c)
  local list, from = {}, c.contract.start
  local sorted = in_order(c)
  for i, m in ipairs(sorted) do
    local last = m.due - 1
    if i == #sorted then last = c.contract.last end
    if last and last < from then last = from end
    list[i] = { key = m.name, first = from, last = last, ready_on = m.ready and m.due or nil, waits = waits(m) }
    from = last and last + 1
  end
  return list
end

-- When it is due, and what it waits for until then.
local function ready(c)
  local last = c.contract.last
  if c.due == "start" then return c.contract.start, "it bills as the project starts" end
  if c.due == "completion" then
    return c.completed, c.completed and "it bills on the day of completion" or "it bills when it is completed, and completed has no date"
  end
  if not last then return nil, "it bills when it has ended, and it has no end" end
  return last + 1, "it bills when it has ended, on " .. date.format(last)
end

return contract {
  name = "project-fee", api = 1, version = "1.0.0", title = "Project: one-time fee",
  doc = "Bills a fixed amount once, when the project ends, starts or is completed, or milestone by milestone.",

  params = {
    amount     = money  { doc = "price of the whole project", min = "0" },
    due        = choice { "end", "start", "completion", doc = "what makes it due", default = "end" },
    completed  = date   { doc = "the day of completion, once it is known", optional = true },
    milestones = list   { of = record { fields = {
      name   = text  { doc = "names it for ever" },
      amount = money { doc = "its price; none: an equal share of what the others leave", min = "0", optional = true },
      due    = date  { doc = "the first day on which it can be billed" },
      ready  = flag  { doc = "it is done and may be billed", default = false },
    } }, doc = "parts that are billed one by one", default = {} },
  },

  check = function(c)
    local names, sum, shared = {}, decimal("0"), false
    for i, m in ipairs(c.milestones) do
      if names[m.name] then return "milestones[" .. i .. "].name: \"" .. m.name .. "\" comes twice" end
      names[m.name] = true
      if m.amount then sum = sum + m.amount else shared = true end
    end
    if #c.milestones == 0 then return end
    if sum > c.amount then return "milestones: they add up to " .. sum .. ", more than the amount" end
    if not shared and sum < c.amount then return "milestones: they add up to " .. sum .. ", less than the amount" end
  end,

  schedule = function(c)
    if #c.milestones > 0 then return milestones(c) end
    local on, what = ready(c)
    return { { key = "project", first = c.contract.start, last = c.contract.last, ready_on = on, waits = what } }
  end,

  opens = function(c, period, bill)
    if #c.milestones == 0 then
      bill:line { "Project fee", price = c.amount }
      return
    end
    local amounts = shares(c)
    for i, m in ipairs(c.milestones) do
      if m.name == period.key then bill:line { "Milestone: " .. m.name, price = amounts[i] } end
    end
  end,

  closes = function(_, period, bill)
    bill:include(period:work())
  end,
}
