-- Total changed: a batch comes to much more, or much less, than the one before.

return check {
  name = "total-changed", api = 1, version = "1.0.0", title = "Batch total changed",
  doc = "Says where the batch differs from the one before it by more than a percentage.",

  params = {
    percent = percent { doc = "how much it may differ", default = "20%", min = "0%" },
  },

  of = "batch", reads = { "amount", "currency" },

  look = function(check, row, before, t)
    if not before or before.amount <= decimal(0) then return nil end
    local more = row.amount - before.amount
    local size = more < decimal(0) and -more or more
    if size <= before.amount * check.percent then return nil end
    return string.format("comes to %s; the one before it to %s", t.money(row.amount, row.currency), t.money(before.amount, row.currency))
  end,
}
