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

  examples = {
    {
      title = "a milestone may cost next to nothing",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Move", type = "project-fee", start = "2026-04-01", ["end"] = "2026-04-30",
          params = { amount = "100.00", milestones = { { name = "Survey", amount = "0.50", due = "2026-04-10", ready = true },
            { name = "Handover", due = "2026-04-30", ready = true } } } } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "100.00", lines = { { amount = "0.50" }, { amount = "99.50" } } } },
    },
    {
      title = "once, when the project has ended; its hours are included",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-03-31",
            params = { amount = "9000.00" } },
        },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "T1.1", ticket = "T1", start = "2026-02-02T09:00", minutes = 600 } },
      },
      as_of = "2026-04-01",
      invoices = { { subtotal = "9000.00", lines = { { quantity = "1", unit_price = "9000.00", amount = "9000.00",
        description = "Project fee", period = { "2026-01-01", "2026-03-31" } } } } },
    },
    {
      title = "not before, and not again",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-03-31",
            params = { amount = "9000.00", due = "end" } },
        },
      },
      steps = {
        { as_of = "2026-03-31", invoices = {} },
        { as_of = "2026-04-01", invoices = { { subtotal = "9000.00" } } },
        { as_of = "2027-01-01", invoices = {} },
      },
    },
    {
      title = "as it starts",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", due = "start" } },
        },
      },
      as_of = "2026-01-01",
      invoices = { { subtotal = "9000.00" } },
    },
    {
      title = "on completion, once the day is known",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", due = "completion" } },
        },
      },
      steps = {
        { as_of = "2026-07-10", invoices = {} },
        { import = {
          contracts = {
            { id = "k1", params = { amount = "9000.00", due = "completion", completed = "2026-07-20" } },
          },
        } },
        { as_of = "2026-07-19", invoices = {} },
        { as_of = "2026-07-20", invoices = { { subtotal = "9000.00" } } },
      },
    },
    {
      title = "milestones that are ready and whose day has come; those without amounts share the rest",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", milestones = { { name = "Design", due = "2026-02-01", ready = true, amount = "4000.00" },
            { name = "Build", due = "2026-03-01", ready = true }, { name = "Launch", due = "2026-04-01", ready = false } } } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "6500.00", lines = { { amount = "4000.00", description = "Milestone: Design", period = { "2026-01-01",
        "2026-01-31" } }, { amount = "2500.00", description = "Milestone: Build", period = { "2026-02-01", "2026-02-28" } } } } },
    },
    {
      title = "a cent that cannot be shared goes to the first",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "100.00", milestones = { { name = "A", due = "2026-02-01", ready = true }, { name = "B",
            due = "2026-03-01", ready = true }, { name = "C", due = "2026-04-01", ready = true } } } },
        },
      },
      as_of = "2026-04-01",
      invoices = { { subtotal = "100.00", lines = { { amount = "33.34", description = "Milestone: A" }, { amount = "33.33" },
        { amount = "33.33", period = { "2026-03-01", "2026-06-30" } } } } },
    },
    {
      title = "two milestones of one day, and work after the last",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", milestones = { { name = "B", due = "2026-03-01", ready = true, amount = "5000.00" },
            { name = "A", due = "2026-03-01", ready = true, amount = "4000.00" } } } },
        },
        tickets = {
          { id = "T1", customer = "cool", contract = "k1", status = "closed" },
          { id = "T2", customer = "cool", contract = "k1", status = "closed" },
        },
        time_entries = {
          { id = "T1.1", ticket = "T1", start = "2026-01-10T09:00", minutes = 60 },
          { id = "T2.2", ticket = "T2", start = "2026-05-10T09:00", minutes = 60 },
        },
      },
      as_of = "2026-03-01",
      invoices = { { subtotal = "9000.00", lines = { { amount = "5000.00" }, { amount = "4000.00" } } } },
    },
    {
      title = "their days may be out of order, or before the start",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", milestones = { { name = "Late", due = "2026-05-01", ready = true, amount = "1000.00" },
            { name = "Early", due = "2025-12-01", ready = true, amount = "8000.00" } } } },
        },
      },
      as_of = "2026-04-30",
      invoices = { { subtotal = "8000.00", lines = { { description = "Milestone: Early", amount = "8000.00", period = { "2026-01-01",
        "2026-01-01" } } } } },
    },
    {
      title = "four in any order, each from the day of the one before",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "400.00", milestones = { { name = "A", due = "2026-02-01", ready = true }, { name = "C",
            due = "2026-04-01", ready = true }, { name = "B", due = "2026-03-01", ready = true }, { name = "D", due = "2026-05-01",
            ready = true } } } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "400.00", lines = { { description = "Milestone: A", period = { "2026-01-01", "2026-01-31" } },
        { description = "Milestone: B", period = { "2026-02-01", "2026-02-28" } }, { description = "Milestone: C",
        period = { "2026-03-01", "2026-03-31" } }, { description = "Milestone: D", amount = "100.00", period = { "2026-04-01",
        "2026-06-30" } } } } },
    },
    {
      title = "one milestone without an amount is all of it",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "0.50", milestones = { { name = "All", due = "2026-03-01", ready = true } } } },
        },
      },
      as_of = "2026-03-01",
      invoices = { { subtotal = "0.50", lines = { { description = "Milestone: All", amount = "0.50" } } } },
    },
    {
      title = "a milestone is not ready unless it says so",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", milestones = { { name = "A", due = "2026-02-01" } } } },
        },
      },
      steps = {
        { as_of = "2026-06-01", invoices = {} },
      },
    },
    {
      title = "milestones have names of their own",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", milestones = { { name = "A", due = "2026-02-01", ready = true }, { name = "A",
            due = "2026-03-01", ready = true } } } },
        },
      },
      refused = "\"A\" comes twice",
    },
    {
      title = "they cannot cost more than the project",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", milestones = { { name = "A", due = "2026-02-01", ready = true, amount = "9000.01" } } } },
        },
      },
      refused = "more than the amount",
    },
    {
      title = "nor less, where all of them say what they cost",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "project-fee", start = "2026-01-01", ["end"] = "2026-06-30",
            params = { amount = "9000.00", milestones = { { name = "A", due = "2026-02-01", ready = true, amount = "8999.99" } } } },
        },
      },
      refused = "less than the amount",
    },
  },
}
