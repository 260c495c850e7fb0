-- Project, hourly rate: all its closed work, once when the project has ended, or each period as it goes.
return contract {
  name = "project-hourly", api = 1, version = "1.0.0", title = "Project: hourly rate",
  doc = "Bills the project's closed work once, when it has ended; with progress, each period.",

  params = {
    rate          = money { doc = "price of an hour of work that has no rate code of its own", min = "0", raise = true },
    not_to_exceed = money { doc = "the most that the project's work costs; none: no limit", min = "0", optional = true },
    progress      = flag  { doc = "bills each period's work instead of all of it at the end", default = false },
  },

  schedule = function(c)
    if c.progress then return nil end
    local last = c.contract.last
    local waits = last and "it bills when it has ended, on " .. date.format(last) or "it bills when it has ended, and it has no end"
    return { { key = "project", first = c.contract.start, last = last, ready_on = last and last + 1, waits = waits, once = true } }
  end,

  opens = function(c, _, bill)
    if c.not_to_exceed then bill:grant { "limit", c.not_to_exceed, once = true } end
  end,

  closes = function(c, period, bill)
    if c.not_to_exceed then
      bill:draw_money(period:work(), c.rate, { budget = true })
    else
      bill:rates(period:work(), c.rate)
    end
  end,
}
