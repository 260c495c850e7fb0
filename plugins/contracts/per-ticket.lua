-- Per ticket: a pack of tickets each period, and a price for each ticket past it. A ticket counts in the period in which it was closed.
return contract {
  name = "per-ticket", api = 1, version = "1.0.0", title = "Per ticket",
  doc = "Bills a pack of tickets for each period; tickets past it bill one by one, their time included.",

  params = {
    pack        = quantity { doc = "tickets in the pack, a whole number", min = "0" },
    pack_price  = money    { doc = "price of the whole pack", raise = true },
    extra_price = money    { doc = "price of each ticket past the pack", raise = true },
    rollover    = flag     { doc = "unused tickets carry over", default = false },
  },

  check = function(c)
    if c.pack:floor() < c.pack then return "pack: must be a whole number of tickets" end
  end,

  opens = function(c, _, bill)
    bill:line { "Pack of " .. c.pack .. " tickets", price = c.pack_price, count = c.pack }
    bill:grant { "tickets", c.pack, periods = not c.rollover and 0 or nil }
  end,

  closes = function(c, period, bill)
    local covered, extra = bill:draw("tickets", period:work())
    bill:include(covered)
    bill:tickets(extra, c.extra_price)
  end,
}
