-- Call-out fee: a ticket costs a fee once, on whichever bill its work is billed first, however many periods it takes.

return price_rule {
  name = "call-out", api = 1, version = "1.0.0", title = "Call-out fee",
  doc = "Adds a fee to each ticket, once, whichever bill. Work that is included or costs nothing stays free, and pays none.",

  params = {
    fee    = money { doc = "what a ticket costs more, such as 80.00", min = "0" },
    column = text  { doc = "only tickets with `value` in this column of yours: site for x.site", optional = true },
    value  = text  { doc = "what the column says of those tickets", default = "yes" },
  },

  stage = "amount", scope = "ticket",

  apply = function(rule, amount, _, _, _, decimals, x, work)
    if rule.column and x.ticket[rule.column] ~= rule.value then return amount end
    if not work.first then return amount end       -- asked last: the item that hears true is the one that bears it
    return amount + rule.fee:minor(decimals)
  end,
}
