-- Hourly: closed tickets' time in the period, each entry at its rate code's price, else at the contract's own.
return contract {
  name = "hourly", api = 1, version = "1.0.0", title = "Hourly",
  doc = "Bills the time of each period by the hour, after it has closed.",

  params = {
    rate = money { doc = "price of an hour of work that has no rate code of its own", min = "0", raise = true },
  },

  closes = function(c, period, bill)
    bill:rates(period:work(), c.rate)
  end,
}
