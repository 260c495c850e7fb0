-- Block Hours: hours bought each period; time past them at the overage rate.

local block = "Block of hours"

return contract {
  name = "block-hours", api = 1, version = "1.0.0", title = "Block Hours",
  doc = "Bills a block of hours each period; work draws on it, what expires soonest first; time past it bills at the overage rate.",

  params = {
    hours            = quantity { doc = "hours bought each period, in whole minutes", min = "0" },
    rate             = money    { doc = "price of one bought hour", raise = true },
    overage_rate     = money    { doc = "price of one hour past the block", default = same_as "rate", raise = true },
    rollover         = flag     { doc = "unused hours carry over", default = false },
    rollover_periods = count    { doc = "how many following periods can use them; none: no end", min = 1, optional = true },
    rollover_cap     = quantity { doc = "the most hours carried into a period; none: no limit", min = "0", optional = true },
    pool             = count    { doc = "periods that share their hours, counted from the start", min = 1, default = 1 },
    top_up           = flag     { doc = "with on-demand: a new block as soon as one is used up", default = false },
    apply_multiplier = flag     { doc = "an hour that a price rule multiplies draws as many hours", default = false },
    refund_unused    = flag     { doc = "lost hours are credited at the block's rate, or what they cost elsewhere", default = false },
    late             = choice   { "next", "own-period", doc = "whose hours late work on a billed period draws", default = "next" },
    covers           = list     { of = text {}, doc = "work types that the block covers; none named: all", default = {} },
    excludes         = list     { of = text {}, doc = "work types that it does not cover, whatever it covers", default = {} },
  },

  check = function(c)
    if c.rollover_periods and not c.rollover then return "rollover_periods: needs rollover = true" end
    if c.rollover_cap and not c.rollover then return "rollover_cap: needs rollover = true" end
    if c.top_up and c.hours <= 0 then return "hours: a block that is topped up needs some" end
  end,

  opens = function(c, period, bill)
    if c.top_up then
      bill:line { block, quantity = c.hours, price = c.rate, unit = "hour", count = c.hours, once = true }
      bill:grant { "hours", c.hours, once = true }
      return
    end
    bill:line { block, quantity = c.hours, price = c.rate, unit = "hour", count = c.hours }
    local periods = 0                                   -- hours that do not roll over are lost with their period or pool
    if c.rollover then periods = c.rollover_periods end
    bill:grant { "hours", c.hours, pool = c.pool, periods = periods, cap = c.rollover_cap }
  end,

  closes = function(c, period, bill)
    local mine = period:work():covered(c)
    local renew = c.top_up
      and { block .. ", topped up", quantity = c.hours, price = c.rate, unit = "hour", count = c.hours, once = true } or nil
    local covered, over = bill:draw("hours", mine, {
      weighted = c.apply_multiplier, own_period = c.late == "own-period", renew = renew,
    })
    bill:include(covered)
    bill:work(over, c.overage_rate)
    if c.refund_unused then
      local unused, over_hours, elsewhere = bill:unused("hours")
      if unused > 0 then
        bill:line { "Unused hours", quantity = -unused, over = over_hours, price = c.rate, unit = "hour", whole = true }
      end
      for _, hours in ipairs(elsewhere) do
        bill:line { "Unused hours, paid before", quantity = -hours.amount, over = over_hours, price = hours.price, unit = "hour",
          whole = true }
      end
    end
  end,

  rest = function(c, period, bill)
    bill:rates(period:work(), c.rate)
  end,
}
