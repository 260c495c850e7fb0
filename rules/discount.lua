-- A discount: a percentage of every item, or an amount off each period; of everything, or of one category.

return price_rule {
  name = "discount", api = 1, version = "1.0.0", title = "Discount",
  doc = "Takes a percentage off each item of the contract, or an amount off what a period costs, before tax.",

  params = {
    percent  = percent { doc = "off every item", min = "0%", max = "100%", optional = true },
    amount   = money   { doc = "off each period, never more than it costs", min = "0", optional = true },
    category = text    { doc = "only of this category: labor, service, product, expense, or the MSP's own", optional = true },
  },

  check = function(rule)
    if (rule.percent == nil) == (rule.amount == nil) then return "give percent or amount, one of them" end
  end,

  stage = "amount",
  on = "all",
  scope = function(rule) return rule.percent and "ticket" or "period" end,
  category = function(rule) return rule.category end,
  percent_off = function(rule) return rule.percent end,

  apply = function(rule, amount, _, _, _, decimals)
    if rule.percent then return money.muldiv(amount, 1000000000 - rule.percent:minor(9), 1000000000, "half-up") end
    return amount - math.max(math.min(amount, rule.amount:minor(decimals)), 0)
  end,
}
