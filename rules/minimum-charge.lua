-- A minimum charge: work on a ticket, or of a whole period, costs at least so much once it costs anything.

return price_rule {
  name = "minimum-charge", api = 1, version = "1.0.0", title = "Minimum charge",
  doc = "Lifts what work costs to a least amount. Work that is included or costs nothing stays free.",

  params = {
    amount = money  { doc = "the least that it costs", min = "0" },
    per    = choice { "ticket", "period", doc = "what costs at least the amount", default = "ticket" },
  },

  stage = "amount",
  scope = function(rule) return rule.per end,

  apply = function(rule, amount, _, _, _, decimals)
    return math.max(amount, rule.amount:minor(decimals))
  end,
}
