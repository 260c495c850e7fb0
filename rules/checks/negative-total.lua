-- Negative total: who gets money back should hear of it first.

return check {
  name = "negative-total", api = 1, version = "1.0.0", title = "Negative total",
  doc = "Names contracts that come to less than nothing.",

  of = "contract", reads = { "amount", "tax", "currency" },

  look = function(check, row, before, t)
    local total = row.amount + row.tax
    if total >= decimal(0) then return nil end
    return "comes to " .. t.money(total, row.currency)
  end,
}
