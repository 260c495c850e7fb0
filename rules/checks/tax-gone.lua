-- Tax gone: last time there was tax, and now there is none.

return check {
  name = "tax-gone", api = 1, version = "1.0.0", title = "Tax is gone",
  doc = "Names contracts on which no tax is due although their last bill had some.",

  of = "contract", reads = { "amount", "tax", "currency" },

  look = function(check, row, before, t)
    local none = decimal(0)
    if not before or before.tax == none or row.tax ~= none or row.amount == none then return nil end
    return "bears no tax; last time it was " .. t.money(before.tax, before.currency)
  end,
}
