-- Retainer / Flat fee: a fixed price each period that includes the work it covers; other work bills at its rate code.
return contract {
  name = "retainer", api = 1, version = "1.0.0", title = "Retainer / Flat fee",
  doc = "Bills quantity × price for each period. Work of the types that it covers is included.",

  params = {
    price    = money    { doc = "price of one unit of the fee, each period", raise = true },
    quantity = quantity { doc = "how many units, such as users or sites", default = "1" },
    covers   = list     { of = text {}, doc = "work types that the fee includes; none named: all", default = {} },
    excludes = list     { of = text {}, doc = "work types that it does not include, whatever it covers", default = {} },
  },

  opens = function(c, period, bill)
    bill:line { "Retainer fee", quantity = c.quantity, count = c.quantity, price = c.price }
  end,

  -- Work that it names is its own; without names it includes what no other line of an agreement takes.
  closes = function(c, period, bill)
    if #c.covers > 0 then bill:include((period:work():covered(c))) end
  end,

  rest = function(c, period, bill)
    if #c.covers == 0 then bill:include((period:work():covered(c))) end
  end,
}
