-- Below cost: a price that was too low, or a cost that was entered too high.

return check {
  name = "below-cost", api = 1, version = "1.0.0", title = "Below cost",
  doc = "Names work and charges that bring less than they cost.",

  params = {
    percent = percent { doc = "what they have to bring beyond their cost", default = "0%", min = "0%" },
  },

  of = "item", reads = { "id", "amount", "currency", "cost", "excluded" },

  look = function(check, row, _, t)
    if not row.cost or row.cost <= decimal(0) or row.excluded then return nil end
    local least = row.cost + row.cost * check.percent
    if row.amount >= least then return nil end
    return {
      text = string.format("brings %s and costs %s", t.money(row.amount, row.currency), t.money(row.cost, row.currency)),
      mend = string.format("billet batch adjust %s --amount %s --note TEXT", row.id, t.money(least, row.currency):match("^%S+")),
    }
  end,
}
