-- Amount changed: a contract comes to much more, or much less, than last time.

return check {
  name = "amount-changed", api = 1, version = "1.0.0", title = "Amount changed",
  doc = "Names contracts whose amount differs from that of their last bill by more than a percentage.",

  params = {
    percent = percent { doc = "how much it may differ", default = "50%", min = "0%" },
    least   = money { doc = "differences below this are none", default = "50.00", min = "0" },
  },

  of = "contract", reads = { "amount", "currency" },

  look = function(check, row, before, t)
    if not before or before.currency ~= row.currency or before.amount <= decimal(0) then return nil end
    local more = row.amount - before.amount
    local size = more < decimal(0) and -more or more
    if size < check.least or size <= before.amount * check.percent then return nil end
    return string.format("comes to %s; last time it was %s", t.money(row.amount, row.currency), t.money(before.amount, row.currency))
  end,
}
