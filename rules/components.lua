-- Several taxes at once, such as a federal and a provincial one, each its own line on the invoice.
return tax_rule {
  name = "components", api = 1, version = "1.0.0", title = "Components",
  doc = "Taxes everything at several rates, each rounded by itself; a compound one is also due on the taxes before it.",

  params = {
    rates = list { of = record { fields = {
      name     = text    { doc = "what the invoice calls it" },
      rate     = percent { doc = "such as 9.975%; below zero it is withheld", min = "-100%" },
      jurisdiction = text { doc = "who levies it, for reports", optional = true },
      compound = flag    { doc = "due on the price and the taxes before it", default = false },
    } }, doc = "the taxes, in their order" },
    rounding = choice { "line", "document", doc = "whether each is rounded on each line or on the document's sum", default = "line" },
    mode     = choice { "half-up", "half-even", "down", doc = "halves away from zero, to the even digit, or cut", default = "half-up" },
  },

  check = function(tax)
    local names = {}
    if #tax.rates == 0 then return "rates: at least one is needed" end
    if #tax.rates > 8 then return "rates: at most eight" end
    for i, one in ipairs(tax.rates) do
      if names[one.name] then return "rates[" .. i .. "].name: \"" .. one.name .. "\" comes twice" end
      names[one.name] = true
    end
  end,

  rates = function(tax)
    local answer = { rounding = tax.rounding, mode = tax.mode }
    for i, one in ipairs(tax.rates) do
      answer[i] = { name = one.name, rate = one.rate, compound = one.compound, jurisdiction = one.jurisdiction }
    end
    return answer
  end,
}
