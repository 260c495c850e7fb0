-- Block Money: an amount bought each period; work draws on it at its own rate, and bills past it.
return contract {
  name = "block-money", api = 1, version = "1.0.0", title = "Block Money",
  doc = "Bills an amount each period; work draws on it at its own rates, money that expires soonest first, and what is past it is billed.",

  params = {
    amount           = money { doc = "money bought each period", min = "0" },
    rate             = money { doc = "price of an hour of work that has no rate code of its own", min = "0", raise = true },
    rollover         = flag  { doc = "unused money carries over", default = false },
    rollover_periods = count { doc = "how many following periods can use it; none: no end", min = 1, optional = true },
    cover_charges    = flag  { doc = "products and expenses draw on it as well", default = false },
    cover_tax        = flag  { doc = "the block is sold with its tax inside, and draws hold their tax", default = false },
    covers           = list  { of = text {}, doc = "work types that the block covers; none named: all", default = {} },
    excludes         = list  { of = text {}, doc = "work types that it does not cover, whatever it covers", default = {} },
  },

  check = function(c)
    if c.rollover_periods and not c.rollover then return "rollover_periods: needs rollover = true" end
  end,

  opens = function(c, _, bill)
    bill:line { "Block of money", price = c.amount }
    local periods = 0
    if c.rollover then periods = c.rollover_periods end
    bill:grant { "money", c.amount, periods = periods, with_tax = c.cover_tax }
  end,

  closes = function(c, period, bill)
    local how = { with_tax = c.cover_tax }
    bill:draw_money((period:work():covered(c)), c.rate, how)
    if c.cover_charges then bill:draw_charges(how) end
  end,

  rest = function(c, period, bill)
    bill:rates(period:work(), c.rate)
  end,
}
