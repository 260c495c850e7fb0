-- Block Hours: hours bought each period; time past them at the overage rate.

-- Pooled periods share their hours, counted from the start: the first of them grants those of all.
local function shared(c, period)
  local first = period.number % c.pool == 0
  local periods = c.pool
  if period.left and period.left < periods then periods = period.left end
  return first and periods or 0
end

-- Hours that roll over may be used in the periods after theirs; others in their own pool only.
local function usable(c)
  if not c.rollover then return c.pool - 1 end
  if not c.rollover_periods then return nil end
  return c.pool - 1 + c.rollover_periods
end

local block = "Block of hours"

return contract {
  name = "block-hours", api = 1, version = "1.0.0", title = "Block Hours",
  doc = "Bills a block of hours each period; work draws on it, oldest hours first, and time past it bills at the overage rate.",

  params = {
    hours            = quantity { doc = "hours bought each period, in whole minutes", min = "0" },
    rate             = money    { doc = "price of one bought hour" },
    overage_rate     = money    { doc = "price of one hour past the block", default = same_as "rate" },
    rollover         = flag     { doc = "unused hours carry over", default = false },
    rollover_periods = count    { doc = "how many following periods can use them; none: no end", min = 1, optional = true },
    rollover_cap     = quantity { doc = "the most hours carried into a period; none: no limit", min = "0", optional = true },
    pool             = count    { doc = "periods that share their hours, counted from the start", min = 1, default = 1 },
    top_up           = flag     { doc = "with on-demand: a new block as soon as one is used up", default = false },
    apply_multiplier = flag     { doc = "an hour that a price rule multiplies draws as many hours", default = false },
    refund_unused    = flag     { doc = "hours that would be lost are credited at the block's rate", default = false },
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
      bill:line { block, quantity = c.hours, price = c.rate, unit = "hour", once = true }
      bill:grant { "hours", c.hours, once = true }
      return
    end
    bill:line { block, quantity = c.hours, price = c.rate, unit = "hour" }
    bill:grant { "hours", c.hours * shared(c, period), periods = usable(c), cap = c.rollover_cap }
  end,

  closes = function(c, period, bill)
    local mine, other = period:work():covered(c)
    local renew = c.top_up and { block .. ", topped up", quantity = c.hours, price = c.rate, unit = "hour", once = true } or nil
    local covered, over = bill:draw("hours", mine, {
      weighted = c.apply_multiplier, own_period = c.late == "own-period", renew = renew,
    })
    bill:include(covered)
    bill:work(over, c.overage_rate)
    bill:rates(other, c.rate)
    if c.refund_unused then
      local unused, over_hours = bill:unused("hours")
      if unused > 0 then
        bill:line { "Unused hours", quantity = -unused, over = over_hours, price = c.rate, unit = "hour", whole = true }
      end
    end
  end,
}
