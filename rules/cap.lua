-- A cap: work of a period, or on a ticket, costs at most so much.

return price_rule {
  name = "cap", api = 1, version = "1.0.0", title = "Cap",
  doc = "Holds what work costs to a most amount; what is past it comes off all of the work in proportion.",

  params = {
    amount = money  { doc = "the most that it costs", min = "0" },
    per    = choice { "period", "ticket", doc = "what costs at most the amount", default = "period" },
  },

  stage = "amount",
  scope = function(rule) return rule.per end,

  apply = function(rule, amount, _, _, _, decimals)
    return math.min(amount, rule.amount:minor(decimals))
  end,
}
